#include "server/scoring/inference_insertion.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <charconv>
#include <chrono>
#include <cmath>

namespace clearwell::scoring {
namespace {

/// One statement takes this many rows; more are written by several statements of one transaction.
constexpr std::size_t kRowsPerStatement = 5'000;

/// PostgreSQL's text of a real[]: shortest digits that give the same bits back; NULL where not measured.
std::string array_literal(const std::vector<float>& features) {
  std::string literal = "{";
  for (const float feature : features) {
    if (literal.size() > 1) literal += ',';
    if (std::isnan(feature)) {
      literal += "NULL";
    } else {
      char digits[32];
      literal.append(digits, std::to_chars(digits, digits + sizeof digits, feature).ptr);
    }
  }
  return literal + '}';
}

}  // namespace

void InferenceInsertion::Columns::add(const Inference& inference, std::int64_t inferred_us) {
  ids.push_back(inference.inference_id);
  times.push_back(inferred_us);
  models.push_back(inference.model);
  versions.push_back(inference.version);
  roles.emplace_back(inference.role);
  features.push_back(array_literal(inference.features));
  margins.push_back(inference.margin);
  probabilities.push_back(inference.probability);
  thresholds.push_back(inference.threshold);
  positives.emplace_back(inference.positive ? "t" : "f");
  plants.push_back(inference.plant_id);
  sensors.push_back(inference.sensor_id);
}

void InferenceInsertion::add(const std::vector<Inference>& inferences) {
  for (const Inference& inference : inferences) {
    const std::int64_t us =
        std::chrono::duration_cast<std::chrono::microseconds>(inference.inferred_at.time_since_epoch()).count();
    columns_.add(inference, us);
    if (columns_.ids.size() == kRowsPerStatement) finish();
  }
}

void InferenceInsertion::finish() {
  if (columns_.ids.empty()) return;
  transaction_.run_planned(store::sql::insert_inferences, store::Params()
                                                              .add_array(columns_.ids)
                                                              .add_array(columns_.models)
                                                              .add_array(columns_.versions)
                                                              .add_array(columns_.roles)
                                                              .add_array(columns_.features)
                                                              .add_array(columns_.margins)
                                                              .add_array(columns_.probabilities)
                                                              .add_array(columns_.thresholds)
                                                              .add_array(columns_.positives)
                                                              .add_array(columns_.plants)
                                                              .add_array(columns_.sensors)
                                                              .add_array(columns_.times));
  columns_ = Columns();
}

}  // namespace clearwell::scoring
