// Opening a snapshot, and the look-ups that take more than a line.
#include "data/reference/snapshot.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <vector>

#include "data/reference/catalogue.h"
#include "data/reference/mapped_catalogue.h"
#include "data/reference/refusal.h"
#include "data/reference/snapshot_format.h"

namespace chargelint::data {
namespace snapshot {

// The windows lie close together and are read by many pairs: of a pair of its own only the line is fetched.
std::span<const PtpEdit> MappedCatalogue::edits_of(const PtpTable& table, std::uint32_t column1,
                                                   std::uint32_t column2) const {
  if (table.lines.starts.empty())
    return pair_edits(table.edits.of(column1), Hcpcs::from_packed(codes_[column2]));
  const std::uint16_t found = windows_in(table.lines.of(column1), static_cast<std::uint16_t>(column2));
  if (found == 0) return {};
  const std::size_t at = table.windows.starts[column2] + (found & (kSeveral - 1U)) - 1;
  const std::size_t count = (found & kSeveral) == 0 ? 1 : table.counts[at];
  return table.windows.rows.subspan(at, count);
}

std::span<const PtpEdit> MappedCatalogue::pair(Source table, Hcpcs column1, Hcpcs column2) const {
  const std::size_t which = ptp_table_number(table);
  if (which >= kPtpTables) return {};
  const auto index1 = code_index(column1);
  const auto index2 = code_index(column2);
  if (!index1 || !index2) return {};
  return edits_of(ptp_[which], *index1, *index2);
}

std::vector<PtpPartner> MappedCatalogue::partners(Source table, Hcpcs column2) const {
  std::vector<PtpPartner> found;
  const std::size_t which = ptp_table_number(table);
  const auto index2 = code_index(column2);
  if (which >= kPtpTables || !index2) return found;
  std::uint32_t column1 = 0;
  std::uint32_t step = 0;
  unsigned shift = 0;
  for (const std::uint8_t byte : ptp_[which].column1.of(*index2)) {
    step |= static_cast<std::uint32_t>(byte & 0x7FU) << shift;
    shift += 7;
    if ((byte & 0x80U) != 0) continue;
    column1 += step;
    step = 0;
    shift = 0;
    for (const PtpEdit& edit : edits_of(ptp_[which], column1, *index2))
      found.push_back({Hcpcs::from_packed(codes_[column1]), &edit});
  }
  return found;
}

std::vector<std::string> MappedCatalogue::subjects(Subject subject) const {
  std::vector<std::string> codes;
  const std::uint64_t first = std::uint64_t{static_cast<unsigned char>(subject)} << 56U;
  auto key = std::lower_bound(facts_.keys.begin(), facts_.keys.end(), first);
  for (; key != facts_.keys.end() && *key >> 56U == first >> 56U; ++key) {
    codes.emplace_back(unpack_brief(static_cast<std::int64_t>(*key & 0x00FFFFFFFFFFFFFFULL)).view());
  }
  return codes;
}

// What precedes the code in the order of prefixes is one of its own prefixes, or lies below one.
bool MappedCatalogue::in_set(DiagnosisSet set, IcdCode code, Date date) const {
  const auto prefixes = diagnosis_sets_.of(static_cast<std::size_t>(set));
  const auto next = std::upper_bound(
      prefixes.begin(), prefixes.end(), code.packed(),
      [](std::uint64_t wanted, const DiagnosisPrefixRecord& one) { return wanted < one.prefix; });
  if (next == prefixes.begin()) return false;
  auto at = static_cast<std::size_t>(&*std::prev(next) - diagnosis_sets_.rows.data()) + 1;
  while (at != 0) {
    const DiagnosisPrefixRecord& one = diagnosis_sets_.rows[at - 1];
    if (in_force(one.from, one.to, date) && code.starts_with(IcdCode::from_packed(one.prefix))) return true;
    at = one.within;
  }
  return false;
}

}  // namespace snapshot

Result<std::shared_ptr<const Catalogue>> open_catalogue(const std::string& path) {
  return guarded(path, [&]() -> std::shared_ptr<const Catalogue> {
    return std::make_shared<snapshot::MappedCatalogue>(path);
  });
}

Result<std::shared_ptr<const Reference>> open_snapshot(const std::string& path) {
  auto opened = open_catalogue(path);
  if (!opened) return tl::unexpected(std::move(opened.error()));
  return std::shared_ptr<const Reference>(std::move(*opened));
}

bool is_current_snapshot(const std::string& path) {
  using namespace snapshot;
  Header header;
  std::ifstream file(path, std::ios::binary);
  return file.read(reinterpret_cast<char*>(&header), sizeof(header)) &&
         std::equal(std::begin(kMagic), std::end(kMagic), std::begin(header.magic)) &&
         header.version == kVersion;
}

std::string snapshot_path(const std::string& store_path) {
  return store_path + ".snapshot";
}

}  // namespace chargelint::data
