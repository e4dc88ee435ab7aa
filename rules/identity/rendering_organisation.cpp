// ID-NPI-002: the rendering NPI of a professional line belongs to an organisation.
#include "rules/engine/rule.h"

namespace chargelint {
namespace {

// A laboratory or a supplier renders as what it is.
bool may_render_as_organisation(Licence licence) {
  return licence == Licence::laboratory || licence == Licence::supplier;
}

void evaluate(const RuleInput& input, RuleOutput& output) {
  Finding* finding = nullptr;
  std::string_view reported;
  for (const LineFacts& facts : input.lines) {
    const Provider& rendering = facts.line->rendering;
    if (!facts.line->is_active() || !rendering.organisation) continue;
    if (may_render_as_organisation(rendering.licence)) continue;
    if (finding == nullptr || rendering.npi != reported) {
      finding = &output.add();
      reported = rendering.npi;
      finding->location = rendering.at;
      finding->arguments.push_back(
          {"npi", rendering.npi.empty() ? std::string_view("(none)") : rendering.npi});
    }
    finding->lines.push_back(facts.line->number);
  }
}

}  // namespace

extern const Rule rendering_organisation{
    .info = {.id = "ID-NPI-002",
             .module = "ID",
             .title = "Rendering NPI inactive, or of the wrong entity type",
             .severity = Severity::warning,
             .kinds = KindMask::professional,
             .reacts_to = Aspect::code,
             .citations = {{{"Medicare Claims Processing Manual",
                             "chapter 26, section 10.4, items 24J and 33a"}}},
             .clinician = {},
             .biller = "Rendering NPI {npi} belongs to an organisation. The line needs the NPI of the person "
                       "who gave the service; the organisation bills.",
             .carc = "CO-16",
             .why =
                 "Item 24J names a person, item 33a the one who is paid. The registry is not loaded, so this "
                 "rests on what the claim itself says of the provider.",
             .fires = "99213 npi=1234567893 organisation",
             .silent = "99213 npi=1234567893"},
    .evaluate = evaluate};

}  // namespace chargelint
