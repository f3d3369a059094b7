#include "server/report/data_report.hpp"

#include "common/spec/data_origin.hpp"
#include "server/report/data_sections.hpp"
#include "server/report/page.hpp"
#include "server/report/svg.hpp"
#include "server/report/target_sections.hpp"

namespace clearwell::report {
namespace {

using base::count_text;
using base::fill;
using base::in_all_languages;
using base::in_language;
using base::Language;
using base::LocalizedText;
using base::percent_text;

std::string key_figure(const LocalizedText& figure, const LocalizedText& what, Language language) {
  return "<li><strong>" + escape_markup(in_language(figure, language)) + "</strong>" +
         escape_markup(in_language(what, language)) + "</li>\n";
}

std::string label_figure(const DataOverview& overview, Language language) {
  const spec::LabelSpec& label = overview.spec.label;
  if (const auto& target = overview.statistics.target)
    return key_figure(base::short_number_text(target->summary->quantiles.q50),
                      fill({"{0} in the middle row", "{0} en la fila mediana"}, {in_all_languages(label.unit)}),
                      language);
  return key_figure(percent_text(overview.statistics.labels.positive_share().value_or(0)),
                    fill({"of the rows are “{0}”", "de las filas son «{0}»"}, {label.positive_means}), language);
}

std::string key_figures(const DataOverview& overview, Language language) {
  const dataset::ClassCounts& labels = overview.statistics.labels;
  std::int64_t missing = 0;
  for (const dataset::FeatureStatistics& feature : overview.statistics.features)
    missing += feature.missing.all();
  const double cells = static_cast<double>(labels.all()) * static_cast<double>(overview.spec.features.size());
  return "<ul class=\"key\">\n" +
         key_figure(count_text(labels.all()), {"rows with a label", "filas con etiqueta"}, language) +
         key_figure(count_text(static_cast<std::int64_t>(overview.spec.features.size())), {"features", "variables"},
                    language) +
         label_figure(overview, language) +
         key_figure(percent_text(cells == 0 ? 0 : static_cast<double>(missing) / cells),
                    {"of the values are missing", "de los valores faltan"}, language) +
         "</ul>\n";
}

std::string severity_name(dataset::Severity severity, Language language) {
  switch (severity) {
    case dataset::Severity::alarm:
      return in_language(LocalizedText{"Alarm: do not believe a score on these data",
                                       "Alarma: no crea ningún resultado con estos datos"},
                         language);
    case dataset::Severity::warning:
      return in_language(LocalizedText{"Look at this first", "Mire esto primero"}, language);
    case dataset::Severity::notice:
      return in_language(LocalizedText{"Good to know", "Conviene saberlo"}, language);
  }
  return {};
}

std::string findings_html(const std::vector<dataset::Finding>& findings, Language language) {
  if (findings.empty())
    return paragraph_html(in_language(
        LocalizedText{"The checks found nothing worth a sentence.", "Las comprobaciones no hallaron nada que decir."},
        language));
  std::string html;
  for (const dataset::Finding& finding : findings)
    html += box_html(to_string(finding.severity), "<b>" + escape_markup(severity_name(finding.severity, language)) +
                                                      "</b>" + paragraph_html(in_language(finding.text, language)));
  return html;
}

LocalizedText origin_text(const std::string& origin) {
  if (origin == "simulated") return {"simulated: no real water", "simuladas: no es agua real"};
  if (origin == "laboratory") return {"laboratories of plants", "laboratorios de plantas"};
  return {"imported files", "ficheros importados"};
}

std::string dates_text(const dataset::DataLineage& lineage, Language language) {
  if (!lineage.first_sampled)
    return in_language(LocalizedText{"no sample has a date", "ninguna muestra tiene fecha"}, language);
  return in_language(fill({"{0} to {1}; {2} samples without a date", "del {0} al {1}; {2} muestras sin fecha"},
                          {in_all_languages(*lineage.first_sampled), in_all_languages(*lineage.last_sampled),
                           count_text(lineage.undated)}),
                     language);
}

std::string sources_text(const dataset::DataLineage& lineage, Language language) {
  std::string text;
  for (const dataset::DataSource& source : lineage.sources)
    text += (text.empty() ? "" : "; ") + (source.name.empty() ? "–" : source.name) + " (" +
            in_language(count_text(source.samples), language) + ")";
  return text.empty() ? "–" : text;
}

std::string about_html(const DataOverview& overview, Language language) {
  const auto say = [&](const LocalizedText& text) { return in_language(text, language); };
  const dataset::DataLineage& lineage = overview.lineage;
  const std::string license = spec::license_of(overview.spec, overview.table.data_origin);
  return facts_html({
      {say({"Source", "Fuente"}), sources_text(lineage, language)},
      {say({"Origin", "Origen"}), say(origin_text(overview.table.data_origin))},
      {say({"Licence", "Licencia"}),
       license.empty() ? say({"not stated", "no consta"})
                       : license + say({", where it is the data set that the spec describes",
                                        ", si es el conjunto de datos que la especificación describe"})},
      {say({"Sampled", "Muestreo"}), dates_text(lineage, language)},
      {say({"Imported", "Importado"}), lineage.last_imported.value_or("–")},
      {say({"Without a label, not used", "Sin etiqueta, no se usan"}), say(count_text(lineage.unlabelled))},
      {say({"Repeated, left out", "Repetidas, excluidas"}), say(count_text(overview.statistics.repeated_samples))},
      {say({"SHA-256 of the rows", "SHA-256 de las filas"}), overview.statistics.sha256},
  });
}

std::string header_html(const DataOverview& overview, Language language) {
  const std::string& origin = overview.table.data_origin;
  const auto say = [&](const LocalizedText& text) { return in_language(text, language); };
  std::string html = "<header>\n" + heading_html(1, say(overview.spec.title)) +
                     paragraph_html(say({"Data overview", "Resumen de los datos"}), "soft");
  if (!in_language(overview.spec.description, language).empty()) html += paragraph_html(say(overview.spec.description));
  html += key_figures(overview, language);
  if (spec::is_simulated(origin))
    html += box_html("alarm", paragraph_html(say({"These samples are simulated. They say nothing about real water.",
                                                  "Estas muestras son simuladas. No dicen nada de un agua real."})));
  html += box_html("plain",
                   "<b>" + escape_markup(say({"What the label does not mean", "Lo que la etiqueta no significa"})) +
                       "</b>" + paragraph_html(say(spec::disclaimer_of(overview.spec.label, origin))));
  return html + "</header>\n";
}

}  // namespace

std::string data_report_page(const DataOverview& overview, Language language) {
  const auto say = [&](const LocalizedText& text) { return in_language(text, language); };
  std::string body = header_html(overview, language);
  body += section_html(say({"Findings", "Hallazgos"}), findings_html(overview.findings, language));
  body += section_html(say({"What the data are", "Qué son los datos"}), about_html(overview, language));
  const bool is_regression = overview.spec.is_regression();
  body += is_regression ? target_section(overview, language) : class_balance_section(overview, language);
  body += missing_section(overview, language);
  body += consistency_section(overview, language);
  body += law_section(overview, language);
  body += distribution_section(overview, language);
  body += category_section(overview, language);
  body += correlation_section(overview, language);
  body += is_regression ? target_correlation_section(overview, language) : leak_section(overview, language);
  body += methods_section(language);
  body += "<footer>" +
          escape_markup(in_language(fill({"Made on {0} by {1}.", "Hecho el {0} con {1}."},
                                         {in_all_languages(overview.made_on), in_all_languages(overview.made_by)}),
                                    language)) +
          "</footer>\n";
  return html_page(language, say(overview.spec.title) + " · " + say({"data overview", "resumen de los datos"}), body);
}

}  // namespace clearwell::report
