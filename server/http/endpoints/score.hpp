#pragma once

#include "server/http/message.hpp"

namespace clearwell::monitoring {
struct Telemetry;
}
namespace clearwell::scoring {
class ModelCache;
class ScoringService;
}  // namespace clearwell::scoring

namespace clearwell::http {

/// POST /v1/models/{name}/score: what the champion estimates of each row. Every answer is in the inference log before
/// it is sent. \throws scoring::Overloaded, store::StoreError, which become 503 and 500; then nothing was stored
struct Score {
  Answer operator()(const Request& request) const;

  const scoring::ModelCache& models;
  const scoring::ScoringService& scoring;
  monitoring::Telemetry& telemetry;
};

}  // namespace clearwell::http
