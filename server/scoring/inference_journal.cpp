#include "server/scoring/inference_journal.hpp"

#include "server/base/random_id.hpp"
#include "server/scoring/inference_line.hpp"
#include "server/store/file_lock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

namespace clearwell::scoring {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRowsPerPart = 5'000;
constexpr const char* kExtension = ".journal";

void sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return ::fdatasync(descriptor) == 0;
}

std::size_t count_lines(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return static_cast<std::size_t>(std::count(std::istreambuf_iterator<char>(file), {}, '\n'));
}

}  // namespace

struct InferenceJournal::File {
  explicit File(fs::path the_path) : path(std::move(the_path)), lock(path) {}
  ~File() { close(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  void close() {
    if (descriptor >= 0) ::close(descriptor);
    descriptor = -1;
  }

  fs::path path;
  store::FileLock lock;
  int descriptor = -1;  ///< open for appending; -1 when closed
  std::size_t rows = 0;
  off_t size = 0;
};

InferenceJournal::InferenceJournal(fs::path folder, std::size_t max_rows,
                                   std::function<void(const std::string&)> damaged)
    : folder_(std::move(folder)), max_rows_(max_rows), damaged_(std::move(damaged)) {
  fs::create_directories(folder_);
  take_over_files();
}

InferenceJournal::~InferenceJournal() = default;

/// Files whose process is gone: nobody holds their lock.
void InferenceJournal::take_over_files() {
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_))
    if (entry.path().extension() == kExtension) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    auto file = std::make_unique<File>(path);
    if (!file->lock.try_exclusive()) continue;
    file->rows = count_lines(path);
    rows_ += file->rows;
    closed_.push_back(std::move(file));
  }
}

void InferenceJournal::open_file() {
  // Named when it is locked: another process that starts now must not take it for one that was left behind.
  const fs::path path = folder_ / (base::random_hex(8) + kExtension);
  auto file = std::make_unique<File>(path.string() + ".new");
  file->lock.lock_exclusive();
  fs::rename(file->path, path);
  file->path = path;
  file->descriptor = ::open(file->path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file->descriptor < 0) throw JournalError("cannot write " + file->path.string() + ": " + std::strerror(errno));
  sync_folder(folder_);
  current_ = std::move(file);
}

void InferenceJournal::append(std::span<const Inference> inferences) {
  std::string lines;
  for (const Inference& inference : inferences)
    lines += to_line(inference);
  const std::lock_guard lock(mutex_);
  if (rows_ + inferences.size() > max_rows_)
    throw JournalError("the journal is full: " + std::to_string(rows_) + " inferences wait for the database");
  if (!current_) open_file();
  if (!write_all(current_->descriptor, lines)) {
    const int reason = errno;
    // What came to the disk in part must not stand before what comes later.
    if (::ftruncate(current_->descriptor, current_->size) != 0) closed_.push_back(std::move(current_));
    throw JournalError(std::string("the journal cannot be written: ") + std::strerror(reason));
  }
  current_->rows += inferences.size();
  current_->size += static_cast<off_t>(lines.size());
  rows_ += inferences.size();
}

std::size_t InferenceJournal::rows() const {
  const std::lock_guard lock(mutex_);
  return rows_;
}

void InferenceJournal::drain(const std::function<void(const std::vector<Inference>&)>& take) {
  const std::lock_guard draining(draining_);
  for (;;) {
    const File* file = nullptr;
    {
      const std::lock_guard lock(mutex_);
      if (closed_.empty() && current_ && current_->rows > 0) {
        current_->close();  // what comes meanwhile goes to a new file
        closed_.push_back(std::move(current_));
      }
      if (closed_.empty()) return;
      file = closed_.front().get();
    }
    bool damaged = false;
    std::ifstream lines(file->path, std::ios::binary);
    std::vector<Inference> part;
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
      if (lines.eof()) break;  // without its end
      if (auto inference = from_line(line)) {
        part.push_back(*std::move(inference));
      } else {
        damaged = true;
        damaged_(file->path.string() + ", line " + std::to_string(number));
      }
      if (part.size() == kRowsPerPart) {
        take(part);
        part.clear();
      }
    }
    if (!part.empty()) take(part);
    forget(*file, damaged);
  }
}

void InferenceJournal::forget(const File& file, bool damaged) {
  const std::lock_guard lock(mutex_);
  if (damaged) {
    fs::rename(file.path, file.path.string() + ".damaged");
  } else {
    fs::remove(file.path);
  }
  sync_folder(folder_);
  rows_ -= file.rows;
  closed_.erase(closed_.begin());
}

}  // namespace clearwell::scoring
