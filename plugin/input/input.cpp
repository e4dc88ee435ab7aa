#include "plugin/input/input.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <utility>

#include "hl7/charges.h"

namespace chargelint::plugin {
namespace {

constexpr std::string_view kExpected = "expected an HL7 v2 message (MSH, FHS or BHS first) or FHIR JSON";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::string_view without_byte_order_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return bytes;
}

struct Line {
  std::string_view text;
  std::size_t number = 0;
};

std::vector<Line> filled_lines(std::string_view bytes) {
  std::vector<Line> lines;
  std::size_t number = 0;
  while (!bytes.empty()) {
    ++number;
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    if (const std::string_view text = trimmed(bytes.substr(0, end)); !text.empty())
      lines.push_back({text, number});
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return lines;
}

// One object a line. Within one JSON document no line that ends an object is followed by one that starts an
// object without a comma between them.
bool is_ndjson(const std::vector<Line>& lines) {
  return lines.size() > 1 && lines[0].text.starts_with('{') && lines[0].text.ends_with('}') &&
         lines[1].text.starts_with('{');
}

void add_hl7_units(InputFile& file, std::string_view bytes) {
  const hl7::Split split = hl7::split_messages(bytes);
  for (std::size_t index = 0; index < split.messages.size(); ++index) {
    std::string position;
    if (split.messages.size() > 1) position = "message " + std::to_string(index + 1);
    file.units.push_back({SourceFormat::hl7, split.messages[index], std::move(position)});
  }
}

void add_json_units(InputFile& file) {
  const std::string_view text = without_byte_order_mark(file.bytes);
  const std::vector<Line> lines = filled_lines(text);
  if (!is_ndjson(lines)) {
    file.units.push_back({SourceFormat::fhir, file.bytes, ""});
    return;
  }
  for (const Line& line : lines) {
    file.units.push_back({SourceFormat::fhir, line.text, "line " + std::to_string(line.number)});
  }
}

// In large pieces: character by character costs as much as judging what was read.
void read_all(std::istream& stream, std::string& bytes) {
  std::array<char, 65536> piece{};
  while (stream.read(piece.data(), piece.size()) || stream.gcount() > 0) {
    bytes.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
  }
}

Result<std::string> read_file(const std::string& name) {
  std::error_code problem;
  if (std::filesystem::is_directory(name, problem)) {
    return fail(ErrorKind::usage, "", "this is a folder; expected a file");
  }
  std::ifstream stream(name, std::ios::binary);
  if (!stream) return fail(ErrorKind::usage, "", "the file is not there or can't be read");
  std::string bytes;
  const auto size = std::filesystem::file_size(name, problem);
  if (!problem) bytes.reserve(static_cast<std::size_t>(size));
  read_all(stream, bytes);
  if (stream.bad()) return fail(ErrorKind::usage, "", "the file can't be read");
  return bytes;
}

}  // namespace

Result<std::unique_ptr<InputFile>> recognise_input(std::string name, std::string bytes) {
  auto file = std::make_unique<InputFile>();
  file->name = std::move(name);
  file->bytes = std::move(bytes);
  const std::string_view text = trimmed(without_byte_order_mark(file->bytes));
  if (text.empty()) return fail(ErrorKind::malformed, "", "the input is empty; " + std::string(kExpected));
  if (hl7::looks_like_hl7(file->bytes)) {
    add_hl7_units(*file, file->bytes);
  } else if (fhir::looks_like_json(file->bytes)) {
    add_json_units(*file);
  } else if (text.starts_with('<')) {
    return fail(ErrorKind::unsupported, "", "XML is not read by this version; " + std::string(kExpected));
  } else {
    // A two-byte character set hides MSH until it is decoded.
    auto decoded = hl7::to_utf8(file->bytes);
    if (!decoded || decoded->empty() || !hl7::looks_like_hl7(*decoded)) {
      return fail(ErrorKind::malformed, "offset 0",
                  "the kind of input is not known; " + std::string(kExpected));
    }
    file->decoded = std::move(*decoded);
    add_hl7_units(*file, file->decoded);
  }
  if (file->units.empty())
    return fail(ErrorKind::malformed, "", "there is no message in it; " + std::string(kExpected));
  return file;
}

Result<std::unique_ptr<InputFile>> load_input(const std::string& name, std::istream& standard_input) {
  if (name == "-") {
    std::string bytes;
    read_all(standard_input, bytes);
    return recognise_input("-", std::move(bytes));
  }
  auto bytes = read_file(name);
  if (!bytes) return tl::unexpected(bytes.error());
  return recognise_input(name, std::move(*bytes));
}

Result<Claim> UnitReader::read(const InputUnit& unit) {
  opened_.message.reset();
  if (unit.format == SourceFormat::fhir) {
    if (auto parsed = document_.parse(unit.bytes); !parsed) return tl::unexpected(parsed.error());
    return document_.read();
  }
  if (auto done = open_message(unit.bytes, *profiles_, forced_, opened_); !done) {
    return tl::unexpected(done.error());
  }
  return hl7::read_charges(*opened_.message, *opened_.profile);
}

}  // namespace chargelint::plugin
