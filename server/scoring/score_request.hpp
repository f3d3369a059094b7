#pragma once

#include "common/spec/dataset_spec.hpp"
#include "server/scoring/flags.hpp"
#include "server/scoring/rejected_input.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace clearwell::scoring {

/// More in one request would hold a thread, and the inference log's lock, for too long.
inline constexpr std::size_t kMaxRows = 10'000;
/// Contributions cost a thousand times the prediction: a millisecond a row for a few hundred trees.
inline constexpr std::size_t kMaxRowsWithContributions = 256;

/// A row that cannot be scored, of a request that is scored without it.
struct RowError {
  std::size_t index = 0;  ///< of the row in the request
  RejectedInput why;

  bool operator==(const RowError&) const = default;
};

/// Rows to score and who measured them.
struct ScoreRequest {
  std::string plant_id;     ///< empty when not told
  std::string sensor_id;    ///< empty when not told
  std::vector<float> rows;  ///< [n_rows, n_features] in the order of the spec; NaN where not measured
  std::vector<UnknownCategory> unknown_categories = {};  ///< gaps in `rows` that were texts, in the order of the rows
  std::size_t n_rows = 0;
  bool contributions = false;  ///< also say what each feature contributed
  bool partial = false;        ///< a bad row does not sink the others
  /// In the order of the request; the rows above are without them. Empty unless `partial`.
  std::vector<RowError> row_errors = {};
  std::string rows_field = "data";  ///< where the rows stand in the body: the first at data[0]
};

/// Reads `{"plant_id","sensor_id","data":[{"ph":7.1,…},…],"contributions":false,"partial":false}`. A feature that is
/// null or left out was not measured; a category is its text, and one that the spec does not have counts as not
/// measured, and is told of; a row without any measurement is refused. The first thing that is wrong is what is told,
/// unless it is of one row only and `partial`, before or after it, asks for the others. Memory is bounded by the rows,
/// whatever the text claims: it is read as a stream of events.
std::variant<ScoreRequest, RejectedInput> read_score_request(std::string_view json_text, const spec::DatasetSpec& spec);

}  // namespace clearwell::scoring
