// A lazy, zero-copy reader of HL7 v2 messages: bytes are indexed by segment when the message is opened,
// fields are found when they are asked for. Versions 2.1-2.9 by position; any delimiters.
//
// Ownership: a Message is a view. The buffer must outlive it and everything read from it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rules/base/result.h"
#include "rules/base/small_vector.h"

namespace chargelint::hl7 {

struct Delimiters {
  char field = '|';
  char component = '^';
  char repetition = '~';
  char escape = '\\';  // 0: the sender declared none
  char subcomponent = '&';
  char truncation = 0;  // 2.7+
};

// A piece of a field, not unescaped. Parts count from 1, as the standard does; a missing part is empty.
class Part {
 public:
  constexpr Part() = default;
  constexpr Part(std::string_view raw, const Delimiters& delimiters) : raw_(raw), delimiters_(delimiters) {}
  [[nodiscard]] std::string_view raw() const { return raw_; }
  [[nodiscard]] const Delimiters& delimiters() const { return delimiters_; }
  [[nodiscard]] bool empty() const { return raw_.empty(); }
  [[nodiscard]] bool is_null() const { return raw_ == "\"\""; }  // HL7 null: delete
  [[nodiscard]] std::size_t repetitions() const;
  [[nodiscard]] Part repetition(std::size_t number) const;
  [[nodiscard]] std::size_t components() const;
  [[nodiscard]] Part component(std::size_t number) const;  // of a repetition
  [[nodiscard]] std::size_t subcomponents() const;
  [[nodiscard]] Part subcomponent(std::size_t number) const;  // of a component
  // Escapes decoded once, left to right; unknown ones stay as they are. For display and storage only.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool has_escape() const;
  // The sender's own mark (2.7+) that it cut the value off; text() leaves the mark out.
  [[nodiscard]] bool is_truncated() const {
    return delimiters_.truncation != '\0' && raw_.size() > 1 && raw_.back() == delimiters_.truncation;
  }

 private:
  std::string_view raw_;
  Delimiters delimiters_;  // a copy: six bytes, and a part outlives the message it was taken from
};

class Segment {
 public:
  constexpr Segment() = default;
  constexpr Segment(std::string_view raw, const Delimiters& delimiters)
      : raw_(raw), delimiters_(delimiters) {}
  [[nodiscard]] const Delimiters& delimiters() const { return delimiters_; }
  [[nodiscard]] std::string_view id() const { return raw_.substr(0, raw_.size() < 3 ? raw_.size() : 3); }
  [[nodiscard]] std::string_view raw() const { return raw_; }
  [[nodiscard]] Part field(std::size_t number) const;  // MSH-1 and MSH-2 as the standard counts them
  [[nodiscard]] bool exists() const { return !raw_.empty(); }

 private:
  std::string_view raw_;
  Delimiters delimiters_;
};

class Message {
 public:
  // Fails only when the bytes do not start with a usable MSH (after a byte-order mark, framing bytes and
  // white space): `where` is then a byte offset; or when there are more than 65,535 segments. Everything else
  // a reader can say is for the mapping to say. One message: a second MSH ends it (split_messages tells them
  // apart).
  [[nodiscard]] static Result<Message> open(std::string_view bytes);
  Message(Message&&) noexcept;
  Message& operator=(Message&&) noexcept;
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;
  ~Message();

  [[nodiscard]] const Delimiters& delimiters() const { return delimiters_; }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] std::size_t size() const { return segments_.size(); }
  [[nodiscard]] const Segment& operator[](std::size_t index) const { return segments_[index]; }
  [[nodiscard]] const Segment& header() const { return segments_[0]; }
  // The `ordinal`-th segment with that id (from 1); one that does not exist is empty.
  [[nodiscard]] Segment find(std::string_view id, std::size_t ordinal = 1) const;
  // Whether a line end stood behind the last segment: a message that was cut off has none.
  [[nodiscard]] bool is_terminated() const { return terminated_; }
  // The line ends were lost on the way and the segments were told apart by their names.
  [[nodiscard]] bool is_run_together() const { return run_together_; }

 private:
  Message();
  void index_segments(std::string_view text);
  void split_run_together();

  std::string_view bytes_;
  Delimiters delimiters_;
  bool terminated_ = false;
  bool run_together_ = false;
  SmallVector<Segment, 24> segments_;
};

// Whether bytes are HL7 v2: MSH, FHS or BHS first, after a byte-order mark, framing bytes and white space.
[[nodiscard]] bool looks_like_hl7(std::string_view bytes);

// The messages of a file or frame: one, several with framing bytes, an FHS/BHS batch, or several run
// together. Views into `bytes`. Batch envelopes (FHS BHS BTS FTS) are left out.
struct Split {
  SmallVector<std::string_view, 4> messages;
  bool batch = false;         // an FHS or BHS envelope was there
  std::string_view envelope;  // the BHS (or FHS) segment, for the answer
  bool count_mismatch = false;
};
[[nodiscard]] Split split_messages(std::string_view bytes);

// Bytes as UTF-8, by MSH-18 and what the bytes themselves say (hl7-notes §8). Empty when the bytes are usable
// as they are, which is the usual case: parse bytes, decode only what must be decoded before splitting.
// Takes one message; a whole file or frame only where looks_like_hl7 does not know it (two-byte sets).
[[nodiscard]] Result<std::string> to_utf8(std::string_view bytes);
// The same for a sender whose set is known, in the words of MSH-18, whatever MSH-18 says.
[[nodiscard]] Result<std::string> to_utf8(std::string_view bytes, std::string_view set);
// Whether a text names a set that is known here.
[[nodiscard]] bool is_known_charset(std::string_view set);

}  // namespace chargelint::hl7
