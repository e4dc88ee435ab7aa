// The error value that crosses module edges. No exception leaves a module; what may fail returns Result.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace chargelint {

enum class ErrorKind : std::uint8_t {
  usage,        // the command or its arguments
  malformed,    // the input breaks its own format
  unsupported,  // well formed, but not a thing we process
  too_large,    // over a configured bound
  not_found,    // a file, code, rule or record that is not there
  conflict,     // the same key with other content
  environment,  // disk, port, store: nothing the sender can mend
};

// `where` is a place (file and line, segment and field, byte offset), `what` one sentence that says what was
// wrong and what was expected. Neither ever holds a value that could identify a patient.
struct Error {
  ErrorKind kind = ErrorKind::environment;
  std::string where;
  std::string what;
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string where, std::string what) {
  return tl::unexpected<Error>(Error{kind, std::move(where), std::move(what)});
}

// One line for stderr or a log: "where: what".
[[nodiscard]] inline std::string to_string(const Error& error) {
  return error.where.empty() ? error.what : error.where + ": " + error.what;
}

}  // namespace chargelint
