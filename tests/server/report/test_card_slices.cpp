#include "server/report/card_slices.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace clearwell;
using Json = nlohmann::ordered_json;

namespace {

Json slice(const char* name, Json precision, double predicted_positives, Json recall, double positives) {
  return {{"feature", name},
          {"precision", std::move(precision)},
          {"predicted_positives", predicted_positives},
          {"recall", std::move(recall)},
          {"positives", positives}};
}

std::string names(const Json& slices) {
  std::string list;
  for (const Json& one : slices)
    list += one["feature"].get<std::string>();
  return list;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(card_slices)

BOOST_AUTO_TEST_CASE(the_three_worst_that_rest_on_enough_rows) {
  const Json failing = report::failing_slices({slice("a", 0.9, 50, 0.5, 50), slice("b", 0.5, 50, 0.1, 19),
                                               slice("c", 0.1, 19, 0.4, 20), slice("d", 0.7, 20, nullptr, 0),
                                               slice("e", 0.8, 50, 0.2, 50), slice("f", nullptr, 0, 0.0, 50)});
  BOOST_TEST(names(failing["lowest_precision"]) == "bde");
  BOOST_TEST(names(failing["lowest_recall"]) == "fec");
}

BOOST_AUTO_TEST_CASE(without_slices_nothing_is_known) {
  BOOST_TEST(report::failing_slices(nullptr).is_null());
  BOOST_TEST(report::failing_slices(Json::array())["lowest_recall"].empty());
}

BOOST_AUTO_TEST_SUITE_END()
