#include "server/store/libpqxx_generations.hpp"

#include <algorithm>
#include <cstdint>

#include <poll.h>

namespace clearwell::store::libpqxx {
namespace {

std::vector<std::string> quoted_names(pqxx::work& work, std::span<const std::string_view> names) {
  std::vector<std::string> quoted;
  for (const std::string_view name : names)
    quoted.push_back(work.quote_name(std::string(name)));
  return quoted;
}

#if PQXX_VERSION_MAJOR < 7

/// Null pointers are NULL. The texts hold no zero byte (Params sees to that), so nothing is cut off.
std::vector<const char*> pointers(const std::vector<std::optional<std::string>>& values) {
  std::vector<const char*> result;
  result.reserve(values.size());
  for (const std::optional<std::string>& value : values)
    result.push_back(value ? value->c_str() : nullptr);
  return result;
}

void append_copy_field(std::string& line, const std::optional<std::string>& value) {
  if (!value) {
    line += "\\N";
    return;
  }
  for (const char character : *value) {
    switch (character) {
      case '\\':
        line += "\\\\";
        break;
      case '\t':
        line += "\\t";
        break;
      case '\n':
        line += "\\n";
        break;
      case '\r':
        line += "\\r";
        break;
      default:
        line += character;
    }
  }
}

/// One line of COPY's text format.
std::string copy_line(const std::vector<std::optional<std::string>>& values) {
  std::string line;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) line += '\t';
    append_copy_field(line, values[i]);
  }
  return line;
}

/// A row for 6.x's stream_to, which itself takes tuples only: of a length known to the compiler.
struct CopyRow {
  const std::vector<std::optional<std::string>>& values;
};

/// stream_to calls this to join a row's fields; the compiler finds ours by the type of the row.
template <typename Escaper>
std::string separated_list(const char*, const CopyRow& row, const Escaper&) {
  return copy_line(row.values);
}

#else

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ",") + name;
  return text;
}

#endif

}  // namespace

#if PQXX_VERSION_MAJOR < 7

std::unique_ptr<Session> connect(const std::string& connection_string) {
  auto connection = std::make_unique<Session>(connection_string);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  // Deprecated without a successor in 6.x; 7.x never reactivates.
  connection->inhibit_reactivation(true);
#pragma GCC diagnostic pop
  return connection;
}

pqxx::result execute(pqxx::transaction_base& work, std::string_view sql,
                     const std::vector<std::optional<std::string>>& params) {
  return work.exec_params(std::string(sql), pqxx::prepare::make_dynamic_params(pointers(params)));
}

pqxx::result execute_planned(pqxx::transaction_base& work, Session& session, std::string_view sql,
                             const std::vector<std::optional<std::string>>& params) {
  return work.exec_prepared(session.plan(sql), pqxx::prepare::make_dynamic_params(pointers(params)));
}

CopyStream::CopyStream(pqxx::work& work, std::string_view table, std::span<const std::string_view> columns)
    : stream_(work, std::string(table), quoted_names(work, columns)) {}

void CopyStream::write(const std::vector<std::optional<std::string>>& values) {
  stream_ << CopyRow{values};
}

class Listener::Receiver : public pqxx::notification_receiver {
 public:
  Receiver(pqxx::connection& connection, const std::string& channel, bool& notified)
      : pqxx::notification_receiver(connection, channel), notified_(notified) {}
  void operator()(const std::string&, int) override { notified_ = true; }

 private:
  bool& notified_;
};

#else

std::unique_ptr<Session> connect(const std::string& connection_string) {
  return std::make_unique<Session>(connection_string);
}

pqxx::params converted_params(const std::vector<std::optional<std::string>>& params) {
  pqxx::params converted;
  converted.reserve(params.size());
  for (const std::optional<std::string>& value : params) {
    if (value) {
      converted.append(*value);
    } else {
      converted.append();
    }
  }
  return converted;
}

pqxx::result execute(pqxx::transaction_base& work, std::string_view sql,
                     const std::vector<std::optional<std::string>>& params) {
  return work.exec(sql, converted_params(params));
}

pqxx::result execute_planned(pqxx::transaction_base& work, Session& session, std::string_view sql,
                             const std::vector<std::optional<std::string>>& params) {
  return work.exec(pqxx::prepped(session.plan(sql)), converted_params(params));
}

CopyStream::CopyStream(pqxx::work& work, std::string_view table, std::span<const std::string_view> columns)
    : stream_(pqxx::stream_to::raw_table(work, table, joined(quoted_names(work, columns)))) {}

void CopyStream::write(const std::vector<std::optional<std::string>>& values) {
  stream_.write_row(values);
}

class Listener::Receiver {
 public:
  Receiver(pqxx::connection& connection, const std::string& channel, bool& notified) {
    connection.listen(channel, [&notified](const pqxx::notification&) { notified = true; });
  }
};

#endif

const std::string& Session::plan(std::string_view sql) {
  const auto known = planned_.find(sql);
  if (known != planned_.end()) return known->second;
  const std::string name = "planned_" + std::to_string(planned_.size() + 1);
  prepare(name, std::string(sql));
  return planned_.emplace(sql, name).first->second;
}

void CopyStream::finish() {
  stream_.complete();
}

Listener::Listener(pqxx::connection& connection, const std::string& channel)
    : connection_(connection), receiver_(std::make_unique<Receiver>(connection, channel, notified_)) {}

Listener::~Listener() = default;

bool Listener::wait(std::chrono::milliseconds timeout) {
  constexpr std::int64_t kLongestPoll = 60'000;
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  notified_ = false;
  while (true) {
    if (!connection_.is_open())
      throw pqxx::broken_connection("the connection was lost while waiting for a notification");
    connection_.get_notifs();
    if (notified_) return true;
    const std::int64_t left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    // Not await_notification(): it may use select(), which a server with more than 1,024 open files must not call.
    // Asked also when no time is left: a server that hung up has a last word, and only after it the end can be read.
    pollfd socket{connection_.sock(), POLLIN, 0};
    const bool readable = poll(&socket, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, kLongestPoll))) > 0;
    if (!readable && left <= 0) return false;
  }
}

}  // namespace clearwell::store::libpqxx
