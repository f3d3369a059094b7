#pragma once

#include "common/spec/dataset_spec.hpp"
#include "server/dataset/folds.hpp"
#include "server/dataset/training_table.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Signs in the data that the label has reached the features before any split, so that no split can judge honestly.
namespace clearwell::dataset {

/// One sign. A job that finds any says so, and what it trained is not promoted.
struct LeakAlarm {
  std::string kind;     ///< `separating_feature`, `class_wise_filling`, `synthetic_rows`, …
  std::string message;  ///< what was seen, where, and what it would take to be chance

  bool operator==(const LeakAlarm&) const = default;
};

/// A feature, or the fact that it was not measured, that alone tells the classes apart: ROC AUC of 0.99 or more, either
/// way round. Measured water does not; a column derived from the label does.
std::vector<LeakAlarm> separating_features(const TrainingTable& table, const spec::DatasetSpec& spec);

/// Gaps that were filled with a figure of the row's own class: in a column whose values otherwise hardly repeat, one
/// value that fills at least one row in a hundred (and 20 rows), all of one class, which chance brings about less than
/// once in 10^12.
std::vector<LeakAlarm> class_wise_fillings(const TrainingTable& table, const spec::DatasetSpec& spec);

/// Rows of one class that were made from other rows of it (copied with noise, or drawn between neighbours as SMOTE
/// does). Such a row lies on a line between two others, so the second neighbour is often far further away than the
/// first: the intrinsic dimension, estimated class by class, is less than half of the other class's. Looks at features
/// whose values hardly repeat; with fewer than three of those it says nothing. Of a regression the classes are the
/// upper and the lower half of the numbers: who repeats rows to have more of them repeats the rare ones. Source: Facco,
/// d'Errico, Rodriguez, Laio (2017), Scientific Reports 7: 12140 (TWO-NN); Chawla, Bowyer, Hall, Kegelmeyer (2002),
/// JAIR 16: 321-357 (SMOTE).
std::vector<LeakAlarm> synthetic_rows(const TrainingTable& table, const spec::DatasetSpec& spec);

/// Of a regression: a feature that follows the number so closely that it must have been made of it (in another unit, as
/// a class, rounded): a correlation of 0.9999 or more, of values or of ranks, either way round. Of a feature with three
/// categories or more: as large a share of the pairs of rows of two categories have their numbers in the order of those
/// categories' means, which are taken of the other half of the rows (every second one), so that a category of one row
/// tells nothing.
std::vector<LeakAlarm> copied_targets(const TrainingTable& table, const spec::DatasetSpec& spec);

/// What the division itself gives away: samples of a group on which a fold judges among those that its model was fitted
/// to, where the spec names what must not stand on both sides; samples no older than the first that is judged, where it
/// splits by time. Folds drawn by the spec's split have neither; a fold file may.
std::vector<LeakAlarm> split_overlaps(const TrainingTable& table, std::span<const Folds> repeats,
                                      const spec::DatasetSpec& spec);

/// All signs in the rows themselves: of a classifier's those that classes give away, of a regression's copied targets
/// and synthetic rows.
std::vector<LeakAlarm> leak_alarms(const TrainingTable& table, const spec::DatasetSpec& spec);

}  // namespace clearwell::dataset
