// How the inside of this module stops: a refusal carries an Error up to the module's edge, where it becomes a
// Result.
#pragma once

#include <exception>
#include <string>
#include <type_traits>
#include <utility>

#include "rules/base/result.h"

namespace chargelint::data {

class Refusal : public std::exception {
 public:
  explicit Refusal(Error error) : error_(std::move(error)) {}
  [[nodiscard]] const Error& error() const { return error_; }
  [[nodiscard]] const char* what() const noexcept override { return error_.what.c_str(); }

 private:
  Error error_;
};

[[noreturn]] inline void refuse(ErrorKind kind, std::string where, std::string what) {
  throw Refusal(Error{kind, std::move(where), std::move(what)});
}

// Runs `work`; whatever it throws comes back as an Error, named by `where` when it says no place itself.
template <class Work>
auto guarded(const std::string& where, Work&& work) -> Result<std::invoke_result_t<Work>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
      std::forward<Work>(work)();
      return {};
    } else {
      return std::forward<Work>(work)();
    }
  } catch (const Refusal& refusal) {
    Error error = refusal.error();
    if (error.where.empty()) error.where = where;
    return tl::unexpected<Error>(std::move(error));
  } catch (const std::exception& failure) {
    return fail(ErrorKind::environment, where, failure.what());
  }
}

}  // namespace chargelint::data
