#pragma once

#include "server/scoring/inference.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <stdexcept>
#include <vector>

namespace clearwell::store {
class FileLock;
}

namespace clearwell::scoring {

/// The journal is full, or the disk does not take it. Nothing of what was refused is kept.
class JournalError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Inferences that wait on disk for the database, in files of lines: a checksum (the first 16 hex digits of the line's
/// SHA-256), a blank, the inference as JSON. Each process writes files of its own, locked as long as it lives; those
/// that a process left behind are taken over by the next one that starts in the folder. A last line without its end was
/// never acknowledged, and is dropped; any other line that is not what its checksum says is told, and its file kept
/// aside as `*.damaged`. Safe for use by many threads.
class InferenceJournal {
 public:
  /// \param max_rows  as many wait at most, those taken over included
  /// \param damaged   told of a line that was lost: file and line
  InferenceJournal(std::filesystem::path folder, std::size_t max_rows, std::function<void(const std::string&)> damaged);
  ~InferenceJournal();

  /// Returns when the inferences are on disk. \throws JournalError
  void append(std::span<const Inference> inferences);

  std::size_t rows() const;

  /// Hands over what waits, in parts of some thousand rows, each at least once, and forgets each file when all of it
  /// was taken. What `take` throws ends it; nothing is forgotten then.
  void drain(const std::function<void(const std::vector<Inference>&)>& take);

 private:
  struct File;

  void take_over_files();
  void open_file();
  void forget(const File& file, bool damaged);

  const std::filesystem::path folder_;
  const std::size_t max_rows_;
  const std::function<void(const std::string&)> damaged_;
  mutable std::mutex mutex_;
  std::unique_ptr<File> current_;              ///< appended to; null: none yet. Guarded by mutex_, as are the next two
  std::vector<std::unique_ptr<File>> closed_;  ///< the oldest first
  std::size_t rows_ = 0;
  std::mutex draining_;
};

}  // namespace clearwell::scoring
