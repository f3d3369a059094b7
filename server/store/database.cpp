#include "server/store/database.hpp"
#include "server/base/log.hpp"
#include "server/base/options.hpp"
#include "server/store/notification_waiter.hpp"
#include "server/store/private_cluster.hpp"
#include "server/store/transaction.hpp"

#include <utility>

namespace clearwell::store {
namespace {

class PooledDatabase : public Database {
 public:
  PooledDatabase(std::string url, std::size_t max_connections, std::unique_ptr<PrivateCluster> cluster)
      : cluster_(std::move(cluster)),
        url_(std::move(url)),
        pool_(std::make_shared<ConnectionPool>(url_, max_connections, reviver())),
        notifications_(pool_) {}

  Transaction begin() override { return Transaction(std::make_unique<Transaction::Impl>(pool_->take())); }

  const std::string& url() const override { return url_; }

  bool wait_for_notification(std::string_view channel, std::chrono::milliseconds timeout) override {
    return notifications_.wait(channel, timeout);
  }

 private:
  std::function<bool()> reviver() {
    if (cluster_ == nullptr) return nullptr;
    return [cluster = cluster_] {
      cluster->ensure_running();
      return true;
    };
  }

  // The pool shares it: the cluster runs until the last connection is closed, also one that outlives the database.
  std::shared_ptr<PrivateCluster> cluster_;
  std::string url_;
  std::shared_ptr<ConnectionPool> pool_;
  NotificationWaiter notifications_;
};

constexpr std::size_t kMaxConnections = 8;

std::shared_ptr<Database> open_private(const std::filesystem::path& data_dir) {
  std::unique_ptr<PrivateCluster> cluster = PrivateCluster::open(data_dir);
  std::string url = cluster->url();
  return std::make_shared<PooledDatabase>(std::move(url), kMaxConnections, std::move(cluster));
}

}  // namespace

std::shared_ptr<Database> Database::open(const base::Options& options) {
  const std::shared_ptr<Database> database =
      options.database_url.empty() ? open_private(options.data_dir) : connect(options.database_url, kMaxConnections);
  migrate(*database);
  return database;
}

std::shared_ptr<Database> Database::open_existing(const base::Options& options) {
  if (options.database_url.empty() && !PrivateCluster::exists(options.data_dir)) return nullptr;
  return open(options);
}

std::shared_ptr<Database> Database::connect(const std::string& url, std::size_t max_connections) {
  return std::make_shared<PooledDatabase>(url, max_connections, nullptr);
}

}  // namespace clearwell::store
