// Credits and the charges that they take back: by FT1-31, by FT1-2, by what was charged.
#include <algorithm>
#include <cstdlib>

#include "hl7/charge_line.h"
#include "hl7/charges.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kMostReferences = 32;

bool covers(const ServiceLine& credit, const ServiceLine& charge) {
  return std::llabs(credit.units.thousandths) >= std::llabs(charge.units.thousandths);
}

bool same_service(const ServiceLine& credit, const ServiceLine& charge) {
  return !credit.code.empty() && charge.code == credit.code && charge.from == credit.from &&
         same_modifiers(charge.modifiers, credit.modifiers);
}

bool same_diagnoses(const ServiceLine& left, const ServiceLine& right) {
  if (left.diagnoses.empty()) return true;  // a credit seldom repeats them
  return std::equal(
      left.diagnoses.begin(), left.diagnoses.end(), right.diagnoses.begin(), right.diagnoses.end(),
      [](const DiagnosisPointer& one, const DiagnosisPointer& other) { return one.index == other.index; });
}

bool same_content(const ServiceLine& credit, const ServiceLine& charge) {
  return same_service(credit, charge) && same_diagnoses(credit, charge) &&
         std::llabs(credit.units.thousandths) == std::llabs(charge.units.thousandths);
}

bool names(const Part& set_ids, std::string_view set_id) {
  if (set_id.empty()) return false;
  const std::size_t count = std::min(set_ids.repetitions(), kMostReferences);
  for (std::size_t number = 1; number <= count; ++number) {
    if (set_ids.repetition(number).component(1).raw() == set_id) return true;
  }
  return false;
}

}  // namespace

void ChargeLineReader::reverse(Candidate& charge, std::size_t credit) {
  ServiceLine& taken = claim_.lines[charge.line];
  ServiceLine& taking = claim_.lines[credit];
  taking.counterpart = taken.number;
  if (!covers(taking, taken)) {
    if (claim_.notes.size() < kMostNotes) {
      claim_.notes.push_back({taking.at, "the credit takes back only a part of the charge"});
    }
    return;
  }
  taken.reversed = true;
  taken.counterpart = taking.number;
  charge.open = false;
}

// FT1-31 may name several charges that one credit takes back.
void ChargeLineReader::take_back_named(std::size_t credit, const Part& set_ids, Candidates& candidates) {
  for (Candidate& candidate : candidates) {
    if (!candidate.open || !names(set_ids, candidate.set_id)) continue;
    ServiceLine& charge = claim_.lines[candidate.line];
    charge.reversed = true;
    charge.counterpart = claim_.lines[credit].number;
    claim_.lines[credit].counterpart = charge.number;
    candidate.open = false;
  }
}

void ChargeLineReader::take_back(std::size_t at, const Part* set_ids, Candidates& candidates) {
  if (set_ids != nullptr && set_ids->repetitions() > 1) {
    take_back_named(at, *set_ids, candidates);
    if (claim_.lines[at].counterpart != 0) return;
  }
  const ServiceLine& credit = claim_.lines[at];
  Candidate* match = nullptr;
  int best = 0;
  for (Candidate& candidate : candidates) {
    if (!candidate.open) continue;
    const bool no_ids = credit.transaction_id.empty() || candidate.transaction_id.empty();
    const bool same_id = !no_ids && credit.transaction_id == candidate.transaction_id;
    const bool named = set_ids != nullptr && names(*set_ids, candidate.set_id);
    const bool may_be_same = no_ids && !credit.code.empty() && candidate.code == credit.code;
    if (!same_id && !named && !may_be_same) continue;
    const ServiceLine& charge = claim_.lines[candidate.line];
    int rank = 0;
    if (may_be_same && same_service(credit, charge)) rank = 1;
    if (same_id || named) rank = candidate.code == credit.code ? 3 : 2;
    // What comes after its credit is charged anew, unless nothing of it is new.
    if (rank > 0 && candidate.line > at && !named && !same_content(credit, charge)) {
      add_note(claim_, {SegmentName::FT1, place_of(charge.at).ordinal},
               "a charge sent again, with other content, after the credit that took it back");
      continue;
    }
    if (rank > best) {
      best = rank;
      match = &candidate;
    }
  }
  if (match != nullptr) reverse(*match, at);
}

void ChargeLineReader::finish() {
  const bool may_assume =
      !profile_.diagnoses || std::any_of(profile_.diagnoses->begin(), profile_.diagnoses->end(),
                                         [](const FieldPath& path) { return path.segment_id() == "DG1"; });
  bool has_credit = false;
  for (ServiceLine& line : claim_.lines) {
    has_credit |= line.type == LineType::credit;
    const bool states_none = line.diagnoses.empty() && !diagnoses_.stated();
    if (!expanded_ && may_assume && states_none) diagnoses_.assume_all(line);
  }
  if (!has_credit) return;
  Candidates candidates;
  for (std::size_t index = 0; index < claim_.lines.size(); ++index) {
    const ServiceLine& line = claim_.lines[index];
    if (line.type != LineType::charge) continue;
    candidates.push_back({index, line.transaction_id, line.set_id, line.code, true});
  }
  for (std::size_t index = 0; index < claim_.lines.size(); ++index) {
    if (claim_.lines[index].type != LineType::credit) continue;
    const Part* set_ids = nullptr;
    for (const Reference& reference : references_) {
      if (reference.line == index) set_ids = &reference.set_ids;
    }
    take_back(index, set_ids, candidates);
  }
}

}  // namespace chargelint::hl7
