#include "server/http/routes.hpp"

#include "server/http/endpoints/audit.hpp"
#include "server/http/endpoints/batch.hpp"
#include "server/http/endpoints/conflicts.hpp"
#include "server/http/endpoints/docs.hpp"
#include "server/http/endpoints/health.hpp"
#include "server/http/endpoints/history_tiles.hpp"
#include "server/http/endpoints/inferences.hpp"
#include "server/http/endpoints/invocations.hpp"
#include "server/http/endpoints/jobs.hpp"
#include "server/http/endpoints/metrics.hpp"
#include "server/http/endpoints/model_card.hpp"
#include "server/http/endpoints/model_drift.hpp"
#include "server/http/endpoints/model_precision.hpp"
#include "server/http/endpoints/models.hpp"
#include "server/http/endpoints/open_inference.hpp"
#include "server/http/endpoints/openapi.hpp"
#include "server/http/endpoints/plant_compliance.hpp"
#include "server/http/endpoints/plant_history.hpp"
#include "server/http/endpoints/plants.hpp"
#include "server/http/endpoints/promotions.hpp"
#include "server/http/endpoints/readings.hpp"
#include "server/http/endpoints/samples.hpp"
#include "server/http/endpoints/score.hpp"
#include "server/http/endpoints/sensors.hpp"
#include "server/intake/reading_request.hpp"

