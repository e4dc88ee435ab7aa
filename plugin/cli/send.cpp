// chargelint send: messages from files to an MLLP server, and the answers that come back.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <iomanip>
#include <mutex>
#include <sstream>
#include <thread>
#include <vector>

#include "fhir/json/writer.h"
#include "hl7/mllp/client.h"
#include "hl7/mllp/framing.h"
#include "plugin/cli/command.h"
#include "plugin/input/input.h"

namespace chargelint::plugin {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::array kOptions{
    OptionSpec{"to", "HOST:PORT", "the MLLP server; needed"},
    OptionSpec{"rate", "N", "messages a second over all connections (default: as fast as answers come)"},
    OptionSpec{"connections", "N", "at the same time, with one message on the way in each (default 1)"},
    OptionSpec{"repeat", "N", "sends the files so many times (default 1)"},
    OptionSpec{"new-ids", "", "gives every message sent a control id (MSH-10) of its own"},
    OptionSpec{"timeout", "SECONDS", "for connecting and for each answer (default 30)"},
    OptionSpec{"format", "NAME", "text (default) or json (one object a line)"},
    OptionSpec{"quiet", "", "the summary alone"},
    OptionSpec{"tls", "", "speaks TLS; the other options of TLS include it"},
    OptionSpec{"ca", "FILE", "PEM: the authority of the server's certificate (default: the system's)"},
    OptionSpec{"certificate", "FILE", "PEM: our certificate, where the server asks for one"},
    OptionSpec{"key", "FILE", "PEM: its key, when it is not in the same file"},
    OptionSpec{"insecure", "", "takes any certificate of the server"},
};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};

struct Settings {
  hl7::ClientOptions peer;
  unsigned rate = 0;
  unsigned connections = 1;
  unsigned repeat = 1;
  bool new_ids = false;
  bool json = false;
  bool quiet = false;
};

// The content of one frame.
struct Content {
  std::string file;
  std::string position;
  std::string bytes;
};

struct Reply {
  std::vector<std::string> answers;  // none: it is not waited for one, or see `problem`
  std::string problem;
  std::string code;  // MSA-1; of several the first that is negative
  std::chrono::duration<double, std::milli> took{};
};

Result<Settings> read_settings(const Options& options) {
  Settings settings;
  const auto to = options.value("to");
  if (!to) return fail(ErrorKind::usage, "", "expected --to HOST:PORT");
  auto peer = hl7::parse_peer(*to);
  if (!peer) return tl::unexpected(peer.error());
  settings.peer = std::move(*peer);
  const auto rate = number_option(options, "rate", 0, 1, 1000000);
  if (!rate) return tl::unexpected(rate.error());
  const auto connections = number_option(options, "connections", 1, 1, 1024);
  if (!connections) return tl::unexpected(connections.error());
  const auto repeat = number_option(options, "repeat", 1, 1, 100000000);
  if (!repeat) return tl::unexpected(repeat.error());
  const auto timeout = number_option(options, "timeout", 30, 1, 86400);
  if (!timeout) return tl::unexpected(timeout.error());
  const auto format = format_option(options, kFormats);
  if (!format) return tl::unexpected(format.error());
  settings.rate = *rate;
  settings.connections = *connections;
  settings.repeat = *repeat;
  settings.peer.timeout = std::chrono::seconds(*timeout);
  settings.json = *format == 1;
  settings.quiet = options.has("quiet");
  settings.new_ids = options.has("new-ids");
  const auto text = [&options](std::string_view name) {
    return std::string(options.value(name).value_or(""));
  };
  hl7::ClientTls tls{text("ca"), text("certificate"), text("key"), !options.has("insecure")};
  if (options.has("tls") || options.has("insecure") || !tls.authority.empty() || !tls.certificate.empty())
    settings.peer.tls = std::move(tls);
  return settings;
}

// Line ends as HL7 has them: a file that went through an editor has others.
std::string with_carriage_returns(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + 1);
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    if (bytes[index] != '\n') {
      text += bytes[index];
    } else if (index == 0 || bytes[index - 1] != '\r') {
      text += '\r';
    }
  }
  while (text.ends_with('\r')) text.pop_back();
  text += '\r';
  return text;
}

