#include "server/intake/spec_view.hpp"

#include "common/limits/limits.hpp"
#include "server/store/sample_writer.hpp"

#include <string>
#include <vector>

namespace clearwell::intake {
namespace {

std::string kind_of(const spec::FeatureSpec& feature) {
  if (!feature.is_number()) return "category";
  const limits::Parameter* const known = limits::find_parameter(feature.parameter);
  return known != nullptr && known->unit == feature.unit ? "canonical_value" : "value";
}

}  // namespace

void renew_view(store::Transaction& transaction, const spec::DatasetSpec& spec) {
  std::vector<std::string> features;
  std::vector<std::string> parameters;
  std::vector<std::string> kinds;
  for (const spec::FeatureSpec& feature : spec.features) {
    features.push_back(feature.name);
    parameters.push_back(feature.parameter);
    kinds.push_back(kind_of(feature));
  }
  store::create_wide_view(transaction, spec.name, features, parameters, kinds);
}

}  // namespace clearwell::intake
