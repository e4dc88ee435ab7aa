#include "hl7/ack.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "hl7/ack_text.h"
#include "hl7/bytes.h"
#include "hl7/charges.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kMostErrors = 20;
constexpr std::size_t kMostParameters = 10;
constexpr std::size_t kLargest = 4092;  // with the three framing bytes it stays under 4,096
constexpr std::size_t kMostOfText = 200;
constexpr std::size_t kMostOfName = 230;     // of MSH-3 to MSH-6
constexpr std::size_t kMostOfControl = 400;  // the standard ends at 199
constexpr std::size_t kAll = static_cast<std::size_t>(-1);

bool is_negative(AckCode code) {
  return code == AckCode::AE || code == AckCode::AR || code == AckCode::CE || code == AckCode::CR;
}

// A version as a number to compare: 2.3.1 is 20301. Nothing when it is empty or no version.
std::optional<int> version_number(std::string_view text) {
  int parts[3] = {0, 0, 0};
  std::size_t part = 0;
  bool any = false;
  for (const char character : text) {
    if (is_digit(character)) {
      any = true;
      parts[part] = std::min(parts[part] * 10 + (character - '0'), 99);
    } else if (character == '.' && part < 2) {
      ++part;
    } else {
      break;
    }
  }
  if (!any) return std::nullopt;
  return parts[0] * 10000 + parts[1] * 100 + parts[2];
}
constexpr int kVersion23 = 20300;
constexpr int kVersion231 = 20301;
constexpr int kVersion25 = 20500;
constexpr int kVersion27 = 20700;

bool is_usable_encoding(std::string_view encoding) {
  return !encoding.empty() && encoding.size() <= 8 &&
         std::all_of(encoding.begin(), encoding.end(), is_separator);
}

// Everything of the answer but the texts.
struct Header {
  Delimiters delimiters;
  std::string_view encoding = "^~\\&";
  std::string_view application, facility, to_application, to_facility;
  std::string_view control_id, processing_id, version, character_set, event;
};

class Writer {
 public:
  Writer(const Header& header, const AckContent& content)
      : header_(header),
        content_(content),
        text_(header.delimiters, first_repetition(header)),
        version_(version_number(header.version).value_or(kVersion25)) {}

  std::string write() const {
    std::size_t count = std::min(content_.errors.size(), kMostErrors);
    if (count < content_.errors.size()) count = kMostErrors - 1;
    constexpr std::pair<std::size_t, std::size_t> kLimits[] = {
        {kAll, kAll}, {300, kAll}, {160, kAll}, {80, 240}, {0, 160}, {0, 100}, {0, 60}};
    std::string answer;
    for (const auto& [diagnostic, message] : kLimits) {
      answer = attempt(count, diagnostic, message);
      if (answer.size() <= kLargest) return answer;
    }
    while (count > 0 && answer.size() > kLargest) {
      // One that says how many are missing takes the last place.
      --count;
      answer = attempt(count, 0, 60);
    }
    return answer;
  }

 private:
  static std::string_view first_repetition(const Header& header) {
    return header.character_set.substr(0, header.character_set.find(header.delimiters.repetition));
  }

  std::string attempt(std::size_t count, std::size_t diagnostic, std::size_t message) const {
    std::string out;
    out.reserve(1024);
    write_header(out);
    write_acknowledgement(out);
    const bool before_2_5 = version_ < kVersion25;
    if (before_2_5 && !content_.errors_before_2_5) {
      write_locations_alone(out, count);
      return out;
    }
    for (std::size_t index = 0; index < count; ++index) {
      write_error(out, content_.errors[index], diagnostic, message);
    }
    const std::size_t missing = content_.errors.size() - count;
    if (missing > 0) {
      AckError rest;
      rest.hl7_code = 0;
      rest.severity = 'I';
      rest.message = "and " + std::to_string(missing) + " more";
      write_error(out, rest, kAll, kAll);
    }
    return out;
  }

  void fields(std::string& out, std::size_t count) const { out.append(count, header_.delimiters.field); }
  void component(std::string& out) const { out += header_.delimiters.component; }

  void write_header(std::string& out) const {
    out += "MSH";
    fields(out, 1);
    out += header_.encoding;
    for (const std::string_view name :
         {header_.application, header_.facility, header_.to_application, header_.to_facility}) {
      fields(out, 1);
      text_.echo(out, name, kMostOfName);
    }
    fields(out, 1);
    text_.append(out, content_.timestamp);
    fields(out, 2);
    out += "ACK";
    if (version_ >= kVersion23 && !header_.event.empty()) {
      component(out);
      text_.echo(out, header_.event, 10);
      if (version_ >= kVersion231) {
        component(out);
        out += "ACK";
      }
    }
    fields(out, 1);
    text_.append(out, content_.control_id);
    fields(out, 1);
    text_.echo(out, header_.processing_id, 20);
    fields(out, 1);
    text_.echo(out, header_.version, 60);
    if (!header_.character_set.empty() && text_.declares_set()) {
      fields(out, 6);
      text_.echo(out, header_.character_set, 80);
    }
    out += '\r';
  }

