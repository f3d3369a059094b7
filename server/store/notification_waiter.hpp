#pragma once

#include "server/store/connection_pool.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace clearwell::store {

/// Waits for notifications, on one connection a channel. Several channels may be waited for at once; a second waiter of
/// the same channel waits until the first has its answer.
class NotificationWaiter {
 public:
  explicit NotificationWaiter(std::shared_ptr<ConnectionPool> pool);
  ~NotificationWaiter();

  /// See Database::wait_for_notification.
  bool wait(std::string_view name, std::chrono::milliseconds timeout);

 private:
  struct Channel;
  Channel& channel(std::string_view name);

  std::shared_ptr<ConnectionPool> pool_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Channel>, std::less<>> channels_;
};

}  // namespace clearwell::store
