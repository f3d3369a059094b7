#pragma once

#include "server/access/policy.hpp"
#include "server/http/error_mapping.hpp"
#include "server/http/message.hpp"
#include "server/http/static_site.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace clearwell::monitoring {
struct ProgramTelemetry;
}

namespace clearwell::http {

/// One line of the router's table (routes.cpp).
struct Route {
  std::string_view method;   ///< a GET route answers HEAD too
  std::string_view pattern;  ///< `/v1/plants/{id}`: a name in braces takes one segment, or what a segment has between
                             ///< the texts around it: `/v1.1/Datastreams({id})/Observations`
  access::Role needed;       ///< who may call it: access::allows() decides
  std::function<Answer(const Request&)> endpoint;
  /// What a body may be, each once and in lower case; an empty one among them: also a body that does not say.
  std::vector<std::string_view> media_types = {"application/json"};
  ErrorShape errors = ErrorShape::clearwell;
  bool streams = false;  ///< the endpoint takes the body itself (Request::body_into), which may be long
};

using PathParameters = std::map<std::string, std::string, std::less<>>;

/// Who asks, or why he is not believed.
using Authenticator = std::function<std::variant<access::Caller, ApiError>(const Request&)>;

/// Finds the route, asks who is calling, reads the body, answers, logs and counts. Every refusal and exception ends
/// here as an answer. Immutable, so threads may share it.
class Router {
 public:
  Router(std::vector<Route> routes, Authenticator authenticate, monitoring::ProgramTelemetry& telemetry,
         StaticSite site = {});

  /// \param request    its request_id, path_parameters and caller are filled here
  /// \param read_body  called at most once, after the caller was found to be allowed
  Response handle(Request& request, const BodyReader& read_body) const;

  /// Whether a body for this path may be as long as those that are streamed.
  bool streams(const Request& request) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  const Route* match(const Request& request, PathParameters& parameters) const;
  Answer answer(Request& request, const Route* route, const BodyReader& read_body) const;
  Answer answer_without_route(const Request& request) const;
  std::string allowed_methods(const Request& request) const;
  Response respond(Request& request, const Route* route, const BodyReader& read_body) const;

  std::vector<Route> routes_;
  Authenticator authenticate_;
  monitoring::ProgramTelemetry& telemetry_;
  StaticSite site_;
};

}  // namespace clearwell::http
