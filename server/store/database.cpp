#include "server/store/database.hpp"
#include "server/base/log.hpp"
#include "server/base/options.hpp"
#include "server/store/connection_string.hpp"
#include "server/store/notification_waiter.hpp"
#include "server/store/owner_database.hpp"
#include "server/store/private_cluster.hpp"
#include "server/store/sql.hpp"
#include "server/store/transaction.hpp"

#include <utility>

namespace clearwell::store {
namespace {

constexpr std::size_t kMaxConnections = 8;
constexpr const char* kApplicationRole = "clearwell_app";  ///< grant_application_role.sql says what it may do

class PooledDatabase : public Database {
 public:
  PooledDatabase(std::string url, std::size_t max_connections, std::shared_ptr<PrivateCluster> cluster)
      : cluster_(std::move(cluster)),
        url_(std::move(url)),
        pool_(std::make_shared<ConnectionPool>(url_, max_connections, reviver())),
        notifications_(pool_) {}

  Transaction begin() override { return Transaction(std::make_unique<Transaction::Impl>(pool_->take())); }

  Rows query(std::string_view sql, const Params& params) override { return store::query(pool_->take(), sql, params); }

  const std::string& url() const override { return url_; }

  bool wait_for_notification(std::string_view channel, std::chrono::milliseconds timeout) override {
    return notifications_.wait(channel, timeout);
  }

  /// The same database for the work of every day: as clearwell_app, which owns nothing.
  std::shared_ptr<Database> as_application() {
    return std::make_shared<PooledDatabase>(application_url(), kMaxConnections, cluster_);
  }

 private:
  /// A private cluster lets the role log in, so that its sessions cannot go back to be the owner. Elsewhere there is
  /// no password for it, and sessions of `url_` step down.
  std::string application_url() {
    Transaction transaction = begin();
    const Rows rows = transaction.run(sql::may_become_application_role);
    if (!rows.boolean(0, 1)) {
      base::log_warning("no_application_role",
                        {{"database", describe_connection(url_)},
                         {"reason", rows.boolean(0, 0) ? "the user of the URL is no member of clearwell_app"
                                                       : "the user of the URL may not make the role clearwell_app"},
                         {"consequence", "only triggers keep records from being changed"}});
      return url_;
    }
    if (cluster_ == nullptr) return as_role(url_, kApplicationRole);
    transaction.run_script(sql::let_application_role_log_in);
    transaction.commit();
    return as_user(url_, kApplicationRole);
  }

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

/// As the owner of the tables, with the schema up to date.
std::shared_ptr<PooledDatabase> open_up_to_date(const base::Options& options) {
  std::shared_ptr<PrivateCluster> cluster;
  if (options.database_url.empty()) cluster = PrivateCluster::open(options.data_dir);
  const std::string url = cluster ? cluster->url() : options.database_url;
  auto database = std::make_shared<PooledDatabase>(url, kMaxConnections, std::move(cluster));
  migrate(*database);
  return database;
}

}  // namespace

std::shared_ptr<Database> Database::open(const base::Options& options) {
  return open_up_to_date(options)->as_application();
}

std::shared_ptr<Database> open_as_owner(const base::Options& options) {
  return open_up_to_date(options);
}

std::shared_ptr<Database> Database::open_existing(const base::Options& options) {
  if (options.database_url.empty() && !PrivateCluster::exists(options.data_dir)) return nullptr;
  return open(options);
}

std::shared_ptr<Database> Database::connect(const std::string& url, std::size_t max_connections) {
  return std::make_shared<PooledDatabase>(url, max_connections, nullptr);
}

}  // namespace clearwell::store
