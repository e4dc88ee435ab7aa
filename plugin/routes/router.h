// Paths and methods to handlers, and the answers for what is none: 404, 405, 406, in the terms of /fhir or of
// the rest.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/http/message.h"
#include "plugin/service/metrics.h"

namespace chargelint::plugin {

class Router {
 public:
  explicit Router(Metrics& metrics);
  // `path` in its decoded form; a part in braces ("/api/v1/codes/{code}") takes any one part of a path that
  // is not empty. What is written out goes before what is in braces. GET answers HEAD too.
  void add(std::string_view method, std::string_view path, http::Handler handler);
  void handle(const http::Request& request, http::Respond respond) const;

 private:
  struct Route {
    std::string path;
    std::size_t metric = 0;
    std::vector<std::pair<std::string, http::Handler>> methods;
    std::vector<std::string> parts;  // of a path with braces; else none
  };
  static constexpr std::size_t kMostParameters = 4;
  struct Match {
    const Route* route = nullptr;
    std::array<http::PathParameter, kMostParameters> parameters;
    std::size_t count = 0;
  };
  [[nodiscard]] const Route* find_exact(std::string_view path) const;
  void find(std::string_view path, Match& match) const;
  [[nodiscard]] static bool matches(const Route& route, std::string_view path, Match& match);

  Metrics& metrics_;
  std::vector<Route> routes_;
  std::size_t unknown_metric_;
};

// The server's own error answers: an OperationOutcome below /fhir, else application/problem+json.
[[nodiscard]] http::Response error_page(unsigned status, std::string_view path, std::string_view what);
[[nodiscard]] bool is_fhir_path(std::string_view path);

}  // namespace chargelint::plugin
