#pragma once

#include "server/http/endpoints/score_rows.hpp"

/// MLflow's scoring protocol (`mlflow models serve`), for the default model: clients of MLflow need not learn ours.
namespace clearwell::http {

/// POST /invocations: JSON as scoring/mlflow_request.hpp reads it, or CSV with a header. Answers
/// {"predictions":[{"prediction","probability","model_version","flags","simulated","inference_id"}],"logged"}, a record
/// a row, with the columns of a batch file: a regression has no probability. \throws as ScoreRows does
struct Invocations {
  Answer operator()(const Request& request) const;

  ScoreRows score_rows;
};

/// GET /ping, GET /health: 200 when the default model can answer.
struct Ping {
  Answer operator()(const Request& request) const;

  ScoreRows score_rows;
};

}  // namespace clearwell::http
