#pragma once

#include "common/evaluation/confusion_matrix.hpp"
#include "server/base/clock.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::store {
class Database;
}

/// What the laboratory says of a model's answers. A plant's sample tells of the answers about that plant near in time;
/// of many answers of one version about one sample the nearest counts, since they are one piece of evidence.
namespace clearwell::monitoring {

/// Joins samples with answers that are new since the last call. \return how many pairs were added
/// \param within  before and after the sampling
/// \throws store::StoreError
std::int64_t match_samples(store::Database& database, std::chrono::hours within, base::TimePoint now);

/// Outcomes of one version in one stretch of time; `from` and `to` are RFC 3339, UTC.
struct RealisedOutcomes {
  std::string model;
  int version = 0;
  std::string from;
  std::string to;
  evaluation::ConfusionMatrix outcomes;
  std::int64_t contradicted_days = 0;  ///< of sampling with a wrong positive answer; not told of a window

  bool operator==(const RealisedOutcomes&) const = default;
};

/// Samples of so many days are what the gauges tell of.
inline constexpr int kRealisedDays = 90;

/// Of every version that has any, over the last kRealisedDays; without `from` and `to`. \throws store::StoreError
std::vector<RealisedOutcomes> realised_outcomes(store::Database& database);

/// Of one version, in windows of so many days, newest first. \throws store::StoreError
std::vector<RealisedOutcomes> realised_windows(store::Database& database, std::string_view name, int version, int days);

/// [{"inference_id","inferred_at","plant_id","role","probability","threshold","sample_id","sampled_at","seconds_apart",
/// "simulated"}, …], newest first: what was called positive and was not. \throws store::StoreError
std::string false_positives_json(store::Database& database, std::string_view name, int version, int limit);

}  // namespace clearwell::monitoring
