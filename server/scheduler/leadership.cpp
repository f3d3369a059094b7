#include "server/scheduler/leadership.hpp"

#include "server/store/sql.hpp"

namespace clearwell::scheduler {

bool Leadership::hold() {
  if (lock_) {
    try {
      lock_->run(store::sql::database_answers);
      return true;
    } catch (const store::StoreError&) {
      lock_.reset();
    }
  }
  store::Transaction transaction = database_.begin();
  if (transaction.run(store::sql::try_lock, store::Params().add("clearwell leader")).boolean(0, 0))
    lock_.emplace(std::move(transaction));
  return lock_.has_value();
}

}  // namespace clearwell::scheduler
