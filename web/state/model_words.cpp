#include "web/state/model_words.hpp"

#include "common/evaluation/wilson.hpp"
#include "common/spec/data_origin.hpp"
#include "web/i18n/texts.hpp"
#include "web/state/civil_time.hpp"
#include "web/state/number_text.hpp"
#include "web/state/summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace clearwell::state {
namespace {

using i18n::fill;
using i18n::in;
using i18n::Language;
using i18n::Text;

std::string words(Text key, Language language) {
  return std::string(i18n::text(key, language));
}

const Metric* metric_of(const ModelVersion& version, std::string_view name) {
  for (const Metric& metric : version.metrics)
    if (metric.name == name) return &metric;
  return nullptr;
}

/// Three digits of a share, and of a regression's error as many as its number has and one more.
int decimals_of(const State& state, std::string_view metric) {
  return state.predictor->spec().is_regression() && metric != "r2" ? state.predictor->spec().label.decimals + 1 : 3;
}

std::string figure_text(const State& state, const ModelVersion& version, std::string_view name) {
  const Metric* metric = metric_of(version, name);
  if (metric == nullptr) return "–";
  const int decimals = decimals_of(state, name);
  return number_text(metric->mean, decimals, state.language) + " ± " +
         number_text(metric->sd, decimals, state.language);
}

std::string without_model(const State& state, std::string_view name) {
  if (!state.card) return "–";
  if (state.predictor->spec().is_regression()) {
    for (const auto& [metric, value] : state.card->mean_baseline)
      if (metric == name) return number_text(value, decimals_of(state, name), state.language);
    return "–";
  }
  if (name == "roc_auc") return number_text(0.5, 3, state.language);
  if (name == "recall") return number_text(1, 3, state.language);
  if ((name == "precision" || name == "pr_auc") && state.card->base_rate)
    return number_text(*state.card->base_rate, 3, state.language);
  return "–";
}

std::string short_value(double value, const spec::FeatureSpec* feature, Language language) {
  return number_text(value, feature == nullptr ? 2 : feature->decimals, language);
}

std::string count_text(double count, Language language) {
  return number_text(std::round(count), 0, language);
}

}  // namespace

std::string spaced(std::string code) {
  std::replace(code.begin(), code.end(), '_', ' ');
  return code;
}

std::string origin_name(std::string_view origin, Language language) {
  if (origin == "simulated") return words(Text::origin_simulated, language);
  if (origin == "laboratory") return words(Text::origin_laboratory, language);
  return words(Text::origin_imported, language);
}

std::string percent_text(double share, Language language) {
  return number_text(share * 100, 0, language) + "\u00A0%";
}

const spec::FeatureSpec* feature_named(const State& state, std::string_view name) {
  const std::optional<std::size_t> index = state.predictor->spec().feature_index(name);
  return index ? &state.predictor->spec().features[*index] : nullptr;
}

std::vector<ModelFact> model_facts(const State& state) {
  const Language language = state.language;
  const ModelVersion& version = *state.version;
  const scoring::Predictor& predictor = *state.predictor;
  std::vector<ModelFact> facts = {
      {in(predictor.spec().title, language),
       version.name + ", " + fill(Text::model_version, language, {std::to_string(version.version)})},
      {words(Text::model_family, language), spaced(version.family)},
      {words(Text::model_origin, language),
       origin_name(version.data_origin, language) + ", " +
           fill(Text::model_rows, language,
                {number_text(static_cast<double>(predictor.facts().training_rows), 0, language)})}};
  if (version.created_at)
    facts.push_back({words(Text::model_created, language), date_in_words(*version.created_at, language)});
  if (!predictor.spec().is_regression())
    facts.push_back({words(Text::model_threshold, language), threshold_words(predictor, language)});
  if (state.card && !state.card->license.empty())
    facts.push_back({words(Text::model_license, language), state.card->license});
  return facts;
}

std::vector<std::string> warnings(const State& state) {
  const scoring::Predictor& predictor = *state.predictor;
  std::vector<std::string> sentences = {
      in(spec::disclaimer_of(predictor.spec().label, predictor.facts().data_origin), state.language),
      words(Text::not_for_verdicts, state.language)};
  if (!state.card) return sentences;
  for (const std::string& alarm : state.card->alarms)
    sentences.push_back(fill(Text::alarm, state.language, {alarm}));
  for (const spec::LocalizedText& finding : state.card->findings)
    sentences.push_back(in(finding, state.language));
  return sentences;
}

