#pragma once

#include "server/registry/registry.hpp"
#include "server/scoring/loaded_model.hpp"

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>

namespace clearwell::store {
class Database;
}

namespace clearwell::scoring {

/// Told of each event that an operator should see; the caller logs and counts.
struct ModelCacheObserver {
  std::function<void(const registry::ModelVersion& version, std::string_view alias)> swapped;
  /// The file is broken: the model that served before goes on serving. Told once for each version.
  std::function<void(const registry::ModelVersion& version, const std::string& reason)> unusable;
  /// The registry could not be read; the cache goes on with what it has.
  std::function<void(const std::string& reason)> registry_away;
};

/// Champions and challengers, loaded. Follows the registry: a NOTIFY swaps within milliseconds, and a look every few
/// seconds catches what a lost connection may have missed. Safe for use by many threads.
class ModelCache {
 public:
  using Models = std::map<std::string, ServedModel, std::less<>>;

  /// Loads what the registry holds, then follows it. \throws store::StoreError
  ModelCache(std::shared_ptr<store::Database> database, registry::Registry registry, ModelCacheObserver observer,
             std::chrono::milliseconds re_read_every = std::chrono::seconds(5));
  ~ModelCache();

  /// The models as they are now; the answer stays valid however long it is held.
  std::shared_ptr<const Models> models() const;
  std::optional<ServedModel> find(std::string_view name) const;

  /// A version by its number, also one that is neither champion nor challenger; the latest few of those are kept.
  /// Null where there is no such version. \throws store::StoreError, registry::ArtifactError
  std::shared_ptr<const LoadedModel> find_version(std::string_view name, int version) const;

  /// Reads the registry now. \throws store::StoreError
  void reload();

 private:
  std::shared_ptr<const LoadedModel> load(const registry::ModelVersion& version, std::string_view alias,
                                          const std::shared_ptr<const LoadedModel>& current);
  void follow();

  std::shared_ptr<store::Database> database_;
  registry::Registry registry_;
  ModelCacheObserver observer_;
  std::chrono::milliseconds re_read_every_;

  std::mutex reloading_;
  std::set<std::string> told_unusable_;  ///< SHA-256 of broken files; guarded by reloading_
  mutable std::mutex mutex_;
  std::shared_ptr<const Models> models_;  ///< guarded by mutex_

  mutable std::mutex pinning_;
  mutable std::deque<std::shared_ptr<const LoadedModel>> pinned_;  ///< the newest first; guarded by pinning_

  std::atomic<bool> stopping_ = false;
  std::thread follower_;
};

}  // namespace clearwell::scoring
