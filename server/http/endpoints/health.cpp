#include "server/http/endpoints/health.hpp"

#include "server/base/version.hpp"
#include "server/http/json_answer.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::http {

Answer Health::operator()(const Request&) const {
  return json_response({{"status", "ok"}});
}

Answer Ready::operator()(const Request&) const {
  database.begin().run(store::sql::database_answers);
  return json_response({{"status", "ready"}});
}

Answer Version::operator()(const Request&) const {
  return json_response({{"name", "clearwell"}, {"version", base::version()}, {"commit", base::commit()}});
}

}  // namespace clearwell::http
