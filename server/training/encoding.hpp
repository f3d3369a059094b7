#pragma once

#include "common/scoring/encoding.hpp"
#include "server/dataset/training_table.hpp"

/// What a fit sees of categorical features. Nothing is learnt here: the categories are the spec's, so that every fold
/// and every later training has the same columns, and one that never occurred has a column without any spread.
namespace clearwell::training {

/// A column for each category, for families that add columns up: their penalties and distances then treat every
/// category alike, whichever the spec names first. Empty where no feature is categorical.
scoring::Encoding one_hot_encoding(const dataset::TrainingTable& rows);

/// As above, but two categories are one column of 0 and 1: a split of a tree parts them either way, and a twin column
/// would only be drawn twice as often. Empty where no column differs from its feature.
scoring::Encoding tree_encoding(const dataset::TrainingTable& rows);

/// The rows as a table of such columns, with labels and targets only; the table itself for an empty encoding.
dataset::TrainingTable encode(const dataset::TrainingTable& rows, const scoring::Encoding& encoding);

}  // namespace clearwell::training
