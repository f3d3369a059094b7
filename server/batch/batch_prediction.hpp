#pragma once

#include "common/result.hpp"
#include "common/scoring/predictor.hpp"
#include "server/batch/batch_drift.hpp"
#include "server/batch/challenger_columns.hpp"

#include <cstddef>
#include <iosfwd>

/// Files of rows, scored whole: what `clearwell predict` and POST /v1/batch share.
namespace clearwell::batch {

struct RowCounts {
  std::size_t scored = 0;
  std::size_t flagged = 0;           ///< of those scored
  std::size_t nothing_measured = 0;  ///< written without a prediction, as are the next
  std::size_t not_computable = 0;    ///< numbers too large for the model to compute with

  bool operator==(const RowCounts&) const = default;
};

/// Writes the input's columns plus prediction, probability, model_version, flags and simulated; of a regression the
/// prediction is its value, and there is no probability. Reads, scores and writes block by block, so that the size of a
/// file does not matter. A row of gaps gets no prediction: it would be that of any water; nor
/// does one of numbers that are too large for the model to compute with.
/// Errors name line and column: a damaged file, a cell that is no number, a column of a name that is added.
/// \param drift       is told of each row
/// \param challenger  writes its columns behind those, and reads the same file; null: there are no such columns
Result<RowCounts> predict_file(const scoring::Predictor& predictor, int version, std::istream& in, std::ostream& out,
                               BatchDrift& drift, ChallengerColumns* challenger = nullptr);

/// Reads all of the file, to find out before the first answer whether it can be answered, and how far it is from what
/// its model was trained on. Errors as those of predict_file.
Result<Ok> check_file(const scoring::Predictor& predictor, std::istream& in, BatchDrift& drift);

}  // namespace clearwell::batch
