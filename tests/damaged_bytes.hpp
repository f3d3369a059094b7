#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

namespace clearwell::tests {

/// Does one damage to bytes: one of them replaced, some cut out or put in, or one bit turned.
/// \param within  only among the first so many, where length fields and heads stand
/// \pre  bytes is not empty
template <typename Random>
void damage(std::string& bytes, Random& random, std::size_t within = std::string::npos) {
  const std::size_t at = random() % std::min(bytes.size(), within);
  switch (random() % 4) {
    case 0:
      bytes[at] = static_cast<char>(random());
      break;
    case 1:
      bytes.erase(at, random() % 8);
      break;
    case 2:
      bytes.insert(at, std::string(random() % 8, static_cast<char>(random())));
      break;
    default:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
      break;
  }
}

}  // namespace clearwell::tests
