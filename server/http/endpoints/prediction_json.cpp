#include "server/http/endpoints/prediction_json.hpp"

#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>
#include <limits>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto kReplace = Json::error_handler_t::replace;

Json category_texts(const spec::FeatureSpec& feature) {
  Json texts = Json::array();
  for (const spec::CategorySpec& category : feature.categories)
    texts.push_back(category.text);
  return texts;
}

Json contributions_json(const std::vector<double>& contributions, const spec::DatasetSpec& spec) {
  Json array = Json::array();
  for (std::size_t i = 0; i < spec.features.size(); ++i)
    array.push_back({{"feature", spec.features[i].name}, {"value", contributions[i]}});
  return array;
}

/// The shortest text that gives the same float back; null where there is no number, as of a range without an end.
void append_number(std::string& text, float value) {
  if (!std::isfinite(value)) {
    text += "null";
    return;
  }
  char digits[32];
  const std::string_view shortest(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  text += shortest;
  if (shortest.find_first_of(".e") == std::string_view::npos) text += ".0";  // no integer, though a whole number
}

/// Written by hand, without the tree that a JSON library would make of it: a request may have 10,000 rows.
class PredictionWriter {
 public:
  explicit PredictionWriter(const scoring::Predictor& predictor)
      : predictor_(predictor),
        unit_(Json(predictor.spec().label.unit).dump()),
        threshold_(static_cast<float>(predictor.facts().threshold)) {
    for (const spec::FeatureSpec& feature : predictor.spec().features)
      names_.push_back(Json(feature.name).dump());
  }

  void append(std::string& text, const scoring::ScoredRow& row) const {
    text.append(R"({"inference_id":)").append(std::to_string(row.inference_id));
    if (predictor_.spec().is_regression()) {
      text.append(R"(,"value":)");
      append_number(text, row.prediction.margin);
      text.append(R"(,"unit":)").append(unit_);
    } else {
      text.append(R"(,"positive":)").append(row.prediction.positive ? "true" : "false").append(R"(,"probability":)");
      append_number(text, row.prediction.probability);
      text.append(R"(,"threshold":)");
      append_number(text, threshold_);
    }
    text.append(R"(,"flags":[)");
    for (const scoring::Flag& flag : row.flags) {
      if (&flag != row.flags.data()) text += ',';
      append_flag(text, flag);
    }
    text += ']';
    if (!row.contributions.empty()) append_contributions(text, row);
    text += '}';
  }

 private:
  /// Of a category the texts are told, as they were asked for.
  void append_flag(std::string& text, const scoring::Flag& flag) const {
    const spec::FeatureSpec& feature = predictor_.spec().features[flag.feature];
    text.append(R"({"feature":)").append(names_[flag.feature]);
    text.append(R"(,"flag":")").append(scoring::to_string(flag.kind)).append(R"(","value":)");
    if (feature.is_number()) {
      append_number(text, flag.value.value_or(std::numeric_limits<float>::quiet_NaN()));
      text.append(R"(,"accepted":[)");
      append_number(text, static_cast<float>(flag.accepted.low));  // the ends were compared as float32
      text += ',';
      append_number(text, static_cast<float>(flag.accepted.high));
      text.append("]}");
    } else {
      // What the client sent need not be UTF-8.
      text.append(flag.category.empty() ? "null" : Json(flag.category).dump(-1, ' ', false, kReplace));
      text.append(R"(,"accepted":)").append(category_texts(feature).dump()) += '}';
    }
  }

  void append_contributions(std::string& text, const scoring::ScoredRow& row) const {
    if (!predictor_.spec().is_regression()) {
      text.append(R"(,"margin":)");
      append_number(text, row.prediction.margin);
      text.append(R"(,"log_odds":)");
      append_number(text, predictor_.calibration().log_odds(row.prediction.margin));
    }
    text.append(R"(,"bias":)").append(Json(row.contributions.back()).dump());
    text.append(R"(,"contributions":)").append(contributions_json(row.contributions, predictor_.spec()).dump());
  }

  const scoring::Predictor& predictor_;
  const std::string unit_;
  const float threshold_;
  std::vector<std::string> names_;  ///< [features], as JSON
};

}  // namespace

std::string predictions_json(const scoring::ScoreResult& result, const std::vector<scoring::RowError>& row_errors,
                             const scoring::Predictor& predictor) {
  const PredictionWriter writer(predictor);
  std::string text;
  std::size_t n_entries = 0;
  const auto begin_entry = [&] { text += n_entries++ == 0 ? '[' : ','; };
  auto bad = row_errors.begin();
  const auto add_bad_rows = [&] {
    for (; bad != row_errors.end() && bad->index == n_entries; ++bad) {
      begin_entry();
      text += error_json(from_rejection(bad->why)).dump(-1, ' ', false, kReplace);
    }
  };
  for (const scoring::ScoredRow& row : result.rows) {
    add_bad_rows();
    begin_entry();
    writer.append(text, row);
  }
  add_bad_rows();
  return n_entries == 0 ? "[]" : text + ']';
}

}  // namespace clearwell::http
