#pragma once

#include "server/base/clock.hpp"
#include "server/http/message.hpp"
#include "server/store/water_store.hpp"

#include <optional>
#include <string>
#include <variant>

namespace clearwell::http {

/// A parameter of a plant, as the paths below /v1/plants/{id}/history name it.
struct MeasuredParameter {
  /// First and last moment with a value.
  struct Extent {
    base::TimePoint first;
    base::TimePoint last;
  };

  store::Plant plant;
  std::string parameter;
  std::optional<Extent> extent;  ///< none where the plant has no value of it
};

/// 404 where there is no such plant, or where neither the plant nor the catalogue knows the parameter.
std::variant<MeasuredParameter, ApiError> find_measured_parameter(store::Database& database,
                                                                  const store::WaterStore& water,
                                                                  const std::string& plant_id,
                                                                  const std::string& parameter);

/// 400 for a request that names none.
ApiError parameter_is_missing();

}  // namespace clearwell::http
