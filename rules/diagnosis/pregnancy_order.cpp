// DX-SEQ-008: pregnancy codes come first, and their trimester, the weeks and the other pregnancy codes agree.
#include <array>

#include "rules/diagnosis/order.h"

namespace chargelint {
namespace {

struct Trimester {
  DiagnosisSet codes;
  DiagnosisSet weeks;
  std::string_view words;
};
constexpr std::array<Trimester, 3> kTrimesters{{
    {DiagnosisSet::first_trimester, DiagnosisSet::weeks_first, "first"},
    {DiagnosisSet::second_trimester, DiagnosisSet::weeks_second, "second"},
    {DiagnosisSet::third_trimester, DiagnosisSet::weeks_third, "third"},
}};

class Pregnancy {
 public:
  Pregnancy(const RuleInput& input, RuleOutput& output, Date date)
      : input_(input), output_(output), date_(date) {}

  void judge() {
    for (std::size_t index = 0; index < diagnoses().size(); ++index) {
      if (!is_icd10(diagnoses()[index])) continue;
      if (in(index, DiagnosisSet::pregnancy)) codes_.push_back(index);
      if (in(index, DiagnosisSet::gestation_weeks) && !weeks_) weeks_ = index;
    }
    if (codes_.empty()) return;
    judge_order();
    judge_company();
    judge_weeks();
  }

 private:
  [[nodiscard]] const SmallVector<Diagnosis, 8>& diagnoses() const { return input_.claim.diagnoses; }
  [[nodiscard]] bool in(std::size_t index, DiagnosisSet set) const {
    return input_.reference.in_set(set, diagnoses()[index].code, date_);
  }
  [[nodiscard]] bool may_lead(std::size_t index) const {
    return !is_icd10(diagnoses()[index]) || in(index, DiagnosisSet::pregnancy) ||
           in(index, DiagnosisSet::antenatal_screening);
  }

  void judge_order() {
    if (!by_pointers(input_)) {
      const auto first = first_listed(input_.claim);
      if (first && !may_lead(*first)) report_order(*first, codes_.front());
      return;
    }
    SmallVector<std::size_t, 4> said;
    for (const LineFacts& facts : input_.lines) {
      if (!facts.line->is_active()) continue;
      const auto first = first_of_line(input_, *facts.line);
      if (!first || may_lead(*first) || said.contains(*first)) continue;
      for (const std::size_t code : codes_) {
        if (!points_to(*facts.line, code)) continue;
        said.push_back(*first);
        report_order(*first, code);
        break;
      }
    }
  }
  void report_order(std::size_t first, std::size_t code) {
    Finding& finding = add_for_code(input_, output_, code);
    finding.diagnoses.push_back(diagnoses()[first].code);
    for (const LineFacts& facts : input_.lines) {
      if (!facts.line->is_active() || !points_to(*facts.line, code)) continue;
      if (!by_pointers(input_) || first_of_line(input_, *facts.line) == first) {
        finding.lines.push_back(facts.line->number);
      }
    }
    finding.arguments.push_back({"first", diagnoses()[first].code});
    finding.fixes.push_back(move_to_front(input_, finding, code, {}));
  }

  void judge_company() {
    for (std::size_t index = 0; index < diagnoses().size(); ++index) {
      if (!is_icd10(diagnoses()[index]) || !in(index, DiagnosisSet::not_with_pregnancy)) continue;
      Finding& finding = add_for_code(input_, output_, index);
      finding.diagnoses.push_back(diagnoses()[codes_.front()].code);
      add_lines_of(input_, index, finding);
      finding.arguments.push_back({"code", diagnoses()[codes_.front()].code});
      finding.clinician = "{dx} (routine or incidental pregnancy) does not go with {code}.";
      finding.biller =
          "{dx} says that the pregnancy is normal or only incidental, and {code} of the pregnancy chapter "
          "says otherwise. Keep the one that the record supports.";
    }
  }

  void judge_weeks() {
    const bool stay = input_.context().kind == BillKind::inpatient;
    bool asked = false;
    for (const std::size_t code : codes_) {
      if (weeks_) {
        if (!stay) judge_trimester(code);
      } else if (!asked && in(code, DiagnosisSet::wants_weeks) && !in(code, DiagnosisSet::puerperium)) {
        asked = true;
        Finding& finding = add_for_code(input_, output_, code);
        finding.severity = Severity::info;
        add_lines_of(input_, code, finding);
        finding.clinician = "{dx}: add the week of pregnancy (Z3A.-).";
        finding.biller =
            "{dx} goes with the week of pregnancy, and the claim has no Z3A code. Add it from the record.";
      }
    }
  }
  void judge_trimester(std::size_t code) {
    for (const Trimester& trimester : kTrimesters) {
      if (!in(code, trimester.codes) || in(*weeks_, trimester.weeks)) continue;
      for (const Trimester& other : kTrimesters) {
        if (!in(*weeks_, other.weeks)) continue;
        Finding& finding = add_for_code(input_, output_, code);
        finding.diagnoses.push_back(diagnoses()[*weeks_].code);
        add_lines_of(input_, code, finding);
        finding.arguments.push_back({"weeks", diagnoses()[*weeks_].code});
        finding.arguments.push_back({"trimester", trimester.words});
        finding.arguments.push_back({"other", other.words});
        finding.clinician = "{dx} is of the {trimester} trimester, {weeks} of the {other}.";
        finding.biller =
            "{dx} names the {trimester} trimester and {weeks} a week of the {other}. One of the two is "
            "wrong; "
            "take the week from the record.";
      }
    }
  }

  const RuleInput& input_;
  RuleOutput& output_;
  Date date_;
  SmallVector<std::size_t, 8> codes_;
  std::optional<std::size_t> weeks_;
};

void evaluate(const RuleInput& input, RuleOutput& output) {
  // The chapter has a letter of its own.
  const bool any = std::any_of(input.claim.diagnoses.begin(), input.claim.diagnoses.end(),
                               [](const Diagnosis& one) { return !one.code.empty() && one.code[0] == 'O'; });
  if (!any) return;
  if (const auto date = diagnosis_day(input)) Pregnancy(input, output, *date).judge();
}

}  // namespace

extern const Rule pregnancy_order{
    .info = {.id = "DX-SEQ-008",
             .module = "DX",
             .title = "Pregnancy codes: order, trimester and weeks",
             .severity = Severity::warning,
             .reacts_to = Aspect::code | Aspect::diagnoses | Aspect::removal,
             .reads = {Source::code_sets},
             .reads_count = 1,
             .citations = {{{"ICD-10-CM Official Guidelines", "sections I.C.15.a.1 to a.3"},
                            {"ICD-10-CM Official Guidelines", "section I.C.15.b.1"},
                            {"ICD-10-CM Official Guidelines", "section I.C.21.c.11"}}},
             .clinician = "{dx} comes before {first}: pregnancy codes lead.",
             .biller = "{first} stands before {dx}. Codes of the pregnancy chapter come before all others; "
                       "put {dx} first.",
             .carc = "CO-146",
             .why = "A pregnant patient's illness is taken to matter for the pregnancy unless the record "
                    "says otherwise, so "
                    "the pregnancy code leads, names its trimester, and the week agrees with it.",
             .fires = "dx A J45.909 B O99.511; 99213 dxAB",
             .silent = "dx A O99.511 B J45.909 C Z3A.10; 99213 dxABC"},
    .evaluate = evaluate};

}  // namespace chargelint
