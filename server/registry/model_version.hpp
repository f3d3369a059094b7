#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace clearwell::registry {

/// One registered, immutable model file and what is known of it. A row of tracking.model_versions.
struct ModelVersion {
  std::string name;
  int version = 0;
  std::string run_id;
  std::string family;
  std::vector<std::string> aliases;  ///< sorted; `champion`, `challenger` or none
  std::string stage;                 ///< Production: champion; Staging: challenger; Archived: a former champion; None
  std::string sha256;                ///< of the file, 64 hex digits: its name in the ArtifactStore
  std::int64_t size_bytes = 0;
  std::optional<double> threshold;  ///< on the probability; empty: a regression, which has none
  std::string metrics_json;  ///< {"roc_auc":{"mean","sd"},…} from rows that took no part in the fit; null where there
                             ///< is no evidence
  int parity_rows = 0;
  std::string parity_digest;
  std::string data_origin;                    ///< `imported`, `laboratory` or `simulated`
  std::optional<std::string> dataset_sha256;  ///< of the rows that it was trained on, as its run says
  std::vector<std::string> alarms;            ///< reasons not to believe the metrics; none is the rule
  std::string created_at;                     ///< RFC 3339, UTC

  bool operator==(const ModelVersion&) const = default;
};

}  // namespace clearwell::registry
