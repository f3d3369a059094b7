#pragma once

#include "server/store/database.hpp"
#include "server/store/laboratory_samples.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace clearwell::store {

/// The sample with all versions of its results and its label. \param at  the moment as known_at() writes it; empty: now
std::optional<LaboratorySample> find_sample(Transaction& transaction, std::int64_t sample_id,
                                            const std::optional<std::string>& at);

}  // namespace clearwell::store
