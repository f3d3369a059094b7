#include "web/state/address.hpp"

#include <boost/test/unit_test.hpp>

using namespace clearwell::state;

BOOST_AUTO_TEST_SUITE(address)

BOOST_AUTO_TEST_CASE(an_address_is_read_as_it_is_written) {
  const Address address{Section::plants,
                        "north-2",
                        "total coliforms & E. coli",
                        ChartSpan::five_years,
                        "ph",
                        DateRange{1'767'225'600, 1'767'312'000},
                        true,
                        "río"};
  BOOST_TEST(
      to_hash(address) ==
      "section=plants&plant=north-2&parameter=total%20coliforms%20%26%20E.%20coli&range=5y&with=ph&from=2026-01-01&"
      "to=2026-01-02&list=open&find=r%C3%ADo");
  BOOST_TEST((parse_address("#" + to_hash(address)) == address));
}

BOOST_AUTO_TEST_CASE(parts_may_be_missing_or_unknown) {
  BOOST_TEST((parse_address("") == Address{}));
  BOOST_TEST((parse_address("#") == Address{}));
  BOOST_TEST(
      (parse_address("#section=elsewhere&&&x&range=9z&=&plant=a") == Address{std::nullopt, "a", "", std::nullopt}));
  BOOST_TEST(to_hash(Address{}).empty());
}

BOOST_AUTO_TEST_CASE(dates_are_written_as_whole_days_and_only_in_order) {
  Address address;
  address.dates = DateRange{1'767'225'600 + 5, 1'767'225'600 + 3'600};
  BOOST_TEST(to_hash(address) == "from=2026-01-01&to=2026-01-02");
  BOOST_TEST(!parse_address("from=2026-01-02&to=2026-01-01").dates.has_value());
  BOOST_TEST(!parse_address("from=2026-01-02&to=tomorrow").dates.has_value());
}

BOOST_AUTO_TEST_CASE(a_broken_percent_sign_stays) {
  BOOST_TEST(parse_address("plant=50%&parameter=%zz%4").plant_id == "50%");
}

BOOST_AUTO_TEST_SUITE_END()
