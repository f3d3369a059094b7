#pragma once

#include "common/scoring/predictor.hpp"
#include "server/dataset/folds.hpp"
#include "server/dataset/training_table.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the fold models of one family said of the rows that they had not seen, kept with the family's run. Another
/// version can be compared with it row by row later, and the rows are known that the family was trained on.
namespace clearwell::training {

inline constexpr std::string_view kOutOfFoldPath = "out_of_fold.csv";

struct OutOfFoldRow {
  std::int64_t sample_id = 0;
  bool actual = false;
  std::optional<bool> positive = {};  ///< as the fold's file decides; empty for a row that was in no test fold
  // Of a regression, in place of the two:
  double target = 0;
  std::optional<double> value = {};

  bool is_judged() const { return positive || value; }
  bool operator==(const OutOfFoldRow&) const = default;
};

/// CSV `sample_id,fold,label,probability,positive` of one repeat, of a regression `sample_id,fold,target,value`, one
/// line a row of the table.
/// \param predictions  [n_rows], by the file of the row's fold
std::string out_of_fold_csv(const dataset::TrainingTable& table, const dataset::Folds& folds,
                            std::span<const scoring::Prediction> predictions);

/// Reads what out_of_fold_csv wrote. \throws TrainingError for any other text
std::vector<OutOfFoldRow> parse_out_of_fold(std::string_view csv);

}  // namespace clearwell::training
