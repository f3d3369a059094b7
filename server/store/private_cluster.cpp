#include "server/store/private_cluster.hpp"
#include "server/base/log.hpp"
#include "server/store/cluster_home.hpp"
#include "server/store/cluster_process.hpp"
#include "server/store/connection_string.hpp"
#include "server/store/database.hpp"
#include "server/store/file_lock.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// Three locks in DATA_DIR/locks, all dropped by the kernel when their holder dies:
//
//   gate      held while somebody starts, joins or leaves: one at a time
//   users     shared by every process that uses the cluster; who gets it exclusively knows that nobody else does
//   running   inherited by the server and all its processes: free means that none of them is left, whatever
//             postmaster.pid says (its number may belong to another program after a crash)
//
// Who joins takes `users` while it holds the gate. Who leaves tries, holding the gate, to turn his share of `users`
// into the exclusive lock: if that succeeds he is the last, and stops the server. The supervisor waits for the same
// exclusive lock and does it for those who were killed.

namespace clearwell::store {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kLongestWait{60};  ///< to start after a crash, or to write everything out while stopping
constexpr std::chrono::milliseconds kPoll{5};
constexpr std::uintmax_t kLongestLog = 1 << 20;  ///< bytes; a start and a stop add a few hundred
constexpr const char* kUser = "clearwell";
constexpr const char* kDatabase = "clearwell";

/// What the server says of itself in postmaster.pid.
struct Postmaster {
  pid_t pid = 0;
  std::string status;  ///< `starting`, `ready`, `stopping`; empty before it has written one
};

std::optional<Postmaster> read_postmaster_file(const fs::path& directory) {
  std::ifstream file(directory / "postmaster.pid");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    lines.push_back(line);
  if (lines.empty()) return std::nullopt;
  Postmaster postmaster;
  postmaster.pid = static_cast<pid_t>(std::strtol(lines[0].c_str(), nullptr, 10));
  if (lines.size() > 7) postmaster.status = lines[7].substr(0, lines[7].find(' '));
  return postmaster;
}

/// Does anybody listen? A file may be left over, a listener may not.
bool accepts_connections(const fs::path& socket_directory) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = (socket_directory / ".s.PGSQL.5432").string();
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return false;
  const bool connected = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(socket);
  return connected;
}

std::string last_lines(const fs::path& log_file) {
  std::ifstream file(log_file);
  std::deque<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
    if (lines.size() > 4) lines.pop_front();
  }
  std::string text;
  for (const std::string& line : lines)
    text += "\n  " + line;
  return text;
}

/// Puts a long log aside, in place of the one before. Not PostgreSQL's own collector: that is one process more, and
/// what the server says before it can write there would still come here.
void put_long_log_aside(const fs::path& log_file) {
  std::error_code no_log_yet;
  const std::uintmax_t bytes = fs::file_size(log_file, no_log_yet);
  if (!no_log_yet && bytes > kLongestLog) fs::rename(log_file, log_file.string() + ".1");
}

void run_or_throw(const ChildProgram& program, const std::string& input) {
  const int code = run_to_end(program, input);
  if (code != 0)
    throw StoreError(program.arguments.front() + " ended with code " + std::to_string(code) + ":" +
                     last_lines(program.log_file));
}

/// Writes out whatever the folder's file system still holds in memory.
void sync_file_system(const fs::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && syncfs(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) close(descriptor);
  if (!synced) throw std::system_error(error, std::generic_category(), directory.string());
}

/// Makes the cluster beside its place and moves it there when it is complete: a half-made one is never started.
/// Its thousand files are written out together: one by one, as initdb does it, takes seconds on a busy disk.
void make_cluster(const ClusterHome& home, const fs::path& programs) {
  const auto begin = steady_clock::now();
  const fs::path unfinished = home.directory.string() + ".new";
  fs::create_directories(home.directory.parent_path());
  fs::remove_all(unfinished);
  make_private_directory(unfinished, home.user);
  run_or_throw({{(programs / "initdb").string(), "-D", unfinished.string(), "-U", kUser, "-A", "trust", "-E", "UTF8",
                 "--locale=C.UTF-8", "--data-checksums", "--no-sync", "--no-instructions"},
                home.user,
                home.log_file},
               "");
  run_or_throw({{(programs / "postgres").string(), "--single", "-F", "-D", unfinished.string(), "postgres"},
                home.user,
                home.log_file},
               std::string("CREATE DATABASE ") + kDatabase + "\n");
  sync_file_system(unfinished);
  fs::rename(unfinished, home.directory);
  base::log_info("private_cluster_made",
                 {{"directory", home.directory.string()},
                  {"user", home.user ? home.user->name : "self"},
                  {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin).count()}});
}

ChildProgram server_program(const ClusterHome& home, const fs::path& programs) {
  return {{(programs / "postgres").string(), "-D", home.directory.string(), "-p", "5432", "-k",
           home.socket_directory.string(), "-c", "listen_addresses=", "-c", "shared_buffers=128MB", "-c",
           "log_checkpoints=off", "-c", "log_timezone=UTC", "-c", "timezone=UTC"},
          home.user,
          home.log_file};
}

