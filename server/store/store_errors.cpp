#include "server/store/store_errors.hpp"
#include "server/store/database.hpp"

#include <pqxx/pqxx>

namespace clearwell::store {
namespace {

std::string message_of(const std::string& doing, const std::exception& error) {
  std::string text = error.what();
  while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
    text.pop_back();
  return doing + ": " + text;
}

/// Class 08: connection exceptions. 57P01 to 57P03: the server is being stopped, crashed, or is not up yet.
bool says_unavailable(const std::string& sqlstate) {
  return sqlstate.starts_with("08") || sqlstate.starts_with("57P0");
}

}  // namespace

void rethrow_as_store_error(const std::string& doing, bool still_connected) {
  try {
    throw;
  } catch (const StoreError&) {
    throw;
  } catch (const pqxx::unique_violation& error) {
    throw UniqueViolation(message_of(doing, error));
  } catch (const pqxx::broken_connection& error) {
    throw StoreUnavailable(message_of(doing, error));
  } catch (const pqxx::in_doubt_error& error) {
    throw CommitInDoubt(message_of(doing + ", it is not known whether it was stored", error));
  } catch (const pqxx::sql_error& error) {
    if (!still_connected || says_unavailable(error.sqlstate())) throw StoreUnavailable(message_of(doing, error));
    throw StoreError(message_of(doing, error));
  } catch (const pqxx::failure& error) {
    if (!still_connected) throw StoreUnavailable(message_of(doing, error));
    throw StoreError(message_of(doing, error));
  } catch (const std::logic_error& error) {
    // libpqxx's usage_error and friends. Ours pass only where they were not thrown inside a database call.
    throw StoreError(message_of(doing, error));
  }
}

}  // namespace clearwell::store
