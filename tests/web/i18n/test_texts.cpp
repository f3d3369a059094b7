#include "web/i18n/texts.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <set>
#include <string>

namespace {

using namespace clearwell::i18n;

std::multiset<std::string> places(std::string_view pattern) {
  std::multiset<std::string> found;
  for (std::size_t i = 0; i + 2 < pattern.size(); ++i) {
    if (pattern[i] == '{' && pattern[i + 2] == '}') found.insert(std::string(pattern.substr(i, 3)));
  }
  return found;
}

std::set<std::string> distinct(const std::multiset<std::string>& all) {
  return {all.begin(), all.end()};
}

/// Code points of UTF-8 text.
std::set<char32_t> characters(std::string_view text) {
  std::set<char32_t> found;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k)
      point = (point << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    found.insert(point);
    i += length;
  }
  return found;
}

bool in_font(char32_t point) {
  return (point >= 0x20 && point <= 0x7E) || (point >= 0xA0 && point <= 0x17F) || (point >= 0x2010 && point <= 0x2026);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(texts)

BOOST_AUTO_TEST_CASE(every_key_has_both_languages) {
  BOOST_TEST(kTextCount > 100);
  for (int i = 0; i < kTextCount; ++i) {
    const Entry& known = entry(static_cast<Text>(i));
    BOOST_TEST_CONTEXT(known.key) {
      BOOST_TEST(!known.en.empty());
      BOOST_TEST(!known.es.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(both_languages_name_the_same_values) {
  for (int i = 0; i < kTextCount; ++i) {
    const Entry& known = entry(static_cast<Text>(i));
    BOOST_TEST_CONTEXT(known.key)
    BOOST_TEST(distinct(places(known.en)) == distinct(places(known.es)), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(the_font_has_every_character) {
  for (int i = 0; i < kTextCount; ++i) {
    const Entry& known = entry(static_cast<Text>(i));
    for (const std::string_view words : {known.en, known.es}) {
      for (const char32_t point : characters(words))
        BOOST_TEST(in_font(point), known.key << ": U+" << std::hex << static_cast<unsigned>(point));
    }
  }
}

BOOST_AUTO_TEST_CASE(no_sentence_shouts) {
  for (int i = 0; i < kTextCount; ++i)
    BOOST_TEST(entry(static_cast<Text>(i)).en.find('!') == std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(values_are_put_in_their_places) {
  BOOST_TEST(fill(Text::beyond_some, Language::en, {"2", "9", "12 March", "Lead, Nitrate"}) ==
             "2 of 9 tests of 12 March were beyond their legal limits: Lead, Nitrate.");
  BOOST_TEST(fill(Text::beyond_some, Language::es, {"2", "9"}) ==
             "2 de los 9 análisis del {2} no respetaron sus límites legales: {3}.");
}

BOOST_AUTO_TEST_CASE(the_browser_s_language_is_understood) {
  BOOST_TEST((language_of("es-AR") == Language::es));
  BOOST_TEST((language_of("en") == Language::en));
  BOOST_TEST((language_of("de") == Language::en));
  BOOST_TEST((language_of("") == Language::en));
}

BOOST_AUTO_TEST_SUITE_END()
