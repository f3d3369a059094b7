#pragma once

#include "common/result.hpp"
#include "server/base/clock.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::store {
class Database;
class Transaction;
}  // namespace clearwell::store

namespace clearwell::registry {

/// What was decided about a version. The policy promotes or refuses, a person forces or rolls back, laboratories
/// demote.
enum class PromotionOutcome { kPromoted, kRefused, kForced, kRolledBack, kDemoted };

/// `promoted`, `refused`, `forced`, `rolled_back`, `demoted`.
std::string_view to_string(PromotionOutcome outcome);

/// Every outcome there is.
std::vector<std::string_view> promotion_outcomes();

/// A decision about who is champion. A row of tracking.promotions.
struct Promotion {
  std::int64_t promotion_id = 0;
  std::string name;
  int version = 0;                  ///< became champion, or was refused
  std::optional<int> from_version;  ///< champion until then; empty when there was none
  std::string outcome;
  std::string reason;
  std::string figures_json;  ///< what each of the two reached and on which rows; {} where nothing was compared
  std::string decided_by;
  std::string decided_at;  ///< RFC 3339, UTC

  bool operator==(const Promotion&) const = default;
};

/// Decisions and the aliases that they move, always in one transaction: whoever sees a champion can see why, and a
/// process that is killed leaves both or neither. Safe for use by many threads and processes.
class Promotions {
 public:
  explicit Promotions(std::shared_ptr<store::Database> database) : database_(std::move(database)) {}

  /// A decision that rests on a comparison with the champion of that moment.
  struct Decision {
    std::string name;
    int version = 0;
    std::optional<int> champion = {};  ///< the version compared with; empty: there was none
    bool promote = false;
    std::string reason;
    std::string figures_json = "{}";
    std::string decided_by;
  };
  /// Writes the decision down and, when it says so, makes the version champion. Errors: an unknown version; one that is
  /// champion already; another champion by now than the one compared with. Then nothing is written.
  /// \throws store::StoreError
  Result<Promotion> decide(const Decision& decision) const;

  /// Makes the version champion without a comparison. Errors: as decide; no reason. \throws store::StoreError
  Result<Promotion> force(std::string_view name, int version, std::string_view reason,
                          std::string_view decided_by) const;

  /// Gives the alias back to the version that the champion took it from. Done again it goes one step further back,
  /// never forth. The reason may be empty. Errors: no champion; a champion that took it from nobody. \throws
  /// store::StoreError
  Result<Promotion> roll_back(std::string_view name, std::string_view reason, std::string_view decided_by) const;

  /// The version that this champion took the alias from; empty where it took it from none. \throws store::StoreError
  std::optional<int> predecessor(std::string_view name, int champion) const;

  /// That laboratories speak against a champion.
  struct Demotion {
    std::string name;
    int version = 0;
    std::optional<int> successor;  ///< answers from now on
    std::string reason;
    std::string figures_json = "{}";
    std::string decided_by;
  };
  /// Takes the champion's place away and gives it to the successor. Where there is none it answers on, since no answer
  /// helps nobody, until a better one is there; then the row says that it came in place of itself. Errors: another
  /// champion by now; then nothing is written. \throws store::StoreError
  Result<Promotion> demote(const Demotion& demotion) const;

  /// Whether the version lost its place by that. \throws store::StoreError
  bool was_demoted(std::string_view name, int version) const;

  /// How many of the decisions not to replace this champion came after a comparison with it; the same rows and versions
  /// again are no other one. \throws store::StoreError
  int n_comparisons(std::string_view name, int champion) const;

  /// The decision that made the champion of a moment; empty where there was none. \throws store::StoreError
  std::optional<Promotion> champion_at(std::string_view name, base::TimePoint at) const;

  /// Newest first. \throws store::StoreError
  std::vector<Promotion> history(std::string_view name) const;

 private:
  std::shared_ptr<store::Database> database_;
};

/// Part of the transaction that registers a version: the first of a model becomes its champion, since there is nothing
/// to compare it with, unless an alarm speaks against it; any other becomes the challenger, about which nobody has
/// decided yet. \pre  the transaction holds the model's row
void give_first_alias(store::Transaction& transaction, std::string_view name, int version,
                      const std::vector<std::string>& alarms);

}  // namespace clearwell::registry
