#pragma once

#include "server/base/options.hpp"
#include "server/store/database.hpp"
#include "tests/temporary_folder.hpp"

#include <memory>

namespace clearwell::tests {

/// A PostgreSQL of its own with all migrations, made in about a second; stopped and removed with the object.
class TemporaryDatabase {
 public:
  TemporaryDatabase() {
    options_.data_dir = folder_.path();
    database_ = store::Database::open(options_);
  }

  store::Database& operator*() const { return *database_; }
  store::Database* operator->() const { return database_.get(); }
  const std::shared_ptr<store::Database>& shared() const { return database_; }
  const base::Options& options() const { return options_; }

 private:
  TemporaryFolder folder_;
  base::Options options_;
  std::shared_ptr<store::Database> database_;  // goes before its folder
};

}  // namespace clearwell::tests
