#pragma once

#include "tests/http/http_client.hpp"
#include "tests/http/program.hpp"
#include "tests/temporary_database.hpp"

#include <stdexcept>

namespace clearwell::tests {

/// One of several servers on one database: a process of its own on a free port.
class ServingProgram {
 public:
  /// Returns when it is ready. \throws std::runtime_error with what it wrote when it does not become so
  ServingProgram(const TemporaryDatabase& database, const std::filesystem::path& models_dir,
                 const std::string& retrain_at = "off")
      : program_(folder_, {"--database", database->url(), "--data-dir", database.options().data_dir, "--models",
                           models_dir, "serve", "--listen", "127.0.0.1:0", "--retrain-at", retrain_at}) {
    const std::string port = program_.wait_for("event=ready address=http://127.0.0.1:");
    if (port.empty()) throw std::runtime_error(program_.errors());
    port_ = std::stoi(port);
  }

  int port() const { return port_; }
  void kill_now() {
    program_.send(SIGKILL);
    program_.wait();
  }

 private:
  TemporaryFolder folder_;
  Program program_;
  int port_ = 0;
};

}  // namespace clearwell::tests
