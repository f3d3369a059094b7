#include "server/dataset/data_checks.hpp"

#include "server/base/localized_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace clearwell::dataset {
namespace {

using base::count_text;
using base::fill;
using base::LocalizedText;
using base::number_text;
using base::percent_text;
using base::short_number_text;

// Where a figure begins to be worth a sentence. Customs of the field where it has one, else round numbers.
constexpr std::int64_t kFewRowsOfAClass = 100;  // below it a precision of 0.8 is known to within 0.08 at best
constexpr double kRareClass = 0.05;
constexpr double kMostlyMissing = 0.5;
constexpr double kOftenMissing = 0.2;
constexpr double kMissingDiffers = 0.05;  // between the classes, or between then and now
constexpr double kStrongAuc = 0.9;        // of one bare feature
constexpr double kWeakAuc = 0.55;
constexpr double kInconsistentShare = 0.05;  // of the rows that can be compared
constexpr double kFarOutlierShare = 0.01;
constexpr double kAlikeCorrelation = 0.95;
constexpr double kContradictoryShare = 0.01;
constexpr double kMovedPsi = 0.1;
constexpr double kMovedKs = 0.1;
constexpr double kSignificance = 0.001;  // shared out among all features, so that many of them raise no false finding

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Collects findings about one training set.
class DataCheck {
 public:
  DataCheck(const DataStatistics& statistics, const DataLineage& lineage, const spec::DatasetSpec& spec)
      : statistics_(statistics), lineage_(lineage), spec_(spec), rows_(statistics.labels.all()) {}

  void check_rows();
  void check_labels();
  void check_few_rows();
  void check_feature(std::size_t index);
  void check_signal();
  void check_correlations();
  void check_consistency();
  void check_drift(const FeatureDrift& drift);
  std::vector<Finding> take_sorted();

 private:
  void add(Severity severity, std::string code, std::string feature, LocalizedText text) {
    findings_.push_back({severity, std::move(code), std::move(feature), std::move(text)});
  }
  void check_missing(const FeatureStatistics& statistics, const spec::FeatureSpec& feature);
  void check_values(const FeatureStatistics& statistics, const spec::FeatureSpec& feature);
  void check_strength(const FeatureStatistics& statistics, const spec::FeatureSpec& feature);
  double significance() const { return kSignificance / static_cast<double>(spec_.features.size()); }

