// Voids, replacements and the claim's own lines; the rest as PriorLine by date.
#include "data/state/history.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>

namespace chargelint::data {
namespace {

constexpr std::array<std::string_view, 5> kKinds = {"professional", "outpatient", "inpatient", "asc", "dme"};
constexpr std::array<std::string_view, 3> kStages = {"order", "charge", "claim"};

template <class Enum, std::size_t Size>
Enum named(const std::array<std::string_view, Size>& names, std::string_view name, Enum otherwise) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? otherwise : static_cast<Enum>(found - names.begin());
}

std::int64_t units_of(std::string_view text) {
  const auto units = Quantity::parse(text);
  return units ? std::llabs(units->thousandths) : 1000;
}

// Words between blanks.
template <class Take>
void each_word(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t size = std::min(text.find(' '), text.size());
    if (size > 0) take(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
}

bool same_words(std::string_view left, std::string_view right) {
  if (left == right) return true;
  if (left.size() != right.size()) return false;
  std::vector<std::string_view> one;
  std::vector<std::string_view> other;
  each_word(left, [&](std::string_view word) { one.push_back(word); });
  each_word(right, [&](std::string_view word) { other.push_back(word); });
  std::sort(one.begin(), one.end());
  std::sort(other.begin(), other.end());
  return one == other;
}

bool is_credit(const ChargeRecord& charge) {
  return charge.type == "CD" || charge.type == "CR";
}

PriorStatus status_of(Stage stage) {
  switch (stage) {
    case Stage::order:
      return PriorStatus::ordered;
    case Stage::charge:
      return PriorStatus::charged;
    case Stage::claim:
      break;
  }
  return PriorStatus::billed;
}

std::string joined_diagnoses(const Claim& claim, const ServiceLine& line) {
  std::string text;
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    if (pointer.index >= claim.diagnoses.size()) continue;
    const Diagnosis& diagnosis = claim.diagnoses[pointer.index];
    if (!text.empty()) text += ' ';
    text += diagnosis.code.empty() ? std::string(diagnosis.text) : diagnosis.code.text().str();
  }
  return text;
}

}  // namespace

std::string joined_modifiers(const ServiceLine& line) {
  std::string text;
  for (const ModifierUse& use : line.modifiers) {
    if (!text.empty()) text += ' ';
    text += use.value.empty() ? use.text : use.value.text().view();
  }
  return text;
}

ChargeRecord charge_record(const Claim& claim, const ServiceLine& line) {
  ChargeRecord charge;
  charge.line = line.number;
  charge.type = line.type_text;
  if (line.type == LineType::credit && charge.type.empty()) charge.type = "CD";
  charge.transaction_id = line.transaction_id;
  charge.code = line.code.empty() ? std::string(line.code_text) : line.code.text().str();
  charge.modifiers = joined_modifiers(line);
  charge.diagnoses = joined_diagnoses(claim, line);
  charge.units = line.units.text().view();
  if (line.from) charge.date = line.from->iso().view();
  charge.rendering = line.rendering.npi;
  charge.active = line.is_active();
  if (line.through) charge.through = line.through->iso().view();
  charge.place = line.place_of_service;
  charge.revenue_code = line.revenue_code;
  charge.order_number = line.order_number;
  if (line.charge) charge.amount = line.charge->text().view();
  charge.specialty = line.rendering.specialty;
  charge.group = line.rendering.group.empty() ? claim.billing.group : line.rendering.group;
  return charge;
}

