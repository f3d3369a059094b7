#pragma once

#include "server/access/policy.hpp"
#include "server/http/message.hpp"

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
/// asks the store, so that a revoked token is refused at once.
class Authentication {
 public:
  explicit Authentication(access::Tokens& tokens) : tokens_(tokens) {}

  /// \return who asks, or 401. \throws store::StoreError
  std::variant<access::Caller, ApiError> operator()(const Request& request) const;

 private:
  access::Tokens& tokens_;
};

}  // namespace clearwell::http
