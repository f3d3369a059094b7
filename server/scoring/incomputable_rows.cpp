#include "server/scoring/incomputable_rows.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace clearwell::scoring {
namespace {

/// [n_rows]: where each row stands in the body, which has those that are left out, too.
std::vector<std::size_t> places_in_body(const ScoreRequest& request) {
  std::vector<std::size_t> places;
  places.reserve(request.n_rows);
  auto left_out = request.row_errors.begin();
  for (std::size_t place = 0; places.size() < request.n_rows; ++place) {
    if (left_out != request.row_errors.end() && left_out->index == place)
      ++left_out;
    else
      places.push_back(place);
  }
  return places;
}

RejectedInput rejection_at(const ScoreRequest& request, std::size_t place) {
  return {Rejection::number_out_of_range, "the numbers of this row are too large for the model to compute with",
          request.rows_field + '[' + std::to_string(place) + ']'};
}

}  // namespace

std::vector<std::size_t> find_incomputable(std::span<const Prediction> predictions) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < predictions.size(); ++row)
    if (!std::isfinite(predictions[row].margin) || !std::isfinite(predictions[row].probability)) rows.push_back(row);
  return rows;
}

RejectedInput reject_incomputable(const ScoreRequest& request, std::size_t row) {
  return rejection_at(request, places_in_body(request)[row]);
}

void leave_out(ScoreRequest& request, std::span<const std::size_t> rows) {
  if (rows.empty()) return;
  const std::vector<std::size_t> places = places_in_body(request);
  const auto n_features = static_cast<std::ptrdiff_t>(request.rows.size() / request.n_rows);
  ScoreRequest kept = request;
  kept.rows.clear();
  kept.unknown_categories.clear();
  kept.n_rows = 0;
  auto text = request.unknown_categories.begin();
  for (std::size_t row = 0; row < request.n_rows; ++row) {
    const bool is_kept = !std::ranges::binary_search(rows, row);
    for (; text != request.unknown_categories.end() && text->row == row; ++text)
      if (is_kept) kept.unknown_categories.push_back({kept.n_rows, text->feature, text->text});
    if (is_kept) {
      const auto first = request.rows.begin() + static_cast<std::ptrdiff_t>(row) * n_features;
      kept.rows.insert(kept.rows.end(), first, first + n_features);
      ++kept.n_rows;
    } else {
      kept.row_errors.push_back({places[row], rejection_at(request, places[row])});
    }
  }
  std::ranges::sort(kept.row_errors, {}, &RowError::index);
  request = std::move(kept);
}

}  // namespace clearwell::scoring
