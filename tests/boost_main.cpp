#define BOOST_TEST_MODULE clearwell
#include <boost/test/unit_test.hpp>
