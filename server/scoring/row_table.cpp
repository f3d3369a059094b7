#include "server/scoring/row_table.hpp"

#include "server/scoring/flags.hpp"
#include "server/scoring/rejection_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace clearwell::scoring {

bool RowTable::reject(Rejection rejection, std::string message, std::string field) {
  rejected = RejectedInput{rejection, std::move(message), std::move(field)};
  return false;
}

bool RowTable::resize(std::size_t n_rows, const std::string& field) {
  const std::string accepted = "1 to " + std::to_string(kMaxRows) + " are accepted";
  if (n_rows == 0) return reject(Rejection::no_rows, field + " has no rows: " + accepted, field);
  if (n_rows > kMaxRows) {
    return reject(Rejection::too_many_rows,
                  field + " has " + std::to_string(n_rows) + " rows: at most " + std::to_string(kMaxRows) +
                      " are accepted in one request",
                  field);
  }
  request.n_rows = n_rows;
  request.rows.assign(n_rows * spec_.features.size(), std::numeric_limits<float>::quiet_NaN());
  return true;
}

std::optional<std::size_t> RowTable::feature(std::string_view name) {
  const std::optional<std::size_t> index = spec_.feature_index(name);
  if (!index) reject(Rejection::unknown_feature, unknown_feature_message(name, spec_), "");
  return index;
}

bool RowTable::set(std::size_t row, std::size_t feature, const nlohmann::json& cell) {
  if (cell.is_null()) return true;
  if (cell.is_string()) return set(row, feature, std::string_view(cell.get_ref<const std::string&>()));
  if (cell.is_number() && spec_.features[feature].is_number()) return set(row, feature, cell.get<double>());
  return refuse_cell(feature, what_it_is(cell));
}

bool RowTable::set(std::size_t row, std::size_t feature, double value) {
  if (!spec_.features[feature].is_number() && !std::isnan(value))
    return refuse_cell(feature, what_it_is(nlohmann::json(value)));
  if (std::abs(value) > double{std::numeric_limits<float>::max()})
    return reject(Rejection::number_out_of_range, out_of_range_message(nlohmann::json(value).dump()), "");
  request.rows[row * spec_.features.size() + feature] = static_cast<float>(value);
  return true;
}

bool RowTable::set(std::size_t row, std::size_t feature, std::string_view category) {
  if (spec_.features[feature].is_number()) return refuse_cell(feature, "the string " + in_quotes(category));
  request.rows[row * spec_.features.size() + feature] =
      category_or_gap(category, row, feature, spec_, request.unknown_categories);
  return true;
}

bool RowTable::refuse_cell(std::size_t feature, const std::string& seen) {
  const spec::FeatureSpec& spec = spec_.features[feature];
  if (spec.is_number()) return reject(Rejection::not_a_number, not_a_number_message(seen), "");
  return reject(Rejection::not_a_category, not_a_category_message(seen, spec), "");
}

bool RowTable::refused_at(std::string field) {
  rejected->field = std::move(field);
  return false;
}

bool RowTable::read_id(const nlohmann::json& text, std::string& id, const std::string& field) {
  if (text.is_null()) return true;
  if (!text.is_string())
    return reject(Rejection::invalid_body, field + " must be a text, but got " + what_it_is(text), field);
  const auto& value = text.get_ref<const std::string&>();
  if (!is_id(value)) return reject(Rejection::invalid_body, field + std::string(kIdRule), field);
  id = value;
  return true;
}

bool RowTable::finish(const std::string& rows_field) {
  request.rows_field = rows_field;
  std::ranges::stable_sort(request.unknown_categories, {}, &UnknownCategory::row);
  const std::size_t width = spec_.features.size();
  for (std::size_t row = 0; row < request.n_rows; ++row) {
    if (!nothing_measured(std::span<const float>(request.rows).subspan(row * width, width))) continue;
    return reject(Rejection::nothing_measured, nothing_measured_message(spec_),
                  rows_field + '[' + std::to_string(row) + ']');
  }
  return true;
}

std::string what_it_is(const nlohmann::json& value) {
  if (value.is_string()) return "the string " + in_quotes(value.get_ref<const std::string&>());
  if (value.is_number()) return "the number " + value.dump();
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  return value.dump();
}

std::size_t most_values(const spec::DatasetSpec& spec) {
  return (spec.features.size() + 3) * kMaxRows + 1'000;
}

}  // namespace clearwell::scoring
