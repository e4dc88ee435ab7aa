// See site_fields.h.
#include "rules/engine/site_fields.h"

#include <algorithm>
#include <array>

#include "rules/base/code.h"
#include "rules/base/date.h"
#include "rules/base/money.h"
#include "rules/base/side.h"
#include "rules/claim/claim.h"

namespace chargelint {
namespace {

using F = SiteField;

constexpr auto kFields = std::to_array<SiteFieldInfo>({
    {F::payer, "payer", SiteForm::choice},
    {F::kind, "kind", SiteForm::choice},
    {F::stage, "stage", SiteForm::choice},
    {F::sex, "sex", SiteForm::choice},
    {F::age, "age", SiteForm::whole},
    {F::line_count, "line_count", SiteForm::whole},
    {F::payer_id, "payer_id"},
    {F::department, "department"},
    {F::profile, "profile"},
    {F::type_of_bill, "type_of_bill"},
    {F::condition_code, "condition_code", SiteForm::text, false, true},
    {F::authorization, "authorization", SiteForm::text, false, true},
    {F::billing_npi, "billing_npi"},
    {F::billing_group, "billing_group"},
    {F::referring_npi, "referring_npi"},
    {F::attending_npi, "attending_npi"},
    {F::claim_diagnosis, "claim_diagnosis", SiteForm::diagnosis, false, true},
    {F::code, "code", SiteForm::code, true, false, true},
    {F::modifier, "modifier", SiteForm::modifier, true, true, true},
    {F::units, "units", SiteForm::decimal, true, false, true},
    {F::charge, "charge", SiteForm::money, true, false, true},
    {F::minutes, "minutes", SiteForm::whole, true},
    {F::date, "date", SiteForm::date, true, false, true},
    {F::side, "side", SiteForm::choice, true},
    {F::diagnosis, "diagnosis", SiteForm::diagnosis, true, true, true},
    {F::place, "place", SiteForm::text, true, false, true},
    {F::revenue_code, "revenue_code", SiteForm::text, true, false, true},
    {F::npi, "npi", SiteForm::text, true, false, true},
    {F::specialty, "specialty", SiteForm::text, true, false, true},
    {F::group, "group", SiteForm::text, true, false, true},
    {F::ordering_npi, "ordering_npi", SiteForm::text, true},
    {F::supervising_npi, "supervising_npi", SiteForm::text, true},
    {F::ndc, "ndc", SiteForm::text, true, true},
});

struct Choice {
  SiteField field;
  std::string_view name;
  std::int64_t value;
};
template <class Enum>
constexpr Choice choice(SiteField field, std::string_view name, Enum value) {
  return {field, name, static_cast<std::int64_t>(value)};
}
constexpr auto kChoices = std::to_array<Choice>({
    choice(F::payer, "medicare", PayerClass::medicare),
    choice(F::payer, "medicaid", PayerClass::medicaid),
    choice(F::payer, "medicare-advantage", PayerClass::medicare_advantage),
    choice(F::payer, "commercial", PayerClass::commercial),
    choice(F::payer, "other", PayerClass::other),
    choice(F::kind, "professional", BillKind::professional),
    choice(F::kind, "outpatient", BillKind::outpatient),
    choice(F::kind, "inpatient", BillKind::inpatient),
    choice(F::kind, "asc", BillKind::asc),
    choice(F::kind, "dme", BillKind::dme),
    choice(F::stage, "order", Stage::order),
    choice(F::stage, "charge", Stage::charge),
    choice(F::stage, "claim", Stage::claim),
    choice(F::sex, "female", Sex::female),
    choice(F::sex, "male", Sex::male),
    choice(F::sex, "other", Sex::other),
    choice(F::side, "left", BodySide::left),
    choice(F::side, "right", BodySide::right),
    choice(F::side, "both", BodySide::both),
});

SiteRange exactly(std::int64_t value) {
  return {value, value};
}

std::optional<SiteRange> one_code(std::string_view text) {
  if (!text.empty() && text.back() == '*' && text.size() >= 2 && text.size() <= 5) {
    std::string low(text.substr(0, text.size() - 1));
    std::string high = low;
    low.resize(5, '0');
    high.resize(5, 'Z');
    const auto first = Hcpcs::parse(low);
    const auto last = Hcpcs::parse(high);
    if (!first || !last) return std::nullopt;
    return SiteRange{first->packed(), last->packed()};
  }
  const auto code = Hcpcs::parse(text);
  if (!code || code->shape() == CodeShape::other) return std::nullopt;
  return exactly(code->packed());
}

std::optional<SiteRange> one_diagnosis(std::string_view text) {
  const auto code = IcdCode::parse(text);
  const bool letter =
      !text.empty() && ((text[0] >= 'A' && text[0] <= 'Z') || (text[0] >= 'a' && text[0] <= 'z'));
  if (!code || !letter) return std::nullopt;
  const std::uint64_t below = code->size() >= 8 ? 0 : (std::uint64_t{1} << (8 * (8 - code->size()))) - 1;
  return SiteRange{static_cast<std::int64_t>(code->packed()),
                   static_cast<std::int64_t>(code->packed() | below)};
}

std::optional<SiteRange> one_value(const SiteFieldInfo& field, std::string_view text) {
  switch (field.form) {
    case SiteForm::choice:
      for (const Choice& known : kChoices) {
        if (known.field == field.field && known.name == text) return exactly(known.value);
      }
      return std::nullopt;
    case SiteForm::code:
      return one_code(text);
    case SiteForm::modifier: {
      const auto modifier = Modifier::parse(text);
      if (!modifier) return std::nullopt;
      return exactly(modifier->packed());
    }
    case SiteForm::diagnosis:
      return one_diagnosis(text);
    case SiteForm::decimal:
    case SiteForm::whole: {
      const auto number = parse_thousandths(text);
      if (!number || (field.form == SiteForm::whole && *number % 1000 != 0)) return std::nullopt;
      return exactly(*number);
    }
    case SiteForm::money: {
      const auto money = Money::parse(text);
      if (!money) return std::nullopt;
      return exactly(money->cents);
    }
    case SiteForm::date: {
      const auto date = Date::parse_iso(text);
      if (!date || text.size() != 10) return std::nullopt;
      return exactly(date->days());
    }
    case SiteForm::text:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::span<const SiteFieldInfo> site_fields() {
  return kFields;
}

const SiteFieldInfo& site_field(SiteField field) {
  return kFields[static_cast<std::size_t>(field)];
}

const SiteFieldInfo* find_site_field(std::string_view name) {
  if (name == "plan") name = "payer_id";  // the sender's id of payer or plan is one field
  const auto* const found = std::find_if(kFields.begin(), kFields.end(),
                                         [name](const SiteFieldInfo& field) { return field.name == name; });
  return found == kFields.end() ? nullptr : found;
}

std::optional<SiteRange> parse_site_range(const SiteFieldInfo& field, std::string_view text) {
  if (auto single = one_value(field, text)) return single;
  const bool ranged = field.form != SiteForm::choice && field.form != SiteForm::date;
  const std::size_t dash = text.find('-', 1);
  if (!ranged || dash == std::string_view::npos) return std::nullopt;
  const auto low = one_value(field, text.substr(0, dash));
  const auto high = one_value(field, text.substr(dash + 1));
  if (!low || !high || low->low > high->high) return std::nullopt;
  return SiteRange{low->low, high->high};
}

std::string site_value_hint(const SiteFieldInfo& field) {
  switch (field.form) {
    case SiteForm::choice: {
      std::string names;
      for (const Choice& known : kChoices) {
        if (known.field != field.field) continue;
        if (!names.empty()) names += ", ";
        names += known.name;
      }
      return "one of " + names;
    }
    case SiteForm::code:
      return "a CPT or HCPCS code, a range such as 70000-79999, or J*";
    case SiteForm::modifier:
      return "a modifier of two characters";
    case SiteForm::diagnosis:
      return "an ICD-10-CM code or its beginning, or a range such as M16-M17";
    case SiteForm::decimal:
      return "a number";
    case SiteForm::whole:
      return "a whole number";
    case SiteForm::money:
      return "an amount";
    case SiteForm::date:
      return "a date as 2026-05-04";
    case SiteForm::text:
      break;
  }
  return "a text, or its beginning and *";
}

}  // namespace chargelint
