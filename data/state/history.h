// A patient's earlier services as the rules see them: from stored messages or from files, in the order in
// which they came, with what was taken back left out.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/state/store.h"
#include "rules/ports/history.h"

namespace chargelint::data {

// A message of a patient with the charges that are near enough in time, its inactive ones and credits too.
struct PriorMessage {
  std::int64_t id = 0;  // its place in the order of receipt
  std::int64_t seen_ms = 0;
  SourceFormat format = SourceFormat::none;
  BillKind kind = BillKind::professional;
  Stage stage = Stage::charge;
  char frequency = 0;
  std::string claim;     // opaque: equal for the same visit or claim; empty when it has no id
  std::string original;  // likewise, of the claim that it replaces or voids
  std::vector<ChargeRecord> charges;
};

// What of the claim at hand is needed to tell it from its earlier messages.
struct ClaimKeys {
  std::string claim;
  std::string original;
};

// Reused from claim to claim by one thread; lines are views into the messages it was given.
class PatientHistory final : public History {
 public:
  // `messages` in the order of receipt; lines of the claim itself and what was voided are left out:
  // - a credit voids the charge with its transaction id, else the latest one of the same service;
  // - of FHIR, the latest of the claims with one id stands; a replacement (frequency 7) or void (8) ends the
  //   claim that it names;
  // - of HL7, messages of one visit add up: an earlier line is the claim's own when its transaction id comes
  //   again, or where either has none.
  void set(const Claim& claim, const ClaimKeys& keys, std::vector<PriorMessage> messages,
           Availability availability);
  void clear(Availability availability);

  [[nodiscard]] Availability availability() const override { return availability_; }
  [[nodiscard]] std::span<const PriorLine> lines(Period period) const override;

 private:
  struct Standing {
    const PriorMessage* message = nullptr;
    const ChargeRecord* charge = nullptr;
    bool void_line = false;
    std::int64_t taken_back = 0;  // thousandths
    [[nodiscard]] bool counts() const { return !void_line && charge->active; }
  };
  void gather();
  void end_replaced(const Claim& claim, const ClaimKeys& keys);
  void leave_out_own(const Claim& claim, const ClaimKeys& keys);
  void take_back(std::string_view transaction_id, std::string_view code, std::string_view modifiers,
                 std::string_view date, std::int64_t units, const PriorMessage* within, std::size_t before);
  void apply_credits(const Claim& claim);
  void build();

  Availability availability_ = Availability::none;
  std::vector<PriorMessage> messages_;
  std::vector<Standing> standing_;
  std::vector<PriorLine> lines_;
};

// As ChargeRecord writes it: "59 LT".
[[nodiscard]] std::string joined_modifiers(const ServiceLine& line);
// What the store keeps of a line, and what a file's claim is as history.
[[nodiscard]] ChargeRecord charge_record(const Claim& claim, const ServiceLine& line);

[[nodiscard]] std::string_view kind_name(BillKind kind);
[[nodiscard]] std::string_view stage_name(Stage stage);
[[nodiscard]] BillKind kind_named(std::string_view name);
[[nodiscard]] Stage stage_named(std::string_view name);

}  // namespace chargelint::data
