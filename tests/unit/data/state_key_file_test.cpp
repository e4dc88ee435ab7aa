// Where the key comes from, and which key files are refused.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "state_fixture.h"

namespace chargelint::data::state {
namespace {

constexpr const char* kVariable = "CHARGELINT_TEST_KEY";

struct SetVariable {
  explicit SetVariable(const char* value) { ::setenv(kVariable, value, 1); }
  SetVariable(const SetVariable&) = delete;
  SetVariable& operator=(const SetVariable&) = delete;
  ~SetVariable() { ::unsetenv(kVariable); }
};

void write_file(const std::string& name, const std::string& content, mode_t mode) {
  std::ofstream(name, std::ios::binary) << content;
  ASSERT_EQ(::chmod(name.c_str(), mode), 0);
}

TEST(KeyFile, IsMadeOnFirstUseForItsOwnerAloneAndReadAfterwards) {
  const Folder folder;
  const std::string name = folder / "key";
  const mode_t before = ::umask(0);
  const Result<std::string> made = load_key(name, kVariable);
  ::umask(before);
  ASSERT_TRUE(made.has_value()) << to_string(made.error());
  EXPECT_EQ(made->size(), 32U);
  struct stat status {};
  ASSERT_EQ(::stat(name.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
  EXPECT_EQ(load_key(name, kVariable).value(), *made);
  EXPECT_NE(load_key(folder / "other", kVariable).value(), *made);
}

TEST(KeyFile, LeavesNoTemporaryFileBehind) {
  const Folder folder;
  ASSERT_TRUE(load_key(folder / "key", nullptr).has_value());
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder / "")) ++files;
  EXPECT_EQ(files, 1U);
}

TEST(KeyFile, AllWhoStartTogetherGetOneKey) {
  const Folder folder;
  std::array<std::string, 8> keys;
  std::vector<std::thread> starters;
  starters.reserve(keys.size());
  for (std::string& key : keys) {
    starters.emplace_back([&key, &folder] { key = load_key(folder / "key", nullptr).value_or("failed"); });
  }
  for (std::thread& starter : starters) starter.join();
  for (const std::string& key : keys) EXPECT_EQ(key, keys[0]);
  EXPECT_EQ(keys[0].size(), 32U);
}

TEST(KeyFile, IsRefusedWhenOthersMayReadIt) {
  const Folder folder;
  const std::string name = folder / "key";
  for (const mode_t mode : {0640U, 0604U, 0644U, 0660U, 0666U, 0601U}) {
    write_file(name, std::string(64, 'a'), mode);
    const Result<std::string> key = load_key(name, nullptr);
    ASSERT_FALSE(key.has_value()) << std::oct << mode;
    EXPECT_NE(key.error().what.find("0600"), std::string::npos);
    EXPECT_EQ(key.error().where, name);
  }
  for (const mode_t mode : {0600U, 0400U}) {
    write_file(name, std::string(64, 'a'), 0600);
    ASSERT_EQ(::chmod(name.c_str(), mode), 0);
    EXPECT_TRUE(load_key(name, nullptr).has_value()) << std::oct << mode;
  }
}

TEST(KeyFile, IsRefusedWhenItHoldsNoKeyAndIsNeverOverwritten) {
  const Folder folder;
  const std::string name = folder / "key";
  for (const std::string& content :
       {std::string(), std::string(32, 'a'), std::string(63, 'a'), std::string(65, 'a'),
        std::string(63, 'a') + "g", std::string(44, '*'), std::string(1000, 'a')}) {
    write_file(name, content, 0600);
    const Result<std::string> key = load_key(name, nullptr);
    ASSERT_FALSE(key.has_value()) << content;
    EXPECT_NE(key.error().what.find("64 hex digits"), std::string::npos);
    EXPECT_TRUE(content.empty() || to_string(key.error()).find(content) == std::string::npos)
        << "shows the key";
    EXPECT_EQ(bytes_of(name), content);
  }
}

TEST(KeyFile, SaysWhatIsWrongWithItsPlace) {
  const Folder folder;
  EXPECT_FALSE(load_key(folder / "missing/key", nullptr).has_value());
  EXPECT_FALSE(load_key(folder / "", nullptr).has_value());
}

TEST(KeyVariable, IsReadAsHexOrBase64AndGoesBeforeTheFile) {
  const Folder folder;
  const std::string expected = "0123456789abcdef0123456789ABCDEF";
  for (const char* const text : {"3031323334353637383961626364656630313233343536373839414243444546",
                                 "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUY=",
                                 " 3031323334353637383961626364656630313233343536373839414243444546\n"}) {
    const SetVariable variable(text);
    EXPECT_EQ(load_key(folder / "key", kVariable).value_or("failed"), expected) << text;
    EXPECT_FALSE(std::filesystem::exists(folder / "key"));
  }
}

TEST(KeyVariable, OfAWrongLengthOrAlphabetIsAnErrorThatNamesIt) {
  const Folder folder;
  for (const char* const text :
       {"abc", "303132333435363738396162636465663031323334353637383941424344454",
        "zz31323334353637383961626364656630313233343536373839414243444546",
        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERQ==", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlBQkNERUZH"}) {
    const SetVariable variable(text);
    const Result<std::string> key = load_key(folder / "key", kVariable);
    ASSERT_FALSE(key.has_value()) << text;
    EXPECT_EQ(key.error().where, kVariable);
    EXPECT_EQ(to_string(key.error()).find(text), std::string::npos) << "shows the key";
  }
}

TEST(KeyVariable, EmptyMeansNotSet) {
  const Folder folder;
  const SetVariable variable("");
  EXPECT_TRUE(load_key(folder / "key", kVariable).has_value());
  EXPECT_TRUE(std::filesystem::exists(folder / "key"));
}

}  // namespace
}  // namespace chargelint::data::state
