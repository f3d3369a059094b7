#pragma once

#include "server/store/connection_pool.hpp"
#include "server/store/database.hpp"

#include <pqxx/transaction>

namespace clearwell::store {

/// A transaction and the connection that it borrowed.
class Transaction::Impl {
 public:
  /// \throws StoreUnavailable when the connection turns out to be lost
  explicit Impl(PooledConnection borrowed);
  ~Impl();

  PooledConnection connection;
  std::unique_ptr<pqxx::work> work;
  std::string unfinished_copy;  ///< table of a COPY that is under way or was given up
};

/// One statement that is a transaction of its own. \throws StoreError
Rows query(PooledConnection connection, std::string_view sql, const Params& params);

}  // namespace clearwell::store
