#include "plugin/pipeline.h"

#include <exception>
#include <utility>
#include <vector>

#include "hl7/ack.h"
#include "hl7/charges.h"
#include "plugin/log.h"

namespace chargelint::plugin {
namespace {

constexpr std::string_view kAcknowledge = "\x06";  // MLLP release 2 commit blocks: answers, not messages
constexpr std::string_view kNegative = "\x15";

std::string_view protocol_name(Protocol protocol) {
  return protocol == Protocol::mllp ? "mllp" : "hl7-http";
}

std::string base36(std::uint64_t number) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string text;
  do {
    text.insert(text.begin(), kDigits[number % kDigits.size()]);
    number /= kDigits.size();
  } while (number > 0);
  return text;
}

Date date_of(std::int64_t milliseconds) {
  constexpr std::int64_t kDay = 86400000;
  return Date::from_days(static_cast<std::int32_t>(milliseconds / kDay));
}

AnswerKind kind_of(hl7::AckCode code) {
  switch (code) {
    case hl7::AckCode::AA:
    case hl7::AckCode::CA:
      return AnswerKind::aa;
    case hl7::AckCode::AE:
    case hl7::AckCode::CE:
      return AnswerKind::ae;
    case hl7::AckCode::AR:
    case hl7::AckCode::CR:
      break;
  }
  return AnswerKind::ar;
}

Engine::Workspace& thread_workspace() {
  thread_local Engine::Workspace workspace;
  return workspace;
}

}  // namespace

