#include "server/monitoring/drift_policy.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <vector>

using namespace clearwell;
namespace bdata = boost::unit_test::data;

namespace {

/// Windows as letters, the newest last: d drifted, D drifted and asked, s stable, n not computed.
struct History {
  const char* windows;
  bool asks;
};
std::ostream& operator<<(std::ostream& out, const History& history) {
  return out << '"' << history.windows << '"';
}

const History kHistories[] = {
    {"", false},        {"s", false},         {"d", false},          {"n", false},       {"ssd", false},
    {"dd", true},       {"sdd", true},        {"sddd", true},        {"dsd", false},     {"ddn", false},
    {"dnd", true},      {"dnnnd", true},      {"dDd", false},        {"dDddddd", false}, {"dDsd", false},
    {"dDsdd", false},   {"dDsdsdsdd", false}, {"dDssd", false},      {"dDssdd", true},   {"dDsnsdd", true},
    {"dDnnndd", false}, {"dDssddDd", false},  {"dDssddDssdd", true},
};

std::vector<monitoring::DriftWindow> newest_first(const std::string& letters) {
  std::vector<monitoring::DriftWindow> windows;
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) {
    monitoring::DriftWindow& window = windows.emplace_back();
    window.outcome = *letter == 's' ? "stable" : *letter == 'n' ? "not_computed" : "drift";
    if (*letter == 'D') window.retrain_job_id = 7;
  }
  return windows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(drift_policy)

BOOST_DATA_TEST_CASE(two_windows_in_a_row_ask_once_until_two_were_stable, bdata::make(kHistories), history) {
  BOOST_TEST(monitoring::asks_for_retraining(newest_first(history.windows)) == history.asks);
}

BOOST_AUTO_TEST_SUITE_END()
