#include "plugin/report/fire_rate.h"

#include <charconv>
#include <string>
#include <vector>

#include "data/embedded.h"

namespace chargelint::plugin {
namespace {

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool read_number(std::string_view text, std::uint64_t& number) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc{} && end == text.data() + text.size();
}

std::string with_commas(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t place = 0; place < digits.size(); ++place) {
    if (place > 0 && (digits.size() - place) % 3 == 0) text += ',';
    text += digits[place];
  }
  return text;
}

}  // namespace

std::optional<FireRates> FireRates::parse(std::string_view text) {
  FireRates rates;
  bool rows = false;
  for (const std::string_view line : parts_of(text, '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    const auto cells = parts_of(line, '\t');
    if (cells[0] == "mix" && cells.size() == 4) {
      rates.mix_ = cells[1];
      if (!read_number(cells[2], rates.claims_) || rates.claims_ == 0) return std::nullopt;
    } else if (cells[0] == "tables" && cells.size() == 2) {
      rates.tables_ = cells[1];
    } else if (cells[0] == "rule") {
      rows = true;
    } else {
      FireRate rate;
      if (!rows || cells.size() != 4 || !read_number(cells[1], rate.claims) ||
          !read_number(cells[2], rate.findings) || !read_number(cells[3], rate.on_right)) {
        return std::nullopt;
      }
      rates.rates_[cells[0]] = rate;
    }
  }
  if (rates.claims_ == 0) return std::nullopt;
  return rates;
}

const FireRates& FireRates::measured() {
  static const FireRates rates = [] {
    for (const data::EmbeddedFile& file : data::embedded_files()) {
      if (file.name != "measured/fire_rates.tsv") continue;
      if (auto parsed = parse(file.content)) return *std::move(parsed);
    }
    return FireRates();
  }();
  return rates;
}

const FireRate* FireRates::of(std::string_view rule) const {
  const auto found = rates_.find(rule);
  return found == rates_.end() ? nullptr : &found->second;
}

std::string FireRates::per_100k(const FireRate& rate) const {
  const std::uint64_t tenths = (rate.claims * 1'000'000 + claims_ / 2) / claims_;
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text;
}

void write_fire_rate(fhir::JsonWriter& json, std::string_view rule) {
  const FireRates& rates = FireRates::measured();
  const FireRate* const rate = rates.of(rule);
  json.key("fire_rate");
  if (rate == nullptr) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("claims", static_cast<std::int64_t>(rate->claims));
  json.key("per_100k").raw(rates.per_100k(*rate));
  json.member("findings", static_cast<std::int64_t>(rate->findings));
  json.member("on_right_claims", static_cast<std::int64_t>(rate->on_right));
  json.member("mix_claims", static_cast<std::int64_t>(rates.claims()));
  json.member("mix", rates.mix()).member("tables", rates.tables());
  json.end_object();
}

std::string fire_rate_text(std::string_view rule) {
  const FireRates& rates = FireRates::measured();
  const FireRate* const rate = rates.of(rule);
  if (rate == nullptr) return {};
  if (rate->claims == 0)
    return "on none of the " + with_commas(rates.claims()) + " claims of the synthetic mix";
  return "on " + with_commas(rate->claims) + " of " + with_commas(rates.claims()) +
         " claims of the synthetic mix, " + (rate->on_right == 0 ? "none" : with_commas(rate->on_right)) +
         " of them right as they stood";
}

}  // namespace chargelint::plugin
