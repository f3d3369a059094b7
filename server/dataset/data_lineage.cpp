#include "server/dataset/data_lineage.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

namespace clearwell::dataset {
namespace {

constexpr int kMostSources = 12;

enum Column : std::size_t { kSamples, kUnlabelled, kPlants, kUndated, kFirstSampled, kLastSampled, kLastImported };

}  // namespace

DataLineage read_data_lineage(store::Database& database, const spec::DatasetSpec& spec) {
  store::Transaction transaction = database.begin();
  const store::Params samples = store::Params().add(spec.name).add(spec.is_regression());
  const store::Rows counts = transaction.run(store::sql::data_lineage, samples);
  DataLineage lineage{.samples = counts.integer(0, kSamples),
                      .unlabelled = counts.integer(0, kUnlabelled),
                      .plants = counts.integer(0, kPlants),
                      .undated = counts.integer(0, kUndated),
                      .first_sampled = counts.maybe_text(0, kFirstSampled),
                      .last_sampled = counts.maybe_text(0, kLastSampled),
                      .last_imported = counts.maybe_text(0, kLastImported),
                      .sources = {},
                      .censored = {}};
  const store::Rows sources = transaction.run(store::sql::data_sources, store::Params(samples).add(kMostSources));
  for (std::size_t row = 0; row < sources.size(); ++row)
    lineage.sources.push_back({sources.text(row, 0), sources.integer(row, 1)});
  const store::Rows censored = transaction.run(store::sql::censored_results, samples);
  for (std::size_t row = 0; row < censored.size(); ++row)
    lineage.censored[censored.text(row, 0)] = {censored.integer(row, 1), censored.integer(row, 2)};
  return lineage;
}

}  // namespace clearwell::dataset
