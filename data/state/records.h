// The statements over the tables of the state store, prepared once for a connection. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "data/state/database.h"
#include "data/state/sealing.h"
#include "data/state/store.h"

namespace chargelint::data::state {

// The columns that a value is sealed for.
inline constexpr std::string_view kPatientColumn = "message.patient_sealed";
inline constexpr std::string_view kVisitColumn = "message.visit_sealed";
inline constexpr std::string_view kOrderColumn = "charge.order_sealed";

// A record as its row will be: identifiers, message and verdict are sealed in place.
struct SealedRecord {
  MessageRecord record;
  Digest content_key{};
  Digest patient_key{};
  Digest visit_key{};
  Digest original_key{};
  std::string services;  // packed; empty where the patient is unknown
};
// A keyed hash as text that may be shown; empty for none.
[[nodiscard]] std::string shown_key(std::string_view key);
[[nodiscard]] Result<SealedRecord> seal(const Sealer& sealer, MessageRecord record);
[[nodiscard]] Result<Digest> content_key(const Sealer& sealer, const ContentHash& content);

// Of a row whose columns from `first` on are those of a charge, in the order of the table's insert.
[[nodiscard]] Result<void> read_charge(const Sealer& sealer, const Statement& row, int first,
                                       ChargeRecord& charge);

class RecordWriter {
 public:
  [[nodiscard]] static Result<RecordWriter> make(Database& database);

  [[nodiscard]] Result<void> begin();
  // Inside a transaction; sees what the transaction has stored so far.
  [[nodiscard]] Result<Committed> store(const SealedRecord& sealed);
  [[nodiscard]] Result<void> commit();
  // After a failure: forgets what the transaction had counted.
  void reset();

 private:
  RecordWriter(Statement begin, Statement commit, Statement total, Statement message, Statement services,
               Statement charge, Statement finding, Statement find);
  [[nodiscard]] Result<std::optional<std::int64_t>> insert_message(const SealedRecord& sealed);
  [[nodiscard]] Result<void> insert_services(std::int64_t id, const SealedRecord& sealed);
  [[nodiscard]] Result<void> insert_charges(std::int64_t id, const MessageRecord& record);
  [[nodiscard]] Result<void> insert_findings(std::int64_t id, const MessageRecord& record);

  Statement begin_, commit_, total_, message_, patient_services_, charge_, finding_, find_;
  StateCounts added_;
};

class RecordReader {
 public:
  [[nodiscard]] static Result<RecordReader> make(Database& database);

  [[nodiscard]] Result<std::optional<Committed>> find(std::string_view sender, std::string_view control_id,
                                                      const Digest& content_key);
  [[nodiscard]] Result<std::optional<MessageRecord>> load(const Sealer& sealer, std::string_view sender,
                                                          std::string_view control_id);
  [[nodiscard]] Result<StateCounts> counts();

 private:
  RecordReader(Statement find, Statement message, Statement charges, Statement findings, Statement total);

  Statement find_, message_, charges_, findings_, total_;
};

}  // namespace chargelint::data::state
