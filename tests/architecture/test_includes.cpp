// The folder tree is the architecture: a room may include only the rooms that this table allows, and a library is known
// only to the rooms that are named for it. server/README.md and common/README.md say why.
#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Room {
  std::set<std::string> may_include;  // beside itself and the standard library
  std::set<std::string> libraries;
};

const std::map<std::string, Room> kRooms = {
    {"common", {{}, {"nlohmann"}}},
    {"server/base", {{"common"}, {"spdlog"}}},
    {"server/store", {{"server/base", "common"}, {"pqxx", "libpq-fe.h", "nlohmann"}}},
    {"server/intake", {{"server/store", "server/base", "common"}, {"nlohmann", "expat.h", "zlib.h"}}},
    {"server/dataset", {{"server/store", "server/base", "common"}, {"nlohmann"}}},
    {"server/report",
     {{"server/dataset", "server/tracking", "server/registry", "server/store", "server/base", "common"}, {"nlohmann"}}},
    {"server/tracking", {{"server/store", "server/base", "common"}, {"nlohmann"}}},
    {"server/registry", {{"server/store", "server/base", "common"}, {"curl", "nlohmann"}}},
    {"server/training",
     {{"server/dataset", "server/report", "server/tracking", "server/registry", "server/store", "server/base",
       "common"},
      {"libsvm", "xgboost", "nlohmann"}}},
    {"server/scoring", {{"server/registry", "server/store", "server/base", "common"}, {"nlohmann"}}},
    {"server/batch",
     {{"server/scoring", "server/intake", "server/dataset", "server/tracking", "server/registry", "server/store",
       "server/base", "common"},
      {"nlohmann"}}},
    {"server/monitoring",
     {{"server/dataset", "server/registry", "server/tracking", "server/store", "server/base", "common"},
      {"prometheus"}}},
    {"server/scheduler",
     {{"server/training", "server/monitoring", "server/dataset", "server/tracking", "server/registry", "server/store",
       "server/base", "common"},
      {"nlohmann"}}},
    {"server/access", {{"server/store", "server/base", "common"}, {}}},
    {"server/http",
     {{"server/access", "server/batch", "server/dataset", "server/intake", "server/registry", "server/report",
       "server/scheduler", "server/scoring", "server/monitoring", "server/store", "server/tracking", "server/base",
       "common"},
      {"httplib.h", "nlohmann"}}},
    {"server/commands",
     {{"server/access", "server/batch", "server/dataset", "server/http", "server/intake", "server/monitoring",
       "server/registry", "server/report", "server/scheduler", "server/scoring", "server/store", "server/tracking",
       "server/training", "server/base", "common"},
      {"CLI", "nlohmann"}}},
    {"server/main.cpp", {{"server/commands", "server/base", "common"}, {"CLI"}}},
    {"web/state", {{"web/i18n", "common"}, {"nlohmann"}}},
    {"web/i18n", {{}, {}}},
    {"web/views",
     {{"web/state", "web/i18n", "common"}, {"imgui.h", "imgui_internal.h", "implot.h", "implot_internal.h"}}},
    {"web/platform", {{}, {"emscripten", "GLES3", "imgui.h", "imgui_internal.h", "imgui_impl_opengl3.h"}}},
};

/// Libraries that only one file may include, however many the room has.
const std::map<std::string, std::string> kOneFileLibraries = {{"curl", "server/registry/bucket.cpp"},
                                                              {"expat.h", "server/intake/xml_record_source.cpp"},
                                                              {"libsvm", "server/training/svm.cpp"},
                                                              {"xgboost", "server/training/xgboost_family.cpp"},
                                                              {"zlib.h", "server/intake/decoded_input.cpp"}};

struct Include {
  std::string path;
  bool quoted = false;
  int line = 0;
};

std::vector<Include> includes_of(const fs::path& file) {
  std::vector<Include> includes;
  std::ifstream in(file);
  std::string text;
  for (int line = 1; std::getline(in, text); ++line) {
    const std::size_t hash = text.find_first_not_of(" \t");
    if (hash == std::string::npos || text.compare(hash, 8, "#include") != 0) continue;
    const std::size_t open = text.find_first_of("\"<", hash);
    const std::size_t close = open == std::string::npos ? open : text.find_first_of("\">", open + 1);
    if (close == std::string::npos) continue;
    includes.push_back({text.substr(open + 1, close - open - 1), text[open] == '"', line});
  }
  return includes;
}

