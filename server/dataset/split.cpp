#include "server/dataset/split.hpp"

#include "common/random/split_mix.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace clearwell::dataset {
namespace {

/// How many rows of each class a group or a fold has.
using Counts = std::array<std::int64_t, 2>;

struct Group {
  std::vector<std::size_t> rows;
  Counts counts{};
};

std::vector<Group> groups_of(std::span<const std::uint8_t> labels, std::span<const std::string> names) {
  std::map<std::string_view, Group> by_name;
  for (std::size_t row = 0; row < names.size(); ++row) {
    Group& group = by_name[names[row]];
    group.rows.push_back(row);
    ++group.counts[labels[row]];
  }
  std::vector<Group> groups;
  for (auto& [name, group] : by_name)
    groups.push_back(std::move(group));
  return groups;
}

/// What folds of groups are to have alike of each class. A regression has no classes: one for all.
std::vector<std::uint8_t> classes_of(const TrainingTable& table) {
  return table.is_regression() ? std::vector<std::uint8_t>(table.n_rows(), 0) : table.labels;
}

int feasible_group_folds(const std::vector<Group>& groups, int wanted, bool one_class) {
  if (one_class) return std::min(wanted, static_cast<int>(groups.size()));
  for (const std::size_t label : {0U, 1U})
    wanted = std::min(wanted, static_cast<int>(std::count_if(groups.begin(), groups.end(), [&](const Group& group) {
                        return group.counts[label] > 0;
                      })));
  return wanted;
}

Folds deal(std::vector<Group> groups, std::size_t n_rows, int n_folds, std::uint64_t seed) {
  Counts all{};
  for (const Group& group : groups)
    for (const std::size_t label : {0U, 1U})
      all[label] += group.counts[label];
  const std::size_t rarer = all[1] <= all[0] ? 1 : 0;
  random::SplitMix64 drawn(seed);
  random::shuffle(groups, drawn);
  std::stable_sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
    return std::pair(a.counts[rarer], a.rows.size()) > std::pair(b.counts[rarer], b.rows.size());
  });

  Folds folds{n_folds, std::vector<int>(n_rows)};
  std::vector<Counts> dealt(static_cast<std::size_t>(n_folds));
  for (const Group& group : groups) {
    const std::size_t level = group.counts[rarer] > 0 ? rarer : 1 - rarer;
    const auto fold = std::min_element(dealt.begin(), dealt.end(), [&](const Counts& a, const Counts& b) {
      return std::pair(a[level], a[0] + a[1]) < std::pair(b[level], b[0] + b[1]);
    });
    for (const std::size_t label : {0U, 1U})
      (*fold)[label] += group.counts[label];
    for (const std::size_t row : group.rows)
      folds.fold_of_row[row] = static_cast<int>(fold - dealt.begin());
  }
  return folds;
}

std::vector<std::size_t> rows_by_time(const TrainingTable& table, const spec::SplitSpec& split, bool held_out) {
  const std::string first_day = split.test_from ? spec::to_string(*split.test_from) : "";
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    if ((split.test_from && table.sampled_at[row] >= first_day) == held_out) rows.push_back(row);
  return rows;
}

/// Stretches of time, each judged by what came before it. Rows of one moment stay together.
Folds rolling_folds(const TrainingTable& table, int n_folds) {
  std::vector<std::string> sorted = table.sampled_at;
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::string> first_moments;
  for (int fold = 0; fold < n_folds; ++fold)
    first_moments.push_back(
        sorted[sorted.size() * static_cast<std::size_t>(fold + 1) / static_cast<std::size_t>(n_folds + 1)]);
  Folds folds{n_folds, {}, std::vector<std::vector<std::size_t>>(first_moments.size())};
  for (std::size_t row = 0; row < table.n_rows(); ++row) {
    const auto next = std::upper_bound(first_moments.begin(), first_moments.end(), table.sampled_at[row]);
    folds.fold_of_row.push_back(static_cast<int>(next - first_moments.begin()) - 1);
    for (auto fold = static_cast<std::size_t>(next - first_moments.begin()); fold < first_moments.size(); ++fold)
      folds.fitted_to[fold].push_back(row);
  }
  return folds;
}

