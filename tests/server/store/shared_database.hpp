#pragma once

#include "tests/temporary_database.hpp"

namespace clearwell::store {

/// One database for all tests of a program; each makes the tables that it needs under names of its own.
inline const tests::TemporaryDatabase& shared_database() {
  static const tests::TemporaryDatabase database;
  return database;
}

inline void run_script(std::string_view sql) {
  Transaction transaction = shared_database()->begin();
  transaction.run_script(sql);
  transaction.commit();
}

}  // namespace clearwell::store
