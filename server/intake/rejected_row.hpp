#pragma once

#include <cstddef>
#include <string>
#include <vector>

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

/// What is accepted, in the words of a reason: 'a', 'b'.
inline std::string quoted_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts)
    list += (list.empty() ? "'" : ", '") + text + "'";
  return list;
}

}  // namespace clearwell::intake