Folds hold_out(const TrainingTable& table, const spec::SplitSpec& split) {
  Folds folds{1, std::vector<int>(table.n_rows(), Folds::kNeverJudged)};
  for (const std::size_t row : held_out_rows(table, split))
    folds.fold_of_row[row] = 0;
  return folds;
}

/// Groups that were not sampled again meet nobody, so every fold's model may be fitted to them.
Folds hold_out_by_group(const TrainingTable& table, const spec::SplitSpec& split, int n_folds, std::uint64_t seed) {
  const std::vector<std::size_t> judged = held_out_rows(table, split);
  const std::vector<std::uint8_t> classes = classes_of(table);
  std::vector<std::uint8_t> labels;
  std::vector<std::string> groups;
  for (const std::size_t row : judged) {
    labels.push_back(classes[row]);
    groups.push_back(table.groups[row]);
  }
  const Folds late = group_folds(labels, groups, n_folds, seed);
  std::map<std::string_view, int> fold_of_group;
  Folds folds{n_folds, std::vector<int>(table.n_rows(), Folds::kNeverJudged),
              std::vector<std::vector<std::size_t>>(static_cast<std::size_t>(n_folds))};
  for (std::size_t index = 0; index < judged.size(); ++index) {
    folds.fold_of_row[judged[index]] = late.fold_of_row[index];
    fold_of_group[groups[index]] = late.fold_of_row[index];
  }
  for (const std::size_t row : fitted_rows(table, split)) {
    const auto own = fold_of_group.find(table.groups[row]);
    for (int fold = 0; fold < n_folds; ++fold)
      if (own == fold_of_group.end() || own->second != fold)
        folds.fitted_to[static_cast<std::size_t>(fold)].push_back(row);
  }
  return folds;
}

}  // namespace

Folds group_folds(std::span<const std::uint8_t> labels, std::span<const std::string> groups, int n_folds,
                  std::uint64_t seed) {
  return deal(groups_of(labels, groups), labels.size(), n_folds, seed);
}

Folds draw_folds(const TrainingTable& table, const spec::SplitSpec& split, int n_folds, std::uint64_t seed) {
  switch (split.method) {
    case spec::SplitMethod::group:
      return group_folds(classes_of(table), table.groups, n_folds, seed);
    case spec::SplitMethod::time:
      return split.test_from ? hold_out(table, split) : rolling_folds(table, n_folds);
    case spec::SplitMethod::time_and_group:
      return hold_out_by_group(table, split, n_folds, seed);
    case spec::SplitMethod::stratified:
      break;
  }
  return table.is_regression() ? level_folds(table.targets, n_folds, seed)
                               : stratified_folds(table.labels, n_folds, seed);
}

Folds inner_folds(const TrainingTable& rows, const spec::SplitSpec& split, int wanted, std::uint64_t seed) {
  if (!split.by_group()) {
    const int n_folds = feasible_inner_folds(rows, wanted);
    return rows.is_regression() ? level_folds(rows.targets, n_folds, seed)
                                : stratified_folds(rows.labels, n_folds, seed);
  }
  std::vector<Group> groups = groups_of(classes_of(rows), rows.groups);
  const int n_folds = feasible_group_folds(groups, wanted, rows.is_regression());
  return deal(std::move(groups), rows.n_rows(), n_folds, seed);
}

Result<Ok> check_folds(const TrainingTable& table, const Folds& folds) {
  return table.is_regression() ? check_folds(folds) : check_folds(table.labels, folds);
}

int feasible_inner_folds(const TrainingTable& rows, int wanted) {
  return rows.is_regression() ? std::min(wanted, static_cast<int>(rows.n_rows())) : feasible_folds(rows.labels, wanted);
}

std::vector<std::size_t> held_out_rows(const TrainingTable& table, const spec::SplitSpec& split) {
  return rows_by_time(table, split, true);
}

std::vector<std::size_t> fitted_rows(const TrainingTable& table, const spec::SplitSpec& split) {
  return rows_by_time(table, split, false);
}

}  // namespace clearwell::dataset
