#pragma once

#include "server/http/endpoints/score_rows.hpp"

namespace clearwell::registry {
class Registry;
}

/// The Open Inference Protocol V2 (KServe, Triton), over the same models as /v1.
/// Source: kserve/open-inference-protocol, specification/protocol/inference_rest.md.
namespace clearwell::http {

/// GET /v2
struct InferenceServerMetadata {
  Answer operator()(const Request& request) const;
};

/// GET /v2/health/live
struct InferenceServerLive {
  Answer operator()(const Request& request) const;
};

/// GET /v2/health/ready: 503 where no model has a champion.
struct InferenceServerReady {
  Answer operator()(const Request& request) const;

  ScoreRows score_rows;
};

/// GET /v2/models/{name}[/versions/{version}]: inputs and outputs. \throws store::StoreError
struct InferenceModelMetadata {
  Answer operator()(const Request& request) const;

  ScoreRows score_rows;
  const registry::Registry& registry;
};

/// GET /v2/models/{name}[/versions/{version}]/ready
struct InferenceModelReady {
  Answer operator()(const Request& request) const;

  ScoreRows score_rows;
};

/// POST /v2/models/{name}[/versions/{version}]/infer: outputs `prediction`, `probability` (not of a regression),
/// `inference_id` and `flags`, an element a row. A version that is asked for by its number is logged as `pinned`.
/// \throws as ScoreRows does
struct Infer {
  Answer operator()(const Request& request) const;

  ScoreRows score_rows;
};

}  // namespace clearwell::http
