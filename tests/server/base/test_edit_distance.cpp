#include "server/base/edit_distance.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

namespace bdata = boost::unit_test::data;

namespace {

struct Case {
  std::string from, to;
  std::size_t distance;
};
std::ostream& operator<<(std::ostream& out, const Case& one) {
  return out << one.from << " to " << one.to;
}
const Case kCases[] = {{"", "", 0},
                       {"ph", "", 2},
                       {"", "ph", 2},
                       {"iron", "iron", 0},
                       {"kitten", "sitting", 3},
                       {"turbidty", "turbidity", 1},
                       {"sulfate", "sulphate", 2}};

}  // namespace

BOOST_AUTO_TEST_SUITE(edit_distance)

BOOST_DATA_TEST_CASE(letters_put_in_taken_out_and_replaced, bdata::make(kCases), one) {
  BOOST_TEST(clearwell::base::edit_distance(one.from, one.to) == one.distance);
  BOOST_TEST(clearwell::base::edit_distance(one.to, one.from) == one.distance);
}

BOOST_AUTO_TEST_SUITE_END()
