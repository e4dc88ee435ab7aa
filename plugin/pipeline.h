// From the bytes of an HL7 v2 frame to its answer: split, decode, look for a duplicate, read, judge, store,
// and answer only when the store has committed.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "data/state/store.h"
#include "hl7/message.h"
#include "hl7/sequence.h"
#include "plugin/report/ack.h"
#include "plugin/report/patient_ref.h"
#include "plugin/service/claim_history.h"
#include "plugin/service/claim_overrides.h"
#include "plugin/service/engine_holder.h"
#include "plugin/service/metrics.h"
#include "plugin/service/reference_holder.h"
#include "plugin/site/profiles.h"
#include "rules/base/result.h"
#include "rules/engine/engine.h"

namespace chargelint::plugin {

// Milliseconds since 1970.
using Clock = std::function<std::int64_t()>;
[[nodiscard]] std::int64_t system_clock_ms();

enum class Protocol : std::uint8_t { mllp, hl7_http };

// The answer without framing; empty: none is due (the message was itself an acknowledgement). An error: the
// message could not be stored, so nothing may be answered.
using Answered = std::function<void(Result<std::string>)>;

class Pipeline {
 public:
  // What is referred to must outlive the pipeline, and the pipeline every answer it owes.
  Pipeline(const EngineHolder& engine, const ReferenceHolder& reference, data::StateStore& state,
           PatientRefs patients, Metrics& metrics, AckPolicy policy, Clock clock,
           std::optional<Date> history_complete_since = std::nullopt,
           const ProfileHolder* profiles = nullptr);
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // `answered` is called once: here, when nothing had to be stored, or on the store's thread. Does not block,
  // does not throw. `profile`: the name of the one that every message of the frame is read by; empty: by the
  // sender.
  void accept(std::string frame, Protocol protocol, Answered answered, std::string_view profile = {});
  // The answer to a frame that was given up before its end.
  [[nodiscard]] std::string refuse_frame(std::string_view beginning, std::string_view reason);
  // Frames that wait for their commit.
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }

 private:
  struct Frame;
  void accept_frame(const std::shared_ptr<Frame>& frame);
  void process(const std::shared_ptr<Frame>& frame, std::size_t index);
  void judge(const std::shared_ptr<Frame>& frame, std::size_t index, const OpenedMessage& opened);
  // What is sent: the application answer, the accept answer, both or nothing, by the sender's mode.
  [[nodiscard]] std::string answer_text(const Frame& frame, const OpenedMessage& opened,
                                        const hl7::AckContent& content, bool stored);
  // True when the store already knows the message: it is answered from there.
  bool answer_known(const std::shared_ptr<Frame>& frame, std::size_t index, const hl7::Message& message,
                    const data::MessageRecord& record);
  // True when a message is out of its sender's sequence: it is answered, and not stored.
  bool answer_out_of_sequence(const std::shared_ptr<Frame>& frame, std::size_t index,
                              const hl7::Message& message, const hl7::SequenceNumbers::Taken& taken);
  void on_committed(const std::shared_ptr<Frame>& frame, std::size_t index,
                    Result<data::Committed> committed);
  void finish(const std::shared_ptr<Frame>& frame, std::size_t index, Result<std::string> answer);
  void complete(Frame& frame);
  [[nodiscard]] Result<std::string> joined_answer(Frame& frame);
  [[nodiscard]] std::string conflict_answer(const hl7::Message& message);
  [[nodiscard]] std::string without_header(hl7::AckContent content);
  void stamp(hl7::AckContent& content);

  const EngineHolder& engine_;
  const ReferenceHolder& reference_;
  data::StateStore& state_;
  StoredHistory history_;
  StoredOverrides overrides_;
  PatientRefs patients_;
  Metrics& metrics_;
  AckPolicy policy_;
  Clock clock_;
  const ProfileHolder* profiles_;
  hl7::SequenceNumbers sequence_;
  std::string control_prefix_;
  std::atomic<std::uint64_t> next_control_id_{1};
  std::atomic<std::size_t> in_flight_{0};
};

// The record of a message: its charges and findings as the store keeps them. Everything but what was received
// and answered.
void fill_record(data::MessageRecord& record, const VerdictReport& report);
// SHA-256 of a message without the time it was sent at, so that a resend is known as such.
[[nodiscard]] data::ContentHash resend_hash(const hl7::Message& message);

}  // namespace chargelint::plugin
