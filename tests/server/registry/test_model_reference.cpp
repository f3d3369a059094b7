#include "server/registry/model_reference.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace bdata = boost::unit_test::data;
using clearwell::registry::ModelReference;
using clearwell::registry::parse_model_reference;
using clearwell::registry::to_text;

namespace {

struct Reading {
  const char* text;
  ModelReference meant;
};
std::ostream& operator<<(std::ostream& out, const Reading& reading) {
  return out << reading.text;
}
const Reading kReadings[] = {
    {"lake", {"lake", "champion", {}}},
    {"lake@champion", {"lake", "champion", {}}},
    {"lake_2@challenger", {"lake_2", "challenger", {}}},
    {"lake/12", {"lake", "", 12}},
};

struct Refusal {
  const char* text;
  const char* why;
};
std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
  return out << refusal.text;
}
const Refusal kRefusals[] = {
    {"", "does not begin with a model's name (a-z, then a-z, 0-9 and _)"},
    {"Lake", "does not begin with a model's name (a-z, then a-z, 0-9 and _)"},
    {"../lake", "does not begin with a model's name (a-z, then a-z, 0-9 and _)"},
    {"lake@", "names an alias that does not exist"},
    {"lake@best", "names an alias that does not exist"},
    {"lake/", "names a version that is not a whole number from 1"},
    {"lake/0", "names a version that is not a whole number from 1"},
    {"lake/1x", "names a version that is not a whole number from 1"},
    {"lake/99999999999", "names a version that is not a whole number from 1"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(model_reference)

BOOST_DATA_TEST_CASE(a_name_an_alias_or_a_version, bdata::make(kReadings), reading) {
  const auto reference = parse_model_reference(reading.text);
  BOOST_REQUIRE(reference);
  BOOST_CHECK(*reference == reading.meant);
  BOOST_CHECK(*parse_model_reference(to_text(*reference)) == reading.meant);
}

BOOST_DATA_TEST_CASE(anything_else_is_refused, bdata::make(kRefusals), refusal) {
  const auto reference = parse_model_reference(refusal.text);
  BOOST_REQUIRE(!reference);
  BOOST_TEST(reference.error().message ==
             "'" + std::string(refusal.text) + "' " + refusal.why +
                 "; a model is named NAME, NAME@champion, NAME@challenger or NAME/VERSION");
}

BOOST_AUTO_TEST_SUITE_END()
