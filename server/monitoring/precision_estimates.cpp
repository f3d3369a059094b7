#include "server/monitoring/precision_estimates.hpp"

#include "server/monitoring/estimated_precision.hpp"
#include "server/monitoring/realised_precision.hpp"
#include "server/store/sql.hpp"

#include <vector>

namespace clearwell::monitoring {
namespace {

/// Whether the laboratory's samples of the days before the window's end bear the version's probabilities out.
std::optional<evaluation::CalibrationTest> laboratory_calibration(store::Transaction& transaction,
                                                                  const WatchedWindow& window) {
  const store::Rows rows = transaction.run(store::sql::labelled_probabilities, store::Params()
                                                                                   .add(window.version.name)
                                                                                   .add(window.version.version)
                                                                                   .add(base::format_time(window.end))
                                                                                   .add(kRealisedDays));
  std::vector<float> probabilities;
  std::vector<std::uint8_t> labels;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    probabilities.push_back(static_cast<float>(rows.number(row, 0)));
    labels.push_back(rows.boolean(row, 1) ? 1 : 0);
  }
  return evaluation::test_calibration(probabilities, labels);
}

std::vector<float> probabilities_of_calls(store::Transaction& transaction, const WatchedWindow& window,
                                          std::int64_t n_positive) {
  const store::Rows calls =
      transaction.run(store::sql::positive_probabilities, window.params().add(one_in(n_positive)));
  std::vector<float> probabilities;
  for (std::size_t row = 0; row < calls.size(); ++row)
    probabilities.push_back(static_cast<float>(calls.number(row, 0)));
  return probabilities;
}

}  // namespace

void estimate_window(store::Transaction& transaction, const WatchedWindow& window, std::int64_t n_positive,
                     std::string_view drift_outcome, const std::optional<evaluation::CalibrationTest>& training) {
  const PrecisionEstimate found = estimate_precision(probabilities_of_calls(transaction, window, n_positive),
                                                     {.drift_outcome = drift_outcome,
                                                      .training = training,
                                                      .laboratory = laboratory_calibration(transaction, window)});
  store::Params params = window.params().add(n_positive);
  if (found.estimate) {
    params.add(found.estimate->precision).add(found.estimate->lower).add(found.estimate->upper);
  } else {
    params.add_null().add_null().add_null();
  }
  transaction.run(store::sql::insert_precision_estimate, params.add(found.off));
}

std::string precision_estimates_json(store::Database& database, std::string_view name, int version, int limit) {
  return database.begin()
      .run(store::sql::precision_estimates, store::Params().add(name).add(version).add(limit))
      .text(0, 0);
}

}  // namespace clearwell::monitoring