std::int64_t system_clock_ms() {
  using std::chrono::duration_cast;
  return duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// A frame and the answers to its messages, which may come in any order.
struct Pipeline::Frame {
  std::string bytes;
  std::string decoded;
  std::vector<std::string_view> messages;
  std::string_view envelope;
  bool batch = false;
  Protocol protocol = Protocol::mllp;
  std::shared_ptr<const ProfileSet> profiles;
  ProfilePtr profile;  // of the port; null: by the sender
  Answered answered;
  std::chrono::steady_clock::time_point arrived;
  std::vector<std::string> answers;
  std::atomic<std::size_t> open{0};
  std::atomic<bool> failed{false};
  Error problem;  // of the message that set `failed`
};

Pipeline::Pipeline(const EngineHolder& engine, const ReferenceHolder& reference, data::StateStore& state,
                   PatientRefs patients, Metrics& metrics, AckPolicy policy, Clock clock,
                   std::optional<Date> history_complete_since, const ProfileHolder* profiles)
    : engine_(engine),
      reference_(reference),
      state_(state),
      history_(state, history_complete_since),
      overrides_(state),
      patients_(std::move(patients)),
      metrics_(metrics),
      policy_(policy),
      clock_(std::move(clock)),
      profiles_(profiles),
      // Start time and a counter: no two answers of any run share a control id. At most 20 characters
      // together.
      control_prefix_("CL" + base36(static_cast<std::uint64_t>(clock_())) + "-") {}

void Pipeline::stamp(hl7::AckContent& content) {
  content.control_id = control_prefix_ + base36(next_control_id_++);
  content.timestamp = hl7_time(clock_());
  content.errors_before_2_5 = policy_.errors_before_2_5;
}

std::string Pipeline::answer_text(const Frame& frame, const OpenedMessage& opened,
                                  const hl7::AckContent& content, bool stored) {
  const hl7::Message& message = *opened.message;
  const hl7::AnswersDue due =
      hl7::answers_due(message, opened.profile->acknowledgement, content.code, stored);
  std::string answer;
  if (due.accept) {
    // Of a message that was committed only that is said; what was found belongs to the application's answer.
    hl7::AckContent accept;
    if (!stored) accept = content;
    accept.code = due.accept_code;
    stamp(accept);
    answer = hl7::write_ack(message, accept);
  }
  if (!due.application) return answer;
  std::string application = hl7::write_ack(message, content);
  // Two answers are two frames; where one is all that can be given, it is the application's.
  if (answer.empty() || frame.protocol != Protocol::mllp || frame.batch || frame.messages.size() > 1) {
    return application;
  }
  return hl7::in_frames(answer, application);
}

std::string Pipeline::without_header(hl7::AckContent content) {
  stamp(content);
  return hl7::write_ack_without_header(content);
}

std::string Pipeline::refuse_frame(std::string_view beginning, std::string_view reason) {
  metrics_.count_message(true);
  metrics_.count_answer(AnswerKind::ar);
  hl7::AckContent content = refusal(hl7::AckCode::AR, 207, std::string(reason));
  stamp(content);
  log::warning("frame " + content.control_id + " given up: " + std::string(reason));
  if (const auto message = hl7::Message::open(beginning)) return hl7::write_ack(*message, content);
  return hl7::write_ack_without_header(content);
}

void Pipeline::accept(std::string bytes, Protocol protocol, Answered answered, std::string_view profile) {
  ++in_flight_;
  auto frame = std::make_shared<Frame>();
  frame->bytes = std::move(bytes);
  frame->protocol = protocol;
  frame->profiles = profiles_ != nullptr ? profiles_->get() : ProfileSet::shipped_only();
  if (!profile.empty()) {
    // A name that is no longer there after a reload is as none.
    if (auto named = frame->profiles->named(std::string(profile))) frame->profile = std::move(*named);
  }
  frame->answered = std::move(answered);
  frame->arrived = std::chrono::steady_clock::now();
  frame->open = 1;  // this call's own share: nothing completes while messages are still handed out
  try {
    accept_frame(frame);
  } catch (const std::exception& problem) {
    if (!frame->failed.exchange(true)) frame->problem = {ErrorKind::environment, "pipeline", problem.what()};
  }
  if (--frame->open == 0) complete(*frame);
}

void Pipeline::accept_frame(const std::shared_ptr<Frame>& frame) {
  if (frame->bytes == kAcknowledge || frame->bytes == kNegative) {
    metrics_.count_answer(AnswerKind::none);
    return;
  }
  std::string_view bytes = frame->bytes;
  if (!hl7::looks_like_hl7(bytes)) {
    // A two-byte character set hides MSH until it is decoded.
    if (auto decoded = hl7::to_utf8(bytes); decoded && hl7::looks_like_hl7(*decoded)) {
      frame->decoded = std::move(*decoded);
      bytes = frame->decoded;
    }
  }
  const hl7::Split split = hl7::split_messages(bytes);
  frame->messages.assign(split.messages.begin(), split.messages.end());
  frame->envelope = split.envelope;
  frame->batch = split.batch;
  if (frame->messages.empty() && !frame->batch) frame->messages.push_back(bytes);
  const std::size_t count = frame->messages.size();
  frame->answers.resize(count);
  frame->open += count;
  for (std::size_t index = 0; index < count; ++index) {
    metrics_.count_message(frame->protocol == Protocol::mllp);
    try {
      process(frame, index);
    } catch (const std::exception& problem) {
      finish(frame, index, fail(ErrorKind::environment, "pipeline", problem.what()));
    }
  }
}

void Pipeline::process(const std::shared_ptr<Frame>& frame, std::size_t index) {
  OpenedMessage opened;
  if (const auto done = open_message(frame->messages[index], *frame->profiles, frame->profile, opened);
      !done) {
    metrics_.count_answer(AnswerKind::ar);
    finish(frame, index, without_header(refusal(hl7::AckCode::AR, 100, to_string(done.error()))));
    return;
  }
  if (hl7::is_acknowledgement(*opened.message)) {  // answering it would start a loop
    metrics_.count_answer(AnswerKind::none);
    finish(frame, index, std::string());
    return;
  }
  judge(frame, index, opened);
}

void Pipeline::judge(const std::shared_ptr<Frame>& frame, std::size_t index, const OpenedMessage& opened) {
  const hl7::Message& message = *opened.message;
  data::MessageRecord record;
  record.protocol = protocol_name(frame->protocol);
  record.sender =
      std::string(message.header().field(3).raw()) + "|" + std::string(message.header().field(4).raw());
  record.control_id = message.header().field(10).text();
  record.content = resend_hash(message);
  record.received_ms = clock_();
  if (answer_known(frame, index, message, record)) return;
  hl7::SequenceNumbers::Taken sequence;
  if (policy_.sequence_numbers) sequence = sequence_.take(record.sender, message.header().field(13).raw());
  if (answer_out_of_sequence(frame, index, message, sequence)) return;

  Claim claim = hl7::read_charges(message, *opened.profile);
  if (!claim.context.received_on) claim.context.received_on = date_of(record.received_ms);
  const std::shared_ptr<const Reference> reference = reference_.get();
  const auto started = std::chrono::steady_clock::now();
  const std::shared_ptr<const Engine> engine = engine_.get();
  const ClaimOverrides& overrides = overrides_.of(claim, record.received_ms);
  const Verdict& verdict = engine->check(claim, *reference, history_.of(claim, engine->rules()),
                                         thread_workspace(), overrides.facts());
  metrics_.count_claim(verdict, std::chrono::steady_clock::now() - started);

  const std::string patient = patients_.of(claim.patient.id);
  const VerdictReport report{record.protocol, patient,        claim,     verdict,
                             *reference,      Severity::info, &overrides};
  const AckPolicy policy = policy_.of_profile(*opened.profile);
  const AckDecision decision = decide_ack(claim, verdict, policy);
  hl7::AckContent content = ack_content(report, decision, policy);
  stamp(content);
  content.errors_before_2_5 = policy.errors_before_2_5;
  if (sequence.place == hl7::SequenceNumbers::Place::next) content.expected_sequence = sequence.expected;
  std::string answer = answer_text(*frame, opened, content, !decision.refused);
  metrics_.count_answer(kind_of(decision.code));
  if (decision.refused) {
    log::info("message refused with " + std::string(hl7::ack_code_text(decision.code)) + ", answer " +
              content.control_id);
    finish(frame, index, std::move(answer));
    return;
  }
  fill_record(record, report);
  record.message = frame->messages[index];
  record.answer = std::move(answer);
  log::debug("message judged, answer " + content.control_id);
  const std::string sender = policy_.sequence_numbers ? record.sender : std::string();
  state_.submit(std::move(record), [this, frame, index, sender, sequence](Result<data::Committed> committed) {
    if (!committed) sequence_.give_back(sender, sequence);
    on_committed(frame, index, std::move(committed));
  });
}

bool Pipeline::answer_out_of_sequence(const std::shared_ptr<Frame>& frame, std::size_t index,
                                      const hl7::Message& message, const hl7::SequenceNumbers::Taken& taken) {
  using Place = hl7::SequenceNumbers::Place;
  if (taken.place == Place::none || taken.place == Place::next) return false;
  hl7::AckContent content;
  if (taken.place == Place::earlier) {
    content = refusal(hl7::AckCode::AE, 205, "the sequence number was used before, by another message");
  } else if (taken.place == Place::gap) {
    content =
        refusal(hl7::AckCode::AE, 207, "messages are missing before this one; the next one is in MSA-4");
  }
  content.expected_sequence = taken.expected;
  stamp(content);
  metrics_.count_answer(kind_of(content.code));
  finish(frame, index, hl7::write_ack(message, content));
  return true;
}

bool Pipeline::answer_known(const std::shared_ptr<Frame>& frame, std::size_t index,
                            const hl7::Message& message, const data::MessageRecord& record) {
  if (record.control_id.empty()) return false;
  auto known = state_.find(record.sender, record.control_id, record.content);
  // A store that can't be read now will say so again when the record is submitted.
  if (!known || !*known) return false;
  if ((*known)->outcome == data::CommitOutcome::conflict) {
    finish(frame, index, conflict_answer(message));
    return true;
  }
  metrics_.count_answer(AnswerKind::replayed);
  finish(frame, index, std::move((*known)->answer));
  return true;
}

std::string Pipeline::conflict_answer(const hl7::Message& message) {
  metrics_.count_answer(AnswerKind::conflict);
  hl7::AckContent content = refusal(
      hl7::AckCode::AE, 205, "this control id was used before for other content; send it with a new one");
  stamp(content);
  log::warning("control id used again for other content, answer " + content.control_id);
  return hl7::write_ack(message, content);
}

void Pipeline::on_committed(const std::shared_ptr<Frame>& frame, std::size_t index,
                            Result<data::Committed> committed) {
  try {
    if (!committed) {
      finish(frame, index, tl::unexpected(committed.error()));
      return;
    }
    if (committed->outcome == data::CommitOutcome::conflict) {
      const auto message = hl7::Message::open(frame->messages[index]);
      finish(frame, index,
             message ? conflict_answer(*message)
                     : without_header(refusal(hl7::AckCode::AE, 205, "this control id was used before")));
      return;
    }
    if (committed->outcome == data::CommitOutcome::replayed) metrics_.count_answer(AnswerKind::replayed);
    finish(frame, index, std::move(committed->answer));
  } catch (const std::exception& problem) {
    finish(frame, index, fail(ErrorKind::environment, "pipeline", problem.what()));
  }
}

void Pipeline::finish(const std::shared_ptr<Frame>& frame, std::size_t index, Result<std::string> answer) {
  if (answer) {
    frame->answers[index] = std::move(*answer);
  } else if (!frame->failed.exchange(true)) {
    frame->problem = answer.error();
  }
  if (--frame->open == 0) complete(*frame);
}

// One answer for all messages of a frame.
Result<std::string> Pipeline::joined_answer(Frame& frame) {
  if (frame.failed) {
    // Nothing is answered: the sender sends the frame again, and what was stored of it is then known.
    return tl::unexpected(frame.problem);
  }
  if (frame.answers.size() == 1 && !frame.batch) return std::move(frame.answers.front());
  std::erase(frame.answers, std::string());
  if (frame.answers.empty() && !frame.batch) return std::string();
  hl7::AckContent content;
  stamp(content);
  return hl7::write_batch_answer(frame.envelope, frame.answers, content);
}

// Every message of the frame has its answer.
void Pipeline::complete(Frame& frame) {
  metrics_.observe_message(std::chrono::steady_clock::now() - frame.arrived);
  if (frame.failed) {
    metrics_.count_answer(AnswerKind::not_stored);
    log::error("a message could not be stored: " + to_string(frame.problem));
  }
  try {
    frame.answered(joined_answer(frame));
  } catch (const std::exception& problem) {
    log::error(std::string("an answer could not be given: ") + problem.what());
  }
  --in_flight_;
}

}  // namespace chargelint::plugin
