// The messages of a file or frame: framing bytes, batch envelopes, several MSH in a row.
#include <algorithm>
#include <charconv>
#include <optional>

#include "hl7/bytes.h"
#include "hl7/message.h"

namespace chargelint::hl7 {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool starts_segment(std::string_view line, std::string_view id) {
  return line.starts_with(id) && line.size() > 3 && is_separator(line[3]);
}

std::optional<std::size_t> count_in(std::string_view line) {
  const std::string_view field = trimmed(line.substr(4, line.find(line[3], 4) - 4));
  std::size_t count = 0;
  const auto [end, problem] = std::from_chars(field.data(), field.data() + field.size(), count);
  if (problem != std::errc() || end != field.data() + field.size()) return std::nullopt;
  return count;
}

// The next 0B that starts a message in the middle of a line; any other is data.
class NextStart {
 public:
  explicit NextStart(std::string_view text) : text_(text), next_(text, kStartBlock) {}
  std::size_t from(std::size_t position) {
    if (searched_ && at_ >= position) return at_;
    searched_ = true;
    for (;;) {
      at_ = next_.from(position);
      if (at_ >= text_.size() || starts_segment(text_.substr(at_ + 1), "MSH")) return at_;
      position = at_ + 1;
    }
  }

 private:
  std::string_view text_;
  NextByte next_;
  bool searched_ = false;
  std::size_t at_ = 0;
};

class Splitter {
 public:
  explicit Splitter(std::string_view bytes) : bytes_(bytes) {}

  Split run() {
    NextByte next_cr(bytes_, '\r');
    NextByte next_lf(bytes_, '\n');
    NextStart next_start(bytes_);
    for (std::size_t position = 0; position < bytes_.size();) {
      const std::size_t first = skip_blanks(position);
      const std::size_t end = std::min({next_cr.from(first), next_lf.from(first), next_start.from(first)});
      std::string_view line = bytes_.substr(first, end - first);
      const bool ends_frame = end < bytes_.size() && bytes_[end] == '\r' && line.ends_with(kEndBlock);
      while (line.ends_with(kEndBlock)) line.remove_suffix(1);
      take_line(line, position, first);
      if (ends_frame) close(end - 1);
      position = end + (end < bytes_.size() && bytes_[end] != kStartBlock ? 1 : 0);
    }
    close(bytes_.size());
    if (files_batches_ && *files_batches_ != batches_ && batches_ > 0) result_.count_mismatch = true;
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::size_t skip_blanks(std::size_t position) const {
    while (position < bytes_.size()) {
      const char character = bytes_[position];
      if (character == ' ' || character == '\t' || character == '\0' || character == kStartBlock) {
        ++position;
      } else if (bytes_.substr(position).starts_with(kByteOrderMark)) {
        position += kByteOrderMark.size();
      } else {
        break;
      }
    }
    return position;
  }

  void take_line(std::string_view line, std::size_t line_start, std::size_t first) {
    if (starts_segment(line, "MSH")) {
      close(line_start);
      start_ = first;
    } else if (starts_segment(line, "FHS") || starts_segment(line, "BHS")) {
      close(line_start);
      result_.batch = true;
      const bool starts_batch = line.starts_with("BHS");
      if (result_.envelope.empty() || (starts_batch && result_.envelope.starts_with("FHS"))) {
        result_.envelope = line;
      }
      if (starts_batch) {
        ++batches_;
        in_batch_ = 0;
      }
    } else if (starts_segment(line, "BTS") || line == "BTS") {
      close(line_start);
      result_.batch = true;
      const auto declared = line.size() > 3 ? count_in(line) : std::nullopt;
      if (declared && *declared != in_batch_) result_.count_mismatch = true;
      in_batch_ = 0;
    } else if (starts_segment(line, "FTS") || line == "FTS") {
      close(line_start);
      result_.batch = true;
      if (line.size() > 3) files_batches_ = count_in(line);
    } else if (start_ == kNone && !line.empty()) {
      start_ = first;  // not a message: kept apart, so that it is refused and not lost
    }
  }

  void close(std::size_t end) {
    if (start_ == kNone) return;
    std::string_view text = bytes_.substr(start_, end - start_);
    start_ = kNone;
    if (starts_segment(text, "MSH") && text.find('\r') == kNone && text.find('\n') == kNone) {
      // Line ends were lost on the way: the next message stands behind a blank.
      const std::size_t encoding_end = text.find(text[3], 4);
      if (encoding_end <= 9) {
        const std::string_view header = text.substr(0, encoding_end + 1);
        for (std::size_t next = text.find(header, 1); next != kNone; next = text.find(header, 1)) {
          add(text.substr(0, next));
          text.remove_prefix(next);
        }
      }
    }
    add(text);
  }

  void add(std::string_view text) {
    result_.messages.push_back(text);
    ++in_batch_;
  }

  std::string_view bytes_;
  Split result_;
  std::size_t start_ = kNone;
  std::size_t in_batch_ = 0;
  std::size_t batches_ = 0;
  std::optional<std::size_t> files_batches_;
};

}  // namespace

Split split_messages(std::string_view bytes) {
  return Splitter(bytes).run();
}

}  // namespace chargelint::hl7
