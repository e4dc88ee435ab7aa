#include "hl7/mllp/framing.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "hl7/bytes.h"

namespace chargelint::hl7 {
namespace {

constexpr char kCarriageReturn = '\r';
constexpr std::size_t kShown = 1024;    // of a frame that is given up
constexpr std::size_t kHeaderSize = 5;  // start block, MSH, separator

bool is_quiet(char character) {
  return character == '\0' || character == '\r' || character == '\n' || character == ' ' ||
         character == kEndBlock;
}

// The next start block with "MSH|" behind it; the end when there is none.
std::size_t next_header(std::string_view text) {
  for (std::size_t from = 0; from + kHeaderSize <= text.size();) {
    const void* const found = std::memchr(text.data() + from, kStartBlock, text.size() - from);
    if (found == nullptr) break;
    const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    if (text.substr(at + 1, 3) == "MSH" && at + 4 < text.size() && is_separator(text[at + 4])) return at;
    from = at + 1;
  }
  return text.size();
}

}  // namespace

FrameReader::Outcome FrameReader::feed(std::string_view& input) {
  while (!input.empty()) {
    switch (state_) {
      case State::between:
        skip_to_start(input);
        break;
      case State::content:
        if (!take_content(input)) {
          state_ = State::refused;
          return Outcome::too_large;
        }
        break;
      case State::end_block:
        if (input.front() == kCarriageReturn) {
          input.remove_prefix(1);
          state_ = State::between;
          if (is_commit_block()) {
            content_.clear();
            break;
          }
          return Outcome::frame;
        }
        // An end block without its carriage return is content.
        state_ = State::content;
        if (!append(std::string_view(&kEndBlock, 1))) {
          state_ = State::refused;
          return Outcome::too_large;
        }
        break;
      case State::refused:
        return Outcome::too_large;
    }
  }
  return state_ == State::refused ? Outcome::too_large : Outcome::need_more;
}

std::string FrameReader::take() {
  searched_ = 0;
  return std::exchange(content_, {});
}

std::string_view FrameReader::beginning() const {
  return std::string_view(content_).substr(0, kShown);
}

void FrameReader::skip_to_start(std::string_view& input) {
  while (!input.empty()) {
    const char character = input.front();
    input.remove_prefix(1);
    if (character == kStartBlock) {
      state_ = State::content;
      content_.clear();
      searched_ = 0;
      return;
    }
    if (!is_quiet(character)) ++skipped_;
  }
}

bool FrameReader::take_content(std::string_view& input) {
  const void* const found = std::memchr(input.data(), kEndBlock, input.size());
  std::string_view content = input;
  if (found != nullptr) {
    content = input.substr(0, static_cast<std::size_t>(static_cast<const char*>(found) - input.data()));
  }
  // Another message that begins here is appended alone: what came before it does not count against its bound.
  const std::size_t start = next_header(content);
  if (start < content.size()) content = content.substr(0, start + kHeaderSize);
  const bool ends = found != nullptr && content.data() + content.size() == found;
  if (!append(content)) return false;
  input.remove_prefix(content.size());
  if (ends) {
    input.remove_prefix(1);
    state_ = State::end_block;
  }
  return true;
}

bool FrameReader::append(std::string_view bytes) {
  // A doubled start block begins the frame once.
  while (content_.empty() && !bytes.empty() && bytes.front() == kStartBlock) bytes.remove_prefix(1);
  if (content_.size() + bytes.size() > largest_) {
    // Kept within the bound, so that the refusal can name the message.
    content_.append(bytes.substr(0, largest_ - content_.size()));
    return false;
  }
  content_.append(bytes);
  drop_truncated();
  return true;
}

// A start block with a message header behind it begins another message: the one before it never ended.
void FrameReader::drop_truncated() {
  std::string_view rest = std::string_view(content_).substr(searched_);
  std::size_t start = next_header(rest);
  std::size_t drop = 0;
  while (start < rest.size()) {
    ++truncated_;
    drop = static_cast<std::size_t>(rest.data() - content_.data()) + start + 1;
    rest.remove_prefix(start + kHeaderSize);
    start = next_header(rest);
  }
  if (drop > 0) content_.erase(0, drop);
  // A start block in the last bytes may still turn out to begin a header.
  searched_ = content_.size() < kHeaderSize ? 0 : content_.size() - (kHeaderSize - 1);
}

// What release 2 sends behind a message: 06 or 15 alone.
bool FrameReader::is_commit_block() const {
  return content_.size() == 1 && (content_[0] == '\x06' || content_[0] == '\x15');
}

std::string framed(std::string_view content) {
  std::string frame;
  frame.reserve(content.size() + 3);
  frame += kStartBlock;
  frame += content;
  frame += kEndBlock;
  frame += kCarriageReturn;
  return frame;
}

}  // namespace chargelint::hl7
