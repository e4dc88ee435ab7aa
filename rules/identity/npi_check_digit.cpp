// ID-NPI-001: an NPI whose form or check digit is wrong.
#include "rules/base/small_vector.h"
#include "rules/engine/rule.h"

namespace chargelint {
namespace {

// Ten digits, the first 1 or 2, and Luhn's check digit over 80840 and the number.
bool is_right(std::string_view npi) {
  if (npi.size() != 10 || (npi[0] != '1' && npi[0] != '2')) return false;
  int sum = 24;  // what the prefix 80840 adds
  for (std::size_t index = 0; index < npi.size(); ++index) {
    if (npi[index] < '0' || npi[index] > '9') return false;
    int digit = npi[index] - '0';
    if (index % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

// One finding a wrong number: whoever carries it, it is one thing to correct.
class Checker {
 public:
  explicit Checker(RuleOutput& output) : output_(output) {}

  void check(const Provider& provider, std::string_view role, std::uint16_t line) {
    if (provider.npi.empty() || provider.npi == last_right_ || is_right(provider.npi)) {
      last_right_ = provider.npi;
      return;
    }
    for (Wrong& known : wrong_) {
      if (known.npi != provider.npi) continue;
      if (line != 0 && !known.lines.contains(line)) known.lines.push_back(line);
      return;
    }
    Wrong& added = wrong_.emplace_back();
    added.npi = provider.npi;
    added.role = role;
    added.at = provider.at;
    if (line != 0) added.lines.push_back(line);
  }

  void report() {
    for (const Wrong& wrong : wrong_) {
      Finding& finding = output_.add();
      finding.lines = wrong.lines;
      finding.location = wrong.at;
      finding.arguments.push_back({"role", wrong.role});
      finding.arguments.push_back({"npi", wrong.npi});
    }
  }

 private:
  struct Wrong {
    std::string_view npi;
    std::string_view role;
    Location at;
    SmallVector<std::uint16_t, 4> lines;
  };
  RuleOutput& output_;
  std::string_view last_right_;
  SmallVector<Wrong, 2> wrong_;
};

void evaluate(const RuleInput& input, RuleOutput& output) {
  Checker checker(output);
  for (const LineFacts& facts : input.lines) {
    if (!facts.line->is_active()) continue;
    const ServiceLine& line = *facts.line;
    checker.check(line.rendering, "Rendering", line.number);
    checker.check(line.ordering, "Ordering", line.number);
    checker.check(line.supervising, "Supervising", line.number);
  }
  checker.check(input.claim.billing, "Billing", 0);
  checker.check(input.claim.referring, "Referring", 0);
  checker.check(input.claim.attending, "Attending", 0);
  checker.report();
}

}  // namespace

extern const Rule npi_check_digit{
    .info = {.id = "ID-NPI-001",
             .module = "ID",
             .title = "NPI fails its check digit",
             .severity = Severity::error,
             .reacts_to = Aspect::code,
             .citations = {{{"45 CFR", "162.406"},
                            {"CMS NPI check-digit specification", "Luhn over 80840 and the NPI"}}},
             .clinician = {},
             .biller =
                 "{role} NPI {npi} is not a valid NPI: it has ten digits, the first 1 or 2, and its last "
                 "is a check digit. Correct it from the provider file.",
             .carc = "CO-16",
             .why =
                 "A mistyped NPI names nobody, or somebody else. The check digit finds it before the payer "
                 "returns the claim.",
             .fires = "62324 npi=1234567890",
             .silent = "62324 npi=1234567893"},
    .evaluate = evaluate};

}  // namespace chargelint
