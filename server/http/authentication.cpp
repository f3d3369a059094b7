#include "server/http/authentication.hpp"

#include "common/hash/sha256.hpp"
#include "server/access/tokens.hpp"
#include "server/store/database.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
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

/// Plants' tokens that the store knew lately, by their SHA-256. Safe for use by many threads.
class Authentication::RecentPlants {
 public:
  explicit RecentPlants(base::Clock clock) : clock_(std::move(clock)) {}

  void remember(std::string_view token, const std::optional<access::Caller>& caller) {
    const std::lock_guard lock(mutex_);
    if (!caller || caller->role != access::Role::kPlant) {
      callers_.erase(hash::sha256_hex(token));
      return;
    }
    if (callers_.size() >= kMostPlants) callers_.clear();  // they are asked for again while the store is there
    callers_[hash::sha256_hex(token)] = {*caller, clock_()};
  }

  std::optional<access::Caller> find(std::string_view token) {
    const std::lock_guard lock(mutex_);
    const auto found = callers_.find(hash::sha256_hex(token));
    if (found == callers_.end() || clock_() - found->second.known_at > kBelievedFor) return std::nullopt;
    return found->second.caller;
  }

 private:
  static constexpr std::size_t kMostPlants = 10'000;
  static constexpr std::chrono::hours kBelievedFor{1};
  struct Known {
    access::Caller caller;
    base::TimePoint known_at;
  };

  const base::Clock clock_;
  std::mutex mutex_;
  std::map<std::string, Known> callers_;  ///< guarded by mutex_
};

Authentication::Authentication(access::Tokens& tokens, base::Clock clock)
    : tokens_(tokens), recent_plants_(std::make_shared<RecentPlants>(std::move(clock))) {}

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
  try {
    std::optional<access::Caller> caller = tokens_.authenticate(token);
    recent_plants_->remember(token, caller);
    if (!caller) return unauthorized();
    return *std::move(caller);
  } catch (const store::StoreUnavailable&) {
    if (std::optional<access::Caller> caller = recent_plants_->find(token)) return *std::move(caller);
    throw;
  }
}

}  // namespace clearwell::http
