#include "hl7/message.h"

#include <array>
#include <cstring>
#include <utility>

#include "hl7/bytes.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kMostSegments = 65535;  // ordinals of a Location have 16 bits

bool is_segment_start(std::string_view line, char field) {
  return line.size() >= 3 && is_upper(line[0]) && (is_upper(line[1]) || is_digit(line[1])) &&
         (is_upper(line[2]) || is_digit(line[2])) && (line.size() == 3 || line[3] == field);
}

// MSH-2 by position; with three characters and & last, the sender left the escape character out.
Delimiters declared(char field, std::string_view encoding) {
  Delimiters delimiters;
  delimiters.field = field;
  if (encoding.empty()) return delimiters;
  const auto at = [encoding](std::size_t index) { return index < encoding.size() ? encoding[index] : '\0'; };
  delimiters.component = at(0);
  delimiters.repetition = at(1);
  delimiters.escape = at(2);
  delimiters.subcomponent = at(3);
  delimiters.truncation = at(4);
  if (encoding.size() == 3 && encoding[2] == '&') {
    delimiters.escape = '\0';
    delimiters.subcomponent = '&';
  }
  return delimiters;
}

// The segments that a charge message whose line ends were lost is told apart by.
constexpr std::array<std::string_view, 22> kKnownSegments = {
    "EVN", "PID", "PD1", "NK1", "PV1", "PV2", "ROL", "DB1", "ORC", "OBR", "OBX",
    "NTE", "FT1", "PR1", "DG1", "DRG", "GT1", "IN1", "IN2", "IN3", "ACC", "ZFT"};

bool is_known_segment(std::string_view id) {
  for (const std::string_view known : kKnownSegments) {
    if (known == id) return true;
  }
  return false;
}

}  // namespace

Message::Message() = default;
Message::Message(Message&&) noexcept = default;
Message& Message::operator=(Message&&) noexcept = default;
Message::~Message() = default;

Result<Message> Message::open(std::string_view bytes) {
  const std::size_t start = skip_preamble(bytes, 0);
  const auto malformed = [](std::size_t offset, std::string what) {
    return fail(ErrorKind::malformed, "byte " + std::to_string(offset), std::move(what));
  };
  if (bytes.substr(start, 3) != "MSH") return malformed(start, "no MSH segment; a message starts with MSH");
  if (start + 3 >= bytes.size() || !is_separator(bytes[start + 3])) {
    return malformed(start + 3, "MSH has no field separator; expected a punctuation character behind MSH");
  }
  const char field = bytes[start + 3];
  const std::size_t encoding_end = bytes.find(field, start + 4);
  const std::string_view encoding = bytes.substr(
      start + 4, encoding_end == std::string_view::npos ? encoding_end : encoding_end - start - 4);
  if (encoding_end == std::string_view::npos || encoding.find_first_of("\r\n") != std::string_view::npos) {
    return malformed(start + 4, "MSH breaks off in its encoding characters; expected at least MSH-3");
  }
  Message message;
  message.bytes_ = bytes;
  message.delimiters_ = declared(field, encoding);
  message.index_segments(bytes.substr(start));
  if (message.segments_.size() > kMostSegments) {
    return fail(ErrorKind::too_large, "byte " + std::to_string(start),
                "more than 65535 segments in one message");
  }
  if (message.segments_.size() <= 2) message.split_run_together();
  return message;
}

void Message::index_segments(std::string_view text) {
  std::size_t size = text.size();
  while (size > 0 && (text[size - 1] == kEndBlock || text[size - 1] == '\r' || text[size - 1] == '\n' ||
                      text[size - 1] == '\0' || text[size - 1] == ' ')) {
    const char last = text[size - 1];
    // The carriage return behind the end block belongs to the frame.
    if (last == kEndBlock) terminated_ = false;
    if (last == '\r' || last == '\n') terminated_ = true;
    --size;
  }
  text = text.substr(0, size);
  NextByte next_cr(text, '\r');
  NextByte next_lf(text, '\n');
  for (std::size_t position = 0; position < text.size();) {
    while (position < text.size() && (text[position] == ' ' || text[position] == '\t')) ++position;
    const std::size_t end = std::min(next_cr.from(position), next_lf.from(position));
    const std::string_view line = text.substr(position, end - position);
    position = end + 1;
    if (line.empty()) continue;
    if (is_segment_start(line, delimiters_.field)) {
      if (!segments_.empty() && line.starts_with("MSH")) {
        terminated_ = true;
        return;
      }
      segments_.emplace_back(line, delimiters_);
      if (segments_.size() > kMostSegments) return;
    } else if (!segments_.empty()) {
      // A line end inside a field: the line goes on.
      const char* const begin = segments_.back().raw().data();
      segments_.back() =
          Segment({begin, static_cast<std::size_t>(line.data() + line.size() - begin)}, delimiters_);
    }
  }
}

void Message::split_run_together() {
  bool has_patient = false;
  for (const Segment& segment : segments_) {
    const std::size_t at = segment.raw().find(" PID");
    if (at != std::string_view::npos && at + 4 < segment.raw().size() &&
        segment.raw()[at + 4] == delimiters_.field) {
      has_patient = true;
    }
  }
  if (!has_patient) return;
  SmallVector<Segment, 24> pieces;
  for (const Segment& segment : segments_) {
    const std::string_view raw = segment.raw();
    std::size_t start = 0;
    for (std::size_t blank = raw.find(' '); blank != std::string_view::npos;
         blank = raw.find(' ', blank + 1)) {
      if (blank + 4 >= raw.size() || raw[blank + 4] != delimiters_.field) continue;
      if (!is_known_segment(raw.substr(blank + 1, 3))) continue;
      pieces.emplace_back(raw.substr(start, blank - start), delimiters_);
      start = blank + 1;
      if (pieces.size() >= kMostSegments) break;
    }
    pieces.emplace_back(raw.substr(start), delimiters_);
  }
  segments_ = std::move(pieces);
  run_together_ = true;
  terminated_ = true;  // nothing can be told from a line end that is not there
}

Segment Message::find(std::string_view id, std::size_t ordinal) const {
  if (id.size() != 3) return {};
  for (const Segment& segment : segments_) {
    if (has_id(segment.raw(), id) && --ordinal == 0) return segment;
  }
  return {};
}

bool looks_like_hl7(std::string_view bytes) {
  const std::size_t start = skip_preamble(bytes, 0);
  const std::string_view id = bytes.substr(start, 3);
  if (id != "MSH" && id != "FHS" && id != "BHS") return false;
  return start + 3 < bytes.size() && is_separator(bytes[start + 3]);
}

}  // namespace chargelint::hl7
