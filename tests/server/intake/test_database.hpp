#pragma once

#include "server/base/options.hpp"
#include "server/store/database.hpp"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace clearwell::tests {

/// A real PostgreSQL of the test program's own, migrated; its folder goes when the program ends.
class TestCluster {
 public:
  static store::Database& database() {
    static const TestCluster cluster;
    return *cluster.database_;
  }

  TestCluster(const TestCluster&) = delete;
  TestCluster& operator=(const TestCluster&) = delete;

 private:
  TestCluster() {
    std::string pattern = (std::filesystem::temp_directory_path() / "clearwell-test-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder: " + pattern);
    folder_ = pattern;
    base::Options options;
    options.data_dir = folder_;
    database_ = store::Database::open(options);
  }
  ~TestCluster() {
    database_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::filesystem::path folder_;
  std::shared_ptr<store::Database> database_;
};

/// Fixture: the test cluster with empty water tables.
struct EmptyWater {
  EmptyWater() {
    store::Transaction transaction = database.begin();
    transaction.run_script("TRUNCATE water.plants, water.sensors, water.samples, water.sample_results, water.readings CASCADE");
    transaction.commit();
  }

  std::int64_t count(const std::string& from_where) {
    return database.begin().run("SELECT count(*) FROM " + from_where).integer(0, 0);
  }

  store::Database& database = TestCluster::database();
};

}  // namespace clearwell::tests
