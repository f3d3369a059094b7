#pragma once

#include "tests/temporary_folder.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace clearwell::tests {

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The clearwell program as a user runs it, with stdout and stderr in files.
class Program {
 public:
  Program(const TemporaryFolder& folder, std::vector<std::string> arguments)
      : out_(folder.path() / "stdout"), err_(folder.path() / "stderr") {
    for (const auto& path : {out_, err_})
      std::ofstream(path).close();  // nothing of an earlier program is left to be read
    pid_ = ::fork();
    if (pid_ != 0) return;
    ::dup2(::open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644), STDOUT_FILENO);
    ::dup2(::open(err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644), STDERR_FILENO);
    arguments.insert(arguments.begin(), CLEARWELL_PROGRAM);
    std::vector<char*> argv;
    for (std::string& argument : arguments)
      argv.push_back(argument.data());
    argv.push_back(nullptr);
    ::execv(CLEARWELL_PROGRAM, argv.data());
    ::_exit(127);
  }
  ~Program() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);  // so that its private cluster ends before its folder goes away
    ::waitpid(pid_, nullptr, 0);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void send(int signal) const { ::kill(pid_, signal); }
  /// Exit code, or 128 and the signal.
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  /// The text after `marker` up to the next blank in stderr, once it is there; empty after 60 s.
  std::string wait_for(const std::string& marker) const {
    for (int i = 0; i < 1200; ++i) {
      const std::string text = errors();
      const std::size_t found = text.find(marker);
      const std::size_t end = found == std::string::npos ? found : text.find_first_of(" \n", found + marker.size());
      if (end != std::string::npos) return text.substr(found + marker.size(), end - found - marker.size());
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return {};
  }
  std::string output() const { return read_text(out_); }
  std::string errors() const { return read_text(err_); }

 private:
  std::filesystem::path out_;
  std::filesystem::path err_;
  pid_t pid_ = -1;
};

}  // namespace clearwell::tests