  void write_acknowledgement(std::string& out) const {
    out += "MSA";
    fields(out, 1);
    out += ack_code_text(content_.code);
    fields(out, 1);
    text_.echo(out, header_.control_id, kMostOfControl);
    fields(out, 1);
    text_.append(out, shortened(summary(), kMostOfText));
    const bool tells_error = is_negative(content_.code) && version_ < kVersion27 && !content_.errors.empty();
    if (content_.expected_sequence || tells_error) fields(out, 1);
    if (content_.expected_sequence) out += std::to_string(*content_.expected_sequence);
    if (tells_error) {
      fields(out, 2);
      write_error_code(out, content_.errors.front().hl7_code, header_.delimiters.component);
    }
    out += '\r';
  }

  std::string summary() const {
    if (!content_.text.empty() || content_.errors.empty()) return content_.text;
    const AckError& first = content_.errors.front();
    std::string text = std::to_string(content_.errors.size());
    text += content_.errors.size() == 1 ? " finding: " : " findings, first: ";
    text += first.rule;
    const std::string place = location_text(first.at);
    if (!place.empty()) text += (first.rule.empty() ? "" : " ") + place;
    if (!first.rule.empty() || !place.empty()) text += ": ";
    text += first.message;
    return text;
  }

  void write_error_code(std::string& out, std::uint16_t code, char between) const {
    out += std::to_string(code);
    out += between == '\0' ? ' ' : between;
    text_.append(out, hl7_error_text(code));
    out += between == '\0' ? ' ' : between;
    out += "HL70357";
  }

  // segment ^ sequence ^ field, the head of both ERL and ELD.
  void write_place(std::string& out, const Place& place) const {
    out += place.segment;
    component(out);
    out += std::to_string(place.ordinal);
    if (place.field == 0) return;
    component(out);
    out += std::to_string(place.field);
  }

  void write_location(std::string& out, Location location) const {
    const Place place = place_of(location);
    if (place.segment.empty()) return;
    write_place(out, place);
    if (place.repetition == 0 && place.component == 0) return;
    component(out);
    out += std::to_string(std::max(place.repetition, 1U));
    if (place.component == 0) return;
    component(out);
    out += std::to_string(place.component);
    if (place.subcomponent == 0) return;
    component(out);
    out += std::to_string(place.subcomponent);
  }

  // ERR-1: what 2.4 and older say, with the error's own parts as subcomponents.
  void write_old_location(std::string& out, const AckError& error) const {
    const Place place = place_of(error.at);
    if (place.segment.empty()) {
      component(out);
      component(out);
    } else {
      write_place(out, place);
      if (place.field == 0) component(out);
    }
    component(out);
    write_error_code(out, error.hl7_code, header_.delimiters.subcomponent);
  }

  void write_locations_alone(std::string& out, std::size_t count) const {
    if (!is_negative(content_.code) || count == 0) return;
    out += "ERR";
    fields(out, 1);
    for (std::size_t index = 0; index < count; ++index) {
      if (index > 0) out += header_.delimiters.repetition == '\0' ? ' ' : header_.delimiters.repetition;
      write_old_location(out, content_.errors[index]);
    }
    out += '\r';
  }

  void write_error(std::string& out, const AckError& error, std::size_t diagnostic,
                   std::size_t message) const {
    const bool negative = is_negative(content_.code);
    const std::size_t start = out.size();
    out += "ERR";
    fields(out, 1);
    if (negative && version_ < kVersion25) write_old_location(out, error);
    fields(out, 1);
    write_location(out, error.at);
    if (!error.other_at.empty() && header_.delimiters.repetition != '\0') {
      out += header_.delimiters.repetition;
      write_location(out, error.other_at);
    }
    fields(out, 1);
    write_error_code(out, error.hl7_code, header_.delimiters.component);
    fields(out, 1);
    out += !negative && error.severity == 'E' ? 'W' : error.severity;
    fields(out, 1);
    if (!error.rule.empty()) {
      text_.append(out, shortened(error.rule, 40));
      component(out);
      component(out);
      out += 'L';
    }
    fields(out, 1);
    for (std::size_t index = 0; index < std::min(error.parameters.size(), kMostParameters); ++index) {
      if (index > 0) out += header_.delimiters.repetition == '\0' ? ' ' : header_.delimiters.repetition;
      text_.append(out, shortened(error.parameters[index], 40));
    }
    fields(out, 1);
    text_.append(out, shortened(error.diagnostic, diagnostic));
    fields(out, 1);
    text_.append(out, shortened(error.message, message));
    while (out.size() > start && out.back() == header_.delimiters.field) out.pop_back();
    out += '\r';
  }

  const Header& header_;
  const AckContent& content_;
  AckText text_;
  int version_;
};

}  // namespace

