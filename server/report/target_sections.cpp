#include "server/report/target_sections.hpp"

#include "server/report/data_plots.hpp"
#include "server/report/page.hpp"
#include "server/report/svg.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::report {
namespace {

using base::count_text;
using base::fill;
using base::in_language;
using base::Language;
using base::LocalizedText;
using base::number_text;
using base::short_number_text;

double strength(const dataset::Correlation& correlation) {
  return std::max(std::fabs(correlation.pearson.value_or(0)), std::fabs(correlation.spearman.value_or(0)));
}

}  // namespace

std::string target_section(const DataOverview& overview, Language language) {
  const spec::LabelSpec& label = overview.spec.label;
  const dataset::FeatureStatistics& target = *overview.statistics.target;
  const dataset::MeasuredSummary& summary = *target.summary;
  spec::FeatureSpec as_feature;
  as_feature.name = label.name;
  as_feature.title = label.title;
  as_feature.unit = label.unit;
  const auto say = [&](const LocalizedText& text) { return in_language(text, language); };
  const LocalizedText words = fill(
      {"{0} numbers from {1} to {2}, half of them {3}. Their mean is {4}: who always says it is off by {5} (root mean "
       "square), and that is the error to beat.",
       "{0} números de {1} a {2}, la mitad {3}. Su media es {4}: quien siempre la dice se equivoca en {5} (raíz del "
       "error "
       "cuadrático medio), y ese es el error que hay que superar."},
      {count_text(target.measured.all()), short_number_text(summary.min), short_number_text(summary.max),
       label.negative_means, short_number_text(summary.mean), short_number_text(summary.sd.value_or(0))});
  return section_html(say(label.title), paragraph_html(say(words)) + "<figure>" +
                                            histogram_plot(target, as_feature, label, language) + "</figure>\n");
}

std::string target_correlation_section(const DataOverview& overview, Language language) {
  const auto say = [&](const LocalizedText& text) { return in_language(text, language); };
  const std::vector<dataset::Correlation>& with_target = overview.statistics.with_target;
  std::vector<std::size_t> ranked;
  for (std::size_t feature = 0; feature < with_target.size(); ++feature)
    if (with_target[feature].pearson && with_target[feature].spearman) ranked.push_back(feature);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [&](std::size_t a, std::size_t b) { return strength(with_target[a]) > strength(with_target[b]); });
  std::vector<std::vector<Cell>> rows;
  for (const std::size_t feature : ranked)
    rows.push_back({{say(overview.spec.features[feature].title)},
                    {say(number_text(*with_target[feature].pearson, 3)), std::fabs(*with_target[feature].pearson)},
                    {say(number_text(*with_target[feature].spearman, 3)), std::fabs(*with_target[feature].spearman)}});
  const LocalizedText words = {
      "How one bare feature goes with the number: 0 says nothing, and 1 or -1 says that the feature is made of it or "
      "only "
      "known after it.",
      "Cómo va una sola variable con el número: 0 no dice nada; 1 o -1 dice que la variable sale de él o solo se "
      "conoce "
      "después."};
  return section_html(
      say({"What one feature alone tells", "Lo que dice una variable por sí sola"}),
      paragraph_html(say(words)) + table_html({say({"Feature", "Variable"}), "Pearson", "Spearman"}, rows));
}

}  // namespace clearwell::report
