#include "server/training/regression_json.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::training {

nlohmann::ordered_json errors_json(const evaluation::EstimateErrors& errors) {
  using Json = nlohmann::ordered_json;
  const auto or_null = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
  return {{"rows", errors.rows()},
          {"mae", or_null(errors.mae())},
          {"rmse", or_null(errors.rmse())},
          {"r2", or_null(errors.r2())}};
}

}  // namespace clearwell::training
