#pragma once

#include <pqxx/pqxx>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The calls in which libpqxx 6.4 (Debian 12) and 7.10 (Debian 13) differ. Nothing else asks for the version.
/// Everything here throws libpqxx's own exceptions.
namespace clearwell::store::libpqxx {

/// A connection, and what is planned on it.
class Session : public pqxx::connection {
 public:
  using pqxx::connection::connection;

  /// The name under which the session knows the statement, or will when it runs first.
  const std::string& plan(std::string_view sql);

 private:
  std::map<std::string, std::string, std::less<>> planned_;  ///< [text of the statement]: its name
};

/// A session that is never quietly replaced by another one: a lost session loses its locks, and must be noticed.
std::unique_ptr<Session> connect(const std::string& connection_string);

/// One statement with its parameters beside it.
pqxx::result execute(pqxx::transaction_base& work, std::string_view sql,
                     const std::vector<std::optional<std::string>>& params);
/// The same, planned once. \pre  `work` is of the session; a constant text: it is remembered as long as the session
/// lives
pqxx::result execute_planned(pqxx::transaction_base& work, Session& session, std::string_view sql,
                             const std::vector<std::optional<std::string>>& params);

/// COPY table (columns) FROM STDIN. Rows that were written but not finished still belong to the transaction.
class CopyStream {
 public:
  CopyStream(pqxx::work& work, std::string_view table, std::span<const std::string_view> columns);
  void write(const std::vector<std::optional<std::string>>& values);
  void finish();

 private:
  pqxx::stream_to stream_;
};

/// LISTEN on one channel; `connection` must outlive it and must not be used for anything else.
class Listener {
 public:
  Listener(pqxx::connection& connection, const std::string& channel);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// True as soon as a notification came, false after `timeout`.
  bool wait(std::chrono::milliseconds timeout);

 private:
  class Receiver;
  pqxx::connection& connection_;
  bool notified_ = false;
  std::unique_ptr<Receiver> receiver_;
};

}  // namespace clearwell::store::libpqxx
