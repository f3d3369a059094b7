#include "server/http/authentication.hpp"

#include "server/access/tokens.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace clearwell::http {
namespace {

/// Headers that a proxy adds. nginx's configuration always sets the first two.
constexpr std::string_view kProxyHeaders[] = {"X-Forwarded-For",  "X-Real-IP",         "Forwarded",
                                              "X-Forwarded-Host", "X-Forwarded-Proto", "Via"};

bool is_loopback(std::string_view ip) {
  return ip.starts_with("127.") || ip == "::1" || ip.starts_with("::ffff:127.");
}

/// `localhost`, `127.0.0.1` or `[::1]`, with or without a port. Any other name, also one that leads here, is how a
/// foreign page reaches a local server (DNS rebinding).
bool is_loopback_host(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) host = host.substr(0, colon);
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

ApiError unauthorized() {
  return {401,
          "invalid_token",
          "the token is unknown, revoked or expired",
          "",
          {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}}};
}

}  // namespace

bool is_local_operator(const Request& request) {
  const bool proxied = std::any_of(std::begin(kProxyHeaders), std::end(kProxyHeaders),
                                   [&](std::string_view name) { return request.headers.contains(name); });
  const std::string_view host = request.header("Host");
  const std::string_view origin = request.header("Origin");
  const bool foreign_page = !origin.empty() && origin != "http://" + std::string(host);
  return is_loopback(request.peer) && !proxied && is_loopback_host(host) && !foreign_page;
}

std::variant<access::Caller, ApiError> Authentication::operator()(const Request& request) const {
  if (!request.headers.contains("Authorization")) {
    if (is_local_operator(request))
      return access::Caller{.role = access::Role::kAdmin, .name = "local", .plant_id = {}, .token_id = 0};
    return access::Caller{};
  }
  const std::string_view authorization = request.header("Authorization");
  std::string scheme(authorization.substr(0, authorization.find(' ')));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (scheme != "bearer" || request.headers.count("Authorization") != 1) return unauthorized();
  std::string_view token = authorization.substr(std::min(authorization.size(), scheme.size() + 1));
  while (token.starts_with(' '))
    token.remove_prefix(1);
  std::optional<access::Caller> caller = tokens_.authenticate(token);
  if (!caller) return unauthorized();
  return *std::move(caller);
}

}  // namespace clearwell::http
