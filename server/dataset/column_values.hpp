#pragma once

#include "server/dataset/training_table.hpp"

#include <cstddef>
#include <map>
#include <span>
#include <vector>

namespace clearwell::dataset {

/// Rows that share one measured value of a feature, by class.
struct ValueCount {
  std::size_t negatives = 0;
  std::size_t positives = 0;

  std::size_t rows() const { return negatives + positives; }
};

/// The measured values of one feature with the rows that hold each.
std::map<float, ValueCount> value_counts(const TrainingTable& table, std::size_t feature);

/// The measured values of one feature in rising order: of all rows, or of these.
std::vector<double> sorted_values(const TrainingTable& table, std::size_t feature);
std::vector<double> sorted_values(const TrainingTable& table, std::size_t feature, std::span<const std::size_t> rows);

/// Whether values hardly repeat, as those of a measurement with several digits: at least half as many as rows.
bool hardly_repeats(std::size_t n_distinct, std::size_t n_rows);

}  // namespace clearwell::dataset
