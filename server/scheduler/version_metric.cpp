#include "server/scheduler/version_metric.hpp"

#include "common/scoring/predictor.hpp"
#include "server/registry/registry.hpp"

namespace clearwell::scheduler {

spec::MetricSpec metric_of(const registry::Registry& registry, const registry::ModelVersion& version) {
  const Result<scoring::Predictor> predictor = scoring::Predictor::load(registry.read_file(version));
  if (!predictor)
    throw registry::ArtifactLost("the file of version " + std::to_string(version.version) +
                                 " is refused: " + predictor.error().message);
  return predictor->spec().metric;
}

}  // namespace clearwell::scheduler
