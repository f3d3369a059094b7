#pragma once

#include "server/store/database.hpp"

#include <optional>

namespace clearwell::scheduler {

/// The one of several servers on one database that does the work which is to be done once. Held by a lock of the
/// database that goes with the connection: the others need not know each other, and a leader that dies is replaced.
class Leadership {
 public:
  explicit Leadership(store::Database& database) : database_(database) {}

  /// Whether this process leads, now that it was asked. One that led and lost its connection leads no more until it
  /// gets the lock again. \throws store::StoreError
  bool hold();

 private:
  store::Database& database_;
  std::optional<store::Transaction> lock_;
};

}  // namespace clearwell::scheduler
