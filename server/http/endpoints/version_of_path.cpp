#include "server/http/endpoints/version_of_path.hpp"

#include "server/http/error_mapping.hpp"
#include "server/registry/registry.hpp"

#include <charconv>

namespace clearwell::http {

std::variant<registry::ModelVersion, ApiError> version_of_path(const registry::Registry& registry,
                                                               const Request& request) {
  const std::string& name = request.path_parameter("name");
  const std::string& text = request.path_parameter("version");
  int number = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure == std::errc() && stop == text.data() + text.size()) {
    const auto version = registry.find({.name = name, .alias = "", .version = number});
    if (version) return *version;
  }
  return unknown_model_version(name, text);
}

}  // namespace clearwell::http
