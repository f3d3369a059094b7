#pragma once

#include "common/evaluation/estimate_errors.hpp"

#include <nlohmann/json_fwd.hpp>

namespace clearwell::training {

/// {"rows","mae","rmse","r2"}; null where there is no evidence.
nlohmann::ordered_json errors_json(const evaluation::EstimateErrors& errors);

}  // namespace clearwell::training
