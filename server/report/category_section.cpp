#include "server/report/data_sections.hpp"
#include "server/report/page.hpp"

namespace clearwell::report {

std::string category_section(const DataOverview& overview, base::Language language) {
  using base::count_text;
  using base::percent_text;
  const auto say = [&](const base::LocalizedText& text) { return base::in_language(text, language); };
  const spec::LabelSpec& label = overview.spec.label;
  std::vector<std::vector<Cell>> rows;
  for (std::size_t index = 0; index < overview.spec.features.size(); ++index) {
    const spec::FeatureSpec& feature = overview.spec.features[index];
    const dataset::FeatureStatistics& statistics = overview.statistics.features[index];
    for (std::size_t category = 0; category < statistics.categories.size(); ++category) {
      const dataset::ClassCounts& counts = statistics.categories[category];
      const std::optional<double> positives = counts.positive_share();
      const double share = statistics.measured.all() == 0
                               ? 0
                               : static_cast<double>(counts.all()) / static_cast<double>(statistics.measured.all());
      rows.push_back({{category == 0 ? say(feature.title) : ""},
                      {say(feature.categories[category].title)},
                      {say(count_text(counts.all()))},
                      {say(percent_text(share)), share},
                      {positives ? say(percent_text(*positives)) : "–"}});
    }
  }
  if (rows.empty()) return {};
  return section_html(
      say({"Categories", "Categorías"}),
      paragraph_html(say({"How often each category was recorded, and how many of its rows are of the positive "
                          "class. Where that share is the same for all, the feature alone tells nothing.",
                          "Cuántas veces se registró cada categoría y cuántas de sus filas son de la clase "
                          "positiva. Donde esa parte es igual en todas, la variable por sí sola no dice nada."})) +
          table_html(
              {say({"Feature", "Variable"}), say({"Category", "Categoría"}), say({"Rows", "Filas"}),
               say({"Share", "Parte"}), say(base::fill({"of them “{0}”", "de ellas «{0}»"}, {label.positive_means}))},
              rows));
}

}  // namespace clearwell::report
