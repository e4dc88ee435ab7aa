// Every case of tests/cases as a test of its own: suite = rule, name = what the case shows.
#include <gtest/gtest.h>

#include <cctype>
#include <memory>
#include <set>

#include "rules/engine/engine.h"
#include "tests/unit/rules/case_file.h"

namespace chargelint::test {
namespace {

// A rule that is off by default is tried with all of them on.
const Engine& engine_for(std::string_view rule) {
  static const Engine usual(all_rules());
  static const Engine every(all_rules(), {.every_rule = true});
  for (const Rule* known : all_rules()) {
    if (known->info.id == rule && known->info.off_by_default) return every;
  }
  return usual;
}

class RuleCaseTest : public testing::Test {
 public:
  RuleCaseTest(std::shared_ptr<const CaseFile> file, std::size_t index)
      : file_(std::move(file)), index_(index) {}
  void TestBody() override {
    const RuleCase& rule_case = file_->cases[index_];
    SCOPED_TRACE("tests/cases/" + file_->path + ":" + std::to_string(rule_case.line));
    const auto input = case_input(rule_case.context, rule_case.lines);
    ASSERT_TRUE(input) << to_string(input.error());
    Engine::Workspace workspace;
    const Verdict& verdict =
        engine_for(file_->rule).check((*input)->claim, *file_->reference, (*input)->history, workspace);
    for (const std::string& what : unmet(*file_, rule_case, verdict)) {
      ADD_FAILURE() << what << "\n" << describe(verdict, *file_->reference);
    }
  }

 private:
  std::shared_ptr<const CaseFile> file_;
  std::size_t index_;
};

class BadFileTest : public testing::Test {
 public:
  explicit BadFileTest(std::string what) : what_(std::move(what)) {}
  void TestBody() override { FAIL() << what_; }

 private:
  std::string what_;
};

std::string identifier(std::string_view text) {
  std::string name;
  for (const char character : text) {
    if (std::isalnum(static_cast<unsigned char>(character)) != 0) {
      name += character;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

bool register_cases() {
  std::set<std::string> names;  // a rule may have several files
  for (const std::string& path : case_paths()) {
    const auto read = read_case_file(path);
    if (!read) {
      testing::RegisterTest(
          "Cases", identifier(path).c_str(), nullptr, nullptr, __FILE__, __LINE__,
          [what = to_string(read.error())]() -> testing::Test* { return new BadFileTest(what); });
      continue;
    }
    const auto file = std::make_shared<const CaseFile>(*read);
    const std::string suite = identifier(file->rule);
    for (std::size_t index = 0; index < file->cases.size(); ++index) {
      std::string name =
          (file->cases[index].fires ? "fires_" : "silent_") + identifier(file->cases[index].title);
      for (int copy = 2; !names.insert(suite + "." + name).second; ++copy) {
        name = name.substr(0, name.rfind("__")) + "__" + std::to_string(copy);
      }
      testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [file, index]() -> testing::Test* { return new RuleCaseTest(file, index); });
    }
  }
  return true;
}

const bool kRegistered = register_cases();

}  // namespace
}  // namespace chargelint::test
