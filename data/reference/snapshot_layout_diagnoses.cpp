// Diagnoses, what is said of two of them, and the facts of every kind of code.
#include <algorithm>
#include <tuple>

#include "data/reference/snapshot_layout.h"

namespace chargelint::data::snapshot {

void Layouter::add_slots(SectionId id, const std::vector<std::uint64_t>& keys) {
  std::vector<std::uint32_t> slots(slots_for(keys.size()));
  const std::size_t mask = slots.size() - 1;
  for (std::uint32_t index = 0; index < keys.size(); ++index) {
    std::size_t at = mixed(keys[index]) & mask;
    while (slots[at] != 0) at = (at + 1) & mask;
    slots[at] = index + 1;
  }
  section(id, slots);
}

void Layouter::add_diagnoses() {
  auto& rows = content_.diagnoses;
  std::sort(rows.begin(), rows.end(), [](const DiagnosisRow& left, const DiagnosisRow& right) {
    return std::tie(left.code_packed, left.from_days, left.release) <
           std::tie(right.code_packed, right.from_days, right.release);
  });
  const auto code_of = [](const DiagnosisRow& row) { return row.code_packed; };
  const std::vector<std::uint64_t> codes = keys_of(rows, code_of);
  std::vector<std::uint32_t> words(codes.size());
  for (const auto& [code, text] : content_.diagnosis_words) {
    const auto at = std::lower_bound(codes.begin(), codes.end(), code);
    if (at != codes.end() && *at == code)
      words[static_cast<std::size_t>(at - codes.begin())] = texts_.id(text);
  }
  section(SectionId::diagnosis_codes, codes);
  add_slots(SectionId::diagnosis_slots, codes);
  section(SectionId::diagnosis_offsets, offsets(codes, rows, code_of));
  section(SectionId::diagnoses, rows);
  section(SectionId::diagnosis_words, words);
}

void Layouter::add_diagnosis_edits() {
  auto& rows = content_.diagnosis_edits;
  std::sort(rows.begin(), rows.end(), [](const DiagnosisEditRow& left, const DiagnosisEditRow& right) {
    return std::tie(left.code_packed, left.from_days, left.edit, left.to_days, left.least_age, left.most_age,
                    left.release) < std::tie(right.code_packed, right.from_days, right.edit, right.to_days,
                                             right.least_age, right.most_age, right.release);
  });
  const auto code_of = [](const DiagnosisEditRow& row) { return row.code_packed; };
  const std::vector<std::uint64_t> codes = keys_of(rows, code_of);
  section(SectionId::diagnosis_edit_codes, codes);
  add_slots(SectionId::diagnosis_edit_slots, codes);
  section(SectionId::diagnosis_edit_offsets, offsets(codes, rows, code_of));
  section(SectionId::diagnosis_edits, rows);
}

// A chapter's note concerns many categories. Its row is written for each stretch of them between two
// categories at which any row begins or ends, so that a look-up finds its rows side by side.
void Layouter::add_relations() {
  auto& rows = content_.relations;
  for (DiagnosisRelation& row : rows) row.note = text_of(row.note);
  std::sort(rows.begin(), rows.end(), [](const DiagnosisRelation& left, const DiagnosisRelation& right) {
    return std::tie(left.link, left.subject_first, left.subject_last, left.target_first, left.target_last,
                    left.from_days, left.to_days, left.note, left.release) <
           std::tie(right.link, right.subject_first, right.subject_last, right.target_first,
                    right.target_last, right.from_days, right.to_days, right.note, right.release);
  });
  std::vector<std::uint32_t> categories;
  for (const DiagnosisRelation& row : rows) {
    categories.push_back(category_of(row.subject_first));
    categories.push_back(category_of(row.subject_last) + 1);
  }
  std::sort(categories.begin(), categories.end());
  categories.erase(std::unique(categories.begin(), categories.end()), categories.end());

  std::vector<std::vector<std::uint32_t>> rows_of(categories.size());
  for (std::uint32_t index = 0; index < rows.size(); ++index) {
    auto at = static_cast<std::size_t>(
        std::lower_bound(categories.begin(), categories.end(), category_of(rows[index].subject_first)) -
        categories.begin());
    for (; at < categories.size() && categories[at] <= category_of(rows[index].subject_last); ++at) {
      rows_of[at].push_back(index);
    }
  }
  std::vector<std::uint32_t> starts{0};
  std::vector<DiagnosisRelation> repeated;
  for (const auto& numbers : rows_of) {
    for (const std::uint32_t number : numbers) repeated.push_back(rows[number]);
    starts.push_back(static_cast<std::uint32_t>(repeated.size()));
  }
  section(SectionId::relation_categories, categories);
  section(SectionId::relation_offsets, starts);
  section(SectionId::relations, repeated);
}

void Layouter::add_facts() {
  auto rows = std::move(content_.facts);
  for (auto& row : rows) {
    row.fact.attribute = text_of(row.fact.attribute);
    row.fact.value = text_of(row.fact.value);
    row.fact.detail = text_of(row.fact.detail);
  }
  const auto order = [](const SnapshotContent::KeyedFact& row) {
    return std::tie(row.key, row.fact.attribute, row.fact.from_days, row.fact.to_days, row.fact.value,
                    row.fact.detail, row.fact.release);
  };
  std::sort(rows.begin(), rows.end(),
            [&](const auto& left, const auto& right) { return order(left) < order(right); });
  const auto key_of = [](const SnapshotContent::KeyedFact& row) { return row.key; };
  const std::vector<std::uint64_t> keys = keys_of(rows, key_of);
  section(SectionId::fact_keys, keys);
  add_slots(SectionId::fact_slots, keys);
  section(SectionId::fact_offsets, offsets(keys, rows, key_of));
  Bytes facts(rows.size() * sizeof(Fact));
  for (std::size_t row = 0; row < rows.size(); ++row) put(facts.data() + row * sizeof(Fact), rows[row].fact);
  sections_.emplace_back(Section{static_cast<std::uint32_t>(SectionId::facts), sizeof(Fact), 0, rows.size()},
                         std::move(facts));
}

}  // namespace chargelint::data::snapshot
