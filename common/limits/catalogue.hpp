#pragma once

#include "common/limits/limits.hpp"
#include "common/result.hpp"

#include <string_view>
#include <vector>

namespace clearwell::limits {

/// The content of parameters.json and legal_limits.json.
struct Catalogue {
  std::vector<Parameter> parameters;        ///< order of the file
  std::vector<Jurisdiction> jurisdictions;  ///< order of the file
  std::vector<Limit> limits;                ///< grouped by jurisdiction and parameter, then order of the file

  bool operator==(const Catalogue&) const = default;
};

/// Reads both files. Errors name the place (`limits[3].unit`), the value seen and what is accepted: an unknown key, a
/// parameter or jurisdiction nobody declared, a unit that is not the parameter's, a limit without a number.
Result<Catalogue> parse_catalogue(std::string_view parameters_json, std::string_view legal_limits_json);

/// The two files as the build embedded them.
extern const std::string_view kParametersJson;
extern const std::string_view kLegalLimitsJson;

}  // namespace clearwell::limits
