#pragma once

#include "server/store/database.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <utility>

namespace clearwell::tests {

/// A database that can be taken away.
class InterruptibleDatabase final : public store::Database {
 public:
  explicit InterruptibleDatabase(std::shared_ptr<store::Database> real) : real_(std::move(real)) {}
  store::Transaction begin() override {
    if (away) throw store::StoreUnavailable("taken away");
    return real_->begin();
  }
  store::Rows query(std::string_view sql, const store::Params& params) override {
    if (away) throw store::StoreUnavailable("taken away");
    return real_->query(sql, params);
  }
  const std::string& url() const override { return real_->url(); }
  bool wait_for_notification(std::string_view channel, std::chrono::milliseconds timeout) override {
    return real_->wait_for_notification(channel, timeout);
  }

  std::atomic<bool> away = false;

 private:
  std::shared_ptr<store::Database> real_;
};

}  // namespace clearwell::tests
