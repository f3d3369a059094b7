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

std::string category_texts(const spec::FeatureSpec& feature) {
  Json texts = Json::array();
  for (const spec::CategorySpec& category : feature.categories)
    texts.push_back(category.text);
  return texts.dump();
}

/// The shortest text that gives the same float back, written as Json does; null where there is no number, as of a range
/// without an end.
void append_number(std::string& text, float value) {
  if (!std::isfinite(value)) {
    text += "null";
    return;
  }
  char buffer[32];
  const std::string_view digits(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
  if (digits.find('e') != std::string_view::npos) {
    text += Json(shortest(value)).dump();
    return;
  }
  text += digits;
  if (digits.find('.') == std::string_view::npos) text += ".0";
}

/// Written by hand, without the tree that a JSON library would make of it: a request may have 10,000 rows.
class PredictionWriter {
 public:
  explicit PredictionWriter(const scoring::Predictor& predictor)
      : predictor_(predictor),
        unit_(Json(predictor.spec().label.unit).dump()),
        threshold_(static_cast<float>(predictor.facts().threshold)) {
    for (const spec::FeatureSpec& feature : predictor.spec().features) {
      names_.push_back(Json(feature.name).dump());
      category_texts_.push_back(category_texts(feature));
    }
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
      text.append(R"(,"accepted":)").append(category_texts_[flag.feature]) += '}';
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
    text.append(R"(,"contributions":[)");
    for (std::size_t i = 0; i < names_.size(); ++i) {
      text.append(i == 0 ? "" : ",").append(R"({"feature":)").append(names_[i]);
      text.append(R"(,"value":)").append(Json(row.contributions[i]).dump()) += '}';
    }
    text += ']';
  }

  const scoring::Predictor& predictor_;
  const std::string unit_;
  const float threshold_;
  std::vector<std::string> names_;           ///< [features], as JSON
  std::vector<std::string> category_texts_;  ///< the same
};

}  // namespace

std::string predictions_json(const scoring::ScoreResult& result, const std::vector<scoring::RowError>& row_errors,
                             const scoring::Predictor& predictor) {
  const PredictionWriter writer(predictor);
  std::string text = "[";
  std::size_t n_entries = 0;
  const auto begin_entry = [&] { text.append(n_entries++ == 0 ? "" : ","); };
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
  text += ']';
  return text;
}

}  // namespace clearwell::http
