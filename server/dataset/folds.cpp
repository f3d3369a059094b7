#include "server/dataset/folds.hpp"

#include "common/random/split_mix.hpp"

#include <algorithm>
#include <numeric>
#include <string>

namespace clearwell::dataset {

std::vector<std::size_t> Folds::test_rows(int fold) const {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < fold_of_row.size(); ++row)
    if (fold_of_row[row] == fold) rows.push_back(row);
  return rows;
}

std::vector<std::size_t> Folds::train_rows(int fold) const {
  if (!fitted_to.empty()) return fitted_to[static_cast<std::size_t>(fold)];
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < fold_of_row.size(); ++row)
    if (fold_of_row[row] != fold) rows.push_back(row);
  return rows;
}

Folds stratified_folds(std::span<const std::uint8_t> labels, int n_folds, std::uint64_t seed) {
  random::SplitMix64 drawn(seed);
  Folds folds{n_folds, std::vector<int>(labels.size())};
  int next_fold = 0;  // goes on from class to class, so that the folds' sizes stay level too
  for (const std::uint8_t label : {std::uint8_t{1}, std::uint8_t{0}}) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < labels.size(); ++row)
      if (labels[row] == label) rows.push_back(row);
    random::shuffle(rows, drawn);
    for (const std::size_t row : rows) {
      folds.fold_of_row[row] = next_fold;
      next_fold = (next_fold + 1) % n_folds;
    }
  }
  return folds;
}

Folds level_folds(std::span<const double> targets, int n_folds, std::uint64_t seed) {
  std::vector<std::size_t> by_target(targets.size());
  std::iota(by_target.begin(), by_target.end(), std::size_t{0});
  std::stable_sort(by_target.begin(), by_target.end(),
                   [&](std::size_t a, std::size_t b) { return targets[a] < targets[b]; });
  random::SplitMix64 drawn(seed);
  Folds folds{n_folds, std::vector<int>(targets.size())};
  std::vector<int> order(static_cast<std::size_t>(n_folds));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t rank = 0; rank < by_target.size(); ++rank) {
    if (rank % order.size() == 0) random::shuffle(order, drawn);
    folds.fold_of_row[by_target[rank]] = order[rank % order.size()];
  }
  return folds;
}

Result<Ok> check_folds(std::span<const std::uint8_t> labels, const Folds& folds) {
  const auto check = [&](const std::string& what, auto rows_of) -> Result<Ok> {
    for (const std::uint8_t label : {std::uint8_t{1}, std::uint8_t{0}})
      for (int fold = 0; fold < folds.n_folds; ++fold) {
        const std::vector<std::size_t> rows = (folds.*rows_of)(fold);
        const auto found =
            std::count_if(rows.begin(), rows.end(), [&](std::size_t row) { return labels[row] == label; });
        if (found < 2)
          return Error{what + std::to_string(fold) + " of " + std::to_string(folds.n_folds) + " holds " +
                           std::to_string(found) + " of the " +
                           std::to_string(std::count(labels.begin(), labels.end(), label)) +
                           (label == 1 ? " positive" : " negative") + " rows; at least 2 in each fold are needed",
                       "folds"};
      }
    return Ok{};
  };
  if (Result<Ok> judging = check("fold ", &Folds::test_rows); !judging) return judging;
  return check("what is fitted to beside fold ", &Folds::train_rows);
}

Result<Ok> check_folds(const Folds& folds) {
  for (int fold = 0; fold < folds.n_folds; ++fold)
    for (const bool judging : {true, false}) {
      const std::size_t found = (judging ? folds.test_rows(fold) : folds.train_rows(fold)).size();
      if (found < 2)
        return Error{(judging ? "fold " : "what is fitted to beside fold ") + std::to_string(fold) + " of " +
                         std::to_string(folds.n_folds) + " holds " + std::to_string(found) + " of the " +
                         std::to_string(folds.fold_of_row.size()) + " rows; at least 2 in each fold are needed",
                     "folds"};
    }
  return Ok{};
}

int feasible_folds(std::span<const std::uint8_t> labels, int wanted) {
  const auto positives = std::count(labels.begin(), labels.end(), std::uint8_t{1});
  const auto rarest = std::min(positives, static_cast<std::ptrdiff_t>(labels.size()) - positives);
  return static_cast<int>(std::min<std::ptrdiff_t>(wanted, rarest));
}

}  // namespace clearwell::dataset
