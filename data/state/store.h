// The state store: messages by control id, their charges and findings. One writer with group commit;
// identifiers are encrypted, and joined by a keyed hash.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/base/date.h"
#include "rules/base/result.h"

namespace chargelint::data {

struct ChargeRecord {
  std::uint16_t line = 0;
  std::string type;  // CG, CD, …
  std::string transaction_id;
  std::string code;
  std::string modifiers;  // "59 LT"
  std::string diagnoses;  // "M54.12 G89.4"
  std::string units;
  std::string date;       // ISO
  std::string rendering;  // NPI
  bool active = true;
  std::string through = {};  // ISO
  std::string place = {};
  std::string revenue_code = {};
  std::string order_number = {};  // encrypted
  std::string amount = {};
  std::string specialty = {};
  std::string group = {};
};

struct FindingRecord {
  std::uint16_t line = 0;  // first line concerned; 0 = the claim
  std::string rule;
  std::string severity;
  std::string json;  // the finding object of the contract
};

using ContentHash = std::array<std::byte, 32>;

struct MessageRecord {
  std::string protocol;    // "mllp", "hl7-http", "fhir"
  std::string sender;      // MSH-3|MSH-4, never a person
  std::string control_id;  // MSH-10
  ContentHash content{};   // SHA-256 of the message without MSH-7
  std::int64_t received_ms = 0;
  std::string message;     // as received; encrypted at rest
  std::string answer;      // as sent
  std::string patient_id;  // encrypted; empty: unknown
  std::string visit_id;    // encrypted
  std::string snapshot;    // digest the verdict was made with
  std::string verdict;     // the JSON line of the contract; encrypted
  std::string kind = {};   // kind_name, stage_name
  std::string stage = {};
  std::string frequency = {};
  std::string original_claim = {};  // kept as a keyed hash alone
  std::vector<ChargeRecord> charges;
  std::vector<FindingRecord> findings;
};

enum class CommitOutcome : std::uint8_t {
  stored,
  replayed,  // the same key and content was there: `answer` is the stored one
  conflict,  // the same key with other content: nothing was stored
};
struct Committed {
  CommitOutcome outcome = CommitOutcome::stored;
  std::string answer;
};
using CommitDone = std::function<void(Result<Committed>)>;

struct StateCounts {
  std::uint64_t messages = 0, charges = 0, findings = 0;
};
struct StateMetrics {
  std::uint64_t commits = 0, records = 0, queued = 0;
};

// What was found in a stored message.
struct StoredVerdict {
  std::int64_t message = 0;  // the store's own number
  std::int64_t received_ms = 0;
  std::string patient_id;
  std::string visit_id;
  std::string snapshot;
  std::vector<FindingRecord> findings;
};

struct PriorMessage;
// The services of a patient within a period, both days included.
struct HistoryQuery {
  std::string_view patient_id;
  std::string_view claim_id;  // of the claim at hand, and the one it replaces: their keys come back
  std::string_view original_claim;
  Date from;
  Date to;
  // Messages stored before the one with this number, as they were when it came.
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
};
struct StoredServices {
  std::vector<PriorMessage> messages;  // in the order of receipt
  std::string claim_key;
  std::string original_key;
};

// What a person decided of a finding: on these facts it does not hold for this patient.
struct Override {
  std::int64_t id = 0;
  std::string patient_id;  // whose; these two are kept as keyed hashes alone and do not come back
  std::string visit_id;    // where the patient is unknown, the visit's
  std::string rule;
  std::uint64_t fact_hash = 0;
  std::string codes;   // of the finding: "62324 62320"
  std::string reason;  // a code of the catalogue's list
  std::string text;    // what the person wrote; encrypted
  std::string user;
  std::string role;
  std::string scope;  // "line", "claim"
  std::int64_t made_ms = 0;
  std::optional<std::int64_t> expires_ms;
  std::optional<std::int64_t> ended_ms;
  bool same_visit = false;  // read for a claim: it was decided on this very visit
};
// The claim whose overrides are asked for.
struct OverrideSubject {
  std::string_view patient_id;
  std::string_view visit_id;
};
struct OverrideAudit {
  std::int64_t override_id = 0;
  std::string action;  // "made", "ended"
  std::string user;
  std::string role;
  std::int64_t at_ms = 0;
};

class StateStore {
 public:
  // `path`: a SQLite file, made when it is not there (WAL, synchronous=FULL). `key`: 32 bytes.
  [[nodiscard]] static Result<std::unique_ptr<StateStore>> open(const std::string& path,
                                                                std::string_view key);
  virtual ~StateStore() = default;  // commits what was submitted

  // Queues the record; `done` runs on the writer's thread once the transaction that holds it is on disk.
  // Thread-safe; never waits: when the queue is full `done` gets an error at once, on the caller's thread.
  virtual void submit(MessageRecord record, CommitDone done) = 0;
  // What is stored under this key, without waiting for the writer. Thread-safe.
  [[nodiscard]] virtual Result<std::optional<Committed>> find(std::string_view sender,
                                                              std::string_view control_id,
                                                              const ContentHash& content) = 0;
  // The record under this key, decrypted; its `content` is left zero, since only a keyed hash of it is kept.
  // `malformed` when a stored value was changed. Thread-safe.
  [[nodiscard]] virtual Result<std::optional<MessageRecord>> load(std::string_view sender,
                                                                  std::string_view control_id) = 0;
  // The verdict of the newest message of a visit, or of the message with the store's own number. Thread-safe.
  [[nodiscard]] virtual Result<std::optional<StoredVerdict>> verdict_of_visit(std::string_view visit_id) = 0;
  [[nodiscard]] virtual Result<std::optional<StoredVerdict>> verdict_of_message(std::int64_t number) = 0;
  // Messages with charges of the patient that are dated within the period; what is queued is not among them.
  // Thread-safe.
  [[nodiscard]] virtual Result<StoredServices> services(const HistoryQuery& query) = 0;

  // Kept at once, with its audit entry; the id comes back. Thread-safe, and waits for the disk.
  [[nodiscard]] virtual Result<std::int64_t> add_override(const Override& made) = 0;
  [[nodiscard]] virtual Result<bool> end_override(std::int64_t id, std::string_view user,
                                                  std::string_view role, std::int64_t now_ms) = 0;
  // Those in force at `at_ms` for the patient (the visit, where the patient is unknown), by id: one look-up
  // by index. Thread-safe.
  [[nodiscard]] virtual Result<std::vector<Override>> active_overrides(const OverrideSubject& subject,
                                                                       std::int64_t at_ms) = 0;
  // All of them, the newest first, those that have ended too. Thread-safe.
  [[nodiscard]] virtual Result<std::vector<Override>> overrides(std::size_t most) = 0;
  [[nodiscard]] virtual Result<std::vector<OverrideAudit>> override_audit() = 0;
  // All that was ever committed to the file, also by other processes; does not scan.
  [[nodiscard]] virtual Result<StateCounts> counts() = 0;
  [[nodiscard]] virtual StateMetrics metrics() const = 0;
  [[nodiscard]] virtual bool reachable() = 0;
};

// SHA-256, for MessageRecord::content.
[[nodiscard]] ContentHash content_hash(std::string_view bytes);
// The key: from the environment variable `variable` (64 hex digits or 44 base64 characters) when set, else
// from the file, which is made with mode 0600 on first use.
[[nodiscard]] Result<std::string> load_key(const std::string& file, const char* variable);

}  // namespace chargelint::data
