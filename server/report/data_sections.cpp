#include "server/report/data_sections.hpp"

#include "common/limits/limits.hpp"
#include "server/report/data_plots.hpp"
#include "server/report/page.hpp"
#include "server/report/svg.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::report {
namespace {

using base::count_text;
using base::fill;
using base::in_all_languages;
using base::in_language;
using base::Language;
using base::LocalizedText;
using base::number_text;
using base::percent_text;
using base::short_number_text;

/// Says a text in one language.
struct Say {
  Language language;
  const std::string& operator()(const LocalizedText& text) const { return in_language(text, language); }
};

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string p_value_text(const std::optional<double>& p, Language language) {
  if (!p) return "–";
  if (*p < 0.001) return in_language(LocalizedText{"< 0.001", "< 0,001"}, language);
  return in_language(number_text(*p, 3), language);
}

std::string unit_or_dash(const spec::FeatureSpec& feature) {
  return feature.unit.empty() ? "–" : feature.unit;
}

std::string legend_html(const spec::LabelSpec& label, const Say& say) {
  return "<p class=\"legend soft\"><i class=\"positive\"></i>" + escape_markup(say(label.positive_means)) +
         "<i class=\"negative\"></i>" + escape_markup(say(label.negative_means)) + "</p>\n";
}

LocalizedText missing_verdict(const DataOverview& overview) {
  std::int64_t with_gaps = 0;
  for (const dataset::FeatureStatistics& feature : overview.statistics.features)
    with_gaps += feature.missing.all() > 0 ? 1 : 0;
  if (with_gaps == 0) return {"Nothing is missing.", "No falta nada."};
  const bool tells =
      std::any_of(overview.findings.begin(), overview.findings.end(),
                  [](const dataset::Finding& finding) { return finding.code == "missing_depends_on_label"; });
  return tells ? LocalizedText{"Some gaps have to do with the label: where a value is missing, the class is not as it is elsewhere.",
                               "Algunas ausencias tienen que ver con la etiqueta: donde falta un valor, la clase no es como en el resto."}
               : LocalizedText{"Whether a value is missing has nothing to do with the label, as far as these rows can tell.",
                               "Que falte un valor no tiene nada que ver con la etiqueta, hasta donde estas filas permiten ver."};
}

std::string limit_number(const limits::Limit& limit, const Say& say) {
  const auto number = [](double value) { return short_number_text(value); };
  const LocalizedText unit = in_all_languages(limit.unit.empty() ? "" : " " + limit.unit);
  if (limit.min && limit.max)
    return say(fill(in_all_languages("{0} – {1}{2}"), {number(*limit.min), number(*limit.max), unit}));
  if (limit.max) return say(fill(in_all_languages("≤ {0}{1}"), {number(*limit.max), unit}));
  return say(fill(in_all_languages("≥ {0}{1}"), {number(limit.min.value_or(0)), unit}));
}

LocalizedText histogram_caption(const dataset::FeatureStatistics& statistics) {
  const dataset::MeasuredSummary& summary = *statistics.summary;
  LocalizedText caption = fill({"{0} values; median {1}, nine of ten between {2} and {3}; lowest {4}, highest {5}.",
                                "{0} valores; mediana {1}, nueve de diez entre {2} y {3}; mínimo {4}, máximo {5}."},
                               {count_text(statistics.measured.all()), short_number_text(summary.quantiles.q50),
                                short_number_text(summary.quantiles.q05), short_number_text(summary.quantiles.q95),
                                short_number_text(summary.min), short_number_text(summary.max)});
  const auto add = [&](const LocalizedText& more) {
    caption = {caption.en + " " + more.en, caption.es + " " + more.es};
  };
  if (statistics.histogram.open_below || statistics.histogram.open_above)
    add({"What lies further out stands in the outermost bar.", "Lo que queda más lejos está en la barra extrema."});
  if (statistics.outliers && statistics.outliers->outside.all() > 0)
    add(fill({"Outliers: {0}.", "Atípicos: {0}."}, {count_text(statistics.outliers->outside.all())}));
  return caption;
}

struct StrongestPair {
  std::size_t first = 0;
  std::size_t second = 0;
  double pearson = 0;
  double spearman = 0;
};

/// The pair of the largest coefficient of either kind; empty where none was computed.
std::optional<StrongestPair> strongest_pair(const dataset::DataStatistics& statistics, std::size_t n) {
  std::optional<StrongestPair> strongest;
  const auto strength = [](const StrongestPair& pair) {
    return std::max(std::fabs(pair.pearson), std::fabs(pair.spearman));
  };
  for (std::size_t first = 0; first < n; ++first)
    for (std::size_t second = first + 1; second < n; ++second) {
      const dataset::Correlation& pair = statistics.correlations[dataset::correlation_index(first, second, n)];
      if (!pair.pearson || !pair.spearman) continue;
      const StrongestPair candidate{first, second, *pair.pearson, *pair.spearman};
      if (!strongest || strength(candidate) > strength(*strongest)) strongest = candidate;
    }
  return strongest;
}

LocalizedText possible_text(const limits::PhysicalRelation& relation) {
  if (relation.min && relation.max)
    return fill({"{0} to {1}", "de {0} a {1}"}, {short_number_text(*relation.min), short_number_text(*relation.max)});
  if (relation.max) return fill({"at most {0}", "como mucho {0}"}, {short_number_text(*relation.max)});
  return fill({"at least {0}", "al menos {0}"}, {short_number_text(relation.min.value_or(0))});
}

std::string consistency_html(const dataset::ConsistencyCheck& check, const DataOverview& overview, const Say& say) {
  const spec::FeatureSpec& numerator = overview.spec.features[check.numerator];
  const spec::FeatureSpec& denominator = overview.spec.features[check.denominator];
  std::string html = heading_html(3, say(fill({"{0} and {1}", "{0} y {1}"}, {numerator.title, denominator.title})));
  html += paragraph_html(say(
      fill({"{0} Possible: {1}; here the middle row has {2}. Impossible in {3} of {4} rows ({5}).",
            "{0} Posible: {1}; aquí la fila mediana tiene {2}. Imposible en {3} de {4} filas ({5})."},
           {check.relation->reason, possible_text(*check.relation), short_number_text(check.median_quotient),
            count_text(check.outside()), count_text(check.rows), percent_text(share(check.outside(), check.rows))})));
  if (check.outside() == 0) return html;
  LocalizedText caption = {"Each dot a row (at most 700 of them), both axes logarithmic; shaded: what is possible.",
                           "Cada punto es una fila (700 como mucho), ejes logarítmicos; sombreado: lo posible."};
  if (!check.relation->source.empty())
    caption =
        fill({caption.en + " Source: {0}.", caption.es + " Fuente: {0}."}, {in_all_languages(check.relation->source)});
  html += "<figure>" + consistency_plot(check, overview.table, overview.spec, say.language) + "<figcaption>" +
          escape_markup(say(caption)) + "</figcaption></figure>\n";
  return html;
}

}  // namespace

