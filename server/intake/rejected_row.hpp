#pragma once

#include <cstddef>
#include <string>

namespace clearwell::intake {

/// How much of a cell a refusal shows.
constexpr std::size_t kValueBytesShown = 200;

/// Why a row is not accepted: the first cell that stands in the way.
struct RejectedRow {
  std::size_t line = 0;
  std::string column;  ///< the file's name of it; empty when the whole row is meant
  std::string value;   ///< as the file has it, at most kValueBytesShown
  std::string reason;

  bool operator==(const RejectedRow&) const = default;
};

}  // namespace clearwell::intake
