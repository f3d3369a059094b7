#include "server/report/page.hpp"

#include "server/report/svg.hpp"

#include <cstdio>

namespace clearwell::report {
namespace {

constexpr std::string_view kPageStyle = R"css(
:root { --paper: #ffffff; --ink: #1c2733; --soft: #51606e; --line: #dfe5ea; --panel: #f4f7f9; --bar: #cfe3f1;
  --alarm: #b3261e; --alarm-paper: #fdeceb; --warning: #8a5300; --warning-paper: #fff4e0; --notice: #51606e; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { @media not print { :root { --paper: #11181f; --ink: #e6edf3; --soft: #a3b1be; --line: #2a3641;
  --panel: #18222b; --bar: #1f4560; --alarm: #ff8a80; --alarm-paper: #3a1715; --warning: #ffb74d; --warning-paper: #33240d; } } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.75rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: .5rem 0; max-width: 46rem; }
.soft, figcaption, caption { color: var(--soft); font-size: .9rem; }
.box { border-left: 4px solid var(--line); background: var(--panel); padding: .75rem 1rem; margin: .75rem 0; border-radius: 0 6px 6px 0; }
.box p { margin: .15rem 0; max-width: none; }
.box b { display: block; font-size: .8rem; letter-spacing: .04em; text-transform: uppercase; }
.box.alarm { border-color: var(--alarm); background: var(--alarm-paper); } .box.alarm b { color: var(--alarm); }
.box.warning { border-color: var(--warning); background: var(--warning-paper); } .box.warning b { color: var(--warning); }
.box.notice b, .box.plain b { color: var(--soft); }
.key { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1.25rem 0; padding: 0; list-style: none; }
.key li { background: var(--panel); border-radius: 6px; padding: .6rem .9rem; } .key strong { display: block; font-size: 1.5rem; line-height: 1.2; }
.scroll { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-size: .92rem; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .5rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child { text-align: left; padding-left: 0; } thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; white-space: normal; }
tbody th { font-weight: 500; white-space: normal; min-width: 8rem; }
td .bar { background: linear-gradient(to right, var(--bar) var(--length), transparent 0); display: block; margin: -.35rem -.5rem; padding: .35rem .5rem; }
.facts { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .3rem 1.25rem; margin: .75rem 0; } .facts dt { color: var(--soft); } .facts dd { margin: 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 1.5rem 1.25rem; margin: 1rem 0; }
.charts.large { grid-template-columns: repeat(auto-fill, minmax(min(27rem, 100%), 1fr)); }
figure { margin: 0; break-inside: avoid; } figure svg { display: block; }
.legend i { display: inline-block; width: .85em; height: .85em; border-radius: 2px; margin: 0 .35em 0 .9em; vertical-align: -.05em; } .legend i:first-child { margin-left: 0; }
i.positive { background: #0072b2aa; } i.negative { background: #e69f00aa; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
@media (max-width: 30rem) { body { padding: 1rem .9rem 3rem; } h1 { font-size: 1.4rem; } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: .5rem; } }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } h2 { break-after: avoid; } .box, table, tr { break-inside: avoid; }
  .scroll { overflow: visible; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
)css";

std::string cell_html(const Cell& cell) {
  if (cell.bar < 0) return "<td>" + escape_markup(cell.text) + "</td>";
  char length[32];
  std::snprintf(length, sizeof length, "%.1f%%", 100 * cell.bar);
  return "<td><span class=\"bar\" style=\"--length:" + std::string(length) + "\">" + escape_markup(cell.text) +
         "</span></td>";
}

}  // namespace

std::string html_page(base::Language language, std::string_view title, std::string_view body_html) {
  return "<!DOCTYPE html>\n<html lang=\"" + std::string(base::language_code(language)) +
         "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
         "initial-scale=1\">\n"
         "<meta name=\"robots\" content=\"noindex\">\n<title>" +
         escape_markup(title) + "</title>\n<style>" + std::string(kPageStyle) + std::string(kChartStyle) +
         "</style>\n</head>\n<body>\n" + std::string(body_html) + "</body>\n</html>\n";
}

std::string heading_html(int level, std::string_view text) {
  const std::string tag = "h" + std::to_string(level) + ">";
  return "<" + tag + escape_markup(text) + "</" + tag + "\n";
}

std::string paragraph_html(std::string_view text, std::string_view css_class) {
  const std::string attribute = css_class.empty() ? "" : " class=\"" + std::string(css_class) + "\"";
  return "<p" + attribute + ">" + escape_markup(text) + "</p>\n";
}

std::string section_html(std::string_view title, std::string_view content_html) {
  return "<section>\n" + heading_html(2, title) + std::string(content_html) + "</section>\n";
}

std::string box_html(std::string_view css_class, std::string_view content_html) {
  return "<div class=\"box " + std::string(css_class) + "\">" + std::string(content_html) + "</div>\n";
}

std::string table_html(const std::vector<std::string>& headings, const std::vector<std::vector<Cell>>& rows) {
  std::string html = "<div class=\"scroll\"><table>\n<thead><tr>";
  for (const std::string& heading : headings)
    html += "<th scope=\"col\">" + escape_markup(heading) + "</th>";
  html += "</tr></thead>\n<tbody>\n";
  for (const std::vector<Cell>& row : rows) {
    html += "<tr><th scope=\"row\">" + escape_markup(row[0].text) + "</th>";
    for (std::size_t index = 1; index < row.size(); ++index)
      html += cell_html(row[index]);
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table></div>\n";
}

std::string facts_html(const std::vector<std::pair<std::string, std::string>>& facts) {
  std::string html = "<dl class=\"facts\">\n";
  for (const auto& [term, said] : facts)
    html += "<dt>" + escape_markup(term) + "</dt><dd>" + escape_markup(said) + "</dd>\n";
  return html + "</dl>\n";
}

}  // namespace clearwell::report