std::string class_balance_section(const DataOverview& overview, Language language) {
  const Say say{language};
  const dataset::ClassCounts& labels = overview.statistics.labels;
  const spec::LabelSpec& label = overview.spec.label;
  const bool mostly_positive = labels.positives > labels.negatives;
  const double larger = share(std::max(labels.positives, labels.negatives), labels.all());
  std::string html = paragraph_html(say(
      fill({"Who always says “{0}” is right in {1} of the rows and has learnt nothing: that is the accuracy to beat.",
            "Quien siempre dice «{0}» acierta en el {1} de las filas sin haber aprendido nada: esa es la exactitud que "
            "hay que superar."},
           {mostly_positive ? label.positive_means : label.negative_means, percent_text(larger)})));
  const double positives = share(labels.positives, labels.all());
  html += table_html(
      {say({"Class", "Clase"}), say({"Rows", "Filas"}), say({"Share", "Parte"})},
      {{{say(label.positive_means)}, {say(count_text(labels.positives))}, {say(percent_text(positives)), positives}},
       {{say(label.negative_means)},
        {say(count_text(labels.negatives))},
        {say(percent_text(1 - positives)), 1 - positives}}});
  return section_html(say({"Classes", "Clases"}), html);
}

std::string missing_section(const DataOverview& overview, Language language) {
  const Say say{language};
  const dataset::DataStatistics& statistics = overview.statistics;
  const spec::LabelSpec& label = overview.spec.label;
  std::string html = paragraph_html(say(missing_verdict(overview)));
  std::vector<std::vector<Cell>> rows;
  for (std::size_t index = 0; index < statistics.features.size(); ++index) {
    const dataset::FeatureStatistics& feature = statistics.features[index];
    if (feature.missing.all() == 0) continue;
    const double missing = share(feature.missing.all(), statistics.labels.all());
    rows.push_back({{say(overview.spec.features[index].title)},
                    {say(count_text(feature.missing.all()))},
                    {say(percent_text(missing)), missing},
                    {say(percent_text(share(feature.missing.positives, statistics.labels.positives)))},
                    {say(percent_text(share(feature.missing.negatives, statistics.labels.negatives)))},
                    {p_value_text(feature.missing_p_value, language)}});
  }
  if (!rows.empty())
    html +=
        table_html({say({"Feature", "Variable"}), say({"Missing", "Faltan"}), say({"Share", "Parte"}),
                    say(fill({"of “{0}”", "de «{0}»"}, {label.positive_means})),
                    say(fill({"of “{0}”", "de «{0}»"}, {label.negative_means})), say({"p by chance", "p por azar"})},
                   rows) +
        paragraph_html(say({"p: how often chance alone makes the two classes differ as much (Pearson's chi-squared "
                            "test). Features that are not in "
                            "the table are never missing.",
                            "p: con qué frecuencia el azar solo hace que las dos clases difieran tanto (prueba ji "
                            "cuadrado de Pearson). A las "
                            "variables que no están en la tabla nunca les falta un valor."}),
                       "soft");
  return section_html(say({"Missing values", "Valores ausentes"}), html);
}

