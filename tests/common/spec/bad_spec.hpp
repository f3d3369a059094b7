#pragma once

#include "common/spec/dataset_spec.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <ostream>
#include <string_view>

namespace clearwell::tests {

/// A valid spec with one member replaced, and how it is refused.
struct BadSpec {
  const char* pointer;  ///< JSON pointer of what is replaced
  const char* value;    ///< by this JSON; empty: the member is removed
  const char* message;
  const char* field;
};

inline std::ostream& operator<<(std::ostream& out, const BadSpec& bad) {
  return out << bad.pointer << " = " << bad.value;
}

inline void check_refused(nlohmann::ordered_json spec, const BadSpec& bad) {
  const nlohmann::ordered_json::json_pointer pointer(bad.pointer);
  if (std::string_view(bad.value).empty())
    spec[pointer.parent_pointer()].erase(pointer.back());
  else
    spec[pointer] = nlohmann::ordered_json::parse(bad.value);
  const auto parsed = clearwell::spec::parse_dataset_spec(spec.dump());
  BOOST_REQUIRE(!parsed);
  BOOST_TEST(parsed.error().message == bad.message);
  BOOST_TEST(parsed.error().field == bad.field);
}

}  // namespace clearwell::tests
