#include "common/spec/json_fault.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace {

namespace bdata = boost::unit_test::data;

struct Faulty {
  const char* text;
  const char* fault;
};
std::ostream& operator<<(std::ostream& out, const Faulty& faulty) {
  return out << faulty.fault;
}

const Faulty kFaulty[] = {
    {"", "line 1, column 1: the text ends before it is whole"},
    {"{\n", "line 2, column 1: the text ends before it is whole"},
    {"{\n  \"a\": 1,\n  \"b\": tru,\n}", "line 3, column 11: ',' does not belong here"},
    {R"({"a": [1, 2,]})", "line 1, column 13: ']' does not belong here"},
    {R"({"a": 1} {"b": 2})", "line 1, column 10: '{' does not belong here"},
    {"{\"a\": \"x\ny\"}", "line 1, column 9: a character does not belong here"},
    {"{'a': 1}", "line 1, column 2: ''' does not belong here"},
    {"\xFF", "line 1, column 1: a character does not belong here"},
};

}  // namespace

BOOST_DATA_TEST_CASE(json_fault_says_where_and_what, bdata::make(kFaulty), faulty) {
  BOOST_TEST(clearwell::spec::json_fault(faulty.text) == faulty.fault);
}
