#pragma once

#include "server/store/libpqxx_generations.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace clearwell::store {

class ConnectionPool;

/// A connection for one user at a time; gives itself back. A spoilt one is closed instead.
class PooledConnection {
 public:
  PooledConnection(std::shared_ptr<ConnectionPool> pool, std::unique_ptr<libpqxx::Session> connection);
  ~PooledConnection();
  PooledConnection(PooledConnection&&) noexcept = default;

  libpqxx::Session& operator*() const { return *connection_; }
  libpqxx::Session* operator->() const { return connection_.get(); }
  /// Its session can no longer be trusted.
  void spoil() { spoilt_ = true; }

 private:
  std::shared_ptr<ConnectionPool> pool_;
  std::unique_ptr<libpqxx::Session> connection_;
  bool spoilt_ = false;
};

/// At most `max_connections` sessions of one database, each made when it is first needed. Safe for use by many threads.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  /// \param revive  called when connecting fails; true: try once more (a private cluster was started again)
  ConnectionPool(const std::string& url, std::size_t max_connections, std::function<bool()> revive);
  ~ConnectionPool();

  /// An idle connection whose server has not hung up, or a new one. Waits up to 30 s while all are in use.
  /// \throws StoreUnavailable
  PooledConnection take();
  /// A connection of the caller's own, outside of the count. \throws StoreUnavailable
  std::unique_ptr<libpqxx::Session> connect() const;

 private:
  friend class PooledConnection;
  void give_back(std::unique_ptr<libpqxx::Session> connection);
  /// Waits for an idle connection or a free place for a new one; null: make one.
  std::unique_ptr<libpqxx::Session> take_idle_or_place();

  std::string connection_string_;
  std::string description_;
  std::size_t max_connections_;
  std::function<bool()> revive_;

  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<libpqxx::Session>> idle_;  // the last one given back is the first one taken
  std::size_t n_connections_ = 0;                        // in use, idle or being made
};

}  // namespace clearwell::store