std::vector<std::string> quality_sentences(const State& state) {
  const Language language = state.language;
  std::vector<std::string> sentences;
  const Metric* precision = metric_of(*state.version, "precision");
  const std::string positive = in(state.predictor->spec().label.positive_means, language);
  if (precision != nullptr && precision->pooled && precision->lower && precision->upper)
    sentences.push_back(fill(Text::precision_in_words, language,
                             {positive, percent_text(*precision->pooled, language),
                              percent_text(*precision->lower, language), percent_text(*precision->upper, language)}));
  if (!state.card) return sentences;
  if (state.card->base_rate)
    sentences.push_back(
        fill(Text::base_rate_in_words, language, {positive, percent_text(*state.card->base_rate, language)}));
  if (!state.card->hold_out) return sentences;
  const HoldOut& later = *state.card->hold_out;
  std::string figures;
  for (const auto& [name, value] : later.figures)
    if (name != "rows") figures += (figures.empty() ? "" : ", ") + spaced(name) + " " + number_text(value, 3, language);
  sentences.push_back(fill(Text::hold_out_in_words, language,
                           {count_text(static_cast<double>(later.rows), language), later.from, figures}));
  return sentences;
}

std::vector<std::vector<std::string>> figure_rows(const State& state) {
  const Language language = state.language;
  const std::array<std::pair<const char*, Text>, 5> classes = {{{"roc_auc", Text::figure_roc_auc},
                                                                {"precision", Text::figure_precision},
                                                                {"recall", Text::figure_recall},
                                                                {"pr_auc", Text::figure_pr_auc},
                                                                {"brier", Text::figure_brier}}};
  const std::array<std::pair<const char*, Text>, 3> numbers = {
      {{"mae", Text::figure_mae}, {"rmse", Text::figure_rmse}, {"r2", Text::figure_r2}}};
  std::vector<std::vector<std::string>> rows = {{words(Text::column_figure, language)}};
  const auto version_name = [&](const ModelVersion& version, Text alias) {
    return fill(alias, language, {std::to_string(version.version)});
  };
  rows[0].push_back(version_name(*state.version, Text::column_champion));
  if (state.challenger) rows[0].push_back(version_name(*state.challenger, Text::column_challenger));
  rows[0].push_back(words(Text::column_without_model, language));
  const auto add = [&](const auto& figures) {
    for (const auto& [name, title] : figures) {
      if (metric_of(*state.version, name) == nullptr) continue;
      rows.push_back({words(title, language), figure_text(state, *state.version, name)});
      if (state.challenger) rows.back().push_back(figure_text(state, *state.challenger, name));
      rows.back().push_back(without_model(state, name));
    }
  };
  if (state.predictor->spec().is_regression())
    add(numbers);
  else
    add(classes);
  return rows;
}

std::string slice_name(const State& state, const FailingSlice& slice) {
  const Language language = state.language;
  const spec::FeatureSpec* feature = feature_named(state, slice.feature);
  const std::string title = feature == nullptr ? slice.feature : in(feature->title, language);
  if (!slice.category.empty()) {
    const auto category = feature == nullptr ? std::nullopt : feature->category_index(slice.category);
    return title + " " + (category ? in(feature->categories[*category].title, language) : slice.category);
  }
  if (!slice.from || !slice.to) return title + " " + words(Text::not_measured, language);
  return with_unit(title + " " +
                       fill(Text::value_span, language,
                            {short_value(*slice.from, feature, language), short_value(*slice.to, feature, language)}),
                   feature == nullptr ? "" : feature->unit);
}

std::vector<std::vector<std::string>> failure_rows(const State& state) {
  const Language language = state.language;
  if (!state.card || state.card->fails.empty()) return {};
  std::vector<std::vector<std::string>> rows = {
      {words(Text::column_slice, language), words(Text::column_rows, language), words(Text::column_figure, language)}};
  for (const FailingSlice& slice : state.card->fails) {
    std::string figure;
    if (slice.figure == FailingSlice::Figure::error) {
      figure = fill(Text::slice_error, language,
                    {with_unit(number_text(slice.value, decimals_of(state, "mae"), language),
                               state.predictor->spec().label.unit)});
    } else {
      const Text key = slice.figure == FailingSlice::Figure::precision ? Text::slice_precision : Text::slice_recall;
      figure = fill(key, language, {percent_text(slice.value, language)});
    }
    if (slice.interval)
      figure += " (" +
                fill(Text::value_span, language,
                     {percent_text(slice.interval->lower, language), percent_text(slice.interval->upper, language)}) +
                ")";
    rows.push_back({slice_name(state, slice), count_text(static_cast<double>(slice.rows), language), figure});
  }
  return rows;
}

