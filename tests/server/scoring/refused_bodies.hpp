#pragma once

#include "server/scoring/rejected_input.hpp"
#include "tests/common/example_models.hpp"

#include <ostream>
#include <string>

namespace clearwell::scoring {

inline std::ostream& operator<<(std::ostream& out, const RejectedInput& rejected) {
  return out << static_cast<int>(rejected.rejection) << " at '" << rejected.field << "': " << rejected.message;
}

/// A body and what must be said of it.
struct Refused {
  std::string body;
  RejectedInput expected;
};
inline std::ostream& operator<<(std::ostream& out, const Refused& refused) {
  return out << refused.body.substr(0, 100);
}

}  // namespace clearwell::scoring
