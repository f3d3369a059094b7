#include "server/batch/watched_folder.hpp"

#include "server/base/log.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

namespace clearwell::batch {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::string text_of(const timespec& time) {
  return std::to_string(time.tv_sec) + "." + std::to_string(time.tv_nsec);
}

/// Empty for what is no file. The time of the last change to the inode nobody can set back, as `rsync -t` does the
/// other.
std::optional<std::string> stamp_of(const struct stat& facts) {
  if (!S_ISREG(facts.st_mode)) return std::nullopt;
  return std::to_string(facts.st_size) + "-" + text_of(facts.st_mtim) + "-" + text_of(facts.st_ctim) + "-" +
         std::to_string(facts.st_ino);
}

/// Empty for what is no file, or is gone.
std::optional<std::string> stamp_of(const std::filesystem::path& path) {
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0) return std::nullopt;
  return stamp_of(facts);
}

/// A file that is open to be read, whatever its name comes to mean meanwhile.
class OpenFile {
 public:
  /// Not through a symbolic link; and a pipe would be waited for.
  explicit OpenFile(std::filesystem::path path)
      : path_(std::move(path)), descriptor_(::open(path_.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {
    if (descriptor_ < 0 && errno != ENOENT && errno != ELOOP) fail_to_read();
  }
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  /// Empty for what is no file, or was not there.
  std::optional<std::string> stamp() const {
    struct stat facts {};
    if (descriptor_ < 0) return std::nullopt;
    if (::fstat(descriptor_, &facts) != 0) fail_to_read();
    return stamp_of(facts);
  }

  void copy_to(const std::filesystem::path& copy) const {
    std::ofstream out(copy, std::ios::binary | std::ios::trunc);
    char buffer[65'536];
    for (;;) {
      const ssize_t n_bytes = ::read(descriptor_, buffer, sizeof buffer);
      if (n_bytes < 0 && errno == EINTR) continue;
      if (n_bytes < 0) fail_to_read();
      if (n_bytes == 0) break;
      out.write(buffer, n_bytes);
    }
    out.close();
    if (!out) throw std::system_error(errno, std::generic_category(), "cannot write a copy of " + path_.string());
  }

 private:
  [[noreturn]] void fail_to_read() const {
    throw std::system_error(errno, std::generic_category(), "cannot read " + path_.string());
  }

  std::filesystem::path path_;
  int descriptor_;
};

/// What a thread that asks for a stop can wake a poll() with.
class WakeUp {
 public:
  WakeUp() : descriptor_(::eventfd(0, EFD_CLOEXEC)) {
    if (descriptor_ < 0) fail("eventfd");
  }
  ~WakeUp() { ::close(descriptor_); }
  WakeUp(const WakeUp&) = delete;
  WakeUp& operator=(const WakeUp&) = delete;

  void operator()() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t ignored = ::write(descriptor_, &one, sizeof one);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

WatchedFolder::WatchedFolder(std::filesystem::path folder, std::chrono::milliseconds settle,
                             std::chrono::milliseconds longest_silence)
    : folder_(std::move(folder)),
      source_(folder_.string()),
      settle_(settle),
      longest_silence_(std::max(longest_silence, 10 * settle)),
      events_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (events_ < 0) fail("inotify_init1");
}

WatchedFolder::~WatchedFolder() {
  ::close(events_);
}

WatchedPlace::Look WatchedFolder::look() {
  read_events();
  watch();
  const Clock::time_point now = Clock::now();
  std::map<std::string, Seen> seen;
  Look look;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    const std::string name = entry.path().filename().string();
    if (!is_watched_name(name)) continue;
    std::optional<std::string> stamp = stamp_of(entry.path());
    if (!stamp) continue;
    const auto before = seen_.find(name);
    const bool stood_still = before != seen_.end() && before->second.stamp == *stamp;
    const Clock::time_point since = stood_still ? before->second.since : now;
    // Whoever wrote to it may have it open still, and where its closing was not told of, silence must do.
    if (lost_events_ && !stood_still) open_.insert(name);
    if (now - since >= settle_ && !is_open(name, now - since)) {
      look.whole.push_back({name, *stamp});
    } else {
      look.has_unfinished = true;
    }
    seen.emplace(name, Seen{*std::move(stamp), since});
  }
  seen_ = std::move(seen);
  lost_events_ = false;
  std::erase_if(open_, [this](const std::string& name) { return !seen_.contains(name); });
  std::sort(look.whole.begin(), look.whole.end(),
            [](const FoundFile& left, const FoundFile& right) { return left.name < right.name; });
  return look;
}

bool WatchedFolder::fetch(const FoundFile& file, const std::filesystem::path& copy) {
  const OpenFile opened(folder_ / file.name);
  if (opened.stamp() != file.stamp) return false;
  opened.copy_to(copy);
  read_events();
  return opened.stamp() == file.stamp && !open_.contains(file.name);
}

void WatchedFolder::wait(const std::stop_token& stop, std::chrono::milliseconds at_most) {
  const WakeUp wake_up;
  const std::stop_callback on_stop(stop, [&wake_up] { wake_up(); });
  const Clock::time_point end = Clock::now() + at_most;
  pollfd sources[] = {{events_, POLLIN, 0}, {wake_up.descriptor(), POLLIN, 0}};
  while (!stop.stop_requested()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0) return;
    const int n_ready = ::poll(sources, std::size(sources), static_cast<int>(left.count()));
    if (n_ready < 0 && errno != EINTR) fail("poll");
    if (n_ready > 0 && read_events()) return;
  }
}

/// Whether somebody is taken to have the file open, which has not changed for that time.
bool WatchedFolder::is_open(const std::string& name, Clock::duration silence) {
  if (!open_.contains(name)) return false;
  if (silence < longest_silence_) return true;
  open_.erase(name);
  base::log_warning("file_taken_for_closed",
                    {{"source", source_},
                     {"name", name},
                     {"seconds_silent", std::chrono::duration_cast<std::chrono::seconds>(silence).count()}});
  return false;
}

/// Watches the folder, again where it was away.
void WatchedFolder::watch() {
  if (watch_ >= 0) return;
  open_.clear();
  watch_ = ::inotify_add_watch(
      events_, folder_.c_str(),
      IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_MOVE_SELF | IN_ONLYDIR);
  if (watch_ < 0) throw std::system_error(errno, std::generic_category(), "cannot watch " + source_);
}

/// Takes in what the kernel has told of. \return  whether a file may have become whole
bool WatchedFolder::read_events() {
  bool may_be_whole = false;
  alignas(inotify_event) char buffer[16'384];
  for (;;) {
    const ssize_t n_bytes = ::read(events_, buffer, sizeof buffer);
    if (n_bytes < 0 && errno == EINTR) continue;
    if (n_bytes <= 0) return may_be_whole;
    for (const char* at = buffer; at < buffer + n_bytes;) {
      const auto& event = *reinterpret_cast<const inotify_event*>(at);
      const std::string name = event.len > 0 ? event.name : "";
      at += sizeof event + event.len;
      if ((event.mask & IN_MODIFY) != 0) {
        open_.insert(name);
        continue;
      }
      open_.erase(name);
      if ((event.mask & IN_Q_OVERFLOW) != 0) lost_events_ = true;
      if (event.wd == watch_ && (event.mask & (IN_MOVE_SELF | IN_IGNORED)) != 0) {
        ::inotify_rm_watch(events_, watch_);
        watch_ = -1;
      }
      may_be_whole = true;
    }
  }
}

}  // namespace clearwell::batch
