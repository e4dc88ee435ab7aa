// The frames of MLLP release 1 (0B content 1C 0D) in a stream of bytes, whatever way it is cut into reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chargelint::hl7 {

class FrameReader {
 public:
  // `largest` bounds the content of one frame.
  explicit FrameReader(std::size_t largest) : largest_(largest) {}

  enum class Outcome : std::uint8_t {
    need_more,  // the input is used up
    frame,      // a frame is complete: take() it, then feed the rest
    too_large,  // given up: beginning() holds the first bytes, and nothing more is read
  };
  // Takes bytes from the front of `input`.
  Outcome feed(std::string_view& input);
  [[nodiscard]] std::string take();
  // The first bytes of the frame that is under way or was given up.
  [[nodiscard]] std::string_view beginning() const;
  // Whether a frame is under way.
  [[nodiscard]] bool started() const { return state_ == State::content || state_ == State::end_block; }

  // Bytes between frames that belong to nothing; NUL, CR, LF, space and a doubled end are not counted.
  [[nodiscard]] std::uint64_t skipped() const { return skipped_; }
  // Frames whose successor began before they ended.
  [[nodiscard]] std::uint64_t truncated() const { return truncated_; }

 private:
  enum class State : std::uint8_t { between, content, end_block, refused };
  void skip_to_start(std::string_view& input);
  // Content up to the next end block, or all of it; false when the frame grows over its bound.
  bool take_content(std::string_view& input);
  bool append(std::string_view bytes);
  void drop_truncated();
  [[nodiscard]] bool is_commit_block() const;

  std::size_t largest_;
  State state_ = State::between;
  std::string content_;
  std::size_t searched_ = 0;  // how much of the content was searched for the start of another message
  std::uint64_t skipped_ = 0;
  std::uint64_t truncated_ = 0;
};

// A frame around an answer, ready for one write.
[[nodiscard]] std::string framed(std::string_view content);

}  // namespace chargelint::hl7