namespace clearwell::http {

// Every route, who may call it and what answers. openapi.yaml describes the same routes; a test compares the two.
std::vector<Route> make_routes(const Services& s) {
  using access::Role;
  using intake::ReadingForm;
  const ScoreRows score_rows{s.models, s.scoring, s.telemetry, s.default_model};
  constexpr ErrorShape v2 = ErrorShape::open_inference;
  // Triton's own client does not say what it sends; with tensors as bytes behind the JSON nothing would be true.
  const std::vector<std::string_view> v2_bodies = {"application/json", "application/octet-stream", ""};
  return {
      {"GET", "/healthz", Role::kPublic, Health{}},
      {"GET", "/readyz", Role::kPublic, Ready{s.database}},
      {"GET", "/version", Role::kPublic, Version{}},
      {"GET", "/metrics", Role::kRegulator, Metrics{s.database, s.models, s.schedule, s.telemetry}},
      {"GET", "/openapi.json", Role::kPublic, OpenApi{}},
      {"GET", "/docs", Role::kPublic, DocsPage{}},
      {"GET", "/docs/{file}", Role::kPublic, DocsFile{}},

      {"GET", "/v1/plants", Role::kPublic, ListPlants{s.water}},
      {"GET", "/v1/plants/{id}", Role::kPublic, GetPlant{s.water}},
      {"GET", "/v1/plants/{id}/history", Role::kPublic, PlantHistory{s.database, s.water}},
      {"GET", "/v1/plants/{id}/history/tiles", Role::kPublic, ListHistoryTiles{s.database, s.water}},
      {"GET", "/v1/history/tiles/{sha256}.tile", Role::kPublic, DownloadHistoryTile{s.database}},
      {"GET", "/v1/plants/{id}/compliance", Role::kPublic, PlantCompliance{s.database, s.water, base::system_clock()}},

      {"GET", "/v1/plants/{id}/samples", Role::kPublic, ListPlantSamples{s.database, s.water}},
      {"GET", "/v1/samples/{id}", Role::kPublic, GetSample{s.database}},
      {"POST", "/v1/samples", Role::kLab, EnterSamples{s.database, s.schedule}},
      {"POST", "/v1/samples/{id}/corrections", Role::kLab, CorrectSample{s.database, s.schedule}},
      {"POST", "/v1/samples/{id}/certify", Role::kLab, CertifySample{s.database}},
      {"POST", "/v1/samples/{id}/publish", Role::kLab, PublishSample{s.database}},
      {"GET", "/v1/conflicts", Role::kLab, ListConflicts{s.database}},
      {"POST", "/v1/conflicts/{id}/decide", Role::kLab, DecideConflict{s.database}},
      {"GET", "/v1/readings/conflicts", Role::kLab, ListReadingConflicts{s.database}},
      {"POST", "/v1/readings/conflicts/{id}/decide", Role::kLab, DecideReadingConflict{s.database}},
      {"GET", "/v1/audit", Role::kRegulator, ListAuditEntries{s.database}},
      {"POST", "/v1/sensors", Role::kPlant, AddSensor{s.database, s.water}},
      {"POST", "/v1/readings", Role::kPlant, PostReadings{s.readings, ReadingForm::plain, s.telemetry}},
      {"POST", "/v1.1/Observations", Role::kPlant, PostReadings{s.readings, ReadingForm::observation, s.telemetry}},
      {"POST", "/v1.1/Datastreams({id})/Observations", Role::kPlant,
       PostReadings{s.readings, ReadingForm::observation, s.telemetry}},

      {"GET", "/v1/models", Role::kPublic, ListModels{s.registry}},
      {"GET", "/v1/models/{name}", Role::kPublic, GetModel{s.registry}},
      {"GET", "/v1/models/{name}/versions/{version}", Role::kPublic, GetModelVersion{s.registry}},
      {"GET", "/v1/models/{name}/versions/{version}/card", Role::kPublic, GetModelCard{s.database, s.registry}},
      {"GET", "/v1/models/{name}/versions/{version}/card.html", Role::kPublic,
       GetModelCardPage{s.database, s.registry}},
      {"GET", "/v1/models/{name}/versions/{version}/data", Role::kPublic, GetModelData{s.database, s.registry}},
      {"GET", "/v1/models/{name}/versions/{version}/drift", Role::kPublic, GetModelDrift{s.database, s.registry}},
      {"GET", "/v1/models/{name}/versions/{version}/precision", Role::kPublic,
       GetModelPrecision{s.database, s.registry}},
      {"GET", "/v1/models/{name}/versions/{version}/false_positives", Role::kRegulator,
       ListFalsePositives{s.database, s.registry}},
      {"GET", "/v1/models/{name}/versions/{version}/model.onnx", Role::kPublic, DownloadModel{s.registry}},
      {"GET", "/v1/models/{name}/promotions", Role::kPublic, ListPromotions{s.registry}},
      {"POST", "/v1/models/{name}/train", Role::kAdmin, TrainModel{s.registry, s.jobs, s.schedule}},
      {"POST", "/v1/models/{name}/promote", Role::kAdmin, PromoteModel{s.database, s.registry, s.jobs}},
      {"POST", "/v1/models/{name}/rollback", Role::kAdmin, RollBackModel{s.registry, s.jobs}},
      {"GET", "/v1/jobs", Role::kRegulator, ListJobs{s.jobs}},
      {"GET", "/v1/jobs/{id}", Role::kRegulator, GetJob{s.jobs}},

      {"GET", "/v1/inferences/{id}", Role::kPublic, GetInference{s.database}},
      {"POST", "/v1/inferences/{id}/publish", Role::kPlant, PublishInference{s.database}},
      {"POST", "/v1/models/{name}/score", Role::kPlant, Score{score_rows, s.database}},
      {.method = "POST",
       .pattern = "/v1/batch",
       .needed = Role::kPlant,
       .endpoint = PostBatch{score_rows, s.database, s.spool_folder},
       .media_types = {"text/csv"},
       .streams = true},
      {"GET", "/v1/batch/{id}", Role::kPlant, GetBatch{s.database}},

      {"GET", "/ping", Role::kPlant, Ping{score_rows}, {}, ErrorShape::mlflow},
      {"GET", "/health", Role::kPlant, Ping{score_rows}, {}, ErrorShape::mlflow},
      {"POST",
       "/invocations",
       Role::kPlant,
       Invocations{score_rows},
       {"application/json", "text/csv"},
       ErrorShape::mlflow},

      {"GET", "/v2", Role::kPlant, InferenceServerMetadata{}, {}, v2},
      {"GET", "/v2/health/live", Role::kPlant, InferenceServerLive{}, {}, v2},
      {"GET", "/v2/health/ready", Role::kPlant, InferenceServerReady{score_rows}, {}, v2},
      {"GET", "/v2/models/{name}", Role::kPlant, InferenceModelMetadata{score_rows, s.registry}, {}, v2},
      {"GET", "/v2/models/{name}/ready", Role::kPlant, InferenceModelReady{score_rows}, {}, v2},
      {"POST", "/v2/models/{name}/infer", Role::kPlant, Infer{score_rows}, v2_bodies, v2},
      {"GET",
       "/v2/models/{name}/versions/{version}",
       Role::kPlant,
       InferenceModelMetadata{score_rows, s.registry},
       {},
       v2},
      {"GET", "/v2/models/{name}/versions/{version}/ready", Role::kPlant, InferenceModelReady{score_rows}, {}, v2},
      {"POST", "/v2/models/{name}/versions/{version}/infer", Role::kPlant, Infer{score_rows}, v2_bodies, v2},
  };
}

}  // namespace clearwell::http
