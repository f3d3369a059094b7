#include "server/dataset/leak_alarm.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace clearwell::dataset {
namespace {

/// Rows that judge and should not, in the fold that has most of them.
struct Overlap {
  std::size_t judged = 0;
  std::size_t of = 0;

  void keep_worst(const Overlap& other) {
    if (other.judged > judged) *this = other;
  }
  std::string text() const { return std::to_string(judged) + " of the " + std::to_string(of) + " samples of a fold"; }
};

Overlap groups_met(const TrainingTable& table, const Folds& folds, int fold) {
  std::set<std::string_view> fitted;
  for (const std::size_t row : folds.train_rows(fold))
    if (!table.groups[row].empty()) fitted.insert(table.groups[row]);
  const std::vector<std::size_t> judged = folds.test_rows(fold);
  const auto met =
      std::count_if(judged.begin(), judged.end(), [&](std::size_t row) { return fitted.contains(table.groups[row]); });
  return {static_cast<std::size_t>(met), judged.size()};
}

Overlap times_met(const TrainingTable& table, const Folds& folds, int fold) {
  std::string_view latest;
  for (const std::size_t row : folds.train_rows(fold))
    latest = std::max(latest, std::string_view(table.sampled_at[row]));
  const std::vector<std::size_t> judged = folds.test_rows(fold);
  const auto met =
      std::count_if(judged.begin(), judged.end(), [&](std::size_t row) { return table.sampled_at[row] <= latest; });
  return {static_cast<std::size_t>(met), judged.size()};
}

}  // namespace

std::vector<LeakAlarm> split_overlaps(const TrainingTable& table, std::span<const Folds> repeats,
                                      const spec::DatasetSpec& spec) {
  Overlap groups, times;
  for (const Folds& folds : repeats)
    for (int fold = 0; fold < folds.n_folds; ++fold) {
      if (spec.group) groups.keep_worst(groups_met(table, folds, fold));
      if (spec.split.by_time()) times.keep_worst(times_met(table, folds, fold));
    }
  std::vector<LeakAlarm> alarms;
  if (groups.judged > 0)
    alarms.push_back({"group_overlap", groups.text() + " are of a " + spec.group->name +
                                           " whose other samples its model was fitted to: it may know them again"});
  if (times.judged > 0)
    alarms.push_back({"time_overlap", times.text() + " were taken before the last one that its model was fitted to: it "
                                                     "has seen what was still to come"});
  return alarms;
}

}  // namespace clearwell::dataset
