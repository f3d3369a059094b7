#include "server/scoring/inference_ids.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

namespace clearwell::scoring {
namespace {

constexpr std::int64_t kBlock = 1'000;  // by which the sequence steps: V006__scoring.sql

}  // namespace

InferenceIds::InferenceIds(store::Database& database, std::size_t reserve) : database_(database), reserve_(reserve) {
  draw(0);
}

/// Twice the reserve beside what is wanted now, so that it is drawn seldom.
void InferenceIds::draw(std::size_t n) {
  const auto n_blocks = static_cast<std::int64_t>(n + 2 * reserve_) / kBlock + 1;
  store::Transaction transaction = database_.begin();
  const store::Rows firsts = transaction.run(store::sql::reserve_inference_ids, store::Params().add(n_blocks));
  transaction.commit();
  for (std::size_t row = 0; row < firsts.size(); ++row) {
    const std::int64_t first = firsts.integer(row, 0);
    blocks_.push_back({first, first + kBlock});
  }
  ahead_ += firsts.size() * static_cast<std::size_t>(kBlock);
}

std::vector<std::int64_t> InferenceIds::take(std::size_t n) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (ahead_ < n || (ahead_ < n + reserve_ && now >= draw_again_at_)) {
    try {
      draw(n);
    } catch (const store::StoreError&) {
      draw_again_at_ = now + std::chrono::seconds(1);
      if (ahead_ < n) throw;
    }
  }
  std::vector<std::int64_t> ids;
  ids.reserve(n);
  while (ids.size() < n) {
    Block& block = blocks_.front();
    while (ids.size() < n && block.next < block.end)
      ids.push_back(block.next++);
    if (block.next == block.end) blocks_.pop_front();
  }
  ahead_ -= n;
  return ids;
}

}  // namespace clearwell::scoring
