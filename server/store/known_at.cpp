#include "server/store/known_at.hpp"

#include "server/base/time_text.hpp"

#include <chrono>

namespace clearwell::store {

std::string known_at(base::TimePoint at) {
  const auto since_second = at - std::chrono::floor<std::chrono::seconds>(at);
  const std::string digits =
      std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(since_second).count());
  std::string text = base::format_time_seconds(at);
  text.insert(text.size() - 1, "." + std::string(6 - digits.size(), '0') + digits);
  return text;
}

}  // namespace clearwell::store