std::string consistency_section(const DataOverview& overview, Language language) {
  if (overview.statistics.consistency.empty()) return {};
  const Say say{language};
  std::string html;
  for (const dataset::ConsistencyCheck& check : overview.statistics.consistency)
    if (check.rows > 0) html += consistency_html(check, overview, say);
  return html.empty() ? html
                      : section_html(say({"Can these values be true?", "¿Pueden ser ciertos estos valores?"}), html);
}

std::string law_section(const DataOverview& overview, Language language) {
  if (overview.comparisons.empty()) return {};
  const Say say{language};
  const spec::LabelSpec& label = overview.spec.label;
  std::vector<std::vector<Cell>> rows;
  for (const dataset::LimitComparison& comparison : overview.comparisons) {
    if (comparison.measured.all() == 0) continue;
    const double positives = share(comparison.beyond.positives, comparison.measured.positives);
    const double negatives = share(comparison.beyond.negatives, comparison.measured.negatives);
    rows.push_back({{say(overview.spec.features[comparison.feature].title)},
                    {limit_number(comparison.limit, say)},
                    {comparison.limit.jurisdiction + " · " + comparison.limit.instrument},
                    {say(percent_text(positives)), positives},
                    {say(percent_text(negatives)), negatives}});
  }
  if (rows.empty()) return {};
  const std::string html =
      paragraph_html(say({"How many of the measured rows lie beyond the number of a law. Where both columns agree, the "
                          "label knows nothing of that law.",
                          "Cuántas de las filas medidas superan el número de una ley. Donde las dos columnas "
                          "coinciden, la etiqueta no sabe nada de esa ley."})) +
      table_html({say({"Feature", "Variable"}), say({"Allowed", "Permitido"}), say({"Law", "Norma"}),
                  say(fill({"beyond, of “{0}”", "fuera, de «{0}»"}, {label.positive_means})),
                  say(fill({"beyond, of “{0}”", "fuera, de «{0}»"}, {label.negative_means}))},
                 rows);
  return section_html(say({"The label and the law", "La etiqueta y la ley"}), html);
}

