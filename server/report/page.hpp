#pragma once

#include "server/base/localized_text.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// HTML pages that need nothing but themselves: no script, no font, no request. They read on a phone, in the dark and
/// on paper. Whatever is a text is escaped here; whatever is called html has been.
namespace clearwell::report {

/// \param body_html  what stands between header and end
std::string html_page(base::Language language, std::string_view title, std::string_view body_html);

std::string heading_html(int level, std::string_view text);
std::string paragraph_html(std::string_view text, std::string_view css_class = {});
/// A part of a page with its heading.
std::string section_html(std::string_view title, std::string_view content_html);
/// A box of its own: `alarm`, `warning`, `notice` or `plain` by its class.
std::string box_html(std::string_view css_class, std::string_view content_html);

/// One cell of a table. The first of a row is its heading; figures stand to the right.
struct Cell {
  std::string text;
  double bar = -1;  ///< 0 to 1 draws a bar of this length behind the text; less than 0 none
};

/// \param rows  each as long as the headings
std::string table_html(const std::vector<std::string>& headings, const std::vector<std::vector<Cell>>& rows);

/// Terms and what is said of them, side by side.
std::string facts_html(const std::vector<std::pair<std::string, std::string>>& facts);

}  // namespace clearwell::report
