#pragma once

#include "server/http/message.hpp"
#include "server/registry/model_version.hpp"

#include <variant>

namespace clearwell::registry {
class Registry;
}

namespace clearwell::http {

/// The model version that the path parameters `name` and `version` name, or 404 `unknown_model_version`.
std::variant<registry::ModelVersion, ApiError> version_of_path(const registry::Registry& registry,
                                                               const Request& request);

}  // namespace clearwell::http