std::string distribution_section(const DataOverview& overview, Language language) {
  const Say say{language};
  const spec::LabelSpec& label = overview.spec.label;
  std::string html = paragraph_html(say({"Each class as shares of its own rows, over the same bars: where the two "
                                         "outlines lie on one another, the feature "
                                         "alone tells nothing.",
                                         "Cada clase como parte de sus propias filas, sobre las mismas barras: donde "
                                         "los dos perfiles coinciden, la variable "
                                         "por sí sola no dice nada."})) +
                     legend_html(label, say) + "<div class=\"charts\">\n";
  std::vector<std::vector<Cell>> rows;
  for (std::size_t index = 0; index < overview.spec.features.size(); ++index) {
    const dataset::FeatureStatistics& statistics = overview.statistics.features[index];
    const spec::FeatureSpec& feature = overview.spec.features[index];
    if (!statistics.summary) continue;
    html += "<figure>" + histogram_plot(statistics, feature, label, language) + "<figcaption>" +
            escape_markup(say(histogram_caption(statistics))) + "</figcaption></figure>\n";
    const dataset::MeasuredSummary& summary = *statistics.summary;
    const auto number = [&](double value) { return say(number_text(value, feature.decimals)); };
    rows.push_back({{say(feature.title)},
                    {unit_or_dash(feature)},
                    {say(count_text(statistics.measured.all()))},
                    {number(summary.mean)},
                    {summary.sd ? number(*summary.sd) : "–"},
                    {number(summary.min)},
                    {number(summary.quantiles.q25)},
                    {number(summary.quantiles.q50)},
                    {number(summary.quantiles.q75)},
                    {number(summary.max)},
                    {statistics.outliers ? say(count_text(statistics.outliers->outside.all())) : "–"},
                    {statistics.outliers ? say(count_text(statistics.outliers->far_outside.all())) : "–"},
                    {say(count_text(statistics.implausible))}});
  }
  html +=
      "</div>\n" + table_html({say({"Feature", "Variable"}), say({"Unit", "Unidad"}), say({"Measured", "Medidos"}),
                               say({"Mean", "Media"}), say({"SD", "DE"}), say({"Min", "Mín"}), "25 %",
                               say({"Median", "Mediana"}), "75 %", say({"Max", "Máx"}), say({"Outliers", "Atípicos"}),
                               say({"Far ones", "Muy lejanos"}), say({"Implausible", "Inverosímiles"})},
                              rows);
  return section_html(say({"Distributions", "Distribuciones"}), html);
}

std::string correlation_section(const DataOverview& overview, Language language) {
  const Say say{language};
  const std::optional<StrongestPair> strongest = strongest_pair(overview.statistics, overview.spec.features.size());
  if (!strongest) return {};
  const std::string html =
      paragraph_html(
          say(fill({"The two that go together most are {0} and {1}: Pearson {2}, Spearman {3}.",
                    "Las dos que más van juntas son {0} y {1}: Pearson {2}, Spearman {3}."},
                   {overview.spec.features[strongest->first].title, overview.spec.features[strongest->second].title,
                    number_text(strongest->pearson, 2), number_text(strongest->spearman, 2)}))) +
      "<figure class=\"scroll\">" + correlation_plot(overview.statistics, overview.spec, language) + "<figcaption>" +
      escape_markup(say({"Above the diagonal Pearson (straight lines), below it Spearman (any rising or falling line), "
                         "over rows in which both were "
                         "measured; – where fewer than 30 were. Blue rises, orange falls.",
                         "Sobre la diagonal, Pearson (rectas); debajo, Spearman (cualquier línea creciente o "
                         "decreciente), en las filas con ambas "
                         "medidas; – donde son menos de 30. Azul crece, naranja decrece."})) +
      "</figcaption></figure>\n";
  return section_html(say({"Correlations", "Correlaciones"}), html);
}

