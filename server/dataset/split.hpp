#pragma once

#include "common/result.hpp"
#include "common/spec/split_spec.hpp"
#include "server/dataset/folds.hpp"
#include "server/dataset/training_table.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// How a spec's split divides the rows of a table: who judges, who is fitted to, who is neither.
namespace clearwell::dataset {

/// Whole groups dealt over the folds, those with most rows of the rarer class first, each to the fold that has fewest
/// of that class (a group without any: fewest rows). With two groups that have a class, two folds have it. \param
/// labels  [n_rows], 0 or 1 \param groups  [n_rows]
Folds group_folds(std::span<const std::uint8_t> labels, std::span<const std::string> groups, int n_folds,
                  std::uint64_t seed);

/// One division as the split asks for, drawn with this seed and this many folds instead of the split's own.
///
/// stratified: a regression's rows by the level of their numbers (level_folds), others by class.
/// stratified, group: every row is judged once, by a model fitted to all other folds.
/// time: with `test_from` one fold, the rows from that day on, fitted to those before. Without it the rows in order of
/// time are cut into n_folds + 1 stretches of like length; each but the first is judged by a model of all before it.
/// time_and_group: the groups that were sampled from `test_from` on are dealt over the folds. A fold is what its groups
/// gave from then on, fitted to what all other groups gave before.
/// \pre  the table has the dates and groups that the split goes by
Folds draw_folds(const TrainingTable& table, const spec::SplitSpec& split, int n_folds, std::uint64_t seed);

/// The folds that choose within training rows: at most `wanted`, stratified, and a group in one of them where the split
/// is by group. Fewer where a class has fewer rows or groups, below 2 where nothing can be divided.
Folds inner_folds(const TrainingTable& rows, const spec::SplitSpec& split, int wanted, std::uint64_t seed);

/// Whether the table's rows can be judged by these folds, and chosen within: check_folds for its kind of label.
Result<Ok> check_folds(const TrainingTable& table, const Folds& folds);
/// The most inner folds, up to `wanted`, that these rows can be divided into as one.
int feasible_inner_folds(const TrainingTable& rows, int wanted);

/// Rows from `test_from` on, ascending; none without it.
std::vector<std::size_t> held_out_rows(const TrainingTable& table, const spec::SplitSpec& split);
/// All others, which the registered model is fitted to.
std::vector<std::size_t> fitted_rows(const TrainingTable& table, const spec::SplitSpec& split);

}  // namespace clearwell::dataset
