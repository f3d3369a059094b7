#pragma once

#include "server/batch/watched_place.hpp"
#include "server/store/database.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace clearwell::batch {

/// Who scores a file: chosen when it is found, so that whoever does the work writes the same bits.
struct ScoringVersions {
  std::string model;
  int champion = 0;
  std::optional<int> challenger = {};

  bool operator==(const ScoringVersions&) const = default;
};

/// A file that is this process's to score, as long as the object lives: others pass it by. With the process, or with
/// its connection, that ends, and the next one takes it over. Not for use by two threads.
class ClaimedFile {
 public:
  const std::string& output_name() const { return output_name_; }
  const ScoringVersions& versions() const { return versions_; }

  /// Each ends the file for all; without it the file is given back. \throws store::StoreError; then nobody knows
  void scored(std::size_t n_scored, std::size_t n_unanswered, std::string_view output_sha256);
  void failed(std::string_view reason);

 private:
  friend class WatchedFiles;
  ClaimedFile(store::Transaction lock, std::int64_t file_id, std::string output_name, ScoringVersions versions);

  store::Transaction lock_;
  std::int64_t file_id_;
  std::string output_name_;
  ScoringVersions versions_;
};

/// The files that were found in one place and whose results go to another, as all replicas know them: rows of
/// water.watched_files. All of it throws store::StoreError.
class WatchedFiles {
 public:
  WatchedFiles(store::Database& database, std::string source, std::string destination);

  /// Whether the file has ended that has this stamp, where it has one, or this content.
  bool has_ended(const FoundFile& file, std::string_view sha256 = {}) const;

  /// Whether somebody is at work on the file that has this stamp; for none that does not show.
  bool is_claimed(const FoundFile& file) const;

  /// Notes a content under a name for the first time, and chooses the name of its result: its own, or, where that is
  /// taken or longer than 200 bytes, the beginning of its own with a hash of place, name and content.
  /// \pre  the name is UTF-8   \return  false when somebody had noted it
  bool add(const FoundFile& file, std::string_view sha256, std::size_t n_bytes, const ScoringVersions& versions) const;

  /// Empty when somebody else is at work on it, or it has ended.
  std::optional<ClaimedFile> claim(const std::string& name, std::string_view sha256) const;

 private:
  store::Database& database_;
  const std::string source_;
  const std::string destination_;
};

}  // namespace clearwell::batch
