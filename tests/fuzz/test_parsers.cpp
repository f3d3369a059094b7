// Every parser with sound inputs, and with some hundred damaged ones, the same in each run. tests/fuzz/run looks
// further.
#include "tests/fuzz/parsers.hpp"

#include "common/random/split_mix.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

namespace bdata = boost::unit_test::data;
using clearwell::fuzz::Parser;
using clearwell::random::SplitMix64;

namespace clearwell::fuzz {
std::ostream& operator<<(std::ostream& out, const Parser& parser) {
  return out << parser.name;
}
}  // namespace clearwell::fuzz

namespace {

constexpr int kDamagedOfEach = 150;

const char* const kTokens[] = {"\"", ",",     ";",   "{",       "}", "[",  "]",   "null",
                               "-1", "1e999", "NaN", "\\u0000", "<", "\n", "\xFF"};

std::string damaged(std::string text, SplitMix64& random) {
  for (std::uint64_t fault = 0; fault <= random.below(3); ++fault) {
    const std::size_t at = text.empty() ? 0 : random.below(text.size());
    const std::size_t length = random.below(std::min<std::size_t>(text.size() - at, 40) + 1);
    switch (random.below(5)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, text.substr(at, length));
        break;
      case 2:
        text.insert(at, kTokens[random.below(std::size(kTokens))]);
        break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(random.below(256));
        break;
      default:
        text.resize(at);
    }
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fuzzed_parsers)

BOOST_DATA_TEST_CASE(no_input_stops_a_parser,
                     bdata::make(std::vector<Parser>(clearwell::fuzz::parsers().begin(),
                                                     clearwell::fuzz::parsers().end())),
                     parser) {
  SplitMix64 random(1);
  BOOST_CHECK_NO_THROW(parser.parse(""));
  for (const std::string& seed : parser.seeds()) {
    BOOST_CHECK_NO_THROW(parser.parse(seed));
    for (int n = 0; n < kDamagedOfEach; ++n) {
      const std::string text = damaged(seed, random);
      BOOST_TEST_CONTEXT("bytes: " << text) {
        BOOST_CHECK_NO_THROW(parser.parse(text));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
