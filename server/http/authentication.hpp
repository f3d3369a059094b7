#pragma once

#include "server/access/policy.hpp"
#include "server/base/clock.hpp"
#include "server/http/message.hpp"

#include <memory>
#include <variant>

namespace clearwell::access {
class Tokens;
}

/// Who is asking: the rule, and why it is safe, is in README.md.
namespace clearwell::http {

/// True for a request that a program on this machine sends straight to the server: it came over loopback, no proxy has
/// touched it, and it is not a browser acting for a page of somebody else.
bool is_local_operator(const Request& request);

/// Believes tokens; a request without one is the operator's when it is local, and the public's otherwise. Every request
/// asks the store, so that a revoked token is refused at once. While the store is away, a plant's token that it knew
/// within the last hour is believed: scoring goes on.
class Authentication {
 public:
  explicit Authentication(access::Tokens& tokens, base::Clock clock = base::system_clock());

  /// \return who asks, or 401. \throws store::StoreError
  std::variant<access::Caller, ApiError> operator()(const Request& request) const;

 private:
  class RecentPlants;

  access::Tokens& tokens_;
  std::shared_ptr<RecentPlants> recent_plants_;
};

}  // namespace clearwell::http
