#include "server/report/page.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell;

BOOST_AUTO_TEST_SUITE(page)

BOOST_AUTO_TEST_CASE(a_page_says_its_language_and_asks_for_nothing) {
  const std::string page = report::html_page(base::Language::es, "<Título>", "<p>x</p>\n");
  BOOST_TEST(page.starts_with("<!DOCTYPE html>\n<html lang=\"es\">"));
  BOOST_TEST(page.find("<title>&lt;Título&gt;</title>") != std::string::npos);
  BOOST_TEST(page.find("<body>\n<p>x</p>\n</body>") != std::string::npos);
  for (const char* request : {"<script", "<link", "<img", "<iframe", "url(", "@import", "http:", "https:", "src="})
    BOOST_TEST(page.find(request) == std::string::npos, request);
}

BOOST_AUTO_TEST_CASE(parts_escape_their_texts) {
  BOOST_TEST(report::paragraph_html("a < b", "soft") == "<p class=\"soft\">a &lt; b</p>\n");
  BOOST_TEST(report::heading_html(2, "<i>") == "<h2>&lt;i&gt;</h2>\n");
  BOOST_TEST(report::facts_html({{"<t>", "<d>"}}) ==
             "<dl class=\"facts\">\n<dt>&lt;t&gt;</dt><dd>&lt;d&gt;</dd>\n</dl>\n");
  BOOST_TEST(report::table_html({"<h>", "n"}, {{{"<r>"}, {"<c>"}}, {{"r"}, {"5", 0.25}}}) ==
             "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">&lt;h&gt;</th><th "
             "scope=\"col\">n</th></tr></thead>\n"
             "<tbody>\n<tr><th scope=\"row\">&lt;r&gt;</th><td>&lt;c&gt;</td></tr>\n"
             "<tr><th scope=\"row\">r</th><td><span class=\"bar\" style=\"--length:25.0%\">5</span></td></tr>\n"
             "</tbody>\n</table></div>\n");
}

BOOST_AUTO_TEST_SUITE_END()
