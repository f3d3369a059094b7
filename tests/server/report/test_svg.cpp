#include "server/report/svg.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <vector>

using namespace clearwell;
namespace bdata = boost::unit_test::data;

namespace {

struct Escaped {
  std::string text;
  std::string expected;
};
std::ostream& operator<<(std::ostream& out, const Escaped& escaped) {
  return out << escaped.expected;
}

const Escaped kEscaped[] = {
    {"", ""},
    {"pH", "pH"},
    {"µS/cm “ñ”", "µS/cm “ñ”"},
    {"</svg><script>alert('x')</script>", "&lt;/svg&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"},
    {"\" onload=\"x", "&quot; onload=&quot;x"},
    {"a&amp;b", "a&amp;amp;b"},
    {"a\nb\tc", "a\nb\tc"},
    {std::string("a\0b\x1b", 4), "a\uFFFDb\uFFFD"},
    {"a\xff", "a\uFFFD"},
    {"\xc3", "\uFFFD"},                                // cut short
    {"\xc0\xaf", "\uFFFD\uFFFD"},                      // overlong
    {"\xe0\x80\xaf", "\uFFFD\uFFFD\uFFFD"},            // overlong
    {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},            // half of a pair
    {"\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // beyond the last character
    {"\xf0\x9f\x92\xa7", "\xf0\x9f\x92\xa7"},
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(svg)

BOOST_DATA_TEST_CASE(nothing_in_a_text_is_markup, bdata::make(kEscaped), escaped) {
  BOOST_TEST(report::escape_markup(escaped.text) == escaped.expected);
}

BOOST_AUTO_TEST_CASE(a_long_text_is_cut_between_characters) {
  BOOST_TEST(report::shortened("abc", 3) == "abc");
  BOOST_TEST(report::shortened("abcd", 3) == "ab…");
  BOOST_TEST(report::shortened("ñññ", 3) == "ñññ");
  BOOST_TEST(report::shortened("ññññ", 3) == "ññ…");
  BOOST_TEST(report::shortened("", 3) == "");
}

BOOST_AUTO_TEST_CASE(every_text_of_a_drawing_is_escaped) {
  report::Svg drawing(10, 10, "<title>", "\"described\"");
  drawing.text({1, 2}, "<text>", "<class>");
  drawing.upward_text({1, 2}, "<upward>", "a");
  drawing.rect({0, 0}, 1, 1, "a", "<tip>");
  for (const std::string& text : {drawing.as_file(), drawing.for_page()}) {
    for (const char* hostile : {"<title>\"", "<text><", "<upward>", "<tip>", "<class>"})
      BOOST_TEST(!contains(text, hostile), hostile);
    BOOST_TEST(contains(text, "&lt;text&gt;"));
    BOOST_TEST(contains(text, "<title>&lt;tip&gt;</title>"));
    BOOST_TEST(contains(text, "aria-label=\"&lt;title&gt;. &quot;described&quot;\""));
  }
}

BOOST_AUTO_TEST_CASE(a_file_stands_alone_and_a_page_has_the_style_already) {
  report::Svg drawing(20, 10, "t", "d");
  drawing.line({0, 1.005}, {20, -0.001}, "grid");
  BOOST_TEST(drawing.for_page() ==
             "<svg class=\"chart\" width=\"20\" height=\"10\" viewBox=\"0 0 20 10\" role=\"img\" aria-label=\"t. d\">\n"
             "<line x1=\"0\" y1=\"1\" x2=\"20\" y2=\"0\" class=\"grid\"/>\n</svg>\n");
  const std::string file = drawing.as_file();
  BOOST_TEST(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  BOOST_TEST(contains(file, "<style>" + std::string(report::kChartStyle) + "</style>"));
  BOOST_TEST(contains(file, "class=\"paper\""));
}

BOOST_AUTO_TEST_CASE(a_curve_keeps_its_ends_and_drops_what_nobody_sees) {
  report::Svg drawing(10, 10, "t", "d");
  const std::vector<report::Point> points = {{0, 0}, {0.1, 0}, {5, 5}, {5.2, 5}, {5.4, 5}};
  drawing.polyline(points, "curve");
  BOOST_TEST(contains(drawing.for_page(), "points=\"0,0 5,5 5.4,5\""));
}

BOOST_AUTO_TEST_SUITE_END()
