#include "server/batch/watched_folder.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

namespace clearwell::batch {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// Empty for what is no file, or is gone. A link is none: whoever may drop one must not have other files read for them.
std::optional<std::string> stamp_of(const std::filesystem::path& path) {
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  return std::to_string(facts.st_ino) + "-" + std::to_string(facts.st_size) + "-" +
         std::to_string(facts.st_mtim.tv_sec) + "." + std::to_string(facts.st_mtim.tv_nsec);
}

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

WatchedFolder::WatchedFolder(std::filesystem::path folder, std::chrono::milliseconds settle)
    : folder_(std::move(folder)),
      source_(folder_.string()),
      settle_(settle),
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
    if (now - since >= settle_ && !open_.contains(name)) {
      look.whole.push_back({name, *stamp});
    } else {
      look.has_unfinished = true;
    }
    seen.emplace(name, Seen{*std::move(stamp), since});
  }
  seen_ = std::move(seen);
  std::sort(look.whole.begin(), look.whole.end(),
            [](const FoundFile& left, const FoundFile& right) { return left.name < right.name; });
  return look;
}

bool WatchedFolder::fetch(const FoundFile& file, const std::filesystem::path& copy) {
  const std::filesystem::path path = folder_ / file.name;
  std::error_code error;
  if (!std::filesystem::copy_file(path, copy, std::filesystem::copy_options::overwrite_existing, error) || error) {
    if (error == std::errc::no_such_file_or_directory) return false;
    throw std::system_error(error, "cannot copy " + path.string());
  }
  read_events();
  return stamp_of(path) == file.stamp && !open_.contains(file.name);
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
      if ((event.mask & IN_Q_OVERFLOW) != 0) open_.clear();
      if (event.wd == watch_ && (event.mask & (IN_MOVE_SELF | IN_IGNORED)) != 0) {
        ::inotify_rm_watch(events_, watch_);
        watch_ = -1;
      }
      may_be_whole = true;
    }
  }
}

}  // namespace clearwell::batch