std::string_view ack_code_text(AckCode code) {
  switch (code) {
    case AckCode::AA:
      return "AA";
    case AckCode::AE:
      return "AE";
    case AckCode::AR:
      return "AR";
    case AckCode::CA:
      return "CA";
    case AckCode::CE:
      return "CE";
    case AckCode::CR:
      return "CR";
  }
  return "AR";
}

std::string write_ack(const Message& message, const AckContent& content) {
  const Segment& sent = message.header();
  Header header;
  header.delimiters = message.delimiters();
  const std::string_view encoding = sent.field(2).raw();
  if (is_usable_encoding(encoding)) {
    header.encoding = encoding;
  } else {
    header.delimiters = Delimiters{};
    header.delimiters.field = message.delimiters().field;
  }
  // The receiver answers as itself.
  header.application = sent.field(5).raw();
  header.facility = sent.field(6).raw();
  header.to_application = sent.field(3).raw();
  header.to_facility = sent.field(4).raw();
  header.event = sent.field(9).component(2).raw();
  header.control_id = sent.field(10).raw();
  header.processing_id = sent.field(11).raw();
  header.version = sent.field(12).raw();
  if (version_number(header.version).value_or(0) == 0) header.version = "2.5.1";
  header.character_set = sent.field(18).raw();
  return Writer(header, content).write();
}

AnswersDue answers_due(const Message& message, AcknowledgementMode mode, AckCode code, bool stored) {
  AnswersDue due;
  if (mode == AcknowledgementMode::original) return due;
  const std::string_view accept = trimmed(message.header().field(15).raw());
  const std::string_view application = trimmed(message.header().field(16).raw());
  const bool neither = accept.empty() && application.empty();
  if (neither && mode == AcknowledgementMode::automatic) return due;
  const auto wanted = [](std::string_view condition, bool positive) {
    return condition == "AL" || (condition == "ER" && !positive) || (condition == "SU" && positive);
  };
  due.accept_code = stored ? AckCode::CA : code == AckCode::AR ? AckCode::CR : AckCode::CE;
  due.accept = neither || wanted(accept, stored);
  // What is not kept was refused by the accept answer already, where one is given.
  due.application = !neither && wanted(application, !is_negative(code)) && (stored || !due.accept);
  return due;
}

std::string in_frames(std::string_view first, std::string_view second) {
  std::string frames(first);
  frames += kEndBlock;
  frames += '\r';
  frames += kStartBlock;
  frames += second;
  return frames;
}

std::string write_ack_without_header(const AckContent& content) {
  Header header;
  header.application = "CHARGELINT";
  header.processing_id = "P";
  header.version = "2.5.1";
  return Writer(header, content).write();
}

std::string write_batch_answer(std::string_view envelope, const std::vector<std::string>& answers,
                               const AckContent& content) {
  Delimiters delimiters;
  std::string_view encoding = "^~\\&";
  std::string_view names[4];
  std::string_view control_id;
  // Without an envelope the answers' own headers say who speaks to whom, already the right way round.
  const bool has_envelope = envelope.size() > 8 && is_separator(envelope[3]);
  std::string_view source = envelope;
  if (!has_envelope && !answers.empty()) {
    source = std::string_view(answers.front()).substr(0, answers.front().find('\r'));
  }
  if (source.size() > 8 && is_separator(source[3])) {
    delimiters.field = source[3];
    const Segment segment(source, delimiters);
    if (is_usable_encoding(segment.field(2).raw())) encoding = segment.field(2).raw();
    delimiters.component = encoding[0];
    delimiters.repetition = encoding.size() > 1 ? encoding[1] : '\0';
    delimiters.escape = encoding.size() > 2 ? encoding[2] : '\0';
    delimiters.subcomponent = encoding.size() > 3 ? encoding[3] : '\0';
    for (std::size_t index = 0; index < 4; ++index) {
      const std::size_t swapped = has_envelope ? (index + 2) % 4 : index;
      names[index] = segment.field(3 + swapped).raw();
    }
    if (has_envelope) control_id = segment.field(11).raw();
  }
  const AckText text(delimiters, "");
  std::string out = "BHS";
  out += delimiters.field;
  out += encoding;
  for (const std::string_view name : names) {
    out += delimiters.field;
    text.echo(out, name, kMostOfName);
  }
  out += delimiters.field;
  text.append(out, content.timestamp);
  out.append(4, delimiters.field);
  text.append(out, content.control_id);
  out += delimiters.field;
  text.echo(out, control_id, kMostOfControl);
  out += '\r';
  for (const std::string& answer : answers) out += answer;
  out += "BTS";
  out += delimiters.field;
  out += std::to_string(answers.size());
  out += '\r';
  return out;
}

bool is_acknowledgement(const Message& message) {
  const std::string_view type = message.header().field(9).component(1).raw();
  if (type == "ACK" || type == "MCF" || type == "NAK") return true;
  return message.size() > 1 && message[1].id() == "MSA";
}

}  // namespace chargelint::hl7
