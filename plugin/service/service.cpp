#include "plugin/service/service.h"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <filesystem>
#include <thread>
#include <utility>

#include "data/reference/snapshot.h"
#include "data/state/store.h"
#include "hl7/mllp/server.h"
#include "plugin/http/server.h"
#include "plugin/log.h"
#include "plugin/pipeline.h"
#include "plugin/routes/router.h"
#include "plugin/routes/routes.h"
#include "plugin/service/engine_holder.h"
#include "plugin/service/metrics.h"
#include "plugin/service/reference_holder.h"
#include "plugin/service/search_holder.h"
#include "plugin/site/profiles.h"
#include "plugin/site/rules_file.h"
#include "plugin/site/site_engine.h"
#include "rules/engine/engine.h"

namespace chargelint::plugin {
namespace {

Result<void> make_folder_of(const std::string& file) {
  const auto folder = std::filesystem::path(file).parent_path();
  std::error_code problem;
  if (!folder.empty()) std::filesystem::create_directories(folder, problem);
  if (problem)
    return fail(ErrorKind::environment, folder.string(), "the folder can't be made: " + problem.message());
  return {};
}

// Which file lies at a path: a snapshot is replaced by another file, never written to.
class FileIdentity {
 public:
  explicit FileIdentity(const std::string& path) : there_(::stat(path.c_str(), &status_) == 0) {}
  [[nodiscard]] bool is_other_than(const FileIdentity& former) const {
    return there_ && (!former.there_ || status_.st_dev != former.status_.st_dev ||
                      status_.st_ino != former.status_.st_ino ||
                      status_.st_mtim.tv_sec != former.status_.st_mtim.tv_sec ||
                      status_.st_mtim.tv_nsec != former.status_.st_mtim.tv_nsec);
  }

 private:
  struct stat status_ {};
  bool there_;
};

std::string url_of(const HttpConfig& http, std::uint16_t port) {
  const bool six = http.address.find(':') != std::string::npos;
  return "http://" + (six ? "[" + http.address + "]" : http.address) + ":" + std::to_string(port);
}

// The rules with the site's own. Every fault of the rules file is logged; the first is the error.
Result<std::shared_ptr<const Engine>> make_engine(const std::string& rules_file) {
  const auto today = Date::from_days(static_cast<std::int32_t>(system_clock_ms() / 86400000));
  SiteFile site = load_site_rules(rules_file, today);
  const SiteFault* first = nullptr;
  for (const SiteFault& fault : site.faults) {
    if (!fault.refuses) log::warning(fault_text(fault));
    if (!fault.refuses) continue;
    log::error(fault_text(fault));
    if (first == nullptr) first = &fault;
  }
  if (first != nullptr) return fail(ErrorKind::usage, first->where, first->what);
  if (site.rules) log::info("site rules: " + std::to_string(site.rules->rules().size()) + " read");
  return engine_with(site.rules);
}

// The profiles of senders. Every fault is logged; the first is the error. The ports' own must be there.
Result<std::shared_ptr<const ProfileSet>> make_profiles(const Config& config) {
  std::vector<SiteFault> faults;
  auto profiles = ProfileSet::load(config.profiles, faults);
  for (const SiteFault& fault : faults) log::error(fault_text(fault));
  if (!faults.empty()) return fail(ErrorKind::usage, faults.front().where, faults.front().what);
  for (const MllpConfig::Listener& listener : config.mllp.listeners()) {
    if (listener.profile.empty()) continue;
    if (auto named = profiles->named(listener.profile); !named) {
      return fail(ErrorKind::usage, "mllp", to_string(named.error()));
    }
  }
  return profiles;
}

// Release 2 says by a block of one byte whether the message is kept, before the answer to it. Where nothing
// is kept and release 1 has no word for that, the connection closes, and the sender sends the message again.
hl7::Answer mllp_answer(Result<std::string> answer, unsigned release) {
  constexpr const char* kCommitted = "\x06";
  constexpr const char* kNotCommitted = "\x15";
  hl7::Answer result;
  if (release == 2) result.texts.emplace_back(answer ? kCommitted : kNotCommitted);
  if (!answer) {
    result.closes = release != 2;
  } else if (!answer->empty()) {
    result.texts.push_back(std::move(*answer));
  }
  return result;
}

class RunningService final : public Service {
 public:
  RunningService(Config config, std::shared_ptr<const Engine> engine, const FileIdentity& snapshot,
                 std::shared_ptr<const data::Catalogue> reference, std::unique_ptr<data::StateStore> state,
                 const std::string& key, std::shared_ptr<const ProfileSet> profiles)
      : config_(std::move(config)),
        profiles_(std::move(profiles)),
        engine_(std::move(engine)),
        snapshot_(snapshot),
        reference_(std::move(reference), config_.reference),
        search_(config_.reference),
        metrics_(all_rules()),
        state_(std::move(state)),
        pipeline_(engine_, reference_, *state_, PatientRefs(key), metrics_,
                  AckPolicy{config_.mllp.hold_on_error, config_.mllp.errors_before_2_5,
                            config_.mllp.sequence_numbers},
                  system_clock_ms, config_.history.complete_since, &profiles_),
        history_(*state_, config_.history.complete_since),
        context_{engine_,
                 reference_,
                 *state_,
                 pipeline_,
                 metrics_,
                 system_clock_ms,
                 config_.http.max_body,
                 url_of(config_.http, config_.http.port) + "/fhir",
                 [this] { return mllp_counters(); },
                 [this] { return http_ ? http_->counters() : http::ServerCounters{}; },
                 [this] { return draining_.load(); },
                 [this] { return search_.of(reference_.get()->digest()); },
                 &history_},
        router_(metrics_) {
    add_health_routes(router_, context_);
    add_metrics_route(router_, context_);
    add_fhir_routes(router_, context_);
    add_hl7_route(router_, context_);
    add_code_routes(router_, context_);
    add_terminology_routes(router_, context_);
    add_search_route(router_, context_);
    add_override_routes(router_, context_);
    search_.make_missing(reference_.get());
  }

