#pragma once

#include <map>
#include <string>
#include <string_view>

namespace clearwell::store {
class Database;
}

namespace clearwell::tracking {

/// Tags of a run, empty for one that does not exist. \throws store::StoreError
std::map<std::string, std::string> read_tags(store::Database& database, std::string_view run_id);

}  // namespace clearwell::tracking
