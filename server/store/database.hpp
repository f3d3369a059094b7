#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::base {
struct Options;
}

/// The one door to PostgreSQL. libpqxx is known only behind it, so that its two incompatible generations (6.4, 7.x) are
/// one file's business.
namespace clearwell::store {

/// The database is away, or refused a statement. `server/http` turns it into 503 and 500; commands print it and exit 1.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The connection is lost or could not be made: trying again later may help.
class StoreUnavailable : public StoreError {
 public:
  using StoreError::StoreError;
};

/// The connection was lost during COMMIT: nobody knows yet whether the transaction is stored.
class CommitInDoubt : public StoreError {
 public:
  using StoreError::StoreError;
};

/// A statement broke a UNIQUE constraint.
class UniqueViolation : public StoreError {
 public:
  using StoreError::StoreError;
};

/// Parameters of one statement, sent as text beside it, never inside it. Doubles keep every bit.
class Params {
 public:
  Params& add(std::string_view text);
  Params& add(const char* text) { return add(std::string_view(text)); }
  Params& add(std::int64_t value);
  Params& add(int value) { return add(static_cast<std::int64_t>(value)); }
  Params& add(double value);
  Params& add(bool value);
  Params& add_null();
  Params& add_bytes(std::string_view bytes);          ///< bytea
  Params& add_array(std::span<const double> values);  ///< NaN becomes NULL
  Params& add_array(std::span<const std::int64_t> values);
  Params& add_array(std::span<const std::string> values);
  template <typename T>
  Params& add(const std::optional<T>& value) {
    return value ? add(*value) : add_null();
  }

  const std::vector<std::optional<std::string>>& values() const { return values_; }

 private:
  std::vector<std::optional<std::string>> values_;
};

/// What a statement answered, copied out of the library: rows of nullable texts with typed access.
class Rows {
 public:
  Rows() = default;
  Rows(std::size_t n_columns, std::vector<std::optional<std::string>> cells, std::size_t affected);

  std::size_t size() const { return n_columns_ == 0 ? 0 : cells_.size() / n_columns_; }
  bool empty() const { return size() == 0; }
  std::size_t affected() const { return affected_; }

  bool is_null(std::size_t row, std::size_t column) const;
  /// \pre  the cell is not NULL
  const std::string& text(std::size_t row, std::size_t column) const;
  std::int64_t integer(std::size_t row, std::size_t column) const;
  double number(std::size_t row, std::size_t column) const;
  bool boolean(std::size_t row, std::size_t column) const;
  std::string bytes(std::size_t row, std::size_t column) const;  ///< bytea
  std::optional<std::string> maybe_text(std::size_t row, std::size_t column) const;
  std::optional<double> maybe_number(std::size_t row, std::size_t column) const;
  std::optional<std::int64_t> maybe_integer(std::size_t row, std::size_t column) const;
  std::optional<bool> maybe_boolean(std::size_t row, std::size_t column) const;

 private:
  std::size_t n_columns_ = 0;
  std::vector<std::optional<std::string>> cells_;
  std::size_t affected_ = 0;
};

/// A COPY … FROM STDIN under way, not to outlive its transaction. finish() makes the rows part of the transaction;
/// without it the transaction refuses to commit, and all of it is lost.
class Copy {
 public:
  class Impl;
  explicit Copy(std::unique_ptr<Impl> impl);
  ~Copy();
  Copy(Copy&&) noexcept;
  void row(const Params& values);
  void finish();

 private:
  std::unique_ptr<Impl> impl_;
};

/// One transaction on one pooled connection. Rolls back unless commit() was called. Not for use by two threads.
class Transaction {
 public:
  class Impl;
  explicit Transaction(std::unique_ptr<Impl> impl);
  ~Transaction();
  Transaction(Transaction&&) noexcept;

  Rows run(std::string_view sql, const Params& params = {});
  /// The same, planned once a session: for what runs many times a second. \pre  `sql` is a constant
  Rows run_planned(std::string_view sql, const Params& params = {});
  /// Several statements in one text, without parameters (migrations).
  void run_script(std::string_view sql);
  Copy copy_into(std::string_view table, std::span<const std::string_view> columns);
  /// \throws CommitInDoubt, StoreError; with any but the first nothing is stored
  void commit();

 private:
  std::unique_ptr<Impl> impl_;
};

/// A pool of connections. Safe for use by many threads. Keeps a private cluster alive as long as it lives.
class Database {
 public:
  /// Connects to options.database_url, or starts the private cluster; brings the schema up to date.
  /// \throws StoreError
  static std::shared_ptr<Database> open(const base::Options& options);
  /// The same for a command that only reads: null where a private cluster would have to be made first.
  static std::shared_ptr<Database> open_existing(const base::Options& options);
  /// Connects to a libpq connection string, without migrating.
  static std::shared_ptr<Database> connect(const std::string& url, std::size_t max_connections = 8);

  virtual ~Database() = default;
  /// Waits for a free connection, at most 30 s. \throws StoreUnavailable
  virtual Transaction begin() = 0;
  /// One statement, as a transaction of its own and planned once a session: a single trip to the server from then on.
  /// \pre  `sql` is a constant   \throws StoreError; CommitInDoubt never, so that it is for what may be done twice
  virtual Rows query(std::string_view sql, const Params& params = {}) = 0;
  /// libpq connection string of this database.
  virtual const std::string& url() const = 0;
  /// Blocks up to `timeout` for a NOTIFY on `channel`; true when one came. Uses a connection of its own.
  /// The first time, and after any reconnect, it answers true: a notification may have been missed before.
  /// One thread at a time per channel. \throws StoreUnavailable
  virtual bool wait_for_notification(std::string_view channel, std::chrono::milliseconds timeout) = 0;
};

/// Applies the embedded migrations that are missing, in order, each in its own transaction, under an advisory lock.
/// \return number applied   \throws StoreError when an applied migration's text differs from the embedded one
int migrate(Database& database);

}  // namespace clearwell::store