// What is framed goes out frame by frame as it is, a batch as one frame, messages in a row one by one.
Result<void> add_contents(const InputFile& file, std::vector<Content>& contents) {
  for (const InputUnit& unit : file.units) {
    if (unit.format != SourceFormat::hl7)
      return fail(ErrorKind::malformed, file.name, "expected HL7 v2 messages, and it is FHIR");
  }
  std::string_view bytes = file.bytes;
  const std::size_t before = contents.size();
  if (bytes.find('\x0b') != std::string_view::npos) {
    hl7::FrameReader frames(std::max<std::size_t>(bytes.size(), 1));
    while (frames.feed(bytes) == hl7::FrameReader::Outcome::frame) {
      contents.push_back({file.name, "", frames.take()});
    }
  }
  if (contents.size() == before) {
    if (hl7::split_messages(file.bytes).batch || !file.decoded.empty()) {
      contents.push_back(
          {file.name, "", file.decoded.empty() ? with_carriage_returns(file.bytes) : file.bytes});
    } else {
      for (const InputUnit& unit : file.units) {
        contents.push_back({file.name, unit.position, with_carriage_returns(unit.bytes)});
      }
    }
  }
  if (contents.size() - before > 1) {
    for (std::size_t index = before; index < contents.size(); ++index) {
      contents[index].position = "message " + std::to_string(index - before + 1);
    }
  }
  return {};
}

// A message with another MSH-10; what has no MSH first (a batch) stays as it is.
std::string with_control_id(const std::string& bytes, std::string_view id) {
  const auto message = hl7::Message::open(bytes);
  if (!message || !bytes.starts_with("MSH")) return bytes;
  const std::string_view old = message->header().field(10).raw();
  if (old.empty()) return bytes;
  std::string text = bytes;
  return text.replace(static_cast<std::size_t>(old.data() - bytes.data()), old.size(), id);
}

bool is_positive(std::string_view code) {
  return code == "AA" || code == "CA";
}

std::string code_of(const std::string& answer) {
  std::string first;
  for (const std::string_view bytes : hl7::split_messages(answer).messages) {
    const auto message = hl7::Message::open(bytes);
    const std::string code = message ? message->find("MSA").field(1).text() : std::string();
    if (!is_positive(code)) return code;
    if (first.empty()) first = code;
  }
  return first;
}

// Whether an application answer follows a positive accept answer: MSH-16.
bool wants_another(const std::string& sent, std::string_view code) {
  if (code != "CA") return false;
  const auto message = hl7::Message::open(sent);
  if (!message) return false;
  const std::string_view condition = message->header().field(16).raw();
  return condition == "AL" || condition == "SU";
}

class Sending {
 public:
  Sending(const Settings& settings, const std::vector<Content>& contents, std::ostream& out)
      : settings_(settings),
        contents_(contents),
        out_(out),
        total_(contents.size() * settings.repeat),
        start_(SteadyClock::now()) {}

  // `first`: a connection that is open already.
  void run(std::unique_ptr<hl7::MllpClient> first) {
    std::vector<std::jthread> threads;
    const std::size_t count = std::min<std::size_t>(settings_.connections, total_);
    for (std::size_t index = 1; index < count; ++index) threads.emplace_back([this] { work({}); });
    work(std::move(first));
  }

  [[nodiscard]] ExitCode result() const {
    if (unanswered_ > 0) return ExitCode::environment;
    return negative_ > 0 ? ExitCode::findings : ExitCode::done;
  }

  void print_summary() {
    const double seconds = std::chrono::duration<double>(SteadyClock::now() - start_).count();
    std::sort(times_.begin(), times_.end());
    const auto at = [this](double share) {
      return times_.empty()
                 ? 0.0
                 : times_[static_cast<std::size_t>(share * static_cast<double>(times_.size() - 1))];
    };
    std::ostringstream line;
    line << std::fixed << std::setprecision(1);
    if (settings_.json) {
      line << R"({"sent":)" << total_ << R"(,"positive":)" << positive_ << R"(,"negative":)" << negative_
           << R"(,"unanswered":)" << unanswered_ << R"(,"seconds":)" << std::setprecision(3) << seconds
           << R"(,"p50_ms":)" << at(0.5) << R"(,"p99_ms":)" << at(0.99) << "}\n";
    } else {
      line << total_ << " sent: " << positive_ << " accepted, " << negative_ << " refused, " << unanswered_
           << " without an answer; " << static_cast<double>(times_.size()) / std::max(seconds, 1e-9)
           << " messages/s, p50 " << at(0.5) << " ms, p99 " << at(0.99) << " ms\n";
    }
    out_ << line.str();
  }

 private:
  void work(std::unique_ptr<hl7::MllpClient> client) {
    for (std::size_t index = next_++; index < total_; index = next_++) {
      const Content& content = contents_[index % contents_.size()];
      if (settings_.rate > 0) {
        const std::chrono::duration<double> due(static_cast<double>(index) / settings_.rate);
        std::this_thread::sleep_until(start_ + std::chrono::duration_cast<SteadyClock::duration>(due));
      }
      const Reply reply =
          settings_.new_ids
              ? exchange(client, with_control_id(content.bytes, prefix_ + std::to_string(index)))
              : exchange(client, content.bytes);
      note(content, reply);
    }
  }

