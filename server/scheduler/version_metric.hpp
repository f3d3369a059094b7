#pragma once

#include "common/spec/dataset_spec.hpp"

namespace clearwell::registry {
class Registry;
struct ModelVersion;
}  // namespace clearwell::registry

namespace clearwell::scheduler {

/// What the spec in the version's own file asks of it; another spec may lie in the folder by now.
/// \throws registry::ArtifactLost where the file is gone, damaged or refused, any other registry::ArtifactError
spec::MetricSpec metric_of(const registry::Registry& registry, const registry::ModelVersion& version);

}  // namespace clearwell::scheduler