class SharedCluster : public PrivateCluster {
 public:
  explicit SharedCluster(const fs::path& data_dir)
      : home_(find_cluster_home(data_dir)),
        gate_path_(data_dir / "locks/gate"),
        users_path_(data_dir / "locks/users"),
        running_path_(data_dir / "locks/running"),
        users_(users_path_),
        url_("host=" + quoted_connection_value(home_.socket_directory.string()) + " port=5432 user=" + kUser +
             " dbname=" + kDatabase) {
    if (home_.directory.parent_path() != data_dir)
      base::log_info("private_cluster_elsewhere", {{"directory", home_.directory.string()},
                                                   {"reason", "its user may not enter the data directory"},
                                                   {"data_dir", data_dir.string()},
                                                   {"user", home_.user->name}});
    FileLock gate(gate_path_);
    gate.lock_exclusive();
    users_.lock_shared();
    start_if_gone();
  }

  ~SharedCluster() override {
    try {
      leave();
    } catch (const std::exception& error) {
      base::log_error("private_cluster_leave_failed", {{"error", error.what()}});  // the supervisor will stop it
    }
  }

  const std::string& url() const override { return url_; }

  void ensure_running() override {
    FileLock gate(gate_path_);
    gate.lock_exclusive();
    start_if_gone();
  }

 private:
  /// \pre  the gate is held
  void start_if_gone() {
    const auto deadline = steady_clock::now() + kLongestWait;
    while (steady_clock::now() < deadline) {
      FileLock running(running_path_);
      if (running.try_exclusive()) {
        start(running);
        return;
      }
      // Alive: ready, or on its way up or down because whoever did it was killed.
      if (is_ready()) return;
      std::this_thread::sleep_for(kPoll);
    }
    throw StoreUnavailable("the database cluster " + home_.directory.string() + " is neither ready nor gone after " +
                           std::to_string(kLongestWait.count()) + " s:" + last_lines(home_.log_file));
  }

  bool is_ready() const {
    const auto postmaster = read_postmaster_file(home_.directory);
    return postmaster && postmaster->status == "ready" && accepts_connections(home_.socket_directory);
  }

  /// \param running  held exclusively, so that no process of the cluster is left
  void start(const FileLock& running) {
    const fs::path programs = find_postgresql_programs(home_);
    put_long_log_aside(home_.log_file);
    if (!fs::exists(home_.directory / "PG_VERSION")) make_cluster(home_, programs);
    if (home_.socket_directory != home_.directory) make_private_directory(home_.socket_directory, home_.user);
    // Left over from a crash. PostgreSQL would believe them if another process has got the same number since.
    fs::remove(home_.directory / "postmaster.pid");
    fs::remove(home_.socket_directory / ".s.PGSQL.5432");
    fs::remove(home_.socket_directory / ".s.PGSQL.5432.lock");

    const auto begin = steady_clock::now();
    const SupervisorPipe supervisor =
        start_supervised(server_program(home_, programs), users_path_, running.descriptor());
    while (!is_ready()) {
      if (supervisor.ended(static_cast<int>(kPoll.count())))
        throw StoreError("PostgreSQL did not start in " + home_.directory.string() + ":" + last_lines(home_.log_file));
      if (steady_clock::now() - begin > kLongestWait)
        throw StoreUnavailable("PostgreSQL in " + home_.directory.string() + " is not ready after " +
                               std::to_string(kLongestWait.count()) + " s:" + last_lines(home_.log_file));
    }
    base::log_debug(
        "private_cluster_started",
        {{"directory", home_.directory.string()},
         {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin).count()}});
  }

  void leave() {
    FileLock gate(gate_path_);
    gate.lock_exclusive();
    if (users_.try_exclusive()) {
      stop();
    } else if (!users_.try_shared()) {
      // Between giving up our share and asking for all of it, the supervisor got it: it is stopping the server.
      users_.lock_shared();
    }
    users_.unlock();
  }

  /// \pre  nobody else uses the cluster, and nobody can come in
  void stop() {
    FileLock running(running_path_);
    if (running.try_shared()) return;  // has died already
    const auto postmaster = read_postmaster_file(home_.directory);
    if (postmaster && postmaster->pid > 1) kill(postmaster->pid, SIGINT);  // "fast": open sessions are ended
    const auto deadline = steady_clock::now() + kLongestWait;
    while (!running.try_shared()) {
      if (steady_clock::now() > deadline) {
        base::log_warning("private_cluster_stops_slowly", {{"directory", home_.directory.string()}});
        return;
      }
      std::this_thread::sleep_for(kPoll);
    }
    base::log_debug("private_cluster_stopped", {{"directory", home_.directory.string()}});
  }

  ClusterHome home_;
  fs::path gate_path_;
  fs::path users_path_;
  fs::path running_path_;
  FileLock users_;
  std::string url_;
};

}  // namespace

bool PrivateCluster::exists(const fs::path& data_dir) {
  std::error_code none;
  const fs::path canonical = fs::canonical(data_dir, none);
  return !none && fs::exists(find_cluster_home(canonical).directory / "PG_VERSION");
}

std::unique_ptr<PrivateCluster> PrivateCluster::open(const fs::path& data_dir) {
  try {
    fs::create_directories(data_dir / "locks");
    return std::make_unique<SharedCluster>(fs::canonical(data_dir));
  } catch (const std::system_error& error) {
    throw StoreError(std::string("private database cluster: ") + error.what());
  }
}

}  // namespace clearwell::store
