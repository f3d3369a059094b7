#pragma once

#include "common/scoring/predictor.hpp"
#include "server/base/time_text.hpp"
#include "server/monitoring/drift_watch.hpp"
#include "server/monitoring/store_facts.hpp"
#include "server/monitoring/telemetry.hpp"
#include "tests/server/scheduler/trained_models.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <string>

namespace clearwell::tests {

/// A champion of `example` (features x0 to x2), trained on the first 400 rows of the table, which is asked about the
/// others.
struct AskedModel : TrainedModels {
  using Row = std::vector<float>;

  AskedModel() {
    add_samples(0, 400);
    BOOST_REQUIRE(training::train(database.shared(), registry, spec, {}, [](std::string_view, double) {}));
  }

  /// Logs what the champion answers to `n_rows` rows from `first`, each changed first, one a minute from `from` on.
  void ask(
      base::TimePoint from, std::size_t first, std::size_t n_rows,
      const std::function<void(Row&)>& change = [](Row&) {}, const std::string& plant = {}) const {
    const auto predictor = scoring::Predictor::load(registry.read_file(champion()));
    store::Transaction transaction = database->begin();
    for (std::size_t row = 0; row < n_rows; ++row) {
      const auto features = table.row(400 + (first + row) % 600);
      Row asked(features.begin(), features.end());
      change(asked);
      log(transaction, from + std::chrono::minutes(row), asked, predictor->predict(asked), plant);
    }
    transaction.commit();
  }
  void log(store::Transaction& transaction, base::TimePoint at, const Row& row, const scoring::Prediction& answer,
           const std::string& plant) const {
    std::string literal = "{";
    for (const float value : row)
      literal += (literal.size() > 1 ? "," : "") + (std::isnan(value) ? "NULL" : std::to_string(value));
    transaction.run("SELECT water.ensure_inference_partition($1::timestamptz)",
                    store::Params().add(base::format_time(at)));
    transaction.run(
        "INSERT INTO water.water_inferences (inferred_at, model, version, role, plant_id, features, margin, "
        "probability, threshold, positive) VALUES ($1::timestamptz, 'example', $2::integer, 'champion', "
        "nullif($3, ''), $4::real[], $5::real, $6::real, 0.5, $7::boolean)",
        store::Params()
            .add(base::format_time(at))
            .add(champion().version)
            .add(plant)
            .add(literal + "}")
            .add(static_cast<double>(answer.margin))
            .add(static_cast<double>(answer.probability))
            .add(answer.positive));
  }
  std::string scraped() const {
    monitoring::Telemetry telemetry("1", "a");
    monitoring::read_store_facts(*database, telemetry);
    return telemetry.exposition.text();
  }

  base::TimePoint today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
};

}  // namespace clearwell::tests