/// The room a path belongs to: its longest prefix in the table. Empty for anything else.
std::string room_of(const std::string& path) {
  std::string found;
  for (const auto& [name, room] : kRooms)
    if ((path == name || path.rfind(name + "/", 0) == 0) && name.size() > found.size()) found = name;
  return found;
}

bool is_ours(const std::string& include) {
  return include.rfind("common/", 0) == 0 || include.rfind("server/", 0) == 0 || include.rfind("web/", 0) == 0 ||
         include.rfind("tests/", 0) == 0;
}

/// A library header: it has a folder or an ending. The standard library's names have neither.
bool is_library(const std::string& include) {
  if (include.rfind("sys/", 0) == 0) return false;
  static const std::set<std::string> kPosix = {"fcntl.h", "unistd.h", "signal.h", "pwd.h",
                                               "poll.h",  "netdb.h",  "grp.h"};
  return include.find_first_of("/.") != std::string::npos && !kPosix.contains(include) &&
         include.rfind("netinet/", 0) != 0 && include.rfind("arpa/", 0) != 0;
}

/// What is wrong with one include, empty when nothing is.
std::string complaint(const std::string& file, const std::string& room, const Include& include) {
  if (is_ours(include.path)) {
    const std::string target = room_of(include.path);
    if (target == room || kRooms.at(room).may_include.contains(target)) return {};
    return "reaches into " + (target.empty() ? include.path : target);
  }
  if (include.quoted && !is_library(include.path)) return "is not written from the repository root";
  if (!is_library(include.path)) return {};
  const std::string library = include.path.substr(0, include.path.find('/'));
  const auto one_file = kOneFileLibraries.find(library);
  if (one_file != kOneFileLibraries.end() && one_file->second != file) return "is known only to " + one_file->second;
  if (kRooms.at(room).libraries.contains(library)) return {};
  return "uses a library that " + room + " does not know";
}

bool is_source(const fs::path& path) {
  return path.extension() == ".cpp" || path.extension() == ".hpp" || path.extension() == ".h";
}

std::vector<std::string> complaints_of(const fs::path& root) {
  std::vector<std::string> found;
  for (const std::string top : {"common", "server", "web"})
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      if (!is_source(entry.path())) continue;
      const std::string file = fs::relative(entry.path(), root).generic_string();
      const std::string room = room_of(file);
      // web/main.cpp and its like compose the page and may see all of it.
      const bool composition = file.rfind("web/", 0) == 0 && room.empty();
      if (room.empty() && !composition) found.push_back(file + ": belongs to no room");
      for (const Include& include : includes_of(entry.path())) {
        const std::string what = composition ? (include.path.rfind("server/", 0) == 0 ? "reaches into the server" : "")
                                 : room.empty() ? ""
                                                : complaint(file, room, include);
        if (!what.empty())
          found.push_back(file + ":" + std::to_string(include.line) + ": <" + include.path + "> " + what);
      }
    }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(architecture)

BOOST_AUTO_TEST_CASE(every_include_follows_an_allowed_arrow) {
  for (const std::string& complaint : complaints_of(CLEARWELL_SOURCE_DIR))
    BOOST_ERROR(complaint);
}

// The test itself: a forbidden arrow, a strange library and a relative path are each named with file and line.
BOOST_AUTO_TEST_CASE(a_forbidden_arrow_is_named) {
  const fs::path root = fs::temp_directory_path() / ("clearwell-arrows-" + std::to_string(::getpid()));
  for (const char* folder : {"common", "server/store", "web/views"})
    fs::create_directories(root / folder);
  std::ofstream(root / "common/a.cpp") << "#include <vector>\n#include \"server/store/database.hpp\"\n";
  std::ofstream(root / "server/store/b.hpp") << "#pragma once\n\n#include <httplib.h>\n";
  std::ofstream(root / "web/views/c.cpp") << "#include \"server/store/database.hpp\"\n";
  std::vector<std::string> found = complaints_of(root);
  std::sort(found.begin(), found.end());
  fs::remove_all(root);
  const std::vector<std::string> expected = {
      "common/a.cpp:2: <server/store/database.hpp> reaches into server/store",
      "server/store/b.hpp:3: <httplib.h> uses a library that server/store does not know",
      "web/views/c.cpp:1: <server/store/database.hpp> reaches into server/store"};
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
