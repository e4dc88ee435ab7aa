#include "plugin/report/profile_reading.h"

#include <algorithm>
#include <array>
#include <set>

#include "hl7/charges.h"
#include "plugin/report/common.h"

namespace chargelint::plugin {
namespace {

constexpr std::size_t kMostOfField = 60;
constexpr unsigned kMostFields = 60;

// Segments whose fields say what was done, not to whom.
bool names_no_patient(std::string_view segment) {
  constexpr std::array<std::string_view, 11> kSegments = {"FT1", "PR1", "DG1", "ORC", "OBR", "TQ1",
                                                          "RXA", "RXD", "RXE", "RXO", "MSH"};
  return std::find(kSegments.begin(), kSegments.end(), segment) != kSegments.end();
}

class Writer {
 public:
  Writer(std::string& out, const Claim& claim, const hl7::Message& message,
         const ProfileReadingOptions& options)
      : out_(out), claim_(claim), message_(message), options_(options) {}

  void write() {
    head();
    for (const ServiceLine& line : claim_.lines) write_line(line);
    for (const ReadingNote& note : claim_.notes) remark("note", note.at, note.text);
    for (const ShapeFact& fact : claim_.shape) {
      std::string text(fact.element);
      text += ": " + std::string(fact.detail);
      if (const std::string other = hl7::location_text(fact.other_at); !other.empty()) {
        text += " (the other is at " + other + ")";
      }
      remark("problem", fact.at, text);
    }
    unread_segments();
  }

 private:
  void head() {
    out_ += options_.input;
    if (!options_.position.empty()) out_ += ": " + std::string(options_.position);
    out_ += ": " + std::string(claim_.source_type) + " " + std::string(claim_.source_version) + " from " +
            std::string(message_.header().field(3).raw()) + ", " +
            std::string(message_.header().field(4).raw()) + ", profile " + std::string(claim_.profile) + "\n";
    row("claim", claim_.id, claim_.id_at);
    row("kind", kind_name(claim_.context.kind), {});
    row("payer", payer_name(claim_.context.payer), {});
    row("stage", stage_name(claim_.context.stage), {});
    for (const Diagnosis& diagnosis : claim_.diagnoses) row("diagnosis", diagnosis.text, diagnosis.at);
  }

  void write_line(const ServiceLine& line) {
    out_ += "  line " + std::to_string(line.number) + ": " + hl7::location_text(line.at) +
            (line.type_text.empty() ? "" : " " + std::string(line.type_text)) + "\n";
    read_.clear();
    const hl7::Place place = hl7::place_of(line.at);
    for (const unsigned field : {1U, 2U, 6U, 11U, 31U}) read_.insert(field);
    if (line.charge) read_.insert(12);
    row("code", line.code.empty() ? std::string(line.code_text) : line.code.text().str(), line.code_at);
    row("charge code", line.charge_code, line.charge_code_at);
    for (const ModifierUse& use : line.modifiers) row("modifier", use.text, use.at);
    for (const DiagnosisPointer& pointer : line.diagnoses) {
      row(line.diagnoses_assumed ? "diagnosis (assumed)" : "diagnosis", claim_.diagnoses[pointer.index].text,
          pointer.at);
    }
    row(line.units_stated ? "units" : "units (assumed)", line.units.text().view(), line.units_at);
    if (line.minutes) row("minutes", std::to_string(*line.minutes), {});
    row("from", line.from ? line.from->iso().str() : std::string(), line.date_at);
    row("place of service", line.place_of_service, line.place_at);
    row("revenue code", line.revenue_code, line.revenue_at);
    for (const DrugCode& drug : line.drugs) row("ndc", drug.ndc, drug.at);
    row("rendering npi", line.rendering.npi, line.rendering.at);
    row("ordering npi", line.ordering.npi, line.ordering.at);
    if (place.segment == "FT1" || place.segment == "OBR") unread_fields(place);
  }

  // Values of the message reach a terminal here: control bytes must not.
  static std::string shown(std::string_view text) {
    std::string out(text.substr(0, kMostOfField));
    if (text.size() > kMostOfField) out += "...";
    for (char& character : out) {
      const auto byte = static_cast<unsigned char>(character);
      if (byte < 0x20 || byte == 0x7f) character = '?';
    }
    return out;
  }

  std::string as_sent(Location location) {
    const hl7::Place place = hl7::place_of(location);
    if (place.segment.empty() || place.field == 0) return {};
    if (place.segment == "FT1" || place.segment == "OBR") read_.insert(place.field);
    if (!options_.show_phi && !names_no_patient(place.segment)) return "(not shown)";
    return shown(message_.find(place.segment, place.ordinal).field(place.field).raw());
  }

  static std::string padded(std::string text, std::size_t size) {
    if (text.size() < size) text.resize(size, ' ');
    return text + ' ';
  }

  void row(std::string_view what, std::string_view value, Location at) {
    const std::string sent = as_sent(at);
    if (value.empty()) return;
    out_ += "    " + padded(std::string(what), 19) + padded(shown(value), 15) +
            padded(hl7::location_text(at), 17) + sent;
    while (out_.ends_with(' ')) out_.pop_back();
    out_ += '\n';
  }

  // What the sender fills and nothing was read from: where a profile may have to look.
  void unread_fields(const hl7::Place& place) {
    const hl7::Segment segment = message_.find(place.segment, place.ordinal);
    for (unsigned number = 1; number <= kMostFields; ++number) {
      const std::string_view raw = segment.field(number).raw();
      if (raw.empty() || raw == "\"\"" || read_.contains(number)) continue;
      Location at = hl7::location_of({place.segment, place.ordinal, number, 0, 0, 0});
      out_ += "    " + padded("not read", 19) + padded("", 15) + padded(hl7::location_text(at), 17) +
              shown(raw) + '\n';
    }
  }

  void unread_segments() {
    std::set<std::string> names;
    for (std::size_t index = 1; index < message_.size(); ++index) {
      if (message_[index].id().starts_with('Z')) names.emplace(message_[index].id());
    }
    if (names.empty()) return;
    out_ += "  segments of the sender's own:";
    for (const std::string& name : names) out_ += ' ' + name;
    out_ += '\n';
  }

  void remark(std::string_view kind, Location at, std::string_view text) {
    const std::string where = hl7::location_text(at);
    out_ += "  " + std::string(kind) + ": " + where + (where.empty() ? "" : ": ") + std::string(text) + '\n';
  }

  std::string& out_;
  const Claim& claim_;
  const hl7::Message& message_;
  const ProfileReadingOptions& options_;
  std::set<unsigned> read_;  // fields of the line's own segment that something was read from
};

}  // namespace

void append_profile_reading(std::string& out, const Claim& claim, const hl7::Message& message,
                            const ProfileReadingOptions& options) {
  Writer(out, claim, message, options).write();
}

}  // namespace chargelint::plugin
