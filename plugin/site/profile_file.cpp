#include "plugin/site/profile_file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "hl7/codes_in_fields.h"
#include "hl7/message.h"
#include "plugin/site/yaml_reader.h"

namespace chargelint::plugin {
namespace {

constexpr std::array<std::string_view, 26> kKeys{"name",
                                                 "summary",
                                                 "extends",
                                                 "senders",
                                                 "character_set",
                                                 "acknowledgement",
                                                 "code",
                                                 "charge_code",
                                                 "charge_master",
                                                 "modifiers",
                                                 "diagnoses",
                                                 "quantity",
                                                 "anesthesia_quantity",
                                                 "rendering",
                                                 "ordering",
                                                 "visit",
                                                 "revenue_code",
                                                 "drug",
                                                 "department",
                                                 "payer",
                                                 "kind",
                                                 "place_of_service",
                                                 "stage",
                                                 "code_systems",
                                                 "transaction_types",
                                                 "notes"};
constexpr std::array<std::string_view, 2> kSenderKeys{"application", "facility"};
constexpr std::array<std::string_view, 2> kCharacterSetKeys{"name", "always"};
constexpr std::array<std::string_view, 3> kAcknowledgementKeys{"mode", "hold_on_error", "errors_before_2_5"};
constexpr std::array<std::string_view, 3> kDiagnosisKeys{"from", "form", "scope"};
constexpr std::array<std::string_view, 3> kMappedKeys{"from", "values", "otherwise"};
constexpr std::size_t kLargest = std::size_t{64} * 1024 * 1024;

template <class Value>
struct Name {
  std::string_view name;
  Value value;
};
constexpr std::array<Name<hl7::AcknowledgementMode>, 3> kModes{
    {{"original", hl7::AcknowledgementMode::original},
     {"enhanced", hl7::AcknowledgementMode::enhanced},
     {"auto", hl7::AcknowledgementMode::automatic}}};
constexpr std::array<Name<hl7::DiagnosisForm>, 3> kForms{{{"auto", hl7::DiagnosisForm::automatic},
                                                          {"codes", hl7::DiagnosisForm::codes},
                                                          {"pointers", hl7::DiagnosisForm::pointers}}};
constexpr std::array<Name<hl7::DiagnosisScope>, 3> kScopes{{{"event", hl7::DiagnosisScope::by_event},
                                                            {"message", hl7::DiagnosisScope::message},
                                                            {"charge", hl7::DiagnosisScope::charge}}};
constexpr std::array<Name<hl7::TimeQuantity>, 3> kTimes{{{"auto", hl7::TimeQuantity::automatic},
                                                         {"minutes", hl7::TimeQuantity::minutes},
                                                         {"units", hl7::TimeQuantity::units}}};
constexpr std::array<Name<PayerClass>, 5> kPayers{{{"medicare", PayerClass::medicare},
                                                   {"medicaid", PayerClass::medicaid},
                                                   {"medicare-advantage", PayerClass::medicare_advantage},
                                                   {"commercial", PayerClass::commercial},
                                                   {"other", PayerClass::other}}};
constexpr std::array<Name<BillKind>, 5> kKinds{{{"professional", BillKind::professional},
                                                {"outpatient", BillKind::outpatient},
                                                {"inpatient", BillKind::inpatient},
                                                {"asc", BillKind::asc},
                                                {"dme", BillKind::dme}}};
constexpr std::array<Name<Stage>, 3> kStages{
    {{"order", Stage::order}, {"charge", Stage::charge}, {"claim", Stage::claim}}};
constexpr std::array<Name<CodeSystem>, 8> kSystems{{{"cpt", CodeSystem::cpt},
                                                    {"hcpcs", CodeSystem::hcpcs},
                                                    {"icd10cm", CodeSystem::icd10cm},
                                                    {"icd9cm", CodeSystem::icd9cm},
                                                    {"icd10pcs", CodeSystem::icd10pcs},
                                                    {"snomed", CodeSystem::snomed},
                                                    {"local", CodeSystem::local},
                                                    {"unstated", CodeSystem::unstated}}};
constexpr std::array<Name<LineType>, 5> kTypes{{{"charge", LineType::charge},
                                                {"credit", LineType::credit},
                                                {"payment", LineType::payment},
                                                {"adjustment", LineType::adjustment},
                                                {"other", LineType::other}}};

class ProfileReader {
 public:
  ProfileReader(const std::string& name, std::string folder, const FindProfile& find,
                std::vector<SiteFault>& faults)
      : reader_(name, faults), folder_(std::move(folder)), find_(find), faults_(faults) {}