std::string_view kind_name(BillKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
std::string_view stage_name(Stage stage) {
  return kStages[static_cast<std::size_t>(stage)];
}
BillKind kind_named(std::string_view name) {
  return named(kKinds, name, BillKind::professional);
}
Stage stage_named(std::string_view name) {
  return named(kStages, name, Stage::charge);
}

void PatientHistory::clear(Availability availability) {
  availability_ = availability;
  messages_.clear();
  standing_.clear();
  lines_.clear();
}

void PatientHistory::set(const Claim& claim, const ClaimKeys& keys, std::vector<PriorMessage> messages,
                         Availability availability) {
  clear(availability);
  messages_ = std::move(messages);
  if (messages_.empty()) return;
  gather();
  end_replaced(claim, keys);
  leave_out_own(claim, keys);
  apply_credits(claim);
  build();
}

void PatientHistory::gather() {
  for (const PriorMessage& message : messages_) {
    for (const ChargeRecord& charge : message.charges) standing_.push_back({&message, &charge, false, 0});
  }
}

// A later message of FHIR ends the earlier ones of the same claim, and those that it replaces.
void PatientHistory::end_replaced(const Claim& claim, const ClaimKeys& keys) {
  const auto end = [&](const std::string& wanted, std::size_t before) {
    if (wanted.empty()) return;
    for (std::size_t index = 0; index < before; ++index) {
      if (standing_[index].message->claim == wanted) standing_[index].void_line = true;
    }
  };
  std::size_t first = 0;  // of the message's lines
  for (const PriorMessage& message : messages_) {
    const bool replaces = message.frequency == '7' || message.frequency == '8';
    if (message.format == SourceFormat::fhir || replaces) end(message.claim, first);
    if (replaces) end(message.original, first);
    for (std::size_t index = first; index < first + message.charges.size(); ++index)
      standing_[index].void_line = standing_[index].void_line || message.frequency == '8';
    first += message.charges.size();
  }
  const bool replaces = claim.frequency == '7' || claim.frequency == '8';
  if (claim.format == SourceFormat::fhir || replaces) end(keys.claim, standing_.size());
  if (replaces) end(keys.original, standing_.size());
}

void PatientHistory::leave_out_own(const Claim& claim, const ClaimKeys& keys) {
  if (claim.format == SourceFormat::fhir) return;
  // A transaction that comes again takes the place of the one before; few visits have several messages.
  std::vector<std::string_view> visits;
  visits.reserve(messages_.size());
  for (const PriorMessage& message : messages_) visits.emplace_back(message.claim);
  std::sort(visits.begin(), visits.end());
  const auto comes_again = [&visits](std::string_view visit) {
    const auto [first, last] = std::equal_range(visits.begin(), visits.end(), visit);
    return last - first > 1;
  };
  const bool any_again = std::adjacent_find(visits.begin(), visits.end()) != visits.end();
  std::vector<std::size_t> named;
  for (std::size_t index = 0; any_again && index < standing_.size(); ++index) {
    const Standing& one = standing_[index];
    if (!one.charge->transaction_id.empty() && !one.message->claim.empty() && !is_credit(*one.charge) &&
        comes_again(one.message->claim))
      named.push_back(index);
  }
  const auto key = [&](std::size_t index) {
    return std::tie(standing_[index].message->claim, standing_[index].charge->transaction_id);
  };
  std::stable_sort(named.begin(), named.end(),
                   [&](std::size_t left, std::size_t right) { return key(left) < key(right); });
  for (std::size_t index = 1; index < named.size(); ++index) {
    Standing& earlier = standing_[named[index - 1]];
    if (key(named[index - 1]) == key(named[index]) && earlier.message != standing_[named[index]].message)
      earlier.void_line = true;
  }
  if (keys.claim.empty()) return;
  bool all_named = true;
  for (const ServiceLine& line : claim.lines) all_named = all_named && !line.transaction_id.empty();
  for (Standing& one : standing_) {
    if (one.message->claim != keys.claim || one.void_line) continue;
    const std::string& id = one.charge->transaction_id;
    const bool own = id.empty() || !all_named ||
                     std::any_of(claim.lines.begin(), claim.lines.end(), [&](const ServiceLine& line) {
                       return line.type != LineType::credit && line.transaction_id == id;
                     });
    if (own) one.void_line = true;
  }
}

void PatientHistory::take_back(std::string_view transaction_id, std::string_view code,
                               std::string_view modifiers, std::string_view date, std::int64_t units,
                               const PriorMessage* within, std::size_t before) {
  Standing* match = nullptr;
  int best = 0;
  for (std::size_t index = 0; index < before; ++index) {
    Standing& one = standing_[index];
    const ChargeRecord& charge = *one.charge;
    if (is_credit(charge) || one.void_line) continue;
    // What a credit of its own message took back is that credit's.
    if (!charge.active && one.message != within) continue;
    int rank = 0;
    if (!code.empty() && charge.code == code && charge.date == date &&
        same_words(charge.modifiers, modifiers))
      rank = 1;
    if (!transaction_id.empty() && charge.transaction_id == transaction_id)
      rank = charge.code == code || code.empty() ? 3 : 2;
    if (rank == 0) continue;
    if (one.message == within && !charge.active) rank += 3;
    if (rank >= best) {
      best = rank;
      match = &one;
    }
  }
  if (match == nullptr) return;
  match->taken_back += units;
  if (match->taken_back >= units_of(match->charge->units)) match->void_line = true;
}

void PatientHistory::apply_credits(const Claim& claim) {
  std::size_t first = 0;
  for (const PriorMessage& message : messages_) {
    const std::size_t end = first + message.charges.size();
    for (const ChargeRecord& charge : message.charges) {
      if (!is_credit(charge)) continue;
      take_back(charge.transaction_id, charge.code, charge.modifiers, charge.date, units_of(charge.units),
                &message, end);
    }
    first = end;
  }
  // The claim's own credits, unless they took back one of its own charges.
  std::vector<const ServiceLine*> reversed;
  for (const ServiceLine& line : claim.lines) {
    if (line.type == LineType::charge && line.reversed) reversed.push_back(&line);
  }
  for (const ServiceLine& credit : claim.lines) {
    if (credit.type != LineType::credit) continue;
    const auto own = std::find_if(reversed.begin(), reversed.end(), [&](const ServiceLine* line) {
      return line->code == credit.code && line->from == credit.from;
    });
    if (own != reversed.end()) {
      reversed.erase(own);
      continue;
    }
    const std::string code = credit.code.empty() ? std::string(credit.code_text) : credit.code.text().str();
    const std::string date = credit.from ? credit.from->iso().str() : std::string();
    take_back(credit.transaction_id, code, joined_modifiers(credit), date,
              std::llabs(credit.units.thousandths), nullptr, standing_.size());
  }
}

void PatientHistory::build() {
  lines_.reserve(standing_.size());
  for (const Standing& one : standing_) {
    const ChargeRecord& charge = *one.charge;
    if (!one.counts() || is_credit(charge)) continue;
    const auto code = Hcpcs::parse(charge.code);
    const auto date = Date::parse_iso(charge.date);
    if (!code || !date) continue;
    PriorLine line;
    line.claim_id = one.message->claim;
    line.line = charge.line;
    line.status = status_of(one.message->stage);
    line.format = one.message->format;
    line.seen_ms = one.message->seen_ms;
    line.code = *code;
    each_word(charge.modifiers, [&](std::string_view word) {
      if (const auto modifier = Modifier::parse(word)) line.modifiers.push_back(*modifier);
    });
    line.units.thousandths = units_of(charge.units) - one.taken_back;
    line.date = *date;
    line.through = Date::parse_iso(charge.through);
    each_word(charge.diagnoses, [&](std::string_view word) {
      if (const auto diagnosis = IcdCode::parse(word)) line.diagnoses.push_back(*diagnosis);
    });
    line.place_of_service = charge.place;
    line.revenue_code = charge.revenue_code;
    line.order_number = charge.order_number;
    if (!charge.amount.empty()) line.charge = Money::parse(charge.amount);
    line.rendering.npi = charge.rendering;
    line.rendering.specialty = charge.specialty;
    line.rendering.group = charge.group;
    line.kind = one.message->kind;
    lines_.push_back(std::move(line));
  }
  // As a rule the charges have come in the order of their days, and a line is a large thing to move.
  const auto earlier = [](const PriorLine& left, const PriorLine& right) { return left.date < right.date; };
  if (!std::is_sorted(lines_.begin(), lines_.end(), earlier))
    std::stable_sort(lines_.begin(), lines_.end(), earlier);
}

std::span<const PriorLine> PatientHistory::lines(Period period) const {
  const auto first = std::partition_point(lines_.begin(), lines_.end(),
                                          [&](const PriorLine& line) { return line.date < period.from; });
  const auto last = std::partition_point(first, lines_.end(),
                                         [&](const PriorLine& line) { return !(period.to < line.date); });
  return {first, last};
}

}  // namespace chargelint::data
