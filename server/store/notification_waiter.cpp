#include "server/store/notification_waiter.hpp"
#include "server/store/libpqxx_generations.hpp"
#include "server/store/store_errors.hpp"

#include <optional>
#include <utility>

namespace clearwell::store {

struct NotificationWaiter::Channel {
  std::mutex mutex;
  std::unique_ptr<libpqxx::Session> connection;
  std::optional<libpqxx::Listener> listener;  // after the connection, so that it goes first

  void disconnect() {
    listener.reset();
    connection.reset();
  }
};

NotificationWaiter::NotificationWaiter(std::shared_ptr<ConnectionPool> pool) : pool_(std::move(pool)) {}
NotificationWaiter::~NotificationWaiter() = default;

NotificationWaiter::Channel& NotificationWaiter::channel(std::string_view name) {
  const std::scoped_lock lock(mutex_);
  auto found = channels_.find(name);
  if (found == channels_.end()) found = channels_.emplace(name, std::make_unique<Channel>()).first;
  return *found->second;
}

bool NotificationWaiter::wait(std::string_view name, std::chrono::milliseconds timeout) {
  Channel& wanted = channel(name);
  const std::scoped_lock lock(wanted.mutex);
  if (wanted.connection != nullptr) {
    try {
      return wanted.listener->wait(timeout);
    } catch (const pqxx::failure&) {
      wanted.disconnect();
    }
  }
  try {
    wanted.connection = pool_->connect();
    wanted.listener.emplace(*wanted.connection, std::string(name));
  } catch (...) {
    wanted.disconnect();
    rethrow_as_store_error("LISTEN", false);
  }
  return true;
}

}  // namespace clearwell::store
