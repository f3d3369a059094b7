#pragma once

#include "server/http/message.hpp"

#include <string_view>

namespace clearwell::http {

/// openapi.yaml as JSON, made by the build.
extern const std::string_view kOpenApiJson;

/// GET /openapi.json
struct OpenApi {
  Answer operator()(const Request&) const { return Response{200, "application/json", std::string(kOpenApiJson), {}}; }
};

}  // namespace clearwell::http
