// What the plugin's tests share: a reference that holds nothing but a release, and a blocking client socket.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "data/reference/catalogue.h"

namespace chargelint::plugin::testing {

class EmptyReference final : public data::Catalogue {
 public:
  EmptyReference() {
    ReleaseInfo release;
    release.source = Source::ptp_practitioner;
    release.complete = true;
    release.force.from = *Date::from_ymd(2026, 4, 1);
    release.name = "2026Q2";
    releases_.push_back(release);
  }
  std::vector<ReleaseInfo> releases_;

  [[nodiscard]] Coverage coverage(Source, Date) const override { return {}; }
  [[nodiscard]] std::span<const ReleaseInfo> releases() const override { return releases_; }
  [[nodiscard]] std::string_view digest() const override { return "00ff"; }
  [[nodiscard]] std::string_view rationale(std::uint8_t) const override { return {}; }
  [[nodiscard]] std::string_view text(std::uint32_t) const override { return {}; }
  [[nodiscard]] std::span<const PtpEdit> ptp(Source, Hcpcs) const override { return {}; }
  [[nodiscard]] std::span<const MueLimit> mue(Source, Hcpcs) const override { return {}; }
  [[nodiscard]] std::span<const FeeScheduleRow> fee_schedule(Hcpcs) const override { return {}; }
  [[nodiscard]] std::span<const AddOnEdit> add_on(Hcpcs) const override { return {}; }
  [[nodiscard]] std::span<const DiagnosisRow> diagnosis(IcdCode) const override { return {}; }
  [[nodiscard]] std::span<const DiagnosisRow> diagnoses_below(IcdCode) const override { return {}; }
  [[nodiscard]] std::span<const ModifierRow> modifier(Modifier) const override { return {}; }
  [[nodiscard]] std::span<const CodeMapRow> code_map(CodeMap, Hcpcs) const override { return {}; }
  [[nodiscard]] bool knows_code(Hcpcs) const override { return false; }
  [[nodiscard]] std::span<const std::uint32_t> neighbours(Hcpcs, std::size_t) const override { return {}; }
  [[nodiscard]] bool in_set(CodeSet, Hcpcs, Date) const override { return false; }
  [[nodiscard]] bool in_set(DiagnosisSet, IcdCode, Date) const override { return false; }
  [[nodiscard]] std::optional<std::int64_t> parameter(Parameter, Date) const override { return std::nullopt; }
  [[nodiscard]] bool knows_place(std::string_view, Date) const override { return false; }
  [[nodiscard]] std::string_view words(Hcpcs) const override { return {}; }
  [[nodiscard]] std::string_view words(IcdCode) const override { return {}; }
  [[nodiscard]] std::string_view words(Modifier) const override { return {}; }
  [[nodiscard]] std::span<const data::Fact> facts(data::Subject, std::string_view) const override {
    return {};
  }
  [[nodiscard]] std::vector<std::string> subjects(data::Subject) const override { return {}; }
  [[nodiscard]] std::vector<data::PtpPartner> partners(Source, Hcpcs) const override { return {}; }
  [[nodiscard]] std::vector<const AddOnEdit*> add_on_children(Hcpcs) const override { return {}; }
  [[nodiscard]] std::vector<const CodeMapRow*> code_map_to(CodeMap, Hcpcs) const override { return {}; }
  [[nodiscard]] std::span<const std::uint32_t> procedure_codes() const override { return {}; }
  [[nodiscard]] std::span<const std::uint64_t> diagnosis_codes() const override { return {}; }
  [[nodiscard]] std::span<const std::uint16_t> modifier_codes() const override { return {}; }
};

// A client that waits at most five seconds for anything.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval limit{5, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  // False when the other side has closed before all was taken.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // Bytes until `count` of them are there, the other side closes, or the time is up.
  std::string receive(std::size_t count) {
    std::string text;
    std::array<char, 4096> chunk{};
    while (text.size() < count) {
      const ssize_t size = ::recv(socket_, chunk.data(), std::min(chunk.size(), count - text.size()), 0);
      closed_ = size == 0;
      if (size <= 0) break;
      text.append(chunk.data(), static_cast<std::size_t>(size));
    }
    return text;
  }
  std::string receive_until(std::string_view end) {
    std::string text;
    while (!text.ends_with(end)) {
      const std::string one = receive(1);
      if (one.empty()) break;
      text += one;
    }
    return text;
  }
  [[nodiscard]] bool closed() {
    const std::string rest = receive(1);
    return rest.empty() && closed_;
  }

 private:
  int socket_;
  bool connected_ = false;
  bool closed_ = false;
};

// A folder of one test's own, removed afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "chargelint-test-XXXXXX").string();
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

}  // namespace chargelint::plugin::testing
