// A folder of our own, gone at the end: what is mapped from a file in it stays readable.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace chargelint::plugin {

class PassingFolder {
 public:
  PassingFolder() {
    std::error_code ignored;
    std::string name = (std::filesystem::temp_directory_path(ignored) / "chargelint-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~PassingFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  PassingFolder(const PassingFolder&) = delete;
  PassingFolder& operator=(const PassingFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }  // empty: none could be made

 private:
  std::filesystem::path path_;
};

}  // namespace chargelint::plugin
