#pragma once

#include "common/spec/dataset_spec.hpp"
#include "server/scoring/rejected_input.hpp"
#include "server/scoring/score_request.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace clearwell::scoring {

/// The rows of a request that comes as columns, records or tensors, filled in whatever order the body has. Every
/// function answers false when it refuses; then `rejected` says why.
class RowTable {
 public:
  explicit RowTable(const spec::DatasetSpec& spec) : spec_(spec) {}

  /// Rows of gaps. Refuses none and too many. \param field  where the rows stand in the body
  bool resize(std::size_t n_rows, const std::string& field);

  /// The feature of that name. \return  empty, and refused, where there is none
  std::optional<std::size_t> feature(std::string_view name);

  /// A number, the text of a category, or null for a gap. Where the cell stands is told by refused_at(), once it is
  /// refused: most are not.
  bool set(std::size_t row, std::size_t feature, const nlohmann::json& cell);
  /// NaN is a gap; what a float32 cannot hold is refused, and so is the number of a category.
  bool set(std::size_t row, std::size_t feature, double value);
  /// One that the spec does not have is a gap that is told of; refused where the feature is a number.
  bool set(std::size_t row, std::size_t feature, std::string_view category);
  /// Where in the body that was which was refused. \return false
  bool refused_at(std::string field);

  /// A text of 1 to 128 bytes without control characters, or null, into `id`.
  bool read_id(const nlohmann::json& text, std::string& id, const std::string& field);

  /// After the last cell, in whatever order they came: refuses rows of gaps. \param rows_field  a row stands at
  /// rows_field[i]
  bool finish(const std::string& rows_field);

  bool reject(Rejection rejection, std::string message, std::string field);

  ScoreRequest request;
  std::optional<RejectedInput> rejected;

 private:
  bool refuse_cell(std::size_t feature, const std::string& seen);

  const spec::DatasetSpec& spec_;
};

/// `an array`, `the number 7`, `the string "x"`: what a value is, for a message.
std::string what_it_is(const nlohmann::json& value);

/// A bound on the values of a body that holds the most rows: cells, and around each row a little more.
std::size_t most_values(const spec::DatasetSpec& spec);

}  // namespace clearwell::scoring
