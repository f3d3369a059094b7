#include "server/store/connection_pool.hpp"
#include "server/store/connection_string.hpp"
#include "server/store/database.hpp"
#include "server/store/libpqxx_generations.hpp"
#include "server/store/store_errors.hpp"

#include <utility>

#include <poll.h>

namespace clearwell::store {
namespace {

constexpr std::chrono::seconds kLongestWait{30};  ///< for a free connection; beyond it the caller is better told

/// How every session speaks, whatever the database's own settings are: Rows and its users rely on it. And a job at work
/// holds its lock by a transaction that says nothing for hours; of a computer that is lost it ends within a minute
/// (30 s + 3 x 10 s), because the server asks whether it is still there.
constexpr const char* kSession =
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET client_min_messages = warning; "
    "SET bytea_output = 'hex'; SET extra_float_digits = 1; SET idle_in_transaction_session_timeout = 0; "
    "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3";

/// An idle session has nothing to say. If there is something to read, the server has hung up (or is about to).
bool is_quiet(const pqxx::connection& connection) {
  if (!connection.is_open()) return false;
  pollfd socket{connection.sock(), POLLIN, 0};
  return poll(&socket, 1, 0) == 0;
}

std::unique_ptr<libpqxx::Session> open_session(const std::string& connection_string) {
  std::unique_ptr<libpqxx::Session> connection = libpqxx::connect(connection_string);
  pqxx::nontransaction session(*connection);
  session.exec(kSession);
  return connection;
}

}  // namespace

PooledConnection::PooledConnection(std::shared_ptr<ConnectionPool> pool, std::unique_ptr<libpqxx::Session> connection)
    : pool_(std::move(pool)), connection_(std::move(connection)) {}

PooledConnection::~PooledConnection() {
  if (pool_ == nullptr) return;  // moved from
  if (spoilt_ || !connection_->is_open()) connection_.reset();
  pool_->give_back(std::move(connection_));
}

ConnectionPool::ConnectionPool(const std::string& url, std::size_t max_connections, std::function<bool()> revive)
    : connection_string_(complete_connection_string(url)),
      description_(describe_connection(url)),
      max_connections_(max_connections),
      revive_(std::move(revive)) {}

ConnectionPool::~ConnectionPool() = default;

std::unique_ptr<libpqxx::Session> ConnectionPool::connect() const {
  for (bool revived = false;; revived = true) {
    try {
      return open_session(connection_string_);
    } catch (...) {
      if (!revived && revive_ && revive_()) continue;
      rethrow_as_store_error(description_ + " cannot be reached", false);
    }
  }
}

std::unique_ptr<libpqxx::Session> ConnectionPool::take_idle_or_place() {
  std::unique_lock lock(mutex_);
  const auto deadline = std::chrono::steady_clock::now() + kLongestWait;
  while (true) {
    while (!idle_.empty()) {
      std::unique_ptr<libpqxx::Session> connection = std::move(idle_.back());
      idle_.pop_back();
      if (is_quiet(*connection)) return connection;
      --n_connections_;
    }
    if (n_connections_ < max_connections_) {
      ++n_connections_;
      return nullptr;
    }
    if (freed_.wait_until(lock, deadline) == std::cv_status::timeout)
      throw StoreUnavailable(description_ + ": all " + std::to_string(max_connections_) +
                             " connections are in use for " + std::to_string(kLongestWait.count()) + " s");
  }
}

PooledConnection ConnectionPool::take() {
  std::unique_ptr<libpqxx::Session> connection = take_idle_or_place();
  if (connection == nullptr) {
    try {
      connection = connect();
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }
  return PooledConnection(shared_from_this(), std::move(connection));
}

void ConnectionPool::give_back(std::unique_ptr<libpqxx::Session> connection) {
  {
    const std::scoped_lock lock(mutex_);
    if (connection != nullptr) {
      idle_.push_back(std::move(connection));
    } else {
      --n_connections_;
    }
  }
  freed_.notify_one();
}

}  // namespace clearwell::store
