#pragma once

#include "tests/server/store/shared_database.hpp"

#include <string>
#include <string_view>

namespace clearwell::store {

/// The shared database as the program opens it.
inline Database& application_database() {
  static const std::shared_ptr<Database> database = Database::open(shared_database().options());
  return *database;
}

/// What PostgreSQL says of a statement; empty where it does it. Nothing of it stays.
inline std::string refusal(Database& database, std::string_view sql) {
  try {
    Transaction transaction = database.begin();
    transaction.run_script(sql);
  } catch (const StoreError& error) {
    std::string text = error.what();
    const std::size_t begin = text.find("ERROR:  ");
    if (begin == std::string::npos) return text;
    return text.substr(begin + 8, text.find('\n', begin) - begin - 8);
  }
  return "";
}

}  // namespace clearwell::store
