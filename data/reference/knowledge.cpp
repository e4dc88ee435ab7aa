#include "data/reference/knowledge.h"

#include <chrono>
#include <filesystem>

#include "data/reference/database.h"
#include "data/reference/refusal.h"
#include "data/reference/store.h"

namespace chargelint::data {
namespace {

constexpr std::string_view kChanges =
    "(SELECT loaded_ms AS moment FROM release UNION ALL "
    "SELECT superseded_ms FROM release WHERE superseded_ms IS NOT NULL)";

Result<std::unique_ptr<ReferenceStore>> open_store(const std::string& store_path) {
  auto store = ReferenceStore::open(store_path, false);
  if (!store && store.error().kind == ErrorKind::not_found) {
    return fail(ErrorKind::environment, store_path,
                "the store of record is not there, and only it knows the past; make it with `chargelint "
                "reference import`");
  }
  return store;
}

}  // namespace

Result<Knowledge> knowledge_at(const std::string& store_path, std::int64_t known_ms) {
  // Opening it as a store refuses a file that is none, and an older schema is brought up to date.
  if (auto store = open_store(store_path); !store) return tl::unexpected(store.error());
  return guarded(store_path, [&] {
    Database database(store_path, false);
    Knowledge knowledge;
    std::string sql = "SELECT min(moment), max(moment), max(CASE WHEN moment <= ?1 THEN moment END) FROM ";
    Statement select = database.prepare(sql.append(kChanges));
    select.bind(1, known_ms);
    if (select.step()) {
      if (!select.is_null(0)) knowledge.first_ms = select.integer(0);
      if (!select.is_null(2)) knowledge.changed_ms = select.integer(2);
      knowledge.newest = knowledge.changed_ms && *knowledge.changed_ms == select.integer(1);
    }
    return knowledge;
  });
}

Result<void> compile_known(const std::string& store_path, std::int64_t known_ms, const std::string& path) {
  auto store = open_store(store_path);
  if (!store) return tl::unexpected(store.error());
  return (*store)->compile(path, known_ms);
}

std::string moment_text(std::int64_t milliseconds) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::milliseconds> instant{std::chrono::milliseconds(milliseconds)};
  const auto day = floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time{floor<std::chrono::seconds>(instant - day)};
  const auto two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return Date::from_days(static_cast<std::int32_t>(day.time_since_epoch().count())).iso().str() + "T" +
         two(time.hours().count()) + ":" + two(time.minutes().count()) + ":" + two(time.seconds().count()) +
         "Z";
}

}  // namespace chargelint::data
