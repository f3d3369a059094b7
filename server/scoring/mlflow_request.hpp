#pragma once

#include "server/scoring/rejected_input.hpp"
#include "server/scoring/score_request.hpp"

#include <string_view>
#include <variant>

namespace clearwell::scoring {

/// Reads the JSON body of MLflow's scoring protocol (`mlflow models serve`, POST /invocations): exactly one of
/// - `dataframe_split`: {"columns": […], "data": [[…], …]}, an `index` is ignored
/// - `dataframe_records`: [{"ph": 7.1, …}, …]
/// - `instances` and `inputs`: records, rows in the order of the spec, or columns {"ph": [7.1, …], …}
/// and `params`, which may hold plant_id and sensor_id. null and NaN are gaps; a column left out was not measured.
std::variant<ScoreRequest, RejectedInput> read_mlflow_request(std::string_view json_text,
                                                              const spec::DatasetSpec& spec);

}  // namespace clearwell::scoring
