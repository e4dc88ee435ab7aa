#include "plugin/report/denial_words.h"

#include <algorithm>
#include <array>

namespace chargelint::plugin {
namespace {

struct Denial {
  std::string_view number;
  std::string_view words;
};

constexpr std::array kDenials{
    Denial{"2", "the patient's share of the cost"},
    Denial{"4", "the modifier is missing, or does not go with the code"},
    Denial{"5", "the code or type of bill does not go with the place of service"},
    Denial{"6", "the service does not go with the patient's age"},
    Denial{"7", "the service does not go with the patient's sex"},
    Denial{"9", "the diagnosis does not go with the patient's age"},
    Denial{"10", "the diagnosis does not go with the patient's sex"},
    Denial{"11", "the diagnosis does not support the service"},
    Denial{"16", "the claim lacks something, or something in it can't be read"},
    Denial{"18", "an exact duplicate of a claim or line already taken"},
    Denial{"27", "the service is after the coverage ended"},
    Denial{"29", "the time for filing has run out"},
    Denial{"54", "several surgeons or an assistant are not covered for this operation"},
    Denial{"59", "paid by the rules for several or concurrent procedures"},
    Denial{"96", "not a covered service"},
    Denial{"97", "its payment is in that of another service already settled"},
    Denial{"107", "the service that it belongs to is not on the claim"},
    Denial{"109", "not this payer's to pay; another payer or contractor has it"},
    Denial{"119", "the most for this period has been reached"},
    Denial{"146", "the diagnosis was not valid on the date of service"},
    Denial{"149", "the most of a lifetime has been reached"},
    Denial{"150", "what was sent does not support this level of service"},
    Denial{"151", "what was sent does not support this many services"},
    Denial{"181", "the procedure code was not valid on the date of service"},
    Denial{"182", "the modifier was not valid on the date of service"},
    Denial{"189", "an unlisted code stands where a specific one exists"},
    Denial{"236", "the two codes, or code and modifier, do not go together on one day"},
    Denial{"246", "a code for reporting alone: no payment goes with it"},
    Denial{"252", "the payer wants an attachment before it decides"},
    Denial{"B9", "the patient is in hospice care"},
    Denial{"B16", "the rules for a new patient are not met"},
};

std::string_view number_of(std::string_view code) {
  const std::size_t dash = code.find('-');
  return dash == std::string_view::npos ? code : code.substr(dash + 1);
}

}  // namespace

std::string_view denial_words(std::string_view code) {
  const auto* const found =
      std::find_if(kDenials.begin(), kDenials.end(),
                   [number = number_of(code)](const Denial& denial) { return denial.number == number; });
  return found == kDenials.end() ? std::string_view() : found->words;
}

std::string_view denial_group_words(std::string_view code) {
  if (code.starts_with("CO-")) return "the provider writes it off";
  if (code.starts_with("PR-")) return "the patient owes it";
  return {};
}

}  // namespace chargelint::plugin
