#include "server/registry/promotion_policy.hpp"

#include "common/evaluation/wilson.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace clearwell::registry {
namespace {

/// z with P(standard normal > z) = `share`, to 1e-12. \pre  1e-12 <= share <= 0.5
double upper_quantile(double share) {
  double low = 0;
  double high = 8;
  while (high - low > 1e-12) {
    const double middle = (low + high) / 2;
    (std::erfc(middle / std::sqrt(2.0)) / 2 > share ? low : high) = middle;
  }
  return high;
}

/// Student's quantile from the normal one. Source: Abramowitz, Stegun (1964), Handbook of Mathematical
/// Functions, 26.7.5.
double student_quantile(double z, double degrees_of_freedom) {
  const double z3 = z * z * z;
  const double z5 = z3 * z * z;
  return z + (z3 + z) / (4 * degrees_of_freedom) +
         (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees_of_freedom * degrees_of_freedom);
}

/// What is asked of this comparison, so that all with one champion together keep the promise.
double confidence_of_this_one(const PromotionPolicy& policy) {
  const double n = policy.n_comparisons;
  return 1 - (1 - policy.confidence) / (n * std::sqrt(n));
}

double corrected_confidence(double confidence, int n_judged) {
  return 1 - (1 - confidence) / std::max(1, n_judged);
}

/// Variance of a share, as of a Bernoulli trial.
double variance(double share) {
  return share * (1 - share);
}

/// Correlation of the two estimated precisions: only the rows that both called positive tie them together.
double correlation(const PairedOutcomes& outcomes, double champion, double challenger) {
  const auto right = static_cast<double>(outcomes.both.true_positives);
  const double wrong = static_cast<double>(outcomes.both.predicted_positives) - right;
  const double sum = right * (1 - champion) * (1 - challenger) + wrong * champion * challenger;
  const double scale = std::sqrt(variance(champion) * variance(challenger) *
                                 static_cast<double>(outcomes.champion().predicted_positives) *
                                 static_cast<double>(outcomes.challenger().predicted_positives));
  return scale > 0 ? std::clamp(sum / scale, -1.0, 1.0) : 0;
}

/// Length of a bound's distance, put together from those of two correlated estimates.
double joined(double a, double b, double correlation) {
  return std::sqrt(std::max(0.0, a * a + b * b - 2 * correlation * a * b));
}

std::string decimals(double value, int digits = 3) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string in_words(const Evidence& evidence) {
  const std::string rows = std::to_string(std::max(evidence.outcomes.rows, evidence.errors.rows));
  if (evidence.rows == "newer_samples") return rows + " samples that are new to both";
  if (evidence.rows == "same_folds") return "the same folds of " + rows + " samples";
  return rows + " rows of " + evidence.rows;
}

std::string in_words(const Calls& calls) {
  return decimals(calls.precision().value_or(0)) + " (" + std::to_string(calls.true_positives) + " of " +
         std::to_string(calls.predicted_positives) + ")";
}

/// What a regression's metric makes of a sum of errors.
double mean_error(double sum, const Evidence& evidence, const PromotionPolicy& policy) {
  const double mean = evidence.errors.rows == 0 ? 0 : sum / static_cast<double>(evidence.errors.rows);
  return policy.error_metric == "rmse" ? std::sqrt(mean) : mean;
}

/// Four digits that say something, whatever the unit.
std::string significant(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::optional<Difference> difference_of(const Evidence& evidence, const PromotionPolicy& policy, double confidence) {
  return policy.is_regression() ? error_reduction(evidence, confidence) : precision_difference(evidence, confidence);
}

bool is_enough(const Evidence& evidence, const PromotionPolicy& policy) {
  if (policy.is_regression()) return evidence.missing.empty() && evidence.errors.rows >= policy.min_rows;
  return std::min(evidence.outcomes.champion().predicted_positives,
                  evidence.outcomes.challenger().predicted_positives) >= policy.min_predicted_positives;
}

std::string without_evidence(std::span<const Evidence> evidence, const PromotionPolicy& policy) {
  std::string text = "no evidence:";
  for (const Evidence& one : evidence)
    text += !one.missing.empty() || policy.is_regression()
                ? " " + one.rows + ": " +
                      (one.missing.empty() ? std::to_string(one.errors.rows) + " rows" : one.missing) + ";"
                : " on " + in_words(one) + " the champion called " +
                      std::to_string(one.outcomes.champion().predicted_positives) + " positive and the challenger " +
                      std::to_string(one.outcomes.challenger().predicted_positives) + ";";
  if (evidence.empty()) text += " there are no rows on which the two can be compared;";
  if (policy.is_regression()) return text + " at least " + std::to_string(policy.min_rows) + " are needed";
  return text + " at least " + std::to_string(policy.min_predicted_positives) + " of each are needed";
}

/// Why the recall is too low, empty unless the rows show that it is. Chance is given its due: a threshold chosen for
/// the floor falls below it on every other set of rows.
std::string missed_floor(const Evidence& evidence, const PromotionPolicy& policy) {
  const auto recall = evaluation::wilson_interval(static_cast<double>(evidence.outcomes.challenger().true_positives),
                                                  static_cast<double>(evidence.outcomes.actual_positives),
                                                  upper_quantile(1 - policy.confidence));
  if (!recall || recall->upper >= policy.recall_floor) return {};
  return "on " + in_words(evidence) + " the challenger's recall is at most " + decimals(recall->upper) +
         ", below the floor of " + decimals(policy.recall_floor);
}

std::string comparison(const Evidence& evidence, const PromotionPolicy& policy) {
  if (policy.is_regression()) {
    const std::string name = policy.error_metric == "rmse" ? "RMSE" : "MAE";
    return "on " + in_words(evidence) + " the challenger's " + name + " is " +
           significant(mean_error(evidence.errors.challenger, evidence, policy)) + ", the champion's " +
           significant(mean_error(evidence.errors.champion, evidence, policy));
  }
  return "on " + in_words(evidence) + " the challenger's precision is " + in_words(evidence.outcomes.challenger()) +
         ", the champion's " + in_words(evidence.outcomes.champion());
}

std::string at(double confidence) {
  return " at confidence " + decimals(confidence, confidence < 0.999 ? 3 : 5);
}

/// By how much, in words: a precision, or a mean error in its unit.
std::string amount(double value, const PromotionPolicy& policy) {
  if (!policy.is_regression()) return decimals(value);
  return significant(value) + (policy.error_metric == "rmse" ? " in mean square error" : "");
}

/// Why another set of rows contradicts, empty when none does.
std::string contradiction(std::span<const Evidence> evidence, std::size_t decided_on, const PromotionPolicy& policy) {
  for (std::size_t index = 0; index < evidence.size(); ++index) {
    if (index == decided_on) continue;
    // One look at it, and one that speaks for the champion: nothing to share the chance of error with.
    Evidence once = evidence[index];
    once.n_judged = 1;
    const auto difference = difference_of(once, policy, policy.confidence);
    if (difference && !(difference->upper >= 0))
      return "but " + comparison(once, policy) + ": worse by at least " + amount(-difference->upper, policy) +
             at(policy.confidence);
  }
  return {};
}

nlohmann::ordered_json json_of(const Calls& calls, std::int64_t actual_positives) {
  const auto interval = evaluation::wilson_interval(static_cast<double>(calls.true_positives),
                                                    static_cast<double>(calls.predicted_positives));
  nlohmann::ordered_json json = {{"predicted_positives", calls.predicted_positives},
                                 {"true_positives", calls.true_positives},
                                 {"precision", nullptr},
                                 {"recall", nullptr}};
  if (interval)
    json["precision"] = {{"value", *calls.precision()}, {"lower", interval->lower}, {"upper", interval->upper}};
  if (actual_positives > 0)
    json["recall"] = static_cast<double>(calls.true_positives) / static_cast<double>(actual_positives);
  return json;
}

nlohmann::ordered_json json_of(const Difference& difference) {
  return {{"value", difference.value},
          {"lower", difference.lower},
          {"upper", difference.upper},
          {"confidence", difference.confidence}};
}

/// Of a regression.
nlohmann::ordered_json error_figures(const Evidence& one, const PromotionPolicy& policy, bool decided) {
  const auto side = [&](double sum) {
    return one.errors.rows == 0 ? nlohmann::ordered_json(nullptr)
                                : nlohmann::ordered_json({{policy.error_metric, mean_error(sum, one, policy)}});
  };
  nlohmann::ordered_json set = {{"rows", one.rows},
                                {"missing", one.missing},
                                {"n_rows", one.errors.rows},
                                {"champion_missing", one.errors.champion_missing},
                                {"challenger_missing", one.errors.challenger_missing},
                                {"n_judged", one.n_judged},
                                {"champion", side(one.errors.champion)},
                                {"challenger", side(one.errors.challenger)},
                                {"error_reduction", nullptr},
                                {"decided", decided}};
  if (const auto difference = error_reduction(one, confidence_of_this_one(policy)))
    set["error_reduction"] = json_of(*difference);
  return set;
}

}  // namespace

Calls Calls::operator+(const Calls& other) const {
  return {predicted_positives + other.predicted_positives, true_positives + other.true_positives};
}

std::optional<double> Calls::precision() const {
  if (predicted_positives == 0) return std::nullopt;
  return static_cast<double>(true_positives) / static_cast<double>(predicted_positives);
}

void PairedOutcomes::add(bool champion_positive, bool challenger_positive, bool actual) {
  ++rows;
  actual_positives += actual ? 1 : 0;
  if (!champion_positive && !challenger_positive) return;
  Calls& calls = champion_positive && challenger_positive ? both : champion_positive ? champion_only : challenger_only;
  ++calls.predicted_positives;
  calls.true_positives += actual ? 1 : 0;
}

std::optional<Difference> precision_difference(const Evidence& evidence, double confidence) {
  const Calls champion = evidence.outcomes.champion();
  const Calls challenger = evidence.outcomes.challenger();
  const double corrected = corrected_confidence(confidence, evidence.n_judged);
  const double z = upper_quantile(1 - corrected);
  const auto interval_of = [z](const Calls& calls) {
    return evaluation::wilson_interval(static_cast<double>(calls.true_positives),
                                       static_cast<double>(calls.predicted_positives), z);
  };
  const auto of_champion = interval_of(champion);
  const auto of_challenger = interval_of(challenger);
  if (!of_champion || !of_challenger) return std::nullopt;

  const double p = *champion.precision();
  const double q = *challenger.precision();
  const double r = correlation(evidence.outcomes, p, q);
  return Difference{.value = q - p,
                    .lower = q - p - joined(q - of_challenger->lower, of_champion->upper - p, r),
                    .upper = q - p + joined(of_challenger->upper - q, p - of_champion->lower, r),
                    .confidence = corrected};
}

void PairedErrors::add(double champion_error, double challenger_error) {
  if (!std::isfinite(champion_error) || !std::isfinite(challenger_error)) {
    champion_missing += std::isfinite(champion_error) ? 0 : 1;
    challenger_missing += std::isfinite(challenger_error) ? 0 : 1;
    return;
  }
  ++rows;
  champion += champion_error;
  challenger += challenger_error;
  squares += (champion_error - challenger_error) * (champion_error - challenger_error);
}

std::optional<Difference> error_reduction(const Evidence& evidence, double confidence) {
  const PairedErrors& errors = evidence.errors;
  if (errors.rows < 2) return std::nullopt;
  const auto n = static_cast<double>(errors.rows);
  const double mean = (errors.champion - errors.challenger) / n;
  const double variance = std::max(0.0, errors.squares - n * mean * mean) / (n - 1);
  const double corrected = corrected_confidence(confidence, evidence.n_judged);
  const double half = student_quantile(upper_quantile(1 - corrected), n - 1) * std::sqrt(variance / n);
  return Difference{.value = mean, .lower = mean - half, .upper = mean + half, .confidence = corrected};
}

PromotionVerdict decide_promotion(const PromotionPolicy& policy, std::span<const Evidence> evidence,
                                  std::span<const std::string> alarms) {
  if (!alarms.empty()) {
    std::string reason = "the challenger's figures are not to be believed: " + alarms[0];
    for (const std::string& alarm : alarms.subspan(1))
      reason += "; " + alarm;
    return {.reason = reason};
  }
  const auto telling =
      std::find_if(evidence.begin(), evidence.end(), [&](const Evidence& one) { return is_enough(one, policy); });
  if (telling == evidence.end()) return {.reason = without_evidence(evidence, policy)};

  const auto decided_on = static_cast<std::size_t>(telling - evidence.begin());
  if (telling->errors.challenger_missing > 0)
    return {.reason = "rows on which the challenger has no finite error: " +
                      std::to_string(telling->errors.challenger_missing) + ", beside " + in_words(*telling),
            .decided_on = decided_on};
  if (const std::string missed = missed_floor(*telling, policy); !missed.empty())
    return {.reason = missed, .decided_on = decided_on};
  const Difference difference = difference_of(*telling, policy, confidence_of_this_one(policy)).value();
  if (!(difference.lower > 0))
    return {.reason = comparison(*telling, policy) + ": the difference of " + amount(difference.value, policy) +
                      " may be luck, its lower bound is " + amount(difference.lower, policy) +
                      at(difference.confidence),
            .decided_on = decided_on};
  const std::string better = comparison(*telling, policy) + ": better by at least " + amount(difference.lower, policy) +
                             at(difference.confidence);
  if (const std::string against = contradiction(evidence, decided_on, policy); !against.empty())
    return {.reason = better + "; " + against, .decided_on = decided_on};
  return {.promote = true, .reason = better, .decided_on = decided_on};
}

std::string figures_json(const PromotionPolicy& policy, std::span<const Evidence> evidence,
                         std::span<const std::string> alarms, const PromotionVerdict& verdict) {
  nlohmann::ordered_json sets = nlohmann::ordered_json::array();
  for (std::size_t index = 0; index < evidence.size(); ++index) {
    const Evidence& one = evidence[index];
    if (policy.is_regression()) {
      sets.push_back(error_figures(one, policy, verdict.decided_on == index));
      continue;
    }
    nlohmann::ordered_json set = {{"rows", one.rows},
                                  {"missing", one.missing},
                                  {"n_rows", one.outcomes.rows},
                                  {"actual_positives", one.outcomes.actual_positives},
                                  {"n_judged", one.n_judged},
                                  {"champion", json_of(one.outcomes.champion(), one.outcomes.actual_positives)},
                                  {"challenger", json_of(one.outcomes.challenger(), one.outcomes.actual_positives)},
                                  {"both",
                                   {{"predicted_positives", one.outcomes.both.predicted_positives},
                                    {"true_positives", one.outcomes.both.true_positives}}},
                                  {"precision_difference", nullptr},
                                  {"decided", verdict.decided_on == index}};
    if (const auto difference = precision_difference(one, confidence_of_this_one(policy)))
      set["precision_difference"] = json_of(*difference);
    sets.push_back(std::move(set));
  }
  nlohmann::ordered_json rules = {{"recall_floor", policy.recall_floor},
                                  {"min_predicted_positives", policy.min_predicted_positives},
                                  {"confidence", policy.confidence},
                                  {"n_comparisons", policy.n_comparisons}};
  if (policy.is_regression())
    rules = {{"metric", policy.error_metric},
             {"min_rows", policy.min_rows},
             {"confidence", policy.confidence},
             {"n_comparisons", policy.n_comparisons}};
  return nlohmann::ordered_json({{"policy", std::move(rules)},
                                 {"evidence", std::move(sets)},
                                 {"alarms", std::vector<std::string>(alarms.begin(), alarms.end())}})
      .dump();
}

}  // namespace clearwell::registry
