#include "server/store/cluster_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace clearwell::store {
namespace {

constexpr int kCannotStart = 126;  ///< exit code of a child that did not come as far as exec, as in shells

[[noreturn]] void throw_errno(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// What exec wants, laid out before the fork: afterwards no memory may be allocated.
class ExecArguments {
 public:
  explicit ExecArguments(std::vector<std::string> arguments) : texts_(std::move(arguments)) {
    for (std::string& text : texts_)
      pointers_.push_back(text.data());
    pointers_.push_back(nullptr);
  }
  ExecArguments(const ExecArguments&) = delete;
  ExecArguments& operator=(const ExecArguments&) = delete;

  [[noreturn]] void exec() const {
    // Not ours: PGPORT, LANG and others would change what the program does.
    static char path[] = "PATH=/usr/bin:/bin";
    static char locale[] = "LC_ALL=C.UTF-8";
    static char* environment[] = {path, locale, nullptr};
    execve(pointers_[0], pointers_.data(), environment);
    _exit(kCannotStart);
  }

 private:
  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

class Descriptor {
 public:
  explicit Descriptor(int number, const std::string& what) : number_(number) {
    if (number_ < 0) throw_errno(what);
  }
  ~Descriptor() { close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

struct Pipe {
  int read_end;
  int write_end;
};

Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw_errno("pipe");
  return {ends[0], ends[1]};
}

int open_log(const ChildProgram& program) {
  const int log = open(program.log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  // So that its user can go on writing when he starts the cluster himself.
  if (log >= 0 && program.user && fchown(log, program.user->uid, program.user->gid) != 0)
    throw_errno(program.log_file.string());
  return log;
}

// In the child -------------------------------------------------------------------------------------------------------

void reset_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number)
    sigaction(number, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void redirect(int input, int output) {
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
}

void become(const UnixUser& user) {
  if (setgroups(0, nullptr) != 0 || setgid(user.gid) != 0 || setuid(user.uid) != 0) _exit(kCannotStart);
}

[[noreturn]] void exec_cleanly(const ExecArguments& arguments) {
  reset_signals();
  umask(077);
  if (chdir("/") != 0) _exit(kCannotStart);
  arguments.exec();
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) throw_errno("waitpid");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// In the supervisor --------------------------------------------------------------------------------------------------

volatile pid_t supervised = -1;

void end_with_the_server(int) {
  if (waitpid(supervised, nullptr, WNOHANG) == supervised) _exit(0);
}

constexpr int kPipe = 3;
constexpr int kInherited = 4;

/// Keeps two descriptors, under fixed numbers, and closes all others: the caller's listening sockets, locks and pipes.
void keep_only(int pipe_end, int inherited) {
  constexpr int kOutOfTheWay = 10;
  const int high_pipe = fcntl(pipe_end, F_DUPFD, kOutOfTheWay);
  const int high_inherited = fcntl(inherited, F_DUPFD, kOutOfTheWay);
  if (dup3(high_pipe, kPipe, O_CLOEXEC) < 0 || dup2(high_inherited, kInherited) < 0) _exit(kCannotStart);
  closefrom(kInherited + 1);
}

/// Never returns. Waits for the end of the server or of its last user, whichever comes first.
[[noreturn]] void supervise(const ChildProgram& server, const ExecArguments& arguments, const char* users_lock) {
  sigset_t child_signal;
  sigemptyset(&child_signal);
  sigaddset(&child_signal, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child_signal, nullptr);
  struct sigaction on_child {};
  on_child.sa_handler = end_with_the_server;
  sigaction(SIGCHLD, &on_child, nullptr);

  const pid_t self = getpid();
  const pid_t child = fork();
  if (child < 0) _exit(kCannotStart);
  if (child == 0) {
    if (server.user) become(*server.user);
    // After the change of user, which would clear it, and before looking whether it came too late.
    prctl(PR_SET_PDEATHSIG, SIGINT);
    if (getppid() != self) _exit(kCannotStart);
    exec_cleanly(arguments);
  }
  supervised = child;
  close(kInherited);
  const int users = open(users_lock, O_RDONLY | O_CLOEXEC);
  sigprocmask(SIG_UNBLOCK, &child_signal, nullptr);

  // The handler ends the process, so it does not matter when the signal comes.
  while (flock(users, LOCK_EX) != 0 && errno == EINTR) {
  }
  kill(child, SIGINT);
  while (true)
    pause();
}

}  // namespace

int run_to_end(const ChildProgram& program, const std::string& input) {
  const ExecArguments arguments(program.arguments);
  const Descriptor log(open_log(program), program.log_file.string());
  const Pipe ends = make_pipe();
  const Descriptor read_end(ends.read_end, "pipe");
  {
    const Descriptor write_end(ends.write_end, "pipe");
    if (write(write_end.number(), input.data(), input.size()) != static_cast<ssize_t>(input.size()))
      throw_errno("pipe");
  }
  const pid_t child = fork();
  if (child < 0) throw_errno("fork");
  if (child == 0) {
    redirect(read_end.number(), log.number());
    if (program.user) become(*program.user);
    exec_cleanly(arguments);
  }
  return wait_for(child);
}

bool may_enter(const UnixUser& user, const std::filesystem::path& directory) {
  const std::string path = directory.string();
  const pid_t child = fork();
  if (child < 0) throw_errno("fork");
  if (child == 0) {
    become(user);
    _exit(access(path.c_str(), X_OK) == 0 ? 0 : 1);
  }
  return wait_for(child) == 0;
}

SupervisorPipe::~SupervisorPipe() {
  close(descriptor_);
}

bool SupervisorPipe::ended(int milliseconds) const {
  pollfd other_side{descriptor_, POLLIN, 0};
  return poll(&other_side, 1, milliseconds) > 0;
}

SupervisorPipe start_supervised(const ChildProgram& server, const std::filesystem::path& users_lock, int inherited) {
  const ExecArguments arguments(server.arguments);
  const std::string users_lock_path = users_lock.string();
  const Descriptor log(open_log(server), server.log_file.string());
  const Descriptor nothing(open("/dev/null", O_RDWR | O_CLOEXEC), "/dev/null");
  const Pipe ends = make_pipe();
  const Descriptor write_end(ends.write_end, "pipe");
  // Forked twice: the first child leads a new session and ends at once, so the second belongs to init, not to us.
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    if (fork() != 0) _exit(0);
    reset_signals();
    redirect(nothing.number(), log.number());
    keep_only(ends.write_end, inherited);
    prctl(PR_SET_NAME, "clearwell-pg");
    if (chdir("/") != 0) _exit(kCannotStart);
    supervise(server, arguments, users_lock_path.c_str());
  }
  if (child < 0) {
    close(ends.read_end);
    throw_errno("fork");
  }
  wait_for(child);
  return SupervisorPipe(ends.read_end);
}

}  // namespace clearwell::store
