#include "server/scoring/inference_log.hpp"

#include "server/scoring/inference_insertion.hpp"
#include "server/scoring/inference_journal.hpp"
#include "server/store/database.hpp"
#include "server/store/sql.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <tuple>

namespace clearwell::scoring {
namespace {

constexpr std::chrono::seconds kLookForDatabaseEvery{1};
constexpr std::chrono::seconds kAfterFailedReplay{60};
constexpr std::chrono::minutes kForgetKeysEvery{1};

std::vector<std::int64_t> ids_of(const std::vector<Inference>& inferences) {
  std::vector<std::int64_t> ids;
  ids.reserve(inferences.size());
  for (const Inference& inference : inferences)
    ids.push_back(inference.inference_id);
  return ids;
}

/// The key of a request that was answered before is not taken twice. \return false when it was
bool take_key(store::Transaction& transaction, const IdempotencyKey& key, const std::vector<Inference>& inferences) {
  return !transaction
              .run(store::sql::insert_idempotency_key, store::Params()
                                                           .add(key.caller)
                                                           .add(key.key)
                                                           .add(key.request_sha256)
                                                           .add(inferences.front().model)
                                                           .add(inferences.front().version)
                                                           .add_array(ids_of(inferences)))
              .empty();
}

}  // namespace

InferenceLog::InferenceLog(std::shared_ptr<store::Database> database, InferenceLogOptions options)
    : database_(std::move(database)),
      options_(std::move(options)),
      partitions_(*database_),
      ids_(*database_, options_.journal_folder.empty() ? 0 : options_.max_journal_rows),
      journal_(options_.journal_folder.empty()
                   ? nullptr
                   : std::make_unique<InferenceJournal>(options_.journal_folder, options_.max_journal_rows,
                                                        options_.observer.damaged)),
      commits_(
          database_,
          [this](store::Transaction& transaction, std::span<const Batch* const> batches) {
            return store(transaction, batches);
          },
          // With a journal nobody has to wait until a doubt is cleared up: what is journaled is stored once anyway.
          {.waiting_rows_max = options_.max_waiting_rows,
           .ask_after_doubt = journal_ ? std::chrono::seconds(0) : store::GroupCommitBounds().ask_after_doubt}) {
  if (journal_) replayer_ = std::jthread([this](const std::stop_token& stop) { replay_until_stopped(stop); });
}

InferenceLog::~InferenceLog() = default;

Logged InferenceLog::append(std::vector<Inference> inferences, const std::optional<IdempotencyKey>& key) {
  if (inferences.empty()) return {};
  const std::vector<std::int64_t> ids = ids_.take(inferences.size());
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  for (std::size_t i = 0; i < inferences.size(); ++i) {
    inferences[i].inference_id = ids[i];
    inferences[i].inferred_at = now;
  }
  const Batch batch{std::move(inferences), key};
  if (away_) return without_database(batch, "the database is away");
  try {
    partitions_.ensure(now);
    if (commits_.commit(batch, batch.inferences.size()) == Outcome::key_taken) return {{}, true, true};
    return {ids, true, false};
  } catch (const store::StoreUnavailable& error) {
    if (!journal_) throw;
    return without_database(batch, error.what());
  } catch (const store::CommitInDoubt& error) {
    if (!journal_) throw;
    return without_database(batch, error.what());
  } catch (const store::StoreError&) {
    partitions_.forget();
    throw;
  }
}

std::vector<InferenceLog::Outcome> InferenceLog::store(store::Transaction& transaction,
                                                       std::span<const Batch* const> batches) {
  std::vector<Outcome> outcomes(batches.size(), Outcome::stored);
  std::vector<std::size_t> keyed;
  for (std::size_t i = 0; i < batches.size(); ++i)
    if (batches[i]->key) keyed.push_back(i);
  // In one order everywhere: two servers that wait for each other's keys would wait for ever.
  std::ranges::stable_sort(keyed, [&](std::size_t a, std::size_t b) {
    return std::tie(batches[a]->key->caller, batches[a]->key->key) <
           std::tie(batches[b]->key->caller, batches[b]->key->key);
  });
  for (const std::size_t i : keyed)
    if (!take_key(transaction, *batches[i]->key, batches[i]->inferences)) outcomes[i] = Outcome::key_taken;
  if (!keyed.empty()) forget_old_keys(transaction);

  InferenceInsertion insertion(transaction);
  for (std::size_t i = 0; i < batches.size(); ++i)
    if (outcomes[i] == Outcome::stored) insertion.add(batches[i]->inferences);
  insertion.finish();
  return outcomes;
}

void InferenceLog::forget_old_keys(store::Transaction& transaction) {
  const auto now = std::chrono::steady_clock::now();
  if (now < forget_keys_at_) return;
  transaction.run(store::sql::forget_idempotency_keys);
  forget_keys_at_ = now + kForgetKeysEvery;
}

/// \pre  there is a journal
Logged InferenceLog::without_database(const Batch& batch, const std::string& reason) {
  if (!away_.exchange(true)) options_.observer.store_away(reason);
  if (batch.key) throw store::StoreUnavailable(reason);
  try {
    journal_->append(batch.inferences);
  } catch (const JournalError& error) {
    throw store::StoreUnavailable(reason + "; " + error.what());
  }
  options_.observer.journaled(batch.inferences.size());
  return {ids_of(batch.inferences), false, false};
}

void InferenceLog::replay_until_stopped(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested())
    stopped.wait_for(lock, stop, replay(), [&] { return stop.stop_requested(); });
}

/// Writes what waits on disk, if the database is back. \return when to look again
std::chrono::seconds InferenceLog::replay() {
  if (!away_ && journal_->rows() == 0) return kLookForDatabaseEvery;
  try {
    static_cast<void>(database_->begin());  // there may be nothing on disk, and the database away all the same
    std::size_t n_rows = 0;
    journal_->drain([&](const std::vector<Inference>& inferences) {
      for (const Inference& inference : inferences)
        partitions_.ensure(inference.inferred_at);
      store::Transaction transaction = database_->begin();
      InferenceInsertion insertion(transaction);
      insertion.add(inferences);
      insertion.finish();
      transaction.commit();
      n_rows += inferences.size();
    });
    away_ = false;
    options_.observer.replayed(n_rows);
  } catch (const store::StoreUnavailable&) {
    return kLookForDatabaseEvery;
  } catch (const store::CommitInDoubt&) {
    return kLookForDatabaseEvery;
  } catch (const std::exception& error) {
    partitions_.forget();
    options_.observer.store_away(std::string("the journal cannot be replayed: ") + error.what());
    return kAfterFailedReplay;
  }
  return kLookForDatabaseEvery;
}

}  // namespace clearwell::scoring
