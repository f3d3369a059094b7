#include "server/tracking/run_tags.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

namespace clearwell::tracking {

std::map<std::string, std::string> read_tags(store::Database& database, std::string_view run_id) {
  store::Transaction transaction = database.begin();
  const store::Rows rows = transaction.run(store::sql::run_tags, store::Params().add(run_id));
  std::map<std::string, std::string> tags;
  for (std::size_t row = 0; row < rows.size(); ++row)
    tags.emplace(rows.text(row, 0), rows.text(row, 1));
  return tags;
}

}  // namespace clearwell::tracking
