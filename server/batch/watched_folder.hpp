#pragma once

#include "server/batch/watched_place.hpp"

#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace clearwell::batch {

/// A folder, without those below it. The kernel tells of files that are written, closed and moved in (inotify); a look
/// now and then finds what it does not tell of, such as another computer's writing on a network drive. A file is whole
/// when nobody who wrote to it since it is watched still has it open, and it has stood still for a while (size, times
/// of change, inode). Who is silent for long is taken to have it open no more: a file that is cut by its path is never
/// closed. Symbolic links are left alone, because who may drop one may not be one who may read what it points to.
class WatchedFolder final : public WatchedPlace {
 public:
  /// \param folder           an absolute path
  /// \param longest_silence  of somebody who has a file open; at least ten times `settle`   \throws std::system_error
  WatchedFolder(std::filesystem::path folder, std::chrono::milliseconds settle,
                std::chrono::milliseconds longest_silence = std::chrono::minutes(1));
  ~WatchedFolder() override;
  WatchedFolder(const WatchedFolder&) = delete;
  WatchedFolder& operator=(const WatchedFolder&) = delete;

  const std::string& source() const override { return source_; }
  Look look() override;
  bool fetch(const FoundFile& file, const std::filesystem::path& copy) override;
  void wait(const std::stop_token& stop, std::chrono::milliseconds at_most) override;

 private:
  using Clock = std::chrono::steady_clock;
  struct Seen {
    std::string stamp;
    Clock::time_point since;
  };

  void watch();
  bool read_events();
  bool is_open(const std::string& name, Clock::duration silence);

  const std::filesystem::path folder_;
  const std::string source_;
  const std::chrono::milliseconds settle_;
  const std::chrono::milliseconds longest_silence_;
  int events_;      ///< inotify's descriptor
  int watch_ = -1;  ///< -1: the folder is not watched, or no more
  std::map<std::string, Seen> seen_;
  std::set<std::string> open_;  ///< written to, and not closed since
  bool lost_events_ = false;    ///< since the look before more happened than the kernel keeps to tell of
};

}  // namespace clearwell::batch
