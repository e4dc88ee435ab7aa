// Paths and methods to handlers, and the answers for what is none: 404, 405, 406, in the terms of /fhir or of
// the rest.
#pragma once

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
  // `path` is exact, in its decoded form. GET answers HEAD too.
  void add(std::string_view method, std::string_view path, http::Handler handler);
  void handle(const http::Request& request, http::Respond respond) const;

 private:
  struct Route {
    std::string path;
    std::size_t metric = 0;
    std::vector<std::pair<std::string, http::Handler>> methods;
  };
  [[nodiscard]] const Route* find(std::string_view path) const;

  Metrics& metrics_;
  std::vector<Route> routes_;
  std::size_t unknown_metric_;
};

// The server's own error answers: an OperationOutcome below /fhir, else application/problem+json.
[[nodiscard]] http::Response error_page(unsigned status, std::string_view path, std::string_view what);
[[nodiscard]] bool is_fhir_path(std::string_view path);

}  // namespace chargelint::plugin
