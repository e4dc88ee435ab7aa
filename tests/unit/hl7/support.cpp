#include "support.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace chargelint::hl7::test {
namespace {

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  Json value() {
    skip();
    Json json;
    if (text_.substr(at_).starts_with("null")) {
      at_ += 4;
    } else if (text_.substr(at_).starts_with("true")) {
      json.kind = Json::Kind::boolean;
      json.text = "true";
      at_ += 4;
    } else if (peek() == '"') {
      json.kind = Json::Kind::text;
      json.text = string();
    } else if (peek() == '[') {
      json.kind = Json::Kind::list;
      items(']', [&] { json.list.push_back(value()); });
    } else if (peek() == '{') {
      json.kind = Json::Kind::object;
      items('}', [&] {
        skip();
        std::string name = string();
        skip();
        ++at_;  // the colon
        json.object.emplace(std::move(name), value());
      });
    } else {
      json.kind = Json::Kind::number;
      while (at_ < text_.size() &&
             (std::isdigit(static_cast<unsigned char>(peek())) != 0 || peek() == '-' || peek() == '.')) {
        json.text += text_[at_++];
      }
      if (json.text.empty()) throw std::runtime_error("expected.json: unknown value");
    }
    return json;
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip() {
    while (std::isspace(static_cast<unsigned char>(peek())) != 0) ++at_;
  }
  std::string string() {
    std::string out;
    for (++at_; peek() != '"'; ++at_) {
      if (peek() == '\0') throw std::runtime_error("expected.json: open string");
      if (peek() == '\\') ++at_;
      out += peek();
    }
    ++at_;
    return out;
  }
  template <class Item>
  void items(char end, Item item) {
    ++at_;
    skip();
    while (peek() != end) {
      item();
      skip();
      if (peek() == ',') ++at_;
      skip();
    }
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string sample_folder() {
  const std::filesystem::path folder = std::filesystem::path(CHARGELINT_SOURCE_DIR) / "../shared/samples/hl7";
  return std::filesystem::exists(folder / "expected.json") ? folder.string() : std::string();
}

std::vector<std::string> sample_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(sample_folder())) {
    if (entry.path().extension() == ".hl7") names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string sample(const std::string& name) {
  std::ifstream stream(std::filesystem::path(sample_folder()) / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string lines(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), ';', '\r');
  if (!out.empty()) out += '\r';
  return out;
}

std::string dft(std::string_view charges, std::string_view event, std::string_view version) {
  std::string out = "MSH|^~\\&|EHR|FAC|CHARGECHK|HUB|20260130080000||DFT^";
  out += event;
  out += "|C-1|P|";
  out += version;
  out += ";EVN|";
  out += event;
  out += ";PID|1||P1^^^FAC^MR||TEST^ONE;PV1|1|O|||||||||||||||||V1;";
  out += charges;
  return lines(out);
}

const Json& Json::operator[](const std::string& name) const {
  static const Json kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : found->second;
}

Json parse_json(std::string_view text) {
  return JsonReader(text).value();
}

std::string modifiers_of(const ServiceLine& line) {
  std::string out;
  for (const ModifierUse& use : line.modifiers) {
    if (!out.empty()) out += ' ';
    out += use.value.empty() ? std::string(use.text) : use.value.text().str();
  }
  return out;
}

std::string diagnoses_of(const Claim& claim, const ServiceLine& line) {
  std::string out;
  for (const DiagnosisPointer& pointer : line.diagnoses) {
    const Diagnosis& diagnosis = claim.diagnoses[pointer.index];
    if (!out.empty()) out += ' ';
    out += diagnosis.code.empty() ? std::string(diagnosis.text) : diagnosis.code.text().str();
  }
  return out;
}

std::string facts_of(const Claim& claim) {
  std::string out;
  for (const ShapeFact& fact : claim.shape) {
    if (fact.kind >= ShapeKind::other_code) continue;
    if (!out.empty()) out += ", ";
    out += std::to_string(fact.hl7_code) + " " + std::string(fact.element);
  }
  return out;
}

bool has_fact(const Claim& claim, ShapeKind kind, std::string_view place) {
  return std::any_of(claim.shape.begin(), claim.shape.end(), [&](const ShapeFact& fact) {
    return fact.kind == kind && location_text(fact.at) == place;
  });
}

bool has_note(const Claim& claim, std::string_view place, std::string_view text) {
  return std::any_of(claim.notes.begin(), claim.notes.end(), [&](const ReadingNote& note) {
    return location_text(note.at) == place && note.text.find(text) != std::string_view::npos;
  });
}

}  // namespace chargelint::hl7::test
