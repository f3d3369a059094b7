#include "server/scoring/idempotency_keys.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <sstream>

namespace clearwell::scoring {

std::optional<AnsweredRequest> find_idempotency_key(store::Database& database, const std::string& caller,
                                                    const std::string& key) {
  const store::Rows found =
      database.begin().run(store::sql::find_idempotency_key, store::Params().add(caller).add(key));
  if (found.empty()) return std::nullopt;
  AnsweredRequest answered{found.text(0, 0), found.text(0, 1), static_cast<int>(found.integer(0, 2)), {}};
  std::istringstream ids(found.text(0, 3));
  for (std::int64_t id = 0; ids >> id;)
    answered.inference_ids.push_back(id);
  return answered;
}

}  // namespace clearwell::scoring
