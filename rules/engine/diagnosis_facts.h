// What several rules ask of each diagnosis, found once a claim at the first question: how valid it is, and
// the notes of the tabular list and of our own table that concern it.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "rules/base/small_vector.h"
#include "rules/claim/claim.h"
#include "rules/engine/finding.h"
#include "rules/ports/reference.h"

namespace chargelint {

enum class DiagnosisState {
  valid,
  header,         // the row says that more characters are needed
  absent,         // a complete table does not hold it on the date
  malformed,      // not the form of an ICD-10-CM code (an ICD-9 code has)
  not_evaluated,  // another code system, or `gap` says why
};

struct DiagnosisVerdict {
  DiagnosisState state = DiagnosisState::valid;
  Date date;
  const DiagnosisRow* row = nullptr;
  bool nearest = false;
  SmallVector<std::uint16_t, 4> lines;  // those that point to it where it is not valid
  std::optional<Gap> gap;
};

class DiagnosisFacts {
 public:
  void forget() { entries_.clear(); }
  // `find` makes the verdict of one that was not asked for before.
  template <class Find>
  const DiagnosisVerdict& verdict(const Claim& claim, std::size_t index, Find find) {
    Entry& entry = entry_of(claim, index);
    if (!entry.judged) {
      entry.verdict = find();
      entry.judged = true;
    }
    return entry.verdict;
  }
  std::span<const DiagnosisRelation> relations(const Claim& claim, const Reference& reference,
                                               std::size_t index) {
    Entry& entry = entry_of(claim, index);
    if (!entry.related) {
      entry.relations = reference.diagnosis_relations(claim.diagnoses[index].code);
      entry.related = true;
    }
    return entry.relations;
  }

 private:
  struct Entry {
    bool judged = false;
    bool related = false;
    DiagnosisVerdict verdict;
    std::span<const DiagnosisRelation> relations;
  };
  Entry& entry_of(const Claim& claim, std::size_t index) {
    if (entries_.size() < claim.diagnoses.size()) entries_.resize(claim.diagnoses.size());
    return entries_[index];
  }
  std::vector<Entry> entries_;
};

}  // namespace chargelint