std::string leak_section(const DataOverview& overview, Language language) {
  const Say say{language};
  struct Ranked {
    std::size_t feature;
    double auc;
  };
  std::vector<Ranked> ranked;
  for (std::size_t index = 0; index < overview.statistics.features.size(); ++index)
    if (const auto& auc = overview.statistics.features[index].roc_auc) ranked.push_back({index, *auc});
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Ranked& a, const Ranked& b) { return std::fabs(a.auc - 0.5) > std::fabs(b.auc - 0.5); });
  std::vector<std::vector<Cell>> rows;
  for (const Ranked& one : ranked)
    rows.push_back({{say(overview.spec.features[one.feature].title)},
                    {say(number_text(std::max(one.auc, 1 - one.auc), 3)), 2 * std::fabs(one.auc - 0.5)},
                    {overview.spec.features[one.feature].type == spec::FeatureType::categorical ? "–"
                     : one.auc >= 0.5 ? say({"higher", "más alto"})
                                      : say({"lower", "más bajo"})}});
  const std::string html =
      paragraph_html(say({"A score from one bare feature: 0.5 is a coin, and near 1 the feature is made of the label "
                          "or known only after it. The bar is the "
                          "way from coin to certainty.",
                          "Un resultado con una sola variable: 0,5 es una moneda; cerca de 1 la variable sale de la "
                          "etiqueta o solo se conoce después. La "
                          "barra es el camino de la moneda a la certeza."})) +
      table_html({say({"Feature", "Variable"}), "ROC AUC",
                  say(fill({"“{0}” has it", "«{0}» lo tiene"}, {overview.spec.label.positive_means}))},
                 rows);
  return section_html(say({"What one feature alone tells", "Lo que dice una variable por sí sola"}), html);
}

std::string methods_section(Language language) {
  const Say say{language};
  return section_html(
      say({"How this was computed", "Cómo se calculó"}),
      facts_html({
          {say({"Rows", "Filas"}), say({"Labelled samples, each once. A non-detect counts as half its detection limit, "
                                        "a value above its method's range as that limit.",
                                        "Muestras etiquetadas, cada una una vez. Un no detectado cuenta como la mitad "
                                        "de su límite de detección; un valor por encima del "
                                        "rango del método, como ese límite."})},
          {say({"Outliers", "Atípicos"}), say({"Beyond the quartiles by more than 1.5 times their distance; far ones "
                                               "by more than 3 times (Tukey 1977).",
                                               "Más allá de los cuartiles en más de 1,5 veces su distancia; los muy "
                                               "lejanos, en más de 3 veces (Tukey 1977)."})},
          {say({"Quantiles", "Cuantiles"}),
           say({"Linear between order statistics (type 7).", "Lineales entre estadísticos de orden (tipo 7)."})},
          {say({"Implausible", "Inverosímiles"}),
           say({"Outside the range that the data set's description allows.",
                "Fuera del intervalo que permite la descripción de los datos."})},
          {say({"Laws", "Normas"}), say({"Only limits whose own text was read. A value beyond a number is not always a "
                                         "breach: some laws count averages.",
                                         "Solo límites cuyo texto se leyó. Superar un número no siempre es un "
                                         "incumplimiento: algunas normas cuentan promedios."})},
      }));
}

}  // namespace clearwell::report