  ~RunningService() override {
    drain();
    http_.reset();
    mllp_.clear();
    // The store tells what it still commits: the pipeline must be there to hear it.
    state_.reset();
  }

  Result<void> listen() {
    // Before the web server, whose metrics count them.
    for (const MllpConfig::Listener& listener : config_.mllp.listeners()) {
      if (auto done = listen_for_messages(listener); !done) return done;
    }
    http::ServerOptions web;
    web.address = config_.http.address;
    web.port = config_.http.port;
    web.threads = config_.http.threads;
    web.max_body = config_.http.max_body;
    web.max_connections = config_.http.max_connections;
    web.request_deadline = std::chrono::seconds(config_.http.request_seconds);
    web.idle_deadline = std::chrono::seconds(config_.http.idle_seconds);
    auto http = http::Server::start(
        std::move(web),
        [this](const http::Request& request, http::Respond respond) {
          router_.handle(request, std::move(respond));
        },
        error_page);
    if (!http) return tl::unexpected(http.error());
    http_ = std::move(*http);
    return {};
  }

  [[nodiscard]] std::uint16_t http_port() const override { return http_->port(); }
  [[nodiscard]] std::uint16_t mllp_port() const override { return mllp_.front()->port(); }
  [[nodiscard]] std::vector<MllpConfig::Listener> mllp_listeners() const override {
    std::vector<MllpConfig::Listener> listeners = config_.mllp.listeners();
    for (std::size_t index = 0; index < listeners.size(); ++index) {
      listeners[index].port = mllp_[index]->port();
    }
    return listeners;
  }

  Result<void> reload() override {
    // Looked at first: what is put in its place while it is opened is then seen the next time.
    const FileIdentity seen(data::snapshot_path(config_.reference));
    auto fresh = open_reference(config_.reference);
    snapshot_ = seen;  // one that can't be used is told once
    if (!fresh) return tl::unexpected(fresh.error());
    reference_.set(std::move(*fresh));
    return {};
  }

  Result<void> reload_rules() override {
    auto engine = make_engine(config_.rules);
    if (!engine) return tl::unexpected(engine.error());
    engine_.set(std::move(*engine));
    return {};
  }

  Result<void> reload_profiles() override {
    auto profiles = make_profiles(config_);
    if (!profiles) return tl::unexpected(profiles.error());
    profiles_.set(std::move(*profiles));
    return {};
  }

  Result<bool> reload_if_replaced() override {
    if (!FileIdentity(data::snapshot_path(config_.reference)).is_other_than(snapshot_)) return false;
    if (auto done = reload(); !done) return tl::unexpected(done.error());
    return true;
  }