  Reply exchange(std::unique_ptr<hl7::MllpClient>& client, const std::string& bytes) const {
    Reply reply;
    const auto began = SteadyClock::now();
    const auto lost = [&client, &reply](const Error& error) {
      client.reset();  // the next message makes a new connection
      reply.problem = to_string(error);
      return reply;
    };
    if (!client) {
      auto made = hl7::MllpClient::connect(settings_.peer);
      if (!made) return lost(made.error());
      client = std::move(*made);
    }
    if (const auto sent = client->send(bytes); !sent) return lost(sent.error());
    do {
      auto answer = client->receive();
      if (!answer) return lost(answer.error());
      reply.code = code_of(*answer);
      reply.answers.push_back(std::move(*answer));
    } while (reply.answers.size() < 2 && wants_another(bytes, reply.code));
    reply.took = SteadyClock::now() - began;
    return reply;
  }

  void note(const Content& content, const Reply& reply) {
    const std::lock_guard lock(mutex_);
    if (!reply.problem.empty()) {
      ++unanswered_;
    } else {
      ++(is_positive(reply.code) ? positive_ : negative_);
      times_.push_back(reply.took.count());
    }
    if (settings_.quiet) return;
    if (settings_.json) {
      print_json(content, reply);
    } else {
      print_text(content, reply);
    }
  }

  void print_text(const Content& content, const Reply& reply) {
    out_ << content.file << (content.position.empty() ? "" : " ") << content.position << ": ";
    if (!reply.problem.empty()) {
      out_ << "no answer: " << reply.problem << std::endl;
      return;
    }
    std::ostringstream took;
    took << std::fixed << std::setprecision(1) << reply.took.count();
    out_ << (reply.code.empty() ? "answer without MSA" : reply.code) << " (" << took.str() << " ms)\n";
    for (const std::string& answer : reply.answers) {
      std::string_view rest = answer;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
        if (end > 0) out_ << "  " << rest.substr(0, end) << '\n';
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    out_.flush();
  }

  void print_json(const Content& content, const Reply& reply) {
    fhir::JsonWriter json;
    json.begin_object().member("file", std::string_view(content.file));
    if (!content.position.empty()) json.member("position", std::string_view(content.position));
    if (!reply.problem.empty()) {
      json.member("problem", std::string_view(reply.problem));
    } else {
      json.member("code", std::string_view(reply.code));
      json.key("milliseconds").raw(std::to_string(reply.took.count()));
      json.key("answers").begin_array();
      for (const std::string& answer : reply.answers) json.value(std::string_view(answer));
      json.end_array();
    }
    json.end_object();
    out_ << json.text() << std::endl;
  }

  const Settings& settings_;
  const std::vector<Content>& contents_;
  std::ostream& out_;
  const std::size_t total_;
  const SteadyClock::time_point start_;
  // Ten digits of the clock: no two runs of a day share a control id, and it stays under 20 characters.
  const std::string prefix_ = "S" +
                              std::to_string(std::chrono::system_clock::now().time_since_epoch() /
                                             std::chrono::milliseconds(10) % 10000000000) +
                              "-";
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::vector<double> times_;
  std::size_t positive_ = 0, negative_ = 0, unanswered_ = 0;
};

ExitCode run_send(const Invocation& invocation) {
  const Options& options = invocation.options;
  if (auto enough = need_operands(options, 1, SIZE_MAX, "at least one FILE (`-` is standard input)");
      !enough) {
    return report_error(invocation, enough.error());
  }
  const auto settings = read_settings(options);
  if (!settings) return report_error(invocation, settings.error());
  std::vector<Content> contents;
  for (const std::string& name : options.operands()) {
    const auto file = load_input(name, invocation.streams.in);
    const auto added = file ? add_contents(**file, contents) : tl::unexpected(file.error());
    if (added) continue;
    Error error = added.error();
    error.where = name;
    return report_error(invocation, error);
  }
  if (contents.empty())
    return report_error(invocation, Error{ErrorKind::malformed, "", "there is no message to send"});
  auto first = hl7::MllpClient::connect(settings->peer);
  if (!first) return report_error(invocation, first.error());
  Sending sending(*settings, contents, invocation.streams.out);
  sending.run(std::move(*first));
  if (settings->quiet || contents.size() * settings->repeat > 1) sending.print_summary();
  return sending.result();
}

}  // namespace

const Command kSendCommand{
    "send",   "FILE...", "sends HL7 v2 messages to an MLLP server and prints the answers",
    kOptions, run_send,  false};

}  // namespace chargelint::plugin
