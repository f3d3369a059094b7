#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

namespace clearwell::store {
class Database;
}

namespace clearwell::scoring {

/// Ids of inferences, each given once by whatever process. They are drawn in blocks, and enough of them ahead that
/// there are some while the database is away. Safe for use by many threads.
class InferenceIds {
 public:
  /// \param reserve  at least as many are ahead as long as the database is there \throws store::StoreError
  InferenceIds(store::Database& database, std::size_t reserve);

  /// \throws store::StoreError when the reserve is used up and the database is away
  std::vector<std::int64_t> take(std::size_t n);

 private:
  struct Block {
    std::int64_t next;
    std::int64_t end;
  };

  void draw(std::size_t n);

  store::Database& database_;
  const std::size_t reserve_;
  std::mutex mutex_;
  std::deque<Block> blocks_;                             ///< guarded by mutex_
  std::size_t ahead_ = 0;                                ///< ids in blocks_
  std::chrono::steady_clock::time_point draw_again_at_;  ///< after the database was away
};

}  // namespace clearwell::scoring
