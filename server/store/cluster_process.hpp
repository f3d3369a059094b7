#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

/// Processes of the private cluster. Between fork and exec only calls are made that are safe there, because the program
/// that forks may have threads.
namespace clearwell::store {

struct UnixUser {
  uid_t uid;
  gid_t gid;
  std::string name;
};

/// A program to run: full path and arguments, in `/`, with a small environment of its own.
struct ChildProgram {
  std::vector<std::string> arguments;
  std::optional<UnixUser> user;    ///< whom to become first; empty: stay who we are
  std::filesystem::path log_file;  ///< output and complaints are appended here
};

/// Runs it to its end with `input` as its standard input (at most a pipe's worth, 4096 bytes). \return its exit code
int run_to_end(const ChildProgram& program, const std::string& input = "");

/// True when `user` may look into `directory`.
bool may_enter(const UnixUser& user, const std::filesystem::path& directory);

/// A pipe's end that tells when the other side is gone.
class SupervisorPipe {
 public:
  explicit SupervisorPipe(int descriptor) : descriptor_(descriptor) {}
  ~SupervisorPipe();
  SupervisorPipe(const SupervisorPipe&) = delete;
  SupervisorPipe& operator=(const SupervisorPipe&) = delete;
  /// Waits up to `milliseconds`. True when the supervisor, and so the program, has ended.
  bool ended(int milliseconds) const;

 private:
  int descriptor_;
};

/// Starts a server program under a small supervisor that belongs to nobody: not to our process, whose exit leaves both
/// running, nor to its terminal, whose Ctrl-C does not reach them. The supervisor waits for an exclusive lock on
/// `users_lock`. It gets it when the last user is gone, also by kill -9, and then stops the server (SIGINT). Should the
/// supervisor itself be killed, the kernel sends the server that SIGINT.
/// \param inherited  a descriptor that the server keeps open for as long as any process of it lives
SupervisorPipe start_supervised(const ChildProgram& server, const std::filesystem::path& users_lock, int inherited);

}  // namespace clearwell::store
