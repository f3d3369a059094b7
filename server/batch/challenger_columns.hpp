#pragma once

#include "common/scoring/predictor.hpp"
#include "server/batch/csv_rows.hpp"
#include "server/scoring/loaded_model.hpp"

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::batch {

class CsvWriter;

/// What the challenger says of the rows that the champion answers, in columns beside its own, which are empty where
/// there is no challenger or it cannot read a row: its spec may be another, and the file is judged by the champion's.
class ChallengerColumns {
 public:
  /// \param challenger  null: there is none
  /// \param in          the file that the champion reads, as a stream of its own; outlives the object
  ChallengerColumns(std::shared_ptr<const scoring::LoadedModel> challenger, bool is_regression, std::istream& in);

  /// `challenger_prediction`, `challenger_probability` (not of a regression), `challenger_model_version`
  std::span<const std::string_view> names() const;

  /// Reads the record that the champion's reader has just read.
  void read_next();
  /// Scores what was read since the last call.
  void predict();
  /// Writes the columns of that row of it.
  void write(CsvWriter& writer, std::size_t row) const;

 private:
  std::shared_ptr<const scoring::LoadedModel> challenger_;
  const bool is_regression_;
  std::optional<CsvRows> input_;  ///< empty where there is nothing to read or the file lacks a feature
  std::vector<float> rows_;
  std::vector<bool> is_answered_;
  std::vector<bool> is_read_;  ///< of the rows that are not predicted yet
  std::vector<scoring::Prediction> predictions_;
};

}  // namespace clearwell::batch
