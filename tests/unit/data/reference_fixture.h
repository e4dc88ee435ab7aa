// What the tests of the reference share: a folder of their own, texts in memory, synthetic release files.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/reference/digest.h"
#include "data/reference/refusal.h"
#include "data/reference/release_book.h"
#include "data/reference/snapshot.h"
#include "data/reference/store.h"
#include "data/releases/importers.h"

namespace chargelint::data::testing {

class ReferenceFolder {
 public:
  ReferenceFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "chargelint-reference-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~ReferenceFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  ReferenceFolder(const ReferenceFolder&) = delete;
  ReferenceFolder& operator=(const ReferenceFolder&) = delete;

  [[nodiscard]] std::string at(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, std::string_view content) const {
    const std::string path = at(name);
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

 private:
  std::filesystem::path path_;
};

inline std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class MemoryText final : public SourceText {
 public:
  MemoryText(std::string name, std::string content) : name_(std::move(name)), content_(std::move(content)) {}
  [[nodiscard]] const std::string& label() const override { return name_; }
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const std::string& archive_name() const override { return archive_; }
  std::string_view head() override { return std::string_view(content_).substr(0, kHeadBytes); }
  const std::string& content() override { return content_; }
  std::string digest() override { return sha256_hex(content_); }

 private:
  std::string name_;
  std::string archive_;
  std::string content_;
};

inline Result<std::optional<ParsedFile>> parsed(const std::string& name, const std::string& content,
                                                const std::string& release = "") {
  return guarded(name, [&] {
    MemoryText text(name, content);
    return parse_release(text, release);
  });
}

// Pair edits as CMS lays them out. Rows are tab separated.
inline std::string ptp_text(const std::vector<std::string>& rows, const std::string& end = "\r\n") {
  const std::vector<std::string> lines = {
      "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t",
      "Column1/Column2 Edits\t\t\t\t\t\t",
      "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale",
      "\t\tprior to 1996\tDate\tDate\t0=not allowed\t",
      "\t\t\t\t*=no data\t1=allowed\t",
      "\t\t\t\t\t9=not applicable\t"};
  std::string text;
  for (const auto& line : lines) text += line + end;
  for (const auto& row : rows) text += row + end;
  return text;
}

inline std::string mue_text(const std::vector<std::string>& rows, const std::string& end = "\r\n",
                            const std::string& setting = "Practitioner Services") {
  std::string text =
      "\"Codes are copyright 2025 of their owner. All \"\"rights\"\" reserved,\n\nCPT\xAE is a "
      "trademark.\",,," +
      end + "\"HCPCS/\nCPT Code\"," + setting + " MUE Values,MUE Adjudication Indicator,MUE Rationale" + end;
  for (const auto& row : rows) text += row + end;
  return text;
}

// One PPRRVU record of the two forms, from the same facts.
struct FeeRecord {
  std::string code = {};
  std::string modifier = {};
  std::string status = "A";
  std::string work = "1.80";
  std::string bilateral = "0";
  std::string endoscopic_base = {};
  std::string supervision = "09";
};

inline std::string fee_csv(const std::vector<FeeRecord>& records, bool pricing_indicator,
                           const std::string& title =
                               "2026 National Physician Fee Schedule Relative Value File July "
                               "Release") {
  std::string text = ",," + title + ",,\r\n,,RELEASED 06/30/2026,,\r\n,,,STATUS,MEDICARE,WORK\r\n";
  text +=
      "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE "
      "RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,"
      "SURG,SURG,SURG,SURG,";
  text += pricing_indicator ? "IND,BASE" : "BASE";
  text += ",FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT\r\n";
  for (const FeeRecord& one : records) {
    text += one.code + "," + one.modifier + ",\"Words, unread\"," + one.status + ",," + one.work +
            ",4.00,NA,1.10,,0.15,5.95,3.05,0,000,0.10,0.80,0.10,2," + one.bilateral + ",1,0,0,";
    text += pricing_indicator ? "9," : "";
    text += one.endoscopic_base + ",33.4009," + one.supervision + ",0,99,0.00,0.00,0.00\r\n";
  }
  return text;
}

inline std::string fee_fixed(const std::vector<FeeRecord>& records) {
  std::string text = "HDR CPT CODES AND DESCRIPTIONS ONLY ARE COPYRIGHT \r\nHDR 2026 OF THEIR OWNER.\r\n";
  for (const FeeRecord& one : records) {
    std::string line(171, ' ');
    const auto put = [&](std::size_t at, const std::string& cell) {
      line.replace(at - 1, cell.size(), cell);
    };
    put(1, one.code);
    put(6, one.modifier);
    put(8, "Words, unread");
    put(58, one.status);
    put(60, std::string(6 - one.work.size(), ' ') + one.work);
    put(67, "  4.00");
    put(73, "NA");
    put(76, "  1.10");
    put(85, " 0.15");
    put(91, "  5.95");
    put(97, "  3.05");
    put(103, "0");
    put(104, "000");
    put(107, ".10");
    put(110, ".80");
    put(113, ".10");
    put(116, "2");
    put(117, one.bilateral);
    put(118, "1");
    put(119, "0");
    put(120, "0");
    put(128, one.endoscopic_base);
    put(133, " 33.4009");
    put(142, one.supervision);
    put(144, "0");
    put(146, "99");
    text += line + "\r\n";
  }
  return text + "\x1A";
}

struct OrderLine {
  std::string code;
  bool billable = true;
  std::string title;
};
inline std::string order_text(const std::vector<OrderLine>& lines) {
  std::string text;
  int number = 0;
  for (const OrderLine& one : lines) {
    std::string count = std::to_string(++number);
    count.insert(0, 5 - count.size(), '0');
    std::string code = one.code;
    code.resize(7, ' ');
    std::string brief = one.title.substr(0, 60);
    brief.resize(60, ' ');
    text += count + " " + code + " " + (one.billable ? "1" : "0") + " " + brief + " " + one.title + "\r\n";
  }
  return text;
}

// Stored, not compressed: enough to be read as what it is.
std::string gzip_of(std::string_view content);
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& members);

inline Date day(std::string_view iso) {
  return *Date::parse_iso(iso);
}
inline Hcpcs code(std::string_view text) {
  return *Hcpcs::parse(text);
}
inline IcdCode icd(std::string_view text) {
  return *IcdCode::parse(text);
}
inline Modifier mod(std::string_view text) {
  return *Modifier::parse(text);
}

// A store in a folder of its own, with the outcome of each import and the snapshot it made.
class StoreFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = ReferenceStore::open(path(), true);
    ASSERT_TRUE(opened) << to_string(opened.error());
    store_ = std::move(*opened);
  }
  [[nodiscard]] std::string path() const { return folder_.at("reference.db"); }
  // `complete`: true, as if the small file were the whole table.
  Result<ImportReport> import(const std::vector<std::string>& paths, std::optional<bool> complete = true,
                              std::int64_t now_ms = 0) {
    ImportOptions options;
    options.complete = complete;
    options.now_ms = now_ms != 0 ? now_ms : ++clock_;
    return store_->import(paths, options, {});
  }
  void import_text(const std::string& name, const std::string& content, std::optional<bool> complete = true,
                   std::int64_t now_ms = 0) {
    const auto report = import({folder_.write(name, content)}, complete, now_ms);
    ASSERT_TRUE(report) << to_string(report.error());
    ASSERT_TRUE(report->unknown.empty()) << name << " was not recognised";
    report_ = *report;
  }
  [[nodiscard]] std::shared_ptr<const Reference> snapshot() const {
    auto opened = open_snapshot(snapshot_path(path()));
    EXPECT_TRUE(opened) << to_string(opened.error());
    return opened ? *opened : nullptr;
  }
  [[nodiscard]] std::shared_ptr<const Reference> as_known_at(std::int64_t known_ms) {
    const std::string target = folder_.at("then.snapshot");
    const auto compiled = store_->compile(target, known_ms);
    EXPECT_TRUE(compiled) << to_string(compiled.error());
    auto opened = open_snapshot(target);
    return opened ? *opened : nullptr;
  }
  [[nodiscard]] SourceStatus status_of(const std::string& source) {
    auto sources = store_->status();
    EXPECT_TRUE(sources);
    for (auto& one : *sources) {
      if (one.source == source) return one;
    }
    return {};
  }

  ReferenceFolder folder_;
  std::unique_ptr<ReferenceStore> store_;
  ImportReport report_;
  std::int64_t clock_ = 1'000;
};

}  // namespace chargelint::data::testing
