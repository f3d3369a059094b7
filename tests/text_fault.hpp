#pragma once

#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

namespace clearwell::tests {

/// A piece of a good text replaced, and the complaint that it earns.
struct TextFault {
  const char* from;
  const char* to;
  const char* field;
  const char* message;

  /// The text with the last such piece replaced.
  std::string in(std::string text) const {
    const std::size_t place = text.rfind(from);
    BOOST_REQUIRE_NE(place, std::string::npos);
    return text.replace(place, std::string(from).size(), to);
  }
};

inline std::ostream& operator<<(std::ostream& out, const TextFault& fault) {
  return out << fault.to;
}

}  // namespace clearwell::tests
