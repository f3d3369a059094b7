#include "server/store/transaction.hpp"
#include "server/store/libpqxx_generations.hpp"
#include "server/store/store_errors.hpp"

#include <utility>

namespace clearwell::store {
namespace {

/// 0A000: the answer of a planned statement has other types since somebody changed the table. 26000: the server knows
/// no such statement. A new session plans anew.
bool has_stale_plan(const pqxx::sql_error& error) {
  return error.sqlstate() == "0A000" || error.sqlstate() == "26000";
}

/// Runs a database call of a transaction; a connection that was lost in it, or knows wrong plans, is not used again.
template <typename Call>
auto guarded(PooledConnection& connection, const char* doing, Call call) {
  try {
    return call();
  } catch (const pqxx::sql_error& error) {
    if (!connection->is_open() || has_stale_plan(error)) connection.spoil();
    rethrow_as_store_error(doing, connection->is_open());
  } catch (...) {
    if (!connection->is_open()) connection.spoil();
    rethrow_as_store_error(doing, connection->is_open());
  }
}

Rows copied_out(const pqxx::result& result) {
  const auto n_columns = static_cast<std::size_t>(result.columns());
  std::vector<std::optional<std::string>> cells;
  cells.reserve(n_columns * static_cast<std::size_t>(result.size()));
  for (const auto& row : result) {
    for (const auto& field : row) {
      if (field.is_null()) {
        cells.emplace_back(std::nullopt);
      } else {
        cells.emplace_back(std::in_place, field.c_str(), field.size());
      }
    }
  }
  return Rows(n_columns, std::move(cells), static_cast<std::size_t>(result.affected_rows()));
}

}  // namespace

// Transaction ---------------------------------------------------------------------------------------------------------

Transaction::Impl::Impl(PooledConnection borrowed) : connection(std::move(borrowed)) {
  guarded(connection, "BEGIN", [this] { work = std::make_unique<pqxx::work>(*connection); });
}

Transaction::Impl::~Impl() {
  try {
    work.reset();  // rolls back what was not committed
  } catch (...) {
    connection.spoil();
  }
}

Transaction::Transaction(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Transaction::~Transaction() = default;
Transaction::Transaction(Transaction&&) noexcept = default;

Rows Transaction::run(std::string_view sql, const Params& params) {
  return guarded(impl_->connection, "statement failed",
                 [&] { return copied_out(libpqxx::execute(*impl_->work, sql, params.values())); });
}

Rows Transaction::run_planned(std::string_view sql, const Params& params) {
  return guarded(impl_->connection, "statement failed", [&] {
    return copied_out(libpqxx::execute_planned(*impl_->work, *impl_->connection, sql, params.values()));
  });
}

void Transaction::run_script(std::string_view sql) {
  guarded(impl_->connection, "script failed", [&] { impl_->work->exec(std::string(sql)); });
}

void Transaction::commit() {
  if (!impl_->unfinished_copy.empty())
    throw StoreError("COMMIT: the COPY into " + impl_->unfinished_copy + " was not finished");
  guarded(impl_->connection, "COMMIT", [this] { impl_->work->commit(); });
}

Rows query(PooledConnection connection, std::string_view sql, const Params& params) {
  return guarded(connection, "statement failed", [&] {
    pqxx::nontransaction work(*connection);
    return copied_out(libpqxx::execute_planned(work, *connection, sql, params.values()));
  });
}

// Copy ----------------------------------------------------------------------------------------------------------------

/// libpqxx ends an abandoned COPY as if it had been finished. So the transaction remembers, and refuses to commit.
class Copy::Impl {
 public:
  Impl(Transaction::Impl& owner, std::string_view table, std::span<const std::string_view> columns)
      : transaction(owner), stream(*owner.work, table, columns) {
    transaction.unfinished_copy = table;
  }

  Transaction::Impl& transaction;
  libpqxx::CopyStream stream;
};

Copy::Copy(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Copy::~Copy() = default;
Copy::Copy(Copy&&) noexcept = default;

Copy Transaction::copy_into(std::string_view table, std::span<const std::string_view> columns) {
  return guarded(impl_->connection, "COPY failed",
                 [&] { return Copy(std::make_unique<Copy::Impl>(*impl_, table, columns)); });
}

void Copy::row(const Params& values) {
  guarded(impl_->transaction.connection, "COPY failed", [&] { impl_->stream.write(values.values()); });
}

void Copy::finish() {
  guarded(impl_->transaction.connection, "COPY failed", [this] { impl_->stream.finish(); });
  impl_->transaction.unfinished_copy.clear();
}

}  // namespace clearwell::store
