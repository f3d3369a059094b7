#include "server/report/figure.hpp"

namespace clearwell::report::figure {

Svg begun(const base::LocalizedText& title, const base::LocalizedText& note, base::Language language, double height) {
  Svg svg(kWidth, height, base::in_language(title, language), base::in_language(note, language));
  svg.text({12, 22}, base::in_language(title, language), "title");
  svg.text({12, 42}, base::in_language(note, language), "note");
  return svg;
}

}  // namespace clearwell::report::figure
