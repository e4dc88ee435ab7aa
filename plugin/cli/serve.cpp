// chargelint serve: runs the service until SIGTERM (or SIGINT), reloads on SIGHUP.
#include <array>
#include <csignal>

#include "plugin/cli/command.h"
#include "plugin/log.h"
#include "plugin/service/service.h"

namespace chargelint::plugin {
namespace {

ExitCode start_error(const Invocation& invocation, Error error) {
  // Whatever keeps the service from starting is the machine's state, unless the words of the configuration
  // are wrong.
  if (error.kind != ErrorKind::usage) error.kind = ErrorKind::environment;
  return report_error(invocation, error);
}

void reload(Service& service) {
  if (const auto done = service.reload()) {
    log::info("reference reloaded");
  } else {
    log::error("reference not reloaded, the former one stays: " + to_string(done.error()));
  }
  if (const auto done = service.reload_rules()) {
    log::info("site rules reloaded");
  } else {
    log::error("site rules not reloaded, the former ones stay: " + to_string(done.error()));
  }
  if (const auto done = service.reload_profiles()) {
    log::info("profiles reloaded");
  } else {
    log::error("profiles not reloaded, the former ones stay: " + to_string(done.error()));
  }
}

// The next of `signals`; 0 when none came within so many seconds (0: waits for one).
int next_signal(const sigset_t& signals, unsigned seconds) {
  if (seconds == 0) {
    int signal = 0;
    return sigwait(&signals, &signal) == 0 ? signal : 0;
  }
  const timespec limit{static_cast<time_t>(seconds), 0};
  const int signal = sigtimedwait(&signals, nullptr, &limit);
  return signal > 0 ? signal : 0;
}

void reload_if_replaced(Service& service) {
  const auto done = service.reload_if_replaced();
  if (!done) {
    log::error("reference not reloaded, the former one stays: " + to_string(done.error()));
  } else if (*done) {
    log::info("reference reloaded: an import has made a new snapshot");
  }
}

ExitCode run_serve(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 0, 0, "no operands"); !enough) {
    return report_error(invocation, enough.error());
  }
  // Blocked before any thread starts, so that all of them inherit it and this one alone takes the signals.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow fails its write, as a full disk does

  const Config& config = invocation.config;
  log::start(config.log_level);
  auto service = Service::start(config, "CHARGELINT_KEY");
  if (!service) return start_error(invocation, service.error());
  const auto listening = [](std::string_view scheme, const std::string& address, std::uint16_t port) {
    const bool six = address.find(':') != std::string::npos;
    return std::string(scheme) + "://" + (six ? "[" + address + "]" : address) + ":" + std::to_string(port);
  };
  std::ostream& out = invocation.streams.out;
  out << listening("http", config.http.address, (*service)->http_port()) << '\n';
  for (const MllpConfig::Listener& listener : (*service)->mllp_listeners()) {
    const std::string_view scheme = listener.tls.certificate.empty() ? "mllp" : "mllps";
    out << listening(scheme, listener.address, listener.port) << '\n';
  }
  out << "ready" << std::endl;
  while (true) {
    const int signal = next_signal(signals, config.reference_reload_seconds);
    if (signal == 0) {
      if (config.reference_reload_seconds > 0) reload_if_replaced(**service);
      continue;
    }
    if (signal == SIGHUP) {
      reload(**service);
      continue;
    }
    log::info("stopping");
    (*service)->drain();
    log::info("stopped");
    return ExitCode::done;
  }
}

}  // namespace

const Command kServeCommand{
    "serve", "", "runs the service: HL7 v2 over MLLP, FHIR and HL7 v2 over HTTP", {}, run_serve};

}  // namespace chargelint::plugin