  void drain() override {
    if (draining_.exchange(true)) return;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(config_.drain_seconds);
    const auto left = [end] {
      const auto rest =
          std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      return std::max(rest, std::chrono::milliseconds(0));
    };
    {
      std::vector<std::jthread> messages;
      for (const auto& server : mllp_) {
        messages.emplace_back([&server, &left] { server->drain(left()); });
      }
      if (http_) http_->drain(left());
    }
    while (pipeline_.in_flight() > 0 && left().count() > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    if (pipeline_.in_flight() > 0) log::warning("not every message was answered before the end");
  }

 private:
  // A port whose messages are read by its profile, where it has one.
  Result<void> listen_for_messages(const MllpConfig::Listener& listener) {
    hl7::MllpOptions options;
    options.address = listener.address;
    options.port = listener.port;
    options.threads = config_.mllp.threads;
    options.largest_message = config_.mllp.max_message;
    options.most_connections = config_.mllp.max_connections;
    options.most_per_address = config_.mllp.max_per_address;
    options.between_bytes = std::chrono::seconds(config_.mllp.between_bytes_seconds);
    options.whole_frame = std::chrono::seconds(config_.mllp.frame_seconds);
    if (!listener.tls.certificate.empty()) {
      options.tls = {listener.tls.certificate, listener.tls.key, listener.tls.client_ca};
    }
    auto server = hl7::MllpServer::start(
        std::move(options),
        [this, profile = listener.profile, release = listener.release](std::string frame,
                                                                       hl7::Respond respond) {
          pipeline_.accept(
              std::move(frame), Protocol::mllp,
              [respond = std::move(respond), release](Result<std::string> answer) {
                respond(mllp_answer(std::move(answer), release));
              },
              profile);
        },
        [this](std::string_view beginning, std::string_view reason) {
          return pipeline_.refuse_frame(beginning, reason);
        });
    if (!server) return tl::unexpected(server.error());
    mllp_.push_back(std::move(*server));
    return {};
  }

  [[nodiscard]] hl7::MllpCounters mllp_counters() const {
    hl7::MllpCounters sum;
    for (const auto& server : mllp_) {
      const hl7::MllpCounters one = server->counters();
      sum.connections += one.connections;
      sum.open_connections += one.open_connections;
      sum.frames += one.frames;
      sum.answers += one.answers;
      sum.refused += one.refused;
      sum.skipped_bytes += one.skipped_bytes;
      sum.timeouts += one.timeouts;
    }
    return sum;
  }

  Config config_;
  ProfileHolder profiles_;
  EngineHolder engine_;
  FileIdentity snapshot_;  // of the thread that reloads
  ReferenceHolder reference_;
  SearchHolder search_;
  Metrics metrics_;
  std::unique_ptr<data::StateStore> state_;
  Pipeline pipeline_;
  StoredHistory history_;
  RouteContext context_;
  Router router_;
  std::atomic<bool> draining_{false};
  std::unique_ptr<http::Server> http_;
  std::vector<std::unique_ptr<hl7::MllpServer>> mllp_;
};

}  // namespace

Result<std::unique_ptr<Service>> Service::start(const Config& config, const char* key_variable) {
  try {
    const FileIdentity snapshot(data::snapshot_path(config.reference));
    auto reference = open_reference(config.reference);
    if (!reference) return tl::unexpected(reference.error());
    if (config.state.starts_with("postgresql:")) {
      return fail(ErrorKind::environment, "state",
                  "PostgreSQL is not supported by this version; name a file");
    }
    auto engine = make_engine(config.rules);
    if (!engine) return tl::unexpected(engine.error());
    auto profiles = make_profiles(config);
    if (!profiles) return tl::unexpected(profiles.error());
    if (auto made = make_folder_of(config.key_file); !made) return tl::unexpected(made.error());
    auto key = data::load_key(config.key_file, key_variable);
    if (!key) return tl::unexpected(key.error());
    if (auto made = make_folder_of(config.state); !made) return tl::unexpected(made.error());
    auto state = data::StateStore::open(config.state, *key);
    if (!state) return tl::unexpected(state.error());
    auto service =
        std::make_unique<RunningService>(config, std::move(*engine), snapshot, std::move(*reference),
                                         std::move(*state), *key, std::move(*profiles));
    if (auto listening = service->listen(); !listening) return tl::unexpected(listening.error());
    return service;
  } catch (const std::exception& problem) {
    return fail(ErrorKind::environment, "serve", problem.what());
  }
}

}  // namespace chargelint::plugin
