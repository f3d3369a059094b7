#include "server/intake/spec_view.hpp"

#include "server/store/sample_writer.hpp"

#include <string>
#include <vector>

namespace clearwell::intake {

void renew_view(store::Transaction& transaction, const spec::DatasetSpec& spec) {
  std::vector<std::string> features;
  std::vector<std::string> parameters;
  std::vector<std::string> kinds;
  for (const spec::FeatureSpec& feature : spec.features) {
    features.push_back(feature.name);
    parameters.push_back(feature.parameter);
    kinds.emplace_back(feature.is_number() ? "value" : "category");
  }
  store::create_wide_view(transaction, spec.name, features, parameters, kinds);
}

}  // namespace clearwell::intake
