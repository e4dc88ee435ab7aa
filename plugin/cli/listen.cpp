// chargelint listen: an MLLP server that prints what comes and answers as it is told, for trying a sender.
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <iterator>
#include <mutex>
#include <thread>

#include "fhir/json/writer.h"
#include "hl7/ack.h"
#include "hl7/mllp/server.h"
#include "plugin/cli/command.h"
#include "plugin/pipeline.h"
#include "plugin/report/ack.h"

namespace chargelint::plugin {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::array kOptions{
    OptionSpec{"port", "N", "to listen on; 0 picks a free one (default 2575)"},
    OptionSpec{"address", "ADDRESS", "(default 127.0.0.1, this machine alone)"},
    OptionSpec{"answer", "CODE", "AA (default), AE, AR or none"},
    OptionSpec{"delay", "MILLISECONDS", "waits so long before each answer (default 0)"},
    OptionSpec{"count", "N", "ends after so many messages (default: runs until it is interrupted)"},
    OptionSpec{"format", "NAME", "text (default) or json (one object a line)"},
    OptionSpec{"certificate", "FILE", "PEM: speaks TLS with this certificate"},
    OptionSpec{"key", "FILE", "PEM: its key, when it is not in the same file"},
    OptionSpec{"client-ca", "FILE", "PEM: clients must show a certificate of this authority"},
};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};
constexpr std::array<std::string_view, 4> kAnswers{"AA", "AE", "AR", "none"};
constexpr std::array kCodes{hl7::AckCode::AA, hl7::AckCode::AE, hl7::AckCode::AR};

struct Settings {
  hl7::MllpOptions server;
  std::size_t answer = 0;  // of kAnswers
  std::chrono::milliseconds delay{0};
  unsigned count = 0;
  bool json = false;
};

Result<Settings> read_settings(const Options& options) {
  Settings settings;
  const auto port = number_option(options, "port", 2575, 0, 65535);
  if (!port) return tl::unexpected(port.error());
  const auto delay = number_option(options, "delay", 0, 0, 3600000);
  if (!delay) return tl::unexpected(delay.error());
  const auto count = number_option(options, "count", 0, 1, 1000000000);
  if (!count) return tl::unexpected(count.error());
  const auto format = format_option(options, kFormats);
  if (!format) return tl::unexpected(format.error());
  const auto answer = choice_option(options, "answer", kAnswers, 0);
  if (!answer) return tl::unexpected(answer.error());
  settings.server.port = static_cast<std::uint16_t>(*port);
  settings.server.address = options.value("address").value_or(settings.server.address);
  settings.answer = *answer;
  settings.delay = std::chrono::milliseconds(*delay);
  settings.count = *count;
  settings.json = *format == 1;
  const auto text = [&options](std::string_view name) {
    return std::string(options.value(name).value_or(""));
  };
  if (options.has("certificate")) {
    settings.server.tls = hl7::TlsOptions{text("certificate"), text("key"), text("client-ca")};
  } else if (options.has("key") || options.has("client-ca")) {
    return fail(ErrorKind::usage, "", "expected --certificate FILE beside the other options of TLS");
  }
  return settings;
}

// Holds answers back for a while, in their order, without holding up the server's own thread.
class Delay {
 public:
  explicit Delay(std::chrono::milliseconds time)
      : time_(time), thread_([this](const std::stop_token& stop) { run(stop); }) {}

  void give(hl7::Respond respond, hl7::Answer answer) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back({SteadyClock::now() + time_, std::move(respond), std::move(answer)});
    }
    arrived_.notify_one();
  }

 private:
  struct Held {
    SteadyClock::time_point due;
    hl7::Respond respond;
    hl7::Answer answer;
  };

  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (arrived_.wait(lock, stop, [this] { return !waiting_.empty(); })) {
      Held first = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      std::this_thread::sleep_until(first.due);
      first.respond(std::move(first.answer));
      lock.lock();
    }
  }

  const std::chrono::milliseconds time_;
  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::deque<Held> waiting_;
  std::jthread thread_;
};

