#include "web/state/model_card.hpp"

#include "common/evaluation/wilson.hpp"
#include "web/state/civil_time.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace clearwell::state {
namespace {

using Json = nlohmann::json;

/// The member of that name; null where there is none.
const Json& member(const Json& object, const char* key) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(key);
  return found == object.end() ? kNull : *found;
}

std::optional<double> number(const Json& value) {
  return value.is_number() ? std::optional<double>(value.get<double>()) : std::nullopt;
}

std::int64_t count(const Json& value) {
  const double read = number(value).value_or(0);
  return read >= 0 && read < 9e15 ? static_cast<std::int64_t>(read) : 0;
}

std::string text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

spec::LocalizedText localized(const Json& value) {
  return {text(member(value, "en")), text(member(value, "es"))};
}

/// Calls `take` for each item of a list, and for nothing of what is no list.
template <typename Take>
void each(const Json& list, Take take) {
  if (!list.is_array()) return;
  for (const Json& item : list)
    take(item);
}

std::vector<std::pair<std::string, double>> numbers_of(const Json& object, const char* inner = nullptr) {
  std::vector<std::pair<std::string, double>> numbers;
  if (!object.is_object()) return numbers;
  for (const auto& [name, value] : object.items()) {
    const std::optional<double> read = number(inner == nullptr ? value : member(value, inner));
    if (read) numbers.emplace_back(name, *read);
  }
  return numbers;
}

std::optional<HoldOut> read_hold_out(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  return HoldOut{text(member(json, "from")), count(member(json, "rows")), numbers_of(json)};
}

std::optional<evaluation::ConfusionMatrix> read_confusion(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  evaluation::ConfusionMatrix matrix;
  matrix.true_positives = count(member(json, "true_positives"));
  matrix.false_positives = count(member(json, "false_positives"));
  matrix.true_negatives = count(member(json, "true_negatives"));
  matrix.false_negatives = count(member(json, "false_negatives"));
  return matrix.rows() > 0 ? std::optional(matrix) : std::nullopt;
}

/// Each repeat judges the same rows again, which is no new evidence: intervals rest on the counts of one.
evaluation::CalibrationBin read_bin(const Json& json, double repeats) {
  evaluation::CalibrationBin bin;
  bin.mean_probability = number(member(json, "mean_probability")).value_or(0);
  bin.rows = count(member(json, "rows"));
  bin.positives = std::min(count(member(json, "positives")), bin.rows);
  const double trials = static_cast<double>(bin.rows) / repeats;
  if (const auto interval = evaluation::wilson_interval(static_cast<double>(bin.positives) / repeats, trials))
    bin.interval = *interval;
  return bin;
}

void read_slices(const Json& slices, FailingSlice::Figure figure, const char* key, const char* rests_on,
                 std::vector<FailingSlice>& fails) {
  each(slices, [&](const Json& json) {
    FailingSlice slice;
    slice.figure = figure;
    slice.feature = text(member(json, "feature"));
    slice.from = number(member(json, "from"));
    slice.to = number(member(json, "to"));
    slice.category = text(member(json, "category"));
    slice.rows = count(member(json, rests_on));
    const std::optional<double> value = number(member(json, key));
    if (!value) return;
    slice.value = *value;
    const auto lower = number(member(json, "precision_lower"));
    const auto upper = number(member(json, "precision_upper"));
    if (figure == FailingSlice::Figure::precision && lower && upper) slice.interval = {*lower, *upper};
    fails.push_back(std::move(slice));
  });
}

