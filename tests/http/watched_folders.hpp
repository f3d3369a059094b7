#pragma once

#include "tests/http/watching.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace clearwell::tests {

inline const std::vector<std::string> kQuickly = {"--settle", "0.1", "--every", "0.2"};
inline const std::vector<std::string> kOnce = {"--settle", "0.05", "--every", "0.1", "--once"};

/// A drop folder and a folder for results, of one case.
struct WatchedFolders : Watching {
  WatchedFolders() { std::filesystem::create_directory(in); }

  void drop(const std::string& name, const std::string& text) const {
    std::ofstream(in / name, std::ios::binary) << text;
  }
  static std::set<std::string> names_in(const std::filesystem::path& place) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(place))
      names.insert(entry.path().filename());
    return names;
  }
  int run(const std::vector<std::string>& more = kOnce) const {
    Program program(log, command(in, out, more));
    return program.wait();
  }
  /// Of the rows of this case that meet the condition.
  store::Rows rows_of(const std::string& columns, const std::string& condition = "true") const {
    return query("SELECT " + columns + " FROM water.watched_files WHERE source = '" +
                 std::filesystem::canonical(in).string() + "' AND " + condition + " ORDER BY name");
  }
  std::string errors() const { return read_text(log.path() / "stderr"); }
  static bool wait_for(const std::filesystem::path& file) {
    for (int i = 0; i < 400 && !std::filesystem::exists(file); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
    return std::filesystem::exists(file);
  }

  template <typename Condition>
  static bool comes_true(const Condition& condition) {
    for (int tries = 0; tries < 2'000 && !condition(); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return static_cast<bool>(condition());
  }

  TemporaryFolder folder;
  TemporaryFolder log;
  std::filesystem::path in = folder.path() / "in";
  std::filesystem::path out = folder.path() / "out";
};

}  // namespace clearwell::tests
