#pragma once

#include "server/access/policy.hpp"

#include <algorithm>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Requests and answers as plain data: endpoints and their tests need no socket and no HTTP library.
namespace clearwell::http {

/// Header names differ in case only by mistake of the sender.
struct CaseInsensitiveLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [&](char x, char y) { return lower(x) < lower(y); });
  }
};
using Headers = std::multimap<std::string, std::string, CaseInsensitiveLess>;

struct ApiError;

struct Request {
  std::string method;
  std::string path;  ///< decoded, without the query
  std::vector<std::pair<std::string, std::string>> query;
  Headers headers;
  std::string body;
  /// Of a route that streams, whose `body` stays empty: copies the body into the stream, once. Answers why not.
  std::function<std::optional<ApiError>(std::ostream& into)> body_into;
  std::string peer;  ///< IP address of the other end of the connection
  std::string request_id;
  std::map<std::string, std::string, std::less<>> path_parameters;  ///< `id` of /v1/plants/{id}
  access::Caller caller;

  /// Value of the first header of that name, empty when there is none.
  std::string_view header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
  }
  /// \pre  the route's pattern names it
  const std::string& path_parameter(std::string_view name) const { return path_parameters.find(name)->second; }
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  /// Writes the body as it is sent, where it is too long to be held; `body` is empty then.
  std::function<void(std::ostream& out)> body_from = {};
};

/// An answer that says no. Written as {"error":{"code","message","field"}}.
struct ApiError {
  int status = 500;
  std::string code;  ///< for programs: stable, lower case, underscores
  std::string message;
  std::string field;  ///< path into the body, or name of the query parameter; empty when the whole request is meant
  std::vector<std::pair<std::string, std::string>> headers;

  bool operator==(const ApiError&) const = default;
};

using Answer = std::variant<Response, ApiError>;

/// Reads the body once the route and the caller are known; refuses what is too large or encoded.
using BodyReader = std::function<std::variant<std::string, ApiError>()>;

}  // namespace clearwell::http