class Listening {
 public:
  Listening(const Settings& settings, std::ostream& out)
      : settings_(settings), out_(out), delay_(settings.delay) {}

  void take(const std::string& frame, const hl7::Respond& respond) {
    hl7::Answer answer(answer_to(frame));
    print(frame);
    if (settings_.delay.count() > 0) {
      delay_.give(respond, std::move(answer));
    } else {
      respond(std::move(answer));
    }
  }

  [[nodiscard]] bool done() const { return settings_.count > 0 && taken_ >= settings_.count; }

 private:
  std::string answer_to(const std::string& frame) {
    if (settings_.answer >= kCodes.size()) return {};
    const hl7::Split split = hl7::split_messages(frame);
    std::vector<std::string> answers;
    for (const std::string_view bytes : split.messages) {
      const auto message = hl7::Message::open(bytes);
      if (message && !hl7::is_acknowledgement(*message))
        answers.push_back(hl7::write_ack(*message, content()));
    }
    if (split.batch || answers.size() > 1) return hl7::write_batch_answer(split.envelope, answers, content());
    if (!answers.empty()) return answers.front();
    // An acknowledgement is not answered; what is no message at all is.
    return split.messages.empty() ? hl7::write_ack_without_header(content()) : std::string();
  }

  hl7::AckContent content() {
    hl7::AckContent content;
    content.code = kCodes[settings_.answer];
    const std::int64_t now = system_clock_ms();
    content.control_id = "CL" + std::to_string(now) + "-" + std::to_string(++answered_ % 1000);
    content.timestamp = hl7_time(now);
    return content;
  }

  void print(const std::string& frame) {
    const std::lock_guard lock(mutex_);
    const std::size_t number = ++taken_;
    if (settings_.json) {
      fhir::JsonWriter json;
      json.begin_object().member("number", static_cast<std::int64_t>(number));
      json.member("bytes", static_cast<std::int64_t>(frame.size()));
      json.member("content", std::string_view(frame)).end_object();
      out_ << json.text() << std::endl;
      return;
    }
    out_ << "-- " << number << ", " << frame.size() << " bytes\n";
    for (std::size_t from = 0; from < frame.size();) {
      const std::size_t end = std::min(frame.find_first_of("\r\n", from), frame.size());
      if (end > from) out_ << std::string_view(frame).substr(from, end - from) << '\n';
      from = end + 1;
    }
    out_.flush();
  }

  const Settings& settings_;
  std::ostream& out_;
  std::mutex mutex_;
  std::atomic<std::size_t> taken_{0};
  std::atomic<std::size_t> answered_{0};
  Delay delay_;
};

ExitCode run_listen(const Invocation& invocation) {
  if (auto enough = need_operands(invocation.options, 0, 0, "no operands"); !enough) {
    return report_error(invocation, enough.error());
  }
  const auto settings = read_settings(invocation.options);
  if (!settings) return report_error(invocation, settings.error());
  // Before any thread starts, so that this one alone takes them.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  Listening listening(*settings, invocation.streams.out);
  auto server = hl7::MllpServer::start(
      settings->server,
      [&listening](const std::string& frame, const hl7::Respond& respond) { listening.take(frame, respond); },
      {});
  if (!server) return report_error(invocation, server.error());
  invocation.streams.err << "listening on " << settings->server.address << ":" << (*server)->port()
                         << std::endl;
  constexpr timespec kLook{0, 100'000'000};
  while (!listening.done() && sigtimedwait(&signals, nullptr, &kLook) < 0) {
  }
  (*server)->drain(settings->delay + std::chrono::seconds(2));
  return ExitCode::done;
}

}  // namespace

const Command kListenCommand{
    "listen", "",         "an MLLP server that prints what comes and answers it, for trying a sender",
    kOptions, run_listen, false};

}  // namespace chargelint::plugin