  void read(const YAML::Node& root, hl7::Profile& profile) {
    if (!reader_.check_map(root, kKeys, "the profile")) return;
    if (const auto base = root["extends"]) extend(base, profile);
    if (const auto name = root["name"]) profile.name = reader_.text(name, "name");
    if (const auto summary = root["summary"]) profile.summary = reader_.text(summary, "summary");
    read_senders(root["senders"], profile);
    read_character_set(root["character_set"], profile);
    read_acknowledgement(root["acknowledgement"], profile);
    const std::pair<const char*, std::optional<hl7::FieldPaths>*> fields[] = {
        {"code", &profile.code},           {"charge_code", &profile.charge_code},
        {"modifiers", &profile.modifiers}, {"quantity", &profile.quantity},
        {"rendering", &profile.rendering}, {"ordering", &profile.ordering},
        {"visit", &profile.visit},         {"revenue_code", &profile.revenue_code},
        {"drug", &profile.drug},           {"department", &profile.department}};
    for (const auto& [key, target] : fields) {
      if (const auto node = root[key]) *target = paths(node, key);
    }
    read_diagnoses(root["diagnoses"], profile);
    choose(root["anesthesia_quantity"], "anesthesia_quantity", kTimes, profile.anesthesia_quantity);
    if (const auto node = root["stage"]) {
      Stage stage = Stage::claim;
      if (choose(node, "stage", kStages, stage)) profile.stage = stage;
    }
    read_mapped(root["payer"], "payer", kPayers, profile.payer);
    read_mapped(root["kind"], "kind", kKinds, profile.kind);
    read_place_of_service(root["place_of_service"], profile);
    read_names(root["code_systems"], "code_systems", kSystems, profile.code_systems);
    read_names(root["transaction_types"], "transaction_types", kTypes, profile.transaction_types);
    read_master(root["charge_master"], profile);
  }

 private:
  template <class Value, std::size_t Count>
  bool choose(const YAML::Node& node, std::string_view what, const std::array<Name<Value>, Count>& names,
              Value& target) {
    if (!node) return false;
    const std::string written = reader_.text(node, what);
    std::string known;
    for (const Name<Value>& candidate : names) {
      if (candidate.name == written) {
        target = candidate.value;
        return true;
      }
      known += (known.empty()                 ? ""
                : &candidate == &names.back() ? " or "
                                              : ", ") +
               std::string(candidate.name);
    }
    if (node.IsScalar()) {
      reader_.refuse(node, std::string(what) + " \"" + written + "\": expected " + known);
    }
    return false;
  }

  // "none" or an empty list: the sender never sends it.
  hl7::FieldPaths paths(const YAML::Node& node, std::string_view what) {
    hl7::FieldPaths result;
    if (node.IsSequence() && node.size() == 0) return result;
    if (node.IsScalar() && node.Scalar() == "none") return result;
    const auto add = [&](const YAML::Node& item) {
      const std::string text = reader_.text(item, what);
      if (text.empty() && !item.IsScalar()) return;
      auto path = hl7::parse_field_path(text);
      if (path) {
        result.push_back(*path);
      } else {
        reader_.refuse(item, std::string(what) + ": " + path.error().what);
      }
    };
    if (node.IsScalar()) {
      add(node);
    } else if (node.IsSequence()) {
      for (const auto& item : node) add(item);
    } else {
      reader_.refuse(node,
                     std::string(what) + ": expected a field such as FT1-25, a list of fields, or none");
    }
    return result;
  }

  std::optional<bool> flag(const YAML::Node& node, std::string_view what) {
    const std::string text = reader_.text(node, what);
    if (text == "true" || text == "yes") return true;
    if (text == "false" || text == "no") return false;
    reader_.refuse(node, std::string(what) + ": expected true or false");
    return std::nullopt;
  }

  void extend(const YAML::Node& node, hl7::Profile& profile) {
    const std::string name = reader_.text(node, "extends");
    const auto base = find_ ? find_(name) : nullptr;
    if (!base) {
      reader_.refuse(
          node, "extends: there is no profile \"" + name + "\"; `chargelint profile list` names them all");
      return;
    }
    std::string own = std::move(profile.name);
    profile = *base;
    profile.name = std::move(own);
    profile.senders.clear();
  }

  void read_senders(const YAML::Node& list, hl7::Profile& profile) {
    if (!list) return;
    profile.senders.clear();
    const auto add = [&](const YAML::Node& node) {
      if (!reader_.check_map(node, kSenderKeys, "a sender")) return;
      hl7::Profile::Sender sender;
      const auto take = [&](const char* key, std::string& target) {
        if (const auto value = node[key]) target = reader_.text(value, key);
        if (target == "*") target.clear();
      };
      take("application", sender.application);
      take("facility", sender.facility);
      if (sender.application.empty() && sender.facility.empty()) {
        reader_.refuse(node, "a sender: expected application (MSH-3), facility (MSH-4) or both");
        return;
      }
      profile.senders.push_back(std::move(sender));
    };
    if (list.IsSequence()) {
      for (const auto& item : list) add(item);
    } else {
      add(list);
    }
  }

