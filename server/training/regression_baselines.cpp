#include "server/training/regression_baselines.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

namespace clearwell::training {
namespace {

double mean_target(const dataset::TrainingTable& table, const std::vector<std::size_t>& rows) {
  double sum = 0;
  for (const std::size_t row : rows)
    sum += table.targets[row];
  return sum / static_cast<double>(rows.size());
}

/// For each row the target of the latest row of its group that was sampled before it; empty where there is none. Of
/// several of one moment the last in the order of the table.
std::vector<std::optional<double>> earlier_targets(const dataset::TrainingTable& table) {
  std::vector<std::size_t> by_time(table.n_rows());
  std::iota(by_time.begin(), by_time.end(), std::size_t{0});
  std::stable_sort(by_time.begin(), by_time.end(),
                   [&](std::size_t a, std::size_t b) { return table.sampled_at[a] < table.sampled_at[b]; });
  struct Latest {
    std::size_t row;
    std::optional<double> before;  // the target of an earlier moment than the row's
  };
  std::map<std::string, Latest> latest;
  std::vector<std::optional<double>> earlier(table.n_rows());
  for (const std::size_t row : by_time) {
    const auto [found, is_first] =
        latest.try_emplace(table.groups.empty() ? "" : table.groups[row], Latest{row, std::nullopt});
    Latest& last = found->second;
    if (!is_first && table.sampled_at[last.row] < table.sampled_at[row]) last.before = table.targets[last.row];
    last.row = row;
    earlier[row] = last.before;
  }
  return earlier;
}

}  // namespace

std::vector<RegressionBaseline> regression_baselines(const dataset::Folds& folds, const dataset::TrainingTable& table,
                                                     const spec::DatasetSpec& spec) {
  std::vector<RegressionBaseline> baselines = {{"mean", {}}};
  std::vector<std::optional<double>> earlier;
  if (spec.split.by_time()) {
    baselines.push_back({"persistence", {}});
    earlier = earlier_targets(table);
  }
  for (int fold = 0; fold < folds.n_folds; ++fold) {
    const double mean = mean_target(table, folds.train_rows(fold));
    for (RegressionBaseline& baseline : baselines)
      baseline.folds.emplace_back();
    for (const std::size_t row : folds.test_rows(fold)) {
      baselines[0].folds.back().add(mean, table.targets[row]);
      if (baselines.size() > 1 && earlier[row]) baselines[1].folds.back().add(*earlier[row], table.targets[row]);
    }
  }
  return baselines;
}

}  // namespace clearwell::training
