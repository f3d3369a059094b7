#pragma once

#include <string>

namespace clearwell::store {

/// What a person may read about a database: never its password.
/// `database "clearwell" at 127.0.0.1 port 5432`; what the string leaves out comes from libpq's environment and
/// defaults. \throws StoreError  when `url` is no libpq connection string; the message does not repeat it
std::string describe_connection(const std::string& url);

/// The same connection with our name, UTF-8, and a limit on the time that connecting may take, where `url` sets none.
/// \throws StoreError  as above
std::string complete_connection_string(const std::string& url);

/// The same database for another user, who needs no password. \throws StoreError  as above
std::string as_user(const std::string& url, const std::string& user);

/// The same connection with sessions that begin by SET ROLE. \throws StoreError  as above
std::string as_role(const std::string& url, const std::string& role);

/// The same connection with sessions under another name than ours. \throws StoreError  as above
std::string as_application(const std::string& url, const std::string& name);

/// A value as a connection string wants it: in single quotes, escaped.
std::string quoted_connection_value(const std::string& value);

}  // namespace clearwell::store
