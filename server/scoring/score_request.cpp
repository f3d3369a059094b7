#include "server/scoring/score_request.hpp"

#include "server/base/edit_distance.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace clearwell::scoring {
namespace {

constexpr std::size_t kMaxIdLength = 128;
constexpr std::string_view kTopLevelKeys = "plant_id, sensor_id, data, contributions";

/// A text from outside, fit for a message.
std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 64;
  return text.size() <= kShown ? '"' + std::string(text) + '"' : '"' + std::string(text.substr(0, kShown)) + "…\"";
}

std::string accepted_features(const spec::DatasetSpec& spec) {
  std::string names;
  for (const spec::FeatureSpec& feature : spec.features)
    names += (names.empty() ? "" : ", ") + feature.name;
  return names;
}

/// The feature that was probably meant, null where a guess would mislead: another's column name, or two slips at most.
const spec::FeatureSpec* nearest_feature(std::string_view name, const spec::DatasetSpec& spec) {
  if (name.size() > 64) return nullptr;
  const spec::FeatureSpec* nearest = nullptr;
  std::size_t distance = 3;
  for (const spec::FeatureSpec& feature : spec.features) {
    if (std::find(feature.aliases.begin(), feature.aliases.end(), name) != feature.aliases.end()) return &feature;
    const std::size_t d = base::edit_distance(name, feature.name);
    if (d < distance && d < feature.name.size()) {
      distance = d;
      nearest = &feature;
    }
  }
  return nearest;
}

std::string unknown_feature_message(std::string_view name, const spec::DatasetSpec& spec) {
  std::string message = "unknown feature " + in_quotes(name) + "; ";
  if (const spec::FeatureSpec* nearest = nearest_feature(name, spec))
    message += "the nearest is \"" + nearest->name + "\"; ";
  return message + "accepted: " + accepted_features(spec);
}

/// nlohmann's own text without its error number: `line 1, column 9: syntax error while parsing value - invalid literal;
/// …`.
std::string position_and_reason(std::string_view what) {
  constexpr std::string_view kPrefix = "parse error at ";
  const std::size_t start = what.find(kPrefix);
  return std::string(start == std::string_view::npos ? what : what.substr(start + kPrefix.size()));
}

/// Consumes the parser's events. Every event function answers false to stop; then `rejected` says why.
class ScoreRequestReader {
 public:
  explicit ScoreRequestReader(const spec::DatasetSpec& spec) : spec_(spec) {}

