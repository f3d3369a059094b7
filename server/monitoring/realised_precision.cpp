#include "server/monitoring/realised_precision.hpp"

#include "server/base/time_text.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

namespace clearwell::monitoring {
namespace {

/// \param first  column of the true positives
evaluation::ConfusionMatrix outcomes_of(const store::Rows& rows, std::size_t row, std::size_t first) {
  return {.true_positives = rows.integer(row, first),
          .false_positives = rows.integer(row, first + 1),
          .true_negatives = rows.integer(row, first + 3),
          .false_negatives = rows.integer(row, first + 2)};
}

}  // namespace

std::int64_t match_samples(store::Database& database, std::chrono::hours within, base::TimePoint now) {
  store::Transaction transaction = database.begin();
  const store::Rows added =
      transaction.run(store::sql::match_samples, store::Params().add(static_cast<std::int64_t>(within.count())));
  transaction.run(store::sql::set_matched_until, store::Params().add(base::format_time(now)));
  transaction.commit();
  return static_cast<std::int64_t>(added.affected());
}

std::vector<RealisedOutcomes> realised_outcomes(store::Database& database) {
  const store::Rows rows = database.begin().run(store::sql::realised_outcomes, store::Params().add(kRealisedDays));
  std::vector<RealisedOutcomes> all;
  for (std::size_t row = 0; row < rows.size(); ++row)
    all.push_back({.model = rows.text(row, 0),
                   .version = static_cast<int>(rows.integer(row, 1)),
                   .from = {},
                   .to = {},
                   .outcomes = outcomes_of(rows, row, 2),
                   .contradicted_days = rows.integer(row, 6)});
  return all;
}

std::vector<RealisedOutcomes> realised_windows(store::Database& database, std::string_view name, int version,
                                               int days) {
  const store::Rows rows =
      database.begin().run(store::sql::realised_windows, store::Params().add(name).add(version).add(days));
  std::vector<RealisedOutcomes> windows;
  for (std::size_t row = 0; row < rows.size(); ++row)
    windows.push_back({.model = std::string(name),
                       .version = version,
                       .from = rows.text(row, 0),
                       .to = rows.text(row, 1),
                       .outcomes = outcomes_of(rows, row, 2)});
  return windows;
}

std::string false_positives_json(store::Database& database, std::string_view name, int version, int limit) {
  return database.begin()
      .run(store::sql::false_positives, store::Params().add(name).add(version).add(limit))
      .text(0, 0);
}

}  // namespace clearwell::monitoring