  void read_character_set(const YAML::Node& node, hl7::Profile& profile) {
    if (!node) return;
    YAML::Node name = node;
    if (node.IsMap()) {
      if (!reader_.check_map(node, kCharacterSetKeys, "character_set")) return;
      name.reset(node["name"]);
      if (!name) return reader_.refuse(node, "character_set: expected a name");
      if (const auto always = node["always"]) {
        profile.character_set_wins = flag(always, "always").value_or(false);
      }
    }
    profile.character_set = reader_.text(name, "character_set");
    if (!hl7::is_known_charset(profile.character_set)) {
      reader_.refuse(name,
                     "character_set \"" + profile.character_set +
                         "\" is not known; expected one of table 0211, such as 8859/1 or UNICODE UTF-8");
    }
  }

  void read_acknowledgement(const YAML::Node& node, hl7::Profile& profile) {
    if (!node) return;
    if (node.IsScalar()) {
      choose(node, "acknowledgement", kModes, profile.acknowledgement);
      return;
    }
    if (!reader_.check_map(node, kAcknowledgementKeys, "acknowledgement")) return;
    choose(node["mode"], "mode", kModes, profile.acknowledgement);
    if (const auto hold = node["hold_on_error"]) profile.hold_on_error = flag(hold, "hold_on_error");
    if (const auto errors = node["errors_before_2_5"]) {
      profile.errors_before_2_5 = flag(errors, "errors_before_2_5");
    }
  }

  void read_diagnoses(const YAML::Node& node, hl7::Profile& profile) {
    if (!node) return;
    if (!node.IsMap()) {
      profile.diagnoses = paths(node, "diagnoses");
      return;
    }
    if (!reader_.check_map(node, kDiagnosisKeys, "diagnoses")) return;
    if (const auto from = node["from"]) profile.diagnoses = paths(from, "diagnoses");
    choose(node["form"], "form", kForms, profile.diagnosis_form);
    choose(node["scope"], "scope", kScopes, profile.diagnosis_scope);
  }

  // "medicare", or { from: IN1-2, values: { MCR: medicare }, otherwise: commercial }.
  template <class Value, std::size_t Count>
  void read_mapped(const YAML::Node& node, std::string_view what, const std::array<Name<Value>, Count>& names,
                   hl7::MappedField<Value>& field) {
    if (!node) return;
    field = {};
    Value value{};
    if (node.IsScalar()) {
      if (choose(node, what, names, value)) field.otherwise = value;
      return;
    }
    if (!reader_.check_map(node, kMappedKeys, what)) return;
    if (const auto from = node["from"]) field.from = paths(from, what);
    read_names(node["values"], what, names, field.values);
    if (choose(node["otherwise"], what, names, value)) field.otherwise = value;
  }

  void read_place_of_service(const YAML::Node& node, hl7::Profile& profile) {
    if (!node) return;
    hl7::MappedField<std::string>& field = profile.place_of_service;
    field = {};
    const auto code = [this](const YAML::Node& value) {
      std::string text = reader_.text(value, "place_of_service");
      const bool good = text.size() == 2 && std::all_of(text.begin(), text.end(), [](char digit) {
                          return digit >= '0' && digit <= '9';
                        });
      if (!good) {
        reader_.refuse(value,
                       "place_of_service \"" + text + "\": expected two digits in quotes, such as \"11\"");
      }
      return text;
    };
    if (node.IsScalar()) {
      field.otherwise = code(node);
      return;
    }
    if (!reader_.check_map(node, kMappedKeys, "place_of_service")) return;
    if (const auto from = node["from"]) field.from = paths(from, "place_of_service");
    if (const auto values = node["values"]; values && values.IsMap()) {
      for (const auto& entry : values) {
        field.values.emplace_back(reader_.text(entry.first, "values"), code(entry.second));
      }
    } else if (values) {
      reader_.refuse(values, "values: expected what the sender writes and the place of service it means");
    }
    if (const auto otherwise = node["otherwise"]) field.otherwise = code(otherwise);
  }

  template <class Value, std::size_t Count>
  void read_names(const YAML::Node& map, std::string_view what, const std::array<Name<Value>, Count>& names,
                  std::vector<std::pair<std::string, Value>>& out) {
    if (!map) return;
    if (!map.IsMap()) {
      return reader_.refuse(map, std::string(what) + ": expected what the sender writes and what it means");
    }
    out.clear();
    for (const auto& entry : map) {
      Value value{};
      if (choose(entry.second, what, names, value)) {
        out.emplace_back(reader_.text(entry.first, what), value);
      }
    }
  }

