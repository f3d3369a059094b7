#pragma once

#include "server/registry/registry.hpp"

#include <string_view>

namespace clearwell::scheduler {

/// Compares a version with the champion (training::compare_versions), lets the policy decide
/// (registry::decide_promotion) and writes the decision down, yes or no. Without a champion there is nothing to beat.
/// Errors: an unknown version, the champion itself.
/// \throws store::StoreError, registry::ArtifactError, training::TrainingError; then nothing was decided
Result<registry::Promotion> challenge(store::Database& database, const registry::Registry& registry,
                                      std::string_view name, int version, std::string_view decided_by);

/// Makes the version champion without a comparison, for a reason (registry::Promotions::force), when its file is there.
/// \throws store::StoreError, registry::ArtifactError
Result<registry::Promotion> force_promotion(const registry::Registry& registry, std::string_view name, int version,
                                            std::string_view reason, std::string_view decided_by);

}  // namespace clearwell::scheduler