  const DataStatistics& statistics_;
  const DataLineage& lineage_;
  const spec::DatasetSpec& spec_;
  std::int64_t rows_;
  std::vector<Finding> findings_;
};

void DataCheck::check_rows() {
  if (statistics_.repeated_samples > 0)
    add(Severity::notice, "repeated_samples", "",
        fill(
            {"{0} samples repeat another one in every feature and the label, and were left out: a twin on the other "
             "side of a split would turn the score into a memory test.",
             "{0} muestras repiten otra en todas las variables y la etiqueta, y se dejaron fuera: un duplicado al otro "
             "lado de la partición convertiría el resultado en una prueba de memoria."},
            {count_text(statistics_.repeated_samples)}));
  if (statistics_.contradictory_rows > 0)
    add(share(statistics_.contradictory_rows, rows_) >= kContradictoryShare ? Severity::warning : Severity::notice,
        "contradictory_rows", "",
        fill(
            {"{0} rows equal a row of the other class in every feature: no model can tell them apart.",
             "{0} filas son iguales a una de la otra clase en todas las variables: ningún modelo puede distinguirlas."},
            {count_text(statistics_.contradictory_rows)}));
  if (lineage_.undated == lineage_.samples)
    add(Severity::notice, "undated", "",
        {"No sample has a date: whether the water or the way of measuring changed with time cannot be seen, and a "
         "model "
         "cannot be tried on later samples than it learnt from.",
         "Ninguna muestra tiene fecha: no se puede ver si el agua o la forma de medir cambiaron con el tiempo, ni "
         "probar "
         "un modelo con muestras posteriores a las que aprendió."});
}

void DataCheck::check_labels() {
  const ClassCounts& labels = statistics_.labels;
  const std::int64_t smaller = std::min(labels.negatives, labels.positives);
  const LocalizedText& rare =
      labels.positives <= labels.negatives ? spec_.label.positive_means : spec_.label.negative_means;
  if (smaller < kFewRowsOfAClass)
    add(Severity::warning, "few_rows_of_a_class", spec_.label.name,
        fill({"Only {0} rows are “{1}”: what a model is worth on them cannot be known well.",
              "Solo {0} filas son «{1}»: no se puede saber bien cuánto vale un modelo en ellas."},
             {count_text(smaller), rare}));
  else if (share(smaller, rows_) < kRareClass)
    add(Severity::warning, "rare_class", spec_.label.name,
        fill({"Only {0} of the rows are “{1}”. An accuracy of {2} is what saying “no” to all of them gives.",
              "Solo el {0} de las filas son «{1}». Una exactitud de {2} es lo que da decir «no» a todas."},
             {percent_text(share(smaller, rows_)), rare, percent_text(1 - share(smaller, rows_))}));
  if (labels.positives == labels.negatives && smaller >= kFewRowsOfAClass)
    add(Severity::warning, "exactly_balanced", spec_.label.name,
        {"Both classes have exactly the same number of rows, which sampling seldom gives. If rows were repeated or "
         "made "
         "up to balance them, scores are too good and probabilities are wrong.",
         "Las dos clases tienen exactamente el mismo número de filas, cosa rara en un muestreo. Si se repitieron o "
         "inventaron filas para equilibrarlas, los resultados son demasiado buenos y las probabilidades, falsas."});
}

void DataCheck::check_few_rows() {
  if (rows_ < kFewRowsOfAClass)
    add(Severity::warning, "few_rows", spec_.label.name,
        fill({"Only {0} rows: what a model is worth cannot be known well.",
              "Solo {0} filas: no se puede saber bien cuánto vale un modelo."},
             {count_text(rows_)}));
}

void DataCheck::check_feature(std::size_t index) {
  const FeatureStatistics& statistics = statistics_.features[index];
  const spec::FeatureSpec& feature = spec_.features[index];
  if (statistics.measured.all() == 0) {
    add(Severity::warning, "never_measured", feature.name,
        fill({"{0} was never measured.", "{0} no se midió nunca."}, {feature.title}));
    return;
  }
  check_missing(statistics, feature);
  check_values(statistics, feature);
  if (!spec_.is_regression()) check_strength(statistics, feature);
}

void DataCheck::check_missing(const FeatureStatistics& statistics, const spec::FeatureSpec& feature) {
  const double missing = share(statistics.missing.all(), rows_);
  if (missing >= kOftenMissing)
    add(missing >= kMostlyMissing ? Severity::warning : Severity::notice,
        missing >= kMostlyMissing ? "mostly_missing" : "often_missing", feature.name,
        fill({"{0} is missing in {1} of the rows ({2}).", "{0} falta en el {1} de las filas ({2})."},
             {feature.title, percent_text(missing), count_text(statistics.missing.all())}));

  const double in_negatives = share(statistics.missing.negatives, statistics_.labels.negatives);
  const double in_positives = share(statistics.missing.positives, statistics_.labels.positives);
  const double difference = std::fabs(in_positives - in_negatives);
  const bool by_chance = !statistics.missing_p_value || *statistics.missing_p_value >= significance();
  if (by_chance || difference < kMissingDiffers) return;
  add(Severity::warning, "missing_depends_on_label", feature.name,
      fill({"{0} is missing in {1} of the “{2}” rows and in {3} of the “{4}” ones: the gap itself tells of the label.",
            "{0} falta en el {1} de las filas «{2}» y en el {3} de las «{4}»: la propia ausencia delata la etiqueta."},
           {feature.title, percent_text(in_positives), spec_.label.positive_means, percent_text(in_negatives),
            spec_.label.negative_means}));
}

void DataCheck::check_values(const FeatureStatistics& statistics, const spec::FeatureSpec& feature) {
  if (statistics.distinct == 1)
    add(Severity::warning, "constant", feature.name,
        fill({"{0} has the same value in every row: nothing can be learnt from it.",
              "{0} tiene el mismo valor en todas las filas: no enseña nada."},
             {feature.title}));
  if (statistics.counts_upwards && statistics.distinct >= kFewRowsOfAClass)
    add(Severity::warning, "counts_upwards", feature.name,
        fill({"{0} rises by whole numbers from row to row: is it a number of the sample and no measurement?",
              "{0} sube con números enteros de fila en fila: ¿es un número de muestra y no una medición?"},
             {feature.title}));
  if (statistics.implausible > 0)
    add(Severity::warning, "implausible", feature.name,
        fill({"{0} is outside what is plausible ({1} to {2} {3}) in {4} rows.",
              "{0} está fuera de lo verosímil ({1} a {2} {3}) en {4} filas."},
             {feature.title, short_number_text(feature.plausible.low), short_number_text(feature.plausible.high),
              base::in_all_languages(feature.unit), count_text(statistics.implausible)}));
  if (!statistics.outliers) return;
  const double far = share(statistics.outliers->far_outside.all(), statistics.measured.all());
  if (far >= kFarOutlierShare)
    add(Severity::notice, "far_outliers", feature.name,
        fill({"{0} of the values of {1} lie far outside the others (Tukey's outer fences): a long tail, or errors.",
              "El {0} de los valores de {1} están muy lejos de los demás (vallas exteriores de Tukey): una cola larga, "
              "o "
              "errores."},
             {percent_text(far), feature.title}));
}

void DataCheck::check_strength(const FeatureStatistics& statistics, const spec::FeatureSpec& feature) {
  if (!statistics.roc_auc) return;
  const double auc = std::max(*statistics.roc_auc, 1 - *statistics.roc_auc);
  if (auc < kStrongAuc) return;
  add(Severity::warning, "strong_feature", feature.name,
      fill({"{0} alone tells the classes apart with a ROC AUC of {1}. Is it known before the label is, or made of it?",
            "{0} por sí sola separa las clases con un ROC AUC de {1}. ¿Se conoce antes que la etiqueta, o sale de "
            "ella?"},
           {feature.title, number_text(auc, 3)}));
}

void DataCheck::check_signal() {
  double best = 0.5;
  for (const FeatureStatistics& statistics : statistics_.features)
    if (statistics.roc_auc) best = std::max({best, *statistics.roc_auc, 1 - *statistics.roc_auc});
  if (best < kWeakAuc)
    add(Severity::notice, "weak_features", "",
        fill({"No feature alone tells the classes apart: the best reaches a ROC AUC of {0}, and 0.5 is a coin. "
              "Whatever a "
              "model finds lies in combinations or in both tails of a feature.",
              "Ninguna variable por sí sola separa las clases: la mejor llega a un ROC AUC de {0}, y 0,5 es una "
              "moneda. Lo "
              "que un modelo encuentre estará en combinaciones o en ambas colas de una variable."},
             {number_text(best, 3)}));
}

void DataCheck::check_correlations() {
  const std::size_t n = spec_.features.size();
  for (std::size_t first = 0; first < n; ++first)
    for (std::size_t second = first + 1; second < n; ++second) {
      const Correlation& pair = statistics_.correlations[correlation_index(first, second, n)];
      if (!pair.spearman || std::fabs(*pair.spearman) < kAlikeCorrelation) continue;
      add(Severity::notice, "alike", spec_.features[first].name,
          fill({"{0} and {1} say nearly the same (Spearman {2}): one of them may do.",
                "{0} y {1} dicen casi lo mismo (Spearman {2}): podría bastar con una."},
               {spec_.features[first].title, spec_.features[second].title, number_text(*pair.spearman, 2)}));
    }
}

void DataCheck::check_consistency() {
  for (const ConsistencyCheck& check : statistics_.consistency) {
    if (check.outside() == 0) continue;
    const limits::PhysicalRelation& relation = *check.relation;
    const LocalizedText possible =
        relation.min && relation.max
            ? fill({"{0} to {1}", "de {0} a {1}"}, {short_number_text(*relation.min), short_number_text(*relation.max)})
        : relation.max ? fill({"at most {0}", "como mucho {0}"}, {short_number_text(*relation.max)})
                       : fill({"at least {0}", "al menos {0}"}, {short_number_text(*relation.min)});
    add(share(check.outside(), check.rows) >= kInconsistentShare ? Severity::warning : Severity::notice,
        "physically_inconsistent", spec_.features[check.numerator].name,
        fill({"{0} and {1} cannot both be true in {2} of {3} rows: their quotient is {4} in the middle row, and {5} is "
              "possible. {6}",
              "{0} y {1} no pueden ser ciertas a la vez en {2} de {3} filas: su cociente es {4} en la fila mediana, y "
              "lo "
              "posible es {5}. {6}"},
             {spec_.features[check.numerator].title, spec_.features[check.denominator].title,
              count_text(check.outside()), count_text(check.rows), short_number_text(check.median_quotient), possible,
              relation.reason}));
  }
}

void DataCheck::check_drift(const FeatureDrift& drift) {
  const std::optional<std::size_t> index = spec_.feature_index(drift.feature);
  const LocalizedText& title = spec_.features[index.value()].title;
  const auto& psi = drift.population_stability;
  const auto& ks = drift.kolmogorov_smirnov;
  const bool moved = (psi && psi->index >= kMovedPsi && psi->index > psi->by_chance) ||
                     (ks && ks->distance >= kMovedKs && ks->p_value < significance());
  if (moved)
    add(Severity::warning, "drift", drift.feature,
        fill(
            {"{0} has moved since the training set before: PSI {1} (by chance up to {2}), Kolmogorov-Smirnov {3}.",
             "{0} cambió desde el conjunto de entrenamiento anterior: PSI {1} (por azar hasta {2}), Kolmogórov-Smirnov "
             "{3}."},
            {title, psi ? number_text(psi->index, 2) : LocalizedText{"not computed", "no calculado"},
             psi ? number_text(psi->by_chance, 2) : LocalizedText{"–", "–"},
             ks ? number_text(ks->distance, 2) : LocalizedText{"not computed", "no calculado"}}));
  const bool gaps_moved = drift.missing_p_value && *drift.missing_p_value < significance() &&
                          std::fabs(*drift.missing_now - *drift.missing_before) >= kMissingDiffers;
  if (gaps_moved)
    add(Severity::warning, "missing_drift", drift.feature,
        fill({"{0} is missing in {1} of the rows, and was in {2} of the training set before.",
              "{0} falta en el {1} de las filas, y faltaba en el {2} del conjunto de entrenamiento anterior."},
             {title, percent_text(*drift.missing_now), percent_text(*drift.missing_before)}));
}

std::vector<Finding> DataCheck::take_sorted() {
  std::stable_sort(findings_.begin(), findings_.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  return std::move(findings_);
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::notice:
      return "notice";
    case Severity::warning:
      return "warning";
    case Severity::alarm:
      return "alarm";
  }
  return "";
}

std::vector<Finding> check_data(const DataStatistics& statistics, const DataLineage& lineage,
                                std::span<const FeatureDrift> drift, const spec::DatasetSpec& spec) {
  DataCheck check(statistics, lineage, spec);
  check.check_consistency();
  check.check_rows();
  if (spec.is_regression())
    check.check_few_rows();
  else
    check.check_labels();
  for (std::size_t feature = 0; feature < spec.features.size(); ++feature)
    check.check_feature(feature);
  if (!spec.is_regression()) check.check_signal();
  check.check_correlations();
  for (const FeatureDrift& moved : drift)
    check.check_drift(moved);
  return check.take_sorted();
}

Finding as_finding(const LeakAlarm& alarm) {
  return {Severity::alarm, alarm.kind, "", base::in_all_languages(alarm.message)};
}

std::string_view worst_severity(std::span<const Finding> findings) {
  const auto worst = std::max_element(findings.begin(), findings.end(),
                                      [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  return worst == findings.end() ? "ok" : to_string(worst->severity);
}

std::string to_json(std::span<const Finding> findings) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Finding& finding : findings)
    all.push_back({{"severity", to_string(finding.severity)},
                   {"code", finding.code},
                   {"feature", finding.feature},
                   {"text", {{"en", finding.text.en}, {"es", finding.text.es}}}});
  return all.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace clearwell::dataset
