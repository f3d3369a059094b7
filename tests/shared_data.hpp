#pragma once

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace clearwell::tests {

/// Where a file of the real data sets is, or would be: below CLEARWELL_SHARED_DATA, else ../shared/data beside the
/// repository.
inline std::filesystem::path shared_data(const std::string& name) {
  const char* folder = std::getenv("CLEARWELL_SHARED_DATA");
  const std::filesystem::path root =
      folder != nullptr ? std::filesystem::path(folder)
                        : std::filesystem::path(CLEARWELL_SOURCE_DIR).parent_path() / "shared" / "data";
  return root / name;
}

/// `*boost::unit_test::precondition(SharedData({…}))`: a test that needs real data is counted as skipped, and told by
/// name, where a file is not there.
class SharedData {
 public:
  explicit SharedData(std::vector<std::string> names) : names_(std::move(names)) {}

  boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
    for (const std::string& name : names_) {
      if (std::filesystem::exists(shared_data(name))) continue;
      boost::test_tools::assertion_result missing(false);
      missing.message() << shared_data(name).string() << " is not there; CLEARWELL_SHARED_DATA names the folder";
      return missing;
    }
    return true;
  }

 private:
  std::vector<std::string> names_;
};

}  // namespace clearwell::tests