  bool null() {
    if (place_ == Place::row_value) return finish_row_value(std::numeric_limits<float>::quiet_NaN());
    if (place_ == Place::plant_id || place_ == Place::sensor_id) return leave_top_level_value();
    return unexpected("null");
  }
  bool boolean(bool value) {
    if (place_ != Place::contributions) return unexpected(value ? "true" : "false");
    request.contributions = value;
    return leave_top_level_value();
  }
  bool number_integer(std::int64_t value) { return number(static_cast<double>(value), std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) { return number(static_cast<double>(value), std::to_string(value)); }
  bool number_float(double value, const std::string& text) { return number(value, text); }

  bool string(const std::string& value) {
    if (place_ == Place::row_value && !spec_.features[feature_].is_number()) return category(value);
    if (place_ != Place::plant_id && place_ != Place::sensor_id) return unexpected("the string " + in_quotes(value));
    const bool printable =
        std::none_of(value.begin(), value.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (value.empty() || value.size() > kMaxIdLength || !printable) {
      return reject(Rejection::invalid_body, path() + " must be a text of 1 to 128 bytes without control characters");
    }
    (place_ == Place::plant_id ? request.plant_id : request.sensor_id) = value;
    return leave_top_level_value();
  }
  bool binary(const nlohmann::json::binary_t&) { return false; }  // never comes from text

  bool start_object(std::size_t) {
    if (place_ == Place::document) {
      place_ = Place::top_level;
      return true;
    }
    if (place_ != Place::data_element) return unexpected("an object");
    place_ = Place::row;
    seen_features_.assign(spec_.features.size(), false);
    any_measured_ = false;
    if (request.n_rows < kMaxRows) {
      request.rows.resize(request.rows.size() + spec_.features.size(), std::numeric_limits<float>::quiet_NaN());
    }
    return true;
  }
  bool key(const std::string& name) { return place_ == Place::row ? feature_key(name) : top_level_key(name); }
  bool end_object() {
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
    if (place_ != Place::data) return unexpected("an array");
    place_ = Place::data_element;
    return true;
  }
  bool end_array() { return leave_top_level_value(); }

  bool parse_error(std::size_t, const std::string& token, const nlohmann::json::exception& error) {
    constexpr int kNumberOverflow = 406;
    if (error.id == kNumberOverflow) return out_of_range(token);
    field_.clear();
    place_ = Place::document;
    return reject(Rejection::invalid_json, "the body is not JSON: " + position_and_reason(error.what()));
  }

  /// After the last event: what can be said of the body as a whole only.
  void finish() {
    const std::size_t most = request.contributions ? kMaxRowsWithContributions : kMaxRows;
    if (!has_data_) {
      rejected = {Rejection::invalid_body, "the body has no \"data\": an array of rows is expected", "data"};
    } else if (request.n_rows == 0) {
      rejected = {Rejection::no_rows, "data has no rows: 1 to " + std::to_string(most) + " are accepted", "data"};
    } else if (request.n_rows > most) {
      rejected = {Rejection::too_many_rows,
                  "data has " + std::to_string(request.n_rows) + " rows: at most " + std::to_string(most) +
                      " are accepted in one request" + (request.contributions ? " with contributions" : ""),
                  "data"};
    }
  }

  ScoreRequest request;
  std::optional<RejectedInput> rejected;

 private:
  enum class Place { document, top_level, plant_id, sensor_id, contributions, data, data_element, row, row_value, end };

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
      case Place::data:
        return "data";
      case Place::data_element:
        return "data[" + std::to_string(request.n_rows) + "]";
      case Place::row:
      case Place::row_value:
        return "data[" + std::to_string(request.n_rows) + "]." + field_;
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
    if (!index) return reject(Rejection::unknown_feature, unknown_feature_message(name, spec_));
    if (seen_features_[*index]) return reject(Rejection::duplicate_key, "the key " + in_quotes(name) + " comes twice");
    seen_features_[*index] = true;
    feature_ = *index;
    place_ = Place::row_value;
    return true;
  }

  bool number(double value, const std::string& text) {
    if (place_ != Place::row_value || !spec_.features[feature_].is_number()) return unexpected("the number " + text);
    if (std::abs(value) > double{std::numeric_limits<float>::max()}) return out_of_range(text);
    any_measured_ = true;
    return finish_row_value(static_cast<float>(value));
  }

  bool category(const std::string& text) {
    const float value = category_or_gap(text, request.n_rows, feature_, spec_, request.unknown_categories);
    if (!std::isnan(value)) any_measured_ = true;
    if (request.n_rows >= kMaxRows) request.unknown_categories.clear();  // the request will be refused
    return finish_row_value(value);
  }

  bool out_of_range(const std::string& text) {
    return reject(Rejection::number_out_of_range,
                  "the number " + text.substr(0, 40) + " is outside the range of a 32-bit float, ±3.4028235e38");
  }

  bool finish_row_value(float value) {
    if (request.n_rows < kMaxRows) request.rows[request.n_rows * spec_.features.size() + feature_] = value;
    place_ = Place::row;
    return true;
  }

  bool nothing_measured_here() {
    place_ = Place::data_element;
    return reject(Rejection::nothing_measured,
                  "the row has no measurement, so there is nothing to estimate from; at least one is expected of: " +
                      accepted_features(spec_));
  }

  bool leave_top_level_value() {
    place_ = Place::top_level;
    return true;
  }

  bool unexpected(const std::string& seen) {
    switch (place_) {
      case Place::row_value:
        if (!spec_.features[feature_].is_number())
          return reject(Rejection::not_a_category,
                        "expected the text of a category, or null where nothing was measured, but got " + seen +
                            "; accepted: " + spec_.features[feature_].accepted_categories());
        return reject(Rejection::not_a_number,
                      "expected a number, or null where nothing was measured, but got " + seen);
      case Place::data_element:
        return reject(Rejection::invalid_body,
                      "a row must be an object of feature names with their numbers or texts, but got " + seen);
      case Place::data:
        return reject(Rejection::invalid_body, "data must be an array of rows, but got " + seen);
      case Place::contributions:
        return reject(Rejection::invalid_body, "contributions must be true or false, but got " + seen);
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
  unsigned seen_keys_ = 0;
  bool has_data_ = false;
};

}  // namespace

std::variant<ScoreRequest, RejectedInput> read_score_request(std::string_view json_text,
                                                             const spec::DatasetSpec& spec) {
  // The library's own words for nothing differ from version to version.
  if (json_text.empty()) return RejectedInput{Rejection::invalid_json, "the body is empty: an object is expected", ""};
  ScoreRequestReader reader(spec);
  // nlohmann's parser keeps one bit per open bracket on the heap, and the reader refuses every bracket that has no
  // business there, so deep nesting ends at the first level too many.
  const bool complete = nlohmann::json::sax_parse(json_text.begin(), json_text.end(), &reader);
  if (complete) reader.finish();
  if (reader.rejected) return *std::move(reader.rejected);
  return std::move(reader.request);
}

}  // namespace clearwell::scoring
