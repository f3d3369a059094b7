#pragma once

#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::limits {

/// Two parameters of one sample that nature does not let differ freely: their quotient, both in their canonical units,
/// lies between min and max. Values outside are a wrong unit, a mixed-up column or an invention. Data:
/// physical_relations.json beside this file.
struct PhysicalRelation {
  std::string code;
  std::string numerator;    ///< code of a parameter
  std::string denominator;  ///< code of another one
  std::optional<double> min;
  std::optional<double> max;
  spec::LocalizedText reason;  ///< one sentence
  std::string source;          ///< empty where the reason is a definition

  bool operator==(const PhysicalRelation&) const = default;
};

/// Errors name the place (`relations[0].numerator`), the value seen and what is accepted.
Result<std::vector<PhysicalRelation>> parse_physical_relations(std::string_view json);

/// All that are known, as the build embedded them.
std::span<const PhysicalRelation> physical_relations();

}  // namespace clearwell::limits
