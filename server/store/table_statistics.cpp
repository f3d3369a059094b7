#include "server/store/table_statistics.hpp"

#include "server/store/sql.hpp"

namespace clearwell::store {

void analyze_samples_and_readings(Transaction& transaction) {
  transaction.run(sql::analyze_samples_and_readings);
}

}  // namespace clearwell::store
