#pragma once

#include "common/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace clearwell::registry {

/// How people and programs name a model version: NAME (its champion), NAME@ALIAS or NAME/VERSION.
struct ModelReference {
  std::string name;
  std::string alias = "champion";  ///< `champion` or `challenger`; empty when a version is given
  std::optional<int> version = {};

  bool operator==(const ModelReference&) const = default;
};

/// Reads `water_potability`, `water_potability@challenger` or `water_potability/3`.
Result<ModelReference> parse_model_reference(std::string_view text);

/// The text form: parse_model_reference(to_text(r)) == r.
std::string to_text(const ModelReference& reference);

}  // namespace clearwell::registry
