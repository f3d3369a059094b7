#include "server/dataset/folds.hpp"

#include "common/random/split_mix.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace clearwell::dataset {

std::vector<std::size_t> Folds::test_rows(int fold) const {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < fold_of_row.size(); ++row)
    if (fold_of_row[row] == fold) rows.push_back(row);
  return rows;
}

std::vector<std::size_t> Folds::train_rows(int fold) const {
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

Result<Ok> check_folds(std::span<const std::uint8_t> labels, const Folds& folds) {
  std::array<std::vector<int>, 2> counts{std::vector<int>(static_cast<std::size_t>(folds.n_folds)),
                                         std::vector<int>(static_cast<std::size_t>(folds.n_folds))};
  for (std::size_t row = 0; row < labels.size(); ++row)
    ++counts[labels[row]][static_cast<std::size_t>(folds.fold_of_row[row])];
  for (const std::size_t label : {std::size_t{1}, std::size_t{0}}) {
    for (std::size_t fold = 0; fold < counts[label].size(); ++fold) {
      if (counts[label][fold] >= 2) continue;
      return Error{"fold " + std::to_string(fold) + " of " + std::to_string(folds.n_folds) + " holds " +
                       std::to_string(counts[label][fold]) + " of the " +
                       std::to_string(std::count(labels.begin(), labels.end(), label)) +
                       (label == 1 ? " positive" : " negative") + " rows; at least 2 in each fold are needed",
                   "folds"};
    }
  }
  return Ok{};
}

int feasible_folds(std::span<const std::uint8_t> labels, int wanted) {
  const auto positives = std::count(labels.begin(), labels.end(), std::uint8_t{1});
  const auto rarest = std::min(positives, static_cast<std::ptrdiff_t>(labels.size()) - positives);
  return static_cast<int>(std::min<std::ptrdiff_t>(wanted, rarest));
}

}  // namespace clearwell::dataset
