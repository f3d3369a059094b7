#include "server/http/router.hpp"

#include "server/base/log.hpp"
#include "server/base/random_id.hpp"
#include "server/http/error_mapping.hpp"
#include "server/monitoring/program_telemetry.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cmath>
#include <optional>

namespace clearwell::http {
namespace {

constexpr std::string_view kUnmatched = "unmatched";
constexpr std::string_view kStatic = "static";
/// Any other method is counted as `other`: the label's values must not be the client's to choose.
constexpr std::string_view kMethods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);  // the slash
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

/// The values of the pattern's names, empty when the path is another.
std::optional<PathParameters> match_pattern(std::string_view pattern, std::string_view path) {
  PathParameters parameters;
  while (pattern.starts_with('/') && path.starts_with('/')) {
    const std::string_view expected = take_segment(pattern);
    const std::string_view seen = take_segment(path);
    const std::size_t open = expected.find('{');
    if (open == std::string_view::npos) {
      if (expected != seen) return std::nullopt;
      continue;
    }
    const std::size_t close = expected.find('}', open);
    const std::string_view before = expected.substr(0, open);
    const std::string_view behind = expected.substr(close + 1);
    if (seen.size() <= before.size() + behind.size() || !seen.starts_with(before) || !seen.ends_with(behind))
      return std::nullopt;
    parameters.emplace(expected.substr(open + 1, close - open - 1),
                       seen.substr(before.size(), seen.size() - before.size() - behind.size()));
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// Names of ours are printable ASCII. PostgreSQL would call a NUL or broken UTF-8 a fault, and anybody could raise
/// alarms.
bool names_can_exist(const Request& request) {
  return is_printable(request.path) && std::all_of(request.query.begin(), request.query.end(),
                                                   [](const auto& entry) { return is_printable(entry.second); });
}

bool answers(const Route& route, std::string_view method) {
  return route.method == method || (route.method == "GET" && method == "HEAD");
}

bool takes_body(const Route& route) {
  return route.method != "GET";
}

/// The sender's own id where it is fit for a log, so that a request can be followed through nginx; else a new one.
std::string request_id_of(const Request& request) {
  const std::string_view given = request.header("X-Request-Id");
  const bool fit = !given.empty() && given.size() <= 64 && std::all_of(given.begin(), given.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
  });
  return fit ? std::string(given) : base::random_hex(8);
}

/// Lower case, without blanks.
std::string compact(std::string_view text) {
  std::string result;
  for (const char c : text)
    if (c != ' ' && c != '\t') result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

/// Texts are UTF-8: another charset would be read as something that nobody wrote.
bool names_other_charset(std::string_view parameters) {
  constexpr std::string_view kCharset = ";charset=";
  const std::size_t at = parameters.find(kCharset);
  if (at == std::string_view::npos) return false;
  std::string charset(parameters.substr(at + kCharset.size()));
  charset = charset.substr(0, charset.find(';'));
  std::erase(charset, '"');
  return charset != "utf-8" && charset != "utf8" && charset != "us-ascii";
}

std::optional<ApiError> check_content_type(const Request& request, const Route& route) {
  const std::string_view given = request.header("Content-Type");
  const std::string all = compact(given);
  const std::string_view type = std::string_view(all).substr(0, all.find(';'));
  const bool accepted = std::find(route.media_types.begin(), route.media_types.end(), type) != route.media_types.end();
  if (accepted && !names_other_charset(std::string_view(all).substr(type.size()))) return std::nullopt;
  const std::string seen = given.empty() ? "and is missing" : "not \"" + std::string(given.substr(0, 100)) + "\"";
  std::string types;
  for (const std::string_view known : route.media_types)
    if (!known.empty()) types += (types.empty() ? "" : " or ") + std::string(known);
  return ApiError{415,
                  "unsupported_media_type",
                  "Content-Type must be " + types + (accepted ? " in UTF-8, " : ", ") + seen,
                  "",
                  {}};
}

ApiError refuse(const access::Caller& caller) {
  if (caller.role == access::Role::kPublic) {
    return {
        401, "token_required", "this needs a token: Authorization: Bearer TOKEN", "", {{"WWW-Authenticate", "Bearer"}}};
  }
  return {403,
          "forbidden",
          "a token of the role " + std::string(access::role_name(caller.role)) + " does not allow this",
          "",
          {}};
}

/// What a route may answer, to have every series from the start.
std::vector<int> codes_of(const Route& route) {
  std::vector<int> codes = {200, 400, 401, 403, 404, 500, 503};
  if (takes_body(route)) codes.insert(codes.end(), {408, 413, 415, 422});
  if (route.needed == access::Role::kAdmin) codes.insert(codes.end(), {202, 409});
  for (const std::string_view tagged : {".onnx", ".tile", "/tiles"})
    if (route.pattern.ends_with(tagged)) codes.push_back(304);
  return codes;
}

}  // namespace

Router::Router(std::vector<Route> routes, Authenticator authenticate, monitoring::ProgramTelemetry& telemetry,
               StaticSite site)
    : routes_(std::move(routes)),
      authenticate_(std::move(authenticate)),
      telemetry_(telemetry),
      site_(std::move(site)) {
  for (const Route& route : routes_) {
    telemetry_.http_request_duration.declare({route.pattern});
    for (const int code : codes_of(route))
      telemetry_.http_requests.declare({route.pattern, route.method, std::to_string(code)});
  }
  telemetry_.http_request_duration.declare({kUnmatched});
  for (const char* code : {"404", "405"})
    telemetry_.http_requests.declare({kUnmatched, "GET", code});
}

Response Router::handle(Request& request, const BodyReader& read_body) const {
  const auto start = std::chrono::steady_clock::now();
  request.request_id = request_id_of(request);
  const Route* route = match(request, request.path_parameters);
  Response response = respond(request, route, read_body);
  response.headers.emplace_back("X-Request-Id", request.request_id);

  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const std::string_view label = route != nullptr ? route->pattern : site_.has(request.path) ? kStatic : kUnmatched;
  const bool known_method = std::find(std::begin(kMethods), std::end(kMethods), request.method) != std::end(kMethods);
  telemetry_.http_requests.increment(
      {label, known_method ? std::string_view(request.method) : "other", std::to_string(response.status)});
  telemetry_.http_request_duration.observe({label}, took.count());
  base::log_info("http_request", {{"request_id", request.request_id},
                                  {"method", request.method},
                                  {"path", request.path},
                                  {"status", response.status},
                                  {"bytes", response.body.size()},
                                  {"ms", std::round(took.count() * 1e5) / 100}});
  return response;
}

const Route* Router::match(const Request& request, PathParameters& parameters) const {
  if (!names_can_exist(request)) return nullptr;
  for (const Route& route : routes_) {
    if (!answers(route, request.method)) continue;
    if (auto matched = match_pattern(route.pattern, request.path)) {
      parameters = *std::move(matched);
      return &route;
    }
  }
  return nullptr;
}

bool Router::streams(const Request& request) const {
  PathParameters ignored;
  const Route* route = match(request, ignored);
  return route != nullptr && route->streams;
}

Response Router::respond(Request& request, const Route* route, const BodyReader& read_body) const {
  Answer answered;
  try {
    answered = answer(request, route, read_body);
  } catch (...) {
    const Failure failure = from_exception(std::current_exception());
    if (failure.of_store) telemetry_.store_errors.increment({});
    base::log_error(
        "http_failure",
        {{"request_id", request.request_id}, {"status", failure.error.status}, {"reason", failure.log_reason}});
    answered = failure.error;
  }
  if (const ApiError* error = std::get_if<ApiError>(&answered))
    return to_response(*error, route != nullptr ? route->errors : ErrorShape::clearwell);
  return std::get<Response>(std::move(answered));
}

Answer Router::answer(Request& request, const Route* route, const BodyReader& read_body) const {
  if (route == nullptr) return answer_without_route(request);
  std::variant<access::Caller, ApiError> caller = authenticate_(request);
  if (const ApiError* error = std::get_if<ApiError>(&caller)) return *error;
  request.caller = std::get<access::Caller>(std::move(caller));
  if (!access::allows(route->needed, request.caller)) return refuse(request.caller);
  if (takes_body(*route)) {
    if (const auto refused = check_content_type(request, *route)) return *refused;
  }
  if (takes_body(*route) && !route->streams) {
    std::variant<std::string, ApiError> body = read_body();
    if (const ApiError* error = std::get_if<ApiError>(&body)) return *error;
    request.body = std::get<std::string>(std::move(body));
  }
  return route->endpoint(request);
}

Answer Router::answer_without_route(const Request& request) const {
  const std::string allowed = allowed_methods(request);
  if (!allowed.empty()) {
    return ApiError{405,
                    "method_not_allowed",
                    "this path answers " + allowed + ", not " + request.method,
                    "",
                    {{"Allow", allowed}}};
  }
  if (site_.has(request.path)) {
    if (request.method == "GET" || request.method == "HEAD") return site_.get(request);
    return ApiError{
        405, "method_not_allowed", "this path answers GET, HEAD, not " + request.method, "", {{"Allow", "GET, HEAD"}}};
  }
  return from_bare_status(404);
}

/// Methods that the path answers, `GET, HEAD`; empty when it answers none.
std::string Router::allowed_methods(const Request& request) const {
  if (!names_can_exist(request)) return {};
  std::string methods;
  for (const Route& route : routes_) {
    if (!match_pattern(route.pattern, request.path)) continue;
    methods += (methods.empty() ? "" : ", ") + std::string(route.method) + (route.method == "GET" ? ", HEAD" : "");
  }
  return methods;
}

}  // namespace clearwell::http
