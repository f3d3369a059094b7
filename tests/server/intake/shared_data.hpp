#pragma once

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace clearwell::tests {

/// A file of the real data sets: below CLEARWELL_SHARED_DATA, else ../shared/data beside the repository. Empty, with a
/// message that says what was skipped and why, where the file is absent.
inline std::optional<std::filesystem::path> shared_data(const std::string& name) {
  const char* folder = std::getenv("CLEARWELL_SHARED_DATA");
  const std::filesystem::path root =
      folder ? std::filesystem::path(folder)
             : std::filesystem::path(CLEARWELL_SOURCE_DIR).parent_path() / "shared" / "data";
  if (std::filesystem::exists(root / name)) return root / name;
  BOOST_TEST_MESSAGE("skipped " << boost::unit_test::framework::current_test_case().p_name << ": " << name
                                << " is not there (CLEARWELL_SHARED_DATA names the folder of real data)");
  return std::nullopt;
}

}  // namespace clearwell::tests
