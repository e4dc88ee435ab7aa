// A store of the first schema version goes on with this program; one of a later version is refused.
#include <algorithm>

#include "data/embedded.h"
#include "data/reference/database.h"
#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

std::string schema(std::string_view name) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name == name) return std::string(file.content);
  }
  ADD_FAILURE() << name << " is not in the binary";
  return {};
}

// As the program of version 1 left it: a fee schedule row, an add-on row, and the releases that brought them.
void make_first_version(const std::string& path) {
  Database database(path, true);
  database.run("PRAGMA application_id = 1129075270");
  database.run(schema("schema/0001_reference.sql"));
  database.run("PRAGMA user_version = 1");
  database.run(
      "INSERT INTO release VALUES (1, 'mpfs', 'fee_schedule', '2025Q4', 0, 0, 20251001, NULL, 1, 1, 1, 'aa', "
      "NULL, "
      "1000, NULL);"
      "INSERT INTO release_file VALUES (1, 'PPRRVU2025_Oct.csv', 0, 'aa', 1);"
      "INSERT INTO fee_schedule VALUES ('77003', '', 'A', '1', 'ZZZ', '0', '0', '1', '0', '0', '09', '99', "
      "'', 'N', "
      "'', 60, 250, 0, 0, 0, 0, 20251001, NULL, 1, 1000, NULL);"
      "INSERT INTO release VALUES (2, 'ncci-add-on', 'add_on_edit', 'starter', 0, 1, NULL, NULL, 0, 1, 1, "
      "'bb', NULL, "
      "1000, NULL);"
      "INSERT INTO add_on_edit VALUES ('99292', '99291', 1, 0, 20130401, NULL, 2, 1000, NULL);");
}

TEST(ReferenceSchema, AStoreOfTheFirstVersionIsBroughtUpToDateWithItsRows) {
  const ReferenceFolder folder;
  const std::string path = folder.at("reference.db");
  make_first_version(path);
  {
    auto store = ReferenceStore::open(path, false);
    ASSERT_TRUE(store) << to_string(store.error());
    const auto compiled = (*store)->compile(snapshot_path(path), std::nullopt);
    ASSERT_TRUE(compiled) << to_string(compiled.error());
  }
  Database database(path, false);
  EXPECT_EQ(database.integer("PRAGMA user_version"), 3);
  EXPECT_EQ(database.integer("SELECT extent FROM release WHERE id = 1"), 1);
  EXPECT_EQ(database.integer("SELECT malpractice FROM fee_schedule"), 0);
  const auto snapshot = open_snapshot(snapshot_path(path));
  ASSERT_TRUE(snapshot) << to_string(snapshot.error());
  const auto fee = fee_schedule_on(**snapshot, code("77003"), Modifier(), day("2025-11-01"));
  ASSERT_NE(fee.row, nullptr);
  EXPECT_EQ(fee.row->work_rvu, 60);
  EXPECT_EQ(fee.row->conversion_factor, 0);
  ASSERT_EQ((*snapshot)->add_on(code("99292")).size(), 1U);
  EXPECT_EQ((*snapshot)->add_on(code("99292"))[0].add_on_deleted, Date::open_end().days());

  auto again = ReferenceStore::open(path, false);
  ASSERT_TRUE(again) << to_string(again.error());
  ImportOptions options;
  options.complete = true;
  options.now_ms = 2'000;
  const auto report = (*again)->import(
      {folder.write("PPRRVU2026_Jul.csv", fee_csv({FeeRecord{.code = "77003"}}, true))}, options, {});
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_EQ(report->added, 1U);
}

TEST(ReferenceSchema, OfAFreshStoreIsTheSameAsOfOneBroughtUpToDate) {
  const ReferenceFolder folder;
  make_first_version(folder.at("old.db"));
  ASSERT_TRUE(ReferenceStore::open(folder.at("old.db"), false));
  ASSERT_TRUE(ReferenceStore::open(folder.at("new.db"), true));
  const auto tables = [&](const std::string& name) {
    Database database(folder.at(name), false);
    Statement select = database.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
    std::string all;
    while (select.step()) all.append(select.text(0)).append("\n");
    return all;
  };
  EXPECT_EQ(tables("old.db"), tables("new.db"));
  EXPECT_NE(tables("new.db").find("diagnosis_relation"), std::string::npos);
}

TEST(ReferenceSchema, ASnapshotOfAnEarlierFormatIsCompiledAnewByAnyImport) {
  const ReferenceFolder folder;
  const std::string path = folder.at("reference.db");
  const std::string file = folder.write("PPRRVU2026_Jul.csv", fee_csv({FeeRecord{.code = "77003"}}, true));
  auto store = ReferenceStore::open(path, true);
  ASSERT_TRUE(store);
  ImportOptions options;
  options.now_ms = 1'000;
  ASSERT_TRUE((*store)->import({file}, options, {}));
  const std::string snapshot = snapshot_path(path);
  const std::string bytes = read_bytes(snapshot);
  std::string old = bytes;
  old[8] = 1;  // the version
  folder.write("reference.db.snapshot", old);
  ASSERT_FALSE(open_snapshot(snapshot));
  const auto report = (*store)->import({file}, options, {});
  ASSERT_TRUE(report) << to_string(report.error());
  EXPECT_TRUE(report->files[0].unchanged);
  EXPECT_EQ(read_bytes(snapshot), bytes);
}

TEST(ReferenceSchema, AStoreOfALaterVersionIsRefused) {
  const ReferenceFolder folder;
  const std::string path = folder.at("reference.db");
  ASSERT_TRUE(ReferenceStore::open(path, true));
  Database(path, false).run("PRAGMA user_version = 4");
  const auto refused = ReferenceStore::open(path, false);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("version 4"), std::string::npos);
}

}  // namespace
}  // namespace chargelint::data::testing
