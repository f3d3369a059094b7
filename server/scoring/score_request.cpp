#include "server/scoring/score_request.hpp"

#include "server/scoring/rejection_words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace clearwell::scoring {
namespace {

constexpr std::string_view kTopLevelKeys = "plant_id, sensor_id, data, contributions, partial";

/// Consumes the parser's events. Every event function answers false to stop; then `rejected` says why.
class ScoreRequestReader {
 public:
  explicit ScoreRequestReader(const spec::DatasetSpec& spec) : spec_(spec) {}

  bool null() {
    if (place_ == Place::bad_row) return true;
    if (place_ == Place::row_value) return finish_row_value(std::numeric_limits<float>::quiet_NaN());
    if (place_ == Place::plant_id || place_ == Place::sensor_id) return leave_top_level_value();
    return unexpected("null");
  }
  bool boolean(bool value) {
    if (place_ == Place::bad_row) return true;
    if (place_ != Place::contributions && place_ != Place::partial) return unexpected(value ? "true" : "false");
    (place_ == Place::partial ? request.partial : request.contributions) = value;
    return leave_top_level_value();
  }
  bool number_integer(std::int64_t value) { return number(static_cast<double>(value), std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) { return number(static_cast<double>(value), std::to_string(value)); }
  bool number_float(double value, const std::string& text) { return number(value, text); }

  bool string(const std::string& value) {
    if (place_ == Place::bad_row) return true;
    if (place_ == Place::row_value && !spec_.features[feature_].is_number()) return category(value);
    if (place_ != Place::plant_id && place_ != Place::sensor_id) return unexpected("the string " + in_quotes(value));
    if (!is_id(value)) return reject(Rejection::invalid_body, path() + std::string(kIdRule));
    (place_ == Place::plant_id ? request.plant_id : request.sensor_id) = value;
    return leave_top_level_value();
  }
  static bool binary(const nlohmann::json::binary_t&) { return false; }  // never comes from text

  bool start_object(std::size_t) {
    if (place_ == Place::document) {
      place_ = Place::top_level;
      return true;
    }
    if (place_ == Place::bad_row) return open_in_bad_row();
    if (place_ != Place::data_element) return unexpected("an object", true);
    place_ = Place::row;
    seen_features_.assign(spec_.features.size(), false);
    any_measured_ = false;
    if (request.n_rows < kMaxRows) {
      request.rows.resize(request.rows.size() + spec_.features.size(), std::numeric_limits<float>::quiet_NaN());
    }
    return true;
  }
  bool key(const std::string& name) {
    if (place_ == Place::bad_row) return true;
    return place_ == Place::row ? feature_key(name) : top_level_key(name);
  }
  bool end_object() {
    if (place_ == Place::bad_row) return close_in_bad_row();
    if (place_ == Place::row) {
      if (!any_measured_) return nothing_measured_here();
      ++request.n_rows;
      place_ = Place::data_element;
    } else {
      place_ = Place::end;
    }
    return true;
  }
  bool start_array(std::size_t) {
    if (place_ == Place::bad_row) return open_in_bad_row();
    if (place_ != Place::data) return unexpected("an array", true);
    place_ = Place::data_element;
    return true;
  }
  bool end_array() { return place_ == Place::bad_row ? close_in_bad_row() : leave_top_level_value(); }

  bool parse_error(std::size_t, const std::string& token, const nlohmann::json::exception& error) {
    constexpr int kNumberOverflow = 406;
    if (error.id == kNumberOverflow) return reject(Rejection::number_out_of_range, out_of_range_message(token));
    field_.clear();
    place_ = Place::document;
    return reject(Rejection::invalid_json, "the body is not JSON: " + position_and_reason(error.what()));
  }

  /// After the last event: what can be said of the body as a whole only.
  void finish() {
    const std::size_t most = request.contributions ? kMaxRowsWithContributions : kMaxRows;
    if (rejected) {
      prefer_the_first_bad_row();
    } else if (!request.partial && n_bad_rows_ > 0) {
      rejected = request.row_errors.front().why;
    } else if (!has_data_) {
      rejected = {Rejection::invalid_body, "the body has no \"data\": an array of rows is expected", "data"};
    } else if (n_rows() == 0) {
      rejected = {Rejection::no_rows, "data has no rows: 1 to " + std::to_string(most) + " are accepted", "data"};
    } else if (n_rows() > most) {
      rejected = {Rejection::too_many_rows,
                  "data has " + std::to_string(n_rows()) + " rows: at most " + std::to_string(most) +
                      " are accepted in one request" + (request.contributions ? " with contributions" : ""),
                  "data"};
    }
  }

  ScoreRequest request;
  std::optional<RejectedInput> rejected;

 private:
  enum class Place {
    document,
    top_level,
    plant_id,
    sensor_id,
    contributions,
    partial,
    data,
    data_element,
    row,
    row_value,
    bad_row,  ///< the rest of a row that cannot be scored
    end
  };

  std::size_t n_rows() const { return request.n_rows + n_bad_rows_; }

  /// The reading went on behind a bad row, in case `partial` was still to come. It did not.
  void prefer_the_first_bad_row() {
    if (!request.partial && n_bad_rows_ > 0) rejected = request.row_errors.front().why;
  }

  /// \param open_brackets  that have to be closed before the next row can come
  bool bad_row(Rejection rejection, std::string message, std::size_t open_brackets) {
    if (n_bad_rows_ < kMaxRows) request.row_errors.push_back({n_rows(), {rejection, std::move(message), path()}});
    ++n_bad_rows_;
    request.rows.resize(std::min(request.n_rows, kMaxRows) * spec_.features.size());
    while (!request.unknown_categories.empty() && request.unknown_categories.back().row == request.n_rows)
      request.unknown_categories.pop_back();
    open_brackets_ = open_brackets;
    place_ = open_brackets == 0 ? Place::data_element : Place::bad_row;
    return true;
  }
  bool bad_cell(const std::string& seen, std::size_t open_brackets) {
    const spec::FeatureSpec& feature = spec_.features[feature_];
    if (feature.is_number()) return bad_row(Rejection::not_a_number, not_a_number_message(seen), open_brackets);
    return bad_row(Rejection::not_a_category, not_a_category_message(seen, feature), open_brackets);
  }
  bool open_in_bad_row() {
    ++open_brackets_;
    return true;
  }
  bool close_in_bad_row() {
    if (--open_brackets_ == 0) place_ = Place::data_element;
    return true;
  }

  bool reject(Rejection rejection, std::string message) {
    rejected = RejectedInput{rejection, std::move(message), path()};
    return false;
  }

  std::string path() const {
    switch (place_) {
      case Place::plant_id:
        return "plant_id";
      case Place::sensor_id:
        return "sensor_id";
      case Place::contributions:
        return "contributions";
      case Place::partial:
        return "partial";
      case Place::data:
        return "data";
      case Place::data_element:
        return "data[" + std::to_string(n_rows()) + "]";
      case Place::row:
      case Place::row_value:
        return "data[" + std::to_string(n_rows()) + "]." + field_;
      default:
        return field_;
    }
  }

  bool top_level_key(const std::string& name) {
    field_ = name;
    if (name == "plant_id")
      place_ = Place::plant_id;
    else if (name == "sensor_id")
      place_ = Place::sensor_id;
    else if (name == "contributions")
      place_ = Place::contributions;
    else if (name == "partial")
      place_ = Place::partial;
    else if (name == "data")
      place_ = Place::data;
    else
      return reject(Rejection::unknown_key,
                    "unknown key " + in_quotes(name) + "; accepted: " + std::string(kTopLevelKeys));
    const auto seen = static_cast<unsigned>(place_);
    if ((seen_keys_ & (1U << seen)) != 0)
      return reject(Rejection::duplicate_key, "the key " + in_quotes(name) + " comes twice");
    seen_keys_ |= 1U << seen;
    if (place_ == Place::data) has_data_ = true;
    return true;
  }

  bool feature_key(const std::string& name) {
    field_ = name;
    const std::optional<std::size_t> index = spec_.feature_index(name);
    if (!index) return bad_row(Rejection::unknown_feature, unknown_feature_message(name, spec_), 1);
    if (seen_features_[*index])
      return bad_row(Rejection::duplicate_key, "the key " + in_quotes(name) + " comes twice", 1);
    seen_features_[*index] = true;
    feature_ = *index;
    place_ = Place::row_value;
    return true;
  }

  bool number(double value, const std::string& text) {
    if (place_ == Place::bad_row) return true;
    if (place_ != Place::row_value || !spec_.features[feature_].is_number()) return unexpected("the number " + text);
    if (std::abs(value) > double{std::numeric_limits<float>::max()})
      return bad_row(Rejection::number_out_of_range, out_of_range_message(text), 1);
    any_measured_ = true;
    return finish_row_value(static_cast<float>(value));
  }

  bool category(const std::string& text) {
    const float value = category_or_gap(text, request.n_rows, feature_, spec_, request.unknown_categories);
    if (!std::isnan(value)) any_measured_ = true;
    if (request.n_rows >= kMaxRows) request.unknown_categories.clear();  // the request will be refused
    return finish_row_value(value);
  }

  bool finish_row_value(float value) {
    if (request.n_rows < kMaxRows) request.rows[request.n_rows * spec_.features.size() + feature_] = value;
    place_ = Place::row;
    return true;
  }

  bool nothing_measured_here() {
    place_ = Place::data_element;
    return bad_row(Rejection::nothing_measured, nothing_measured_message(spec_), 0);
  }

  bool leave_top_level_value() {
    place_ = Place::top_level;
    return true;
  }

  /// \param container  the value has brackets of its own
  bool unexpected(const std::string& seen, bool container = false) {
    switch (place_) {
      case Place::row_value:
        return bad_cell(seen, container ? 2 : 1);
      case Place::data_element:
        return bad_row(Rejection::invalid_body,
                       "a row must be an object of feature names with their numbers or texts, but got " + seen,
                       container ? 1 : 0);
      case Place::data:
        return reject(Rejection::invalid_body, "data must be an array of rows, but got " + seen);
      case Place::contributions:
      case Place::partial:
        return reject(Rejection::invalid_body, path() + " must be true or false, but got " + seen);
      case Place::plant_id:
      case Place::sensor_id:
        return reject(Rejection::invalid_body, field_ + " must be a text, but got " + seen);
      default:
        return reject(Rejection::invalid_body, "the body must be an object, but got " + seen);
    }
  }

  const spec::DatasetSpec& spec_;
  Place place_ = Place::document;
  std::string field_;
  std::size_t feature_ = 0;
  std::vector<bool> seen_features_;
  bool any_measured_ = false;  ///< in this row
  std::size_t n_bad_rows_ = 0;
  std::size_t open_brackets_ = 0;  ///< of a bad row
  unsigned seen_keys_ = 0;
  bool has_data_ = false;
};

}  // namespace

std::variant<ScoreRequest, RejectedInput> read_score_request(std::string_view json_text,
                                                             const spec::DatasetSpec& spec) {
  // The library's own words for nothing differ from version to version.
  if (json_text.empty()) return RejectedInput{Rejection::invalid_json, "the body is empty: an object is expected", ""};
  ScoreRequestReader reader(spec);
  // nlohmann's parser keeps one bit per open bracket on the heap. Outside bad rows, which are only counted through, the
  // reader refuses every bracket that has no business there.
  nlohmann::json::sax_parse(json_text.begin(), json_text.end(), &reader);
  reader.finish();
  if (reader.rejected) return *std::move(reader.rejected);
  return std::move(reader.request);
}

}  // namespace clearwell::scoring
