#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace clearwell::store {

/// A PostgreSQL of our own in the data directory, reachable through a unix socket only.
///
/// Every process that uses it holds one of these. The first starts the cluster, the last one to leave stops it, in
/// whichever order they come and go, also when some of them are killed. A cluster that was killed itself, or lost its
/// power, is started again: what was committed is there.
///
/// Run by root, PostgreSQL (which refuses root) runs as the owner of the data directory, else as `postgres`, else as
/// `nobody`.
class PrivateCluster {
 public:
  /// Joins the running cluster of `data_dir`, or makes and starts it. \throws StoreError
  static std::unique_ptr<PrivateCluster> open(const std::filesystem::path& data_dir);

  /// Whether one was ever made for `data_dir`, running or not. \throws StoreError
  static bool exists(const std::filesystem::path& data_dir);

  virtual ~PrivateCluster() = default;
  /// libpq connection string.
  virtual const std::string& url() const = 0;
  /// Starts the cluster again should it have died. \throws StoreError
  virtual void ensure_running() = 0;
};

}  // namespace clearwell::store
