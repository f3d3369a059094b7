#pragma once

#include "server/batch/watched_files.hpp"
#include "server/batch/watched_place.hpp"
#include "server/registry/artifact_storage.hpp"

#include <chrono>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <utility>

namespace clearwell::scoring {
struct LoadedModel;
class ModelCache;
}  // namespace clearwell::scoring

namespace clearwell::batch {

class SpoolFile;

/// What became of a file.
struct FileOutcome {
  std::string name = {};
  std::string sha256 = {};
  std::string output = {};  ///< where its result, or the copy of what could not be scored, lies
  ScoringVersions versions = {};
  std::size_t n_scored = 0;
  std::size_t n_unanswered = 0;
  std::string moved = {};                   ///< features that are not as they were at the training, with commas
  std::string reason = {};                  ///< why it could not be scored; empty when it was
  std::chrono::duration<double> took = {};  ///< from its reading to its end
};

/// Told of each event that an operator should see.
struct FileWatchObserver {
  std::function<void(const FileOutcome& outcome)> ended;
  /// The world is broken for now; it is tried again. `name` is empty where the place itself cannot be looked at.
  std::function<void(const std::string& name, const std::exception& error)> given_back;
  /// Its name is none that results can have: it is left alone. Told once.
  std::function<void(const std::string& name, const std::string& reason)> refused;
  /// How many whole files have not ended, when the place has been looked at and whenever one of them ends.
  std::function<void(std::size_t n_files)> waiting;
};

struct FileWatchOptions {
  std::string model = {};
  std::filesystem::path spool;                  ///< for files while they are scored
  std::chrono::milliseconds look_every{5'000};  ///< where no notice comes, and for what others have left
  std::chrono::milliseconds settle{2'000};      ///< a file that changes is looked at again after that
};

/// Scores what is dropped into a place, each content under each name once, whichever of the replicas does it and
/// however often they are killed: a result is there under its name when it is whole, and it is the same bits whoever
/// writes it.
class FileWatch {
 public:
  /// \param output, failed  where results and what could not be scored go
  FileWatch(store::Database& database, const scoring::ModelCache& models, WatchedPlace& place, WatchedFiles files,
            std::shared_ptr<const registry::ArtifactStorage> output,
            std::shared_ptr<const registry::ArtifactStorage> failed, FileWatchOptions options,
            FileWatchObserver observer);

  /// Until it is to stop; the file in hand is finished first.
  void work(const std::stop_token& stop);
  /// Until all that lies there has ended, or was given back because the world is broken. \return  false for the second,
  /// and when it was to stop before
  bool work_off(const std::stop_token& stop);

 private:
  using Clock = std::chrono::steady_clock;
  using Key = std::pair<std::string, std::string>;  ///< name and stamp of what lies there
  enum class Standing { kEnded, kOpen };
  struct Look {
    bool waits = false;      ///< for writers, other replicas, or whoever comes after a stop
    bool gave_back = false;  ///< because the world is broken
  };
  struct Delay {
    std::chrono::milliseconds pause;
    Clock::time_point end;
  };

  Look look(const std::stop_token& stop);
  void wait(const std::stop_token& stop);
  Standing score_unless_delayed(const FoundFile& file, const Key& key);
  void give_back(const FoundFile& file, const Key& key, const std::exception& error);
  Standing score(const FoundFile& file);
  FileOutcome score(const FoundFile& file, SpoolFile& copy, ClaimedFile claim);
  std::shared_ptr<const scoring::LoadedModel> load(const std::string& model, int version) const;
  ScoringVersions versions_now() const;

  store::Database& database_;
  const scoring::ModelCache& models_;
  WatchedPlace& place_;
  const WatchedFiles files_;
  const std::shared_ptr<const registry::ArtifactStorage> output_;
  const std::shared_ptr<const registry::ArtifactStorage> failed_;
  const FileWatchOptions options_;
  const FileWatchObserver observer_;
  bool has_unfinished_ = false;
  std::set<Key> ended_;
  std::map<Key, Delay> delays_;  ///< of what was given back
};

}  // namespace clearwell::batch
