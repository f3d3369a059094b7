#include "server/access/policy.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

namespace {

using namespace clearwell;
using namespace clearwell::access;

constexpr std::array kRoles = {Role::kPublic, Role::kPlant, Role::kLab, Role::kRegulator, Role::kAdmin};

BOOST_AUTO_TEST_SUITE(policy)

BOOST_AUTO_TEST_CASE(who_may_do_what_is_reserved_to_whom) {
  // Row: the caller's role; column: the role that the action is reserved to, in the order of kRoles.
  constexpr bool kExpected[5][5] = {{true, false, false, false, false},
                                    {true, true, false, false, false},
                                    {true, false, true, false, false},
                                    {true, false, false, true, false},
                                    {true, true, true, true, true}};
  for (std::size_t caller = 0; caller < kRoles.size(); ++caller)
    for (std::size_t needed = 0; needed < kRoles.size(); ++needed)
      BOOST_TEST(allows(kRoles[needed], Caller{.role = kRoles[caller], .name = "", .plant_id = {}}) ==
                     kExpected[caller][needed],
                 role_name(kRoles[caller]) << " asks for what is reserved to " << role_name(kRoles[needed]));
}

BOOST_AUTO_TEST_CASE(a_role_that_nobody_knows_is_allowed_nothing) {
  BOOST_TEST(!allows(Role::kPublic, Caller{.role = static_cast<Role>(99), .name = "", .plant_id = {}}));
  BOOST_TEST(!allows(static_cast<Role>(99), Caller{.role = Role::kAdmin, .name = "", .plant_id = {}}));
}

BOOST_AUTO_TEST_CASE(a_bound_token_speaks_for_its_plant_only) {
  const Caller bound{.role = Role::kPlant, .name = "gauge", .plant_id = "north"};
  BOOST_TEST(speaks_for(bound, "north"));
  BOOST_TEST(!speaks_for(bound, "south"));
  BOOST_TEST(!speaks_for(bound, ""));
  BOOST_TEST(!speaks_for(Caller{.role = Role::kPlant, .name = "gateway", .plant_id = {}}, "south"));
  BOOST_TEST(speaks_for(Caller{.role = Role::kLab, .name = "of all plants", .plant_id = {}}, "south"));
  BOOST_TEST(!speaks_for(Caller{}, "north"));
}

BOOST_AUTO_TEST_CASE(roles_are_read_by_their_names) {
  for (const Role role : kRoles)
    if (role != Role::kPublic) BOOST_TEST((*parse_token_role(role_name(role)) == role));
  for (const char* const text : {"public", "boss", "", "Admin", "admin "})
    BOOST_TEST(parse_token_role(text).error().message ==
               std::string("role: \"") + text + "\" is not a role of a token; accepted: plant, lab, regulator, admin");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