std::vector<std::vector<std::string>> confusion_rows(const State& state) {
  if (!state.card || !state.card->confusion) return {};
  const Language language = state.language;
  const evaluation::ConfusionMatrix& matrix = *state.card->confusion;
  const spec::DatasetSpec& spec = state.predictor->spec();
  const auto count = [&](std::int64_t rows) {
    return count_text(static_cast<double>(rows) / state.card->repeats, language);
  };
  const auto was = [&](bool positive) {
    return fill(Text::row_was, language, {answer_name(spec, positive, language)});
  };
  const auto called = [&](bool positive) {
    return fill(Text::column_called, language, {answer_name(spec, positive, language)});
  };
  return {{"", called(true), called(false)},
          {was(true), count(matrix.true_positives), count(matrix.false_negatives)},
          {was(false), count(matrix.false_positives), count(matrix.true_negatives)}};
}

std::vector<std::vector<std::string>> calibration_rows(const State& state) {
  if (!state.card || state.card->calibration.empty()) return {};
  const Language language = state.language;
  std::vector<std::vector<std::string>> rows = {{words(Text::column_expected, language),
                                                 words(Text::column_happened, language),
                                                 words(Text::column_interval, language)}};
  for (const evaluation::CalibrationBin& bin : state.card->calibration)
    rows.push_back({percent_text(bin.mean_probability, language), percent_text(bin.positive_share(), language),
                    fill(Text::value_span, language,
                         {percent_text(bin.interval.lower, language), percent_text(bin.interval.upper, language)})});
  return rows;
}

std::vector<std::vector<std::string>> precision_rows(const State& state) {
  if (!state.card || state.card->precision_curve.empty()) return {};
  const Language language = state.language;
  const auto& curve = state.card->precision_curve;
  const auto positives = static_cast<double>(curve.back().true_positives);
  std::vector<std::vector<std::string>> rows = {
      {words(Text::column_threshold, language), words(Text::figure_precision, language),
       words(Text::column_interval, language), words(Text::figure_recall, language)}};
  const std::size_t step = std::max<std::size_t>(1, curve.size() / 10);
  for (std::size_t i = step - 1; i < curve.size(); i += step) {
    const auto hits = static_cast<double>(curve[i].true_positives);
    const auto called = static_cast<double>(curve[i].predicted_positives);
    const auto interval = evaluation::wilson_interval(hits / state.card->repeats, called / state.card->repeats);
    if (!interval) continue;
    rows.push_back({percent_text(static_cast<double>(curve[i].threshold), language),
                    percent_text(hits / called, language),
                    fill(Text::value_span, language,
                         {percent_text(interval->lower, language), percent_text(interval->upper, language)}),
                    positives > 0 ? percent_text(hits / positives, language) : "–"});
  }
  return rows;
}

std::vector<std::string> correlation_sentences(const State& state, std::size_t most) {
  std::vector<std::string> sentences;
  if (!state.data) return sentences;
  for (const CorrelationOverview& pair : state.data->correlations) {
    if (sentences.size() == most) break;
    const spec::FeatureSpec* first = feature_named(state, pair.first);
    const spec::FeatureSpec* second = feature_named(state, pair.second);
    if (first == nullptr || second == nullptr) continue;
    sentences.push_back(fill(Text::correlation, state.language,
                             {in(first->title, state.language), in(second->title, state.language),
                              number_text(pair.spearman, 2, state.language)}));
  }
  return sentences;
}

std::string missing_words(const FeatureOverview& feature, Language language) {
  const auto rows = static_cast<double>(feature.measured + feature.missing);
  if (feature.missing == 0 || rows == 0) return words(Text::never_missing, language);
  return fill(Text::missing_share, language,
              {number_text(static_cast<double>(feature.missing) / rows * 100, 1, language)});
}

std::string promotion_sentence(const Promotion& promotion, Language language) {
  const std::string version = std::to_string(promotion.version);
  const std::string from = promotion.from_version ? std::to_string(*promotion.from_version) : "";
  Text key = Text::promotion_first;
  switch (promotion.outcome) {
    case Promotion::Outcome::promoted:
      key = from.empty() ? Text::promotion_first : Text::promotion_promoted;
      break;
    case Promotion::Outcome::refused:
      key = Text::promotion_refused;
      break;
    case Promotion::Outcome::forced:
      key = Text::promotion_forced;
      break;
    case Promotion::Outcome::rolled_back:
      key = Text::promotion_rolled_back;
      break;
    case Promotion::Outcome::demoted:
      key = promotion.from_version == promotion.version ? Text::promotion_demoted_in_place : Text::promotion_demoted;
      break;
  }
  const std::string sentence = fill(key, language, {version, from});
  return promotion.decided_at ? date_in_words(*promotion.decided_at, language) + ": " + sentence : sentence;
}

}  // namespace clearwell::state
