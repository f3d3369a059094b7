#pragma once

#include <string_view>

namespace clearwell::store {

/// One step of the schema, as embedded in the program. A released one is never edited.
struct Migration {
  int version;              ///< 1, 2, 3 …
  std::string_view name;    ///< of its file, such as `V001__water_tracking_access_ops`
  std::string_view text;    ///< statements, run in one transaction
  std::string_view sha256;  ///< of the text, 64 hex digits
};

}  // namespace clearwell::store