  void read_master(const YAML::Node& node, hl7::Profile& profile) {
    if (!node) return;
    const std::string written = reader_.text(node, "charge_master");
    std::filesystem::path path(written);
    if (path.is_relative()) path = std::filesystem::path(folder_) / path;
    std::error_code problem;
    const auto size = std::filesystem::file_size(path, problem);
    std::ifstream stream(path, std::ios::binary);
    if (problem || !stream || size > kLargest) {
      return reader_.refuse(node, "charge_master: the file \"" + written + "\" can't be read");
    }
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    profile.charge_master.clear();
    read_charge_master(text, path.string(), profile.charge_master, faults_);
  }

  YamlReader reader_;
  std::string folder_;
  const FindProfile& find_;
  std::vector<SiteFault>& faults_;
};

// The cells of a row; a cell may stand in quotes.
std::vector<std::string> cells_of(std::string_view line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t index = 0; index < line.size(); ++index) {
    const char character = line[index];
    if (quoted && character == '"' && index + 1 < line.size() && line[index + 1] == '"') {
      cells.back() += '"';
      ++index;
    } else if (character == '"') {
      quoted = !quoted;
    } else if (character == separator && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += character;
    }
  }
  for (std::string& cell : cells) {
    const auto first = cell.find_first_not_of(" \t\r");
    cell = first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(" \t\r") - first + 1);
  }
  return cells;
}

std::vector<std::string> modifiers_in(std::string_view cell) {
  std::vector<std::string> modifiers;
  std::string word;
  for (const char character : cell) {
    const bool separates = character == ' ' || character == '-' || character == '/' || character == ';' ||
                           character == ',' || character == '~';
    if (!separates) {
      word += character;
    } else if (!word.empty()) {
      modifiers.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) modifiers.push_back(std::move(word));
  return modifiers;
}

}  // namespace

void read_charge_master(const std::string& text, const std::string& name,
                        std::map<std::string, hl7::ChargeMasterEntry, std::less<>>& map,
                        std::vector<SiteFault>& faults) {
  std::size_t number = 0;
  std::string_view rest = text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  bool first = true;
  while (!rest.empty()) {
    ++number;
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos || line.starts_with('#')) continue;
    const auto cells = cells_of(line, line.find('\t') != std::string_view::npos ? '\t' : ',');
    const auto refuse = [&](const std::string& what) {
      faults.push_back({name + ":" + std::to_string(number), what, true});
    };
    const bool heading = std::exchange(first, false);
    if (cells.size() < 2 || cells[0].empty()) {
      refuse("expected a charge code and a CPT or HCPCS code");
      continue;
    }
    const auto code = hl7::code_at_head(cells[1], false);
    if (!code || !code->appended.empty()) {
      if (!heading) refuse("\"" + cells[1] + "\" is no CPT or HCPCS code");
      continue;
    }
    hl7::ChargeMasterEntry entry;
    entry.code = code->code.text().str();
    if (cells.size() > 2) entry.modifiers = modifiers_in(cells[2]);
    const auto bad = std::find_if(entry.modifiers.begin(), entry.modifiers.end(),
                                  [](const std::string& modifier) { return !Modifier::parse(modifier); });
    if (bad != entry.modifiers.end()) {
      refuse("\"" + *bad + "\" is no modifier of two characters");
      continue;
    }
    const auto [known, is_new] = map.emplace(cells[0], entry);
    if (!is_new && known->second.code != entry.code) {
      refuse("charge code \"" + cells[0] + "\" is there twice, with different codes");
    }
  }
}

std::shared_ptr<const hl7::Profile> read_profile(const std::string& text, const std::string& name,
                                                 const std::string& folder, const FindProfile& find,
                                                 std::vector<SiteFault>& faults) {
  const std::size_t before = faults.size();
  auto profile = std::make_shared<hl7::Profile>();
  profile->name = std::filesystem::path(name).stem().string();
  try {
    const YAML::Node root = YAML::Load(text);
    if (root.IsNull()) {
      faults.push_back({name + ":1", "the profile is empty", true});
    } else {
      ProfileReader(name, folder, find, faults).read(root, *profile);
    }
  } catch (const YAML::Exception& problem) {
    faults.push_back(
        {name + ":" + std::to_string(problem.mark.line + 1), "this is not YAML: " + problem.msg, true});
  }
  if (profile->name.empty()) faults.push_back({name + ":1", "name: expected a name", true});
  if (profile->name == "default") {
    faults.push_back({name + ":1", "name: \"default\" is the profile of senders without one", true});
  }
  if (faults.size() > before) return nullptr;
  return profile;
}

}  // namespace chargelint::plugin