void read_performance(const Json& json, ModelCard& card) {
  const Json& baseline = member(json, "baseline");
  card.base_rate = number(member(member(baseline, "always_positive"), "precision"));
  card.mean_baseline = numbers_of(member(baseline, "mean"), "mean");
  card.hold_out = read_hold_out(member(json, "hold_out"));
  card.confusion = read_confusion(member(json, "confusion_matrix"));
  card.repeats = std::max(1, static_cast<int>(std::min<std::int64_t>(count(member(json, "repeats")), 10'000)));
  card.folds = static_cast<int>(std::min<std::int64_t>(count(member(json, "folds")), 1'000'000));
  each(member(json, "calibration_curve"), [&](const Json& bin) {
    card.calibration.push_back(read_bin(bin, card.repeats));
    if (card.calibration.back().rows == 0) card.calibration.pop_back();
  });
  each(member(json, "precision_curve"), [&](const Json& point) {
    const std::int64_t called = count(member(point, "predicted_positives"));
    if (called == 0) return;
    card.precision_curve.push_back({static_cast<float>(number(member(point, "threshold")).value_or(0)), called,
                                    std::min(count(member(point, "true_positives")), called)});
  });
}

FeatureOverview read_feature(const Json& json) {
  FeatureOverview feature;
  feature.name = text(member(json, "name"));
  const auto both = [&](const char* key) {
    const Json& counts = member(json, key);
    return count(member(counts, "negatives")) + count(member(counts, "positives"));
  };
  feature.measured = both("measured");
  feature.missing = both("missing");
  each(member(json, "categories"), [&](const Json& category) {
    feature.categories.push_back(text(member(category, "text")));
    feature.negatives.push_back(count(member(member(category, "rows"), "negatives")));
    feature.positives.push_back(count(member(member(category, "rows"), "positives")));
  });
  if (!feature.categories.empty()) return feature;
  const Json& histogram = member(json, "histogram");
  each(member(histogram, "edges"), [&](const Json& edge) { feature.edges.push_back(number(edge).value_or(0)); });
  each(member(histogram, "negatives"), [&](const Json& rows) { feature.negatives.push_back(count(rows)); });
  each(member(histogram, "positives"), [&](const Json& rows) { feature.positives.push_back(count(rows)); });
  const std::size_t bars = feature.edges.empty() ? 0 : feature.edges.size() - 1;
  feature.negatives.resize(bars);
  feature.positives.resize(bars);
  return feature;
}

Promotion read_promotion(const Json& json) {
  Promotion promotion;
  promotion.version = static_cast<int>(std::min<std::int64_t>(count(member(json, "version")), 1'000'000'000));
  if (const std::int64_t from = count(member(json, "from_version")); from > 0 && from <= 1'000'000'000)
    promotion.from_version = static_cast<int>(from);
  const std::string outcome = text(member(json, "outcome"));
  promotion.outcome = outcome == "refused"       ? Promotion::Outcome::refused
                      : outcome == "forced"      ? Promotion::Outcome::forced
                      : outcome == "rolled_back" ? Promotion::Outcome::rolled_back
                      : outcome == "demoted"     ? Promotion::Outcome::demoted
                                                 : Promotion::Outcome::promoted;
  promotion.reason = text(member(json, "reason"));
  promotion.decided_at = parse_utc(text(member(json, "decided_at")));
  return promotion;
}

/// The answer, which must hold a `key`.
Result<Json> read_object(std::string_view json_text, const char* key) {
  Json json = Json::parse(json_text, nullptr, false);
  if (json.is_discarded()) return Error{"the answer is not JSON", ""};
  if (!json.is_object() || !json.contains(key)) return Error{std::string(key) + " is missing", key};
  return json;
}

}  // namespace

Result<ModelCard> parse_model_card(std::string_view json_text) {
  const Result<Json> read = read_object(json_text, "performance");
  if (!read) return read.error();
  const Json& json = *read;
  ModelCard card;
  card.model = text(member(json, "model"));
  card.version = static_cast<int>(std::min<std::int64_t>(count(member(json, "version")), 1'000'000'000));
  each(member(json, "alarms"), [&](const Json& alarm) { card.alarms.push_back(text(alarm)); });
  card.not_for = localized(member(json, "not_for"));
  const Json& trained_on = member(json, "trained_on");
  card.license = text(member(trained_on, "license"));
  each(member(trained_on, "findings"), [&](const Json& finding) {
    if (text(member(finding, "severity")) != "notice") card.findings.push_back(localized(member(finding, "text")));
  });
  card.recall_floor = number(member(member(json, "decision"), "recall_floor"));
  read_performance(member(json, "performance"), card);
  using Figure = FailingSlice::Figure;
  const Json& fails = member(json, "fails");
  read_slices(member(fails, "lowest_precision"), Figure::precision, "precision", "predicted_positives", card.fails);
  read_slices(member(fails, "lowest_recall"), Figure::recall, "recall", "positives", card.fails);
  read_slices(member(fails, "largest_error"), Figure::error, "mae", "rows", card.fails);
  return card;
}

Result<DataOverview> parse_data_overview(std::string_view json_text) {
  const Result<Json> read = read_object(json_text, "features");
  if (!read) return read.error();
  DataOverview data;
  each(member(*read, "features"), [&](const Json& feature) { data.features.push_back(read_feature(feature)); });
  each(member(*read, "correlations"), [&](const Json& json) {
    const Json& pair = member(json, "features");
    const auto spearman = number(member(json, "spearman"));
    if (!spearman || !pair.is_array() || pair.size() != 2) return;
    data.correlations.push_back({text(pair[0]), text(pair[1]), *spearman, count(member(json, "rows"))});
  });
  std::stable_sort(data.correlations.begin(), data.correlations.end(),
                   [](const CorrelationOverview& a, const CorrelationOverview& b) {
                     return std::abs(a.spearman) > std::abs(b.spearman);
                   });
  return data;
}

Result<std::vector<Promotion>> parse_promotions(std::string_view json_text) {
  const Result<Json> read = read_object(json_text, "promotions");
  if (!read) return read.error();
  std::vector<Promotion> promotions;
  each(member(*read, "promotions"), [&](const Json& json) { promotions.push_back(read_promotion(json)); });
  return promotions;
}

}  // namespace clearwell::state
