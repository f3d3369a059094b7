#pragma once

#include "web/state/state.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The model's card in words, for the drawing and its text alike. \pre  state.predictor, state.version
namespace clearwell::state {

/// `logistic_regression` as people write it.
std::string spaced(std::string code);
/// `simulated data`
std::string origin_name(std::string_view origin, i18n::Language language);

/// A fact about the version: what it is, and its value.
struct ModelFact {
  std::string label;
  std::string value;

  bool operator==(const ModelFact&) const = default;
};
/// Name, family, origin, date, threshold, licence, as far as they are known.
std::vector<ModelFact> model_facts(const State& state);

/// What the model must not be used for, and why its figures may deceive; each a sentence or some.
std::vector<std::string> warnings(const State& state);

/// How good the model is, in a sentence or two with its uncertainty; of a classifier about precision.
std::vector<std::string> quality_sentences(const State& state);

/// A figure of champion and challenger beside what needs no model; the first row is the head.
std::vector<std::vector<std::string>> figure_rows(const State& state);

/// `Sulfate 300 to 410 mg/L`
std::string slice_name(const State& state, const FailingSlice& slice);
/// Where the model does worst: slice, rows, figure; the first row is the head. Empty where nothing is known.
std::vector<std::vector<std::string>> failure_rows(const State& state);

/// Counts as the model called the rows and as they were; the first row is the head. Empty where nothing is known.
std::vector<std::vector<std::string>> confusion_rows(const State& state);
/// How often probabilities came true; the first row is the head.
std::vector<std::vector<std::string>> calibration_rows(const State& state);
/// Precision and recall over the thresholds, some ten of them; the first row is the head.
std::vector<std::vector<std::string>> precision_rows(const State& state);

/// `Sulfate and Hardness 0.62`, at most so many, strongest first.
std::vector<std::string> correlation_sentences(const State& state, std::size_t most);
/// Share of rows in which the feature was not measured, in words.
std::string missing_words(const FeatureOverview& feature, i18n::Language language);
/// The feature's spec by its name, null for one that the model does not take.
const spec::FeatureSpec* feature_named(const State& state, std::string_view name);

/// When, and what was decided: `12 March 2026: version 3 took the place of version 2.`
std::string promotion_sentence(const Promotion& promotion, i18n::Language language);

/// 0.834 as `83 %`
std::string percent_text(double share, i18n::Language language);

}  // namespace clearwell::state
