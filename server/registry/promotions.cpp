#include "server/registry/promotions.hpp"

#include "server/registry/promotion_policy.hpp"
#include "server/registry/registry.hpp"
#include "server/store/audit_trail.hpp"
#include "server/store/known_at.hpp"
#include "server/store/sql.hpp"

#include <nlohmann/json.hpp>

#include <iterator>

namespace clearwell::registry {
namespace {

constexpr std::string_view kOutcomes[] = {"promoted", "refused", "forced", "rolled_back", "demoted"};

struct NewPromotion {
  std::string_view name;
  int version = 0;
  std::optional<int> from_version;
  PromotionOutcome outcome = PromotionOutcome::kRefused;
  std::string_view reason;
  std::string_view figures_json = "{}";
  std::string_view decided_by;
};

Promotion promotion_of(const store::Rows& rows, std::size_t row) {
  enum Column : std::size_t { kId, kName, kVersion, kFromVersion, kOutcome, kReason, kFigures, kDecidedBy, kDecidedAt };
  const std::optional<std::int64_t> from_version = rows.maybe_integer(row, kFromVersion);
  return {.promotion_id = rows.integer(row, kId),
          .name = rows.text(row, kName),
          .version = static_cast<int>(rows.integer(row, kVersion)),
          .from_version = from_version ? std::optional(static_cast<int>(*from_version)) : std::nullopt,
          .outcome = rows.text(row, kOutcome),
          .reason = rows.text(row, kReason),
          .figures_json = rows.text(row, kFigures),
          .decided_by = rows.text(row, kDecidedBy),
          .decided_at = rows.text(row, kDecidedAt)};
}

/// Holds the model's row until the transaction ends, so that decisions about one model come one after another.
/// \return  false when there is no such model
bool lock_model(store::Transaction& transaction, std::string_view name) {
  return !transaction.run(store::sql::lock_registered_model, store::Params().add(name)).empty();
}

std::optional<int> champion_of(store::Transaction& transaction, std::string_view name) {
  const auto version = transaction.run(store::sql::champion_version, store::Params().add(name)).maybe_integer(0, 0);
  return version ? std::optional(static_cast<int>(*version)) : std::nullopt;
}

/// The version that this champion took the alias from, empty where it took it from none.
std::optional<int> champion_before(store::Transaction& transaction, std::string_view name, int champion) {
  const store::Rows before = transaction.run(store::sql::champion_before, store::Params().add(name).add(champion));
  if (before.empty() || before.is_null(0, 0)) return std::nullopt;
  return static_cast<int>(before.integer(0, 0));
}

bool lost_its_place(store::Transaction& transaction, std::string_view name, int version) {
  return transaction.run(store::sql::was_demoted, store::Params().add(name).add(version)).boolean(0, 0);
}

std::string champion_text(std::optional<int> version) {
  return version ? "version " + std::to_string(*version) : "none";
}

/// Who decided is told by the decision itself: an operator, a token, or the program on its own.
void append_to_audit_trail(store::Transaction& transaction, const Promotion& promotion) {
  const nlohmann::ordered_json details = {
      {"promotion_id", promotion.promotion_id},
      {"version", promotion.version},
      {"from_version", promotion.from_version ? nlohmann::ordered_json(*promotion.from_version) : nullptr}};
  store::append_audit_entry(transaction, {.actor = {"system", promotion.decided_by, {}},
                                          .action = "model." + promotion.outcome,
                                          .object = "model/" + promotion.name,
                                          .reason = promotion.reason,
                                          .details_json = details.dump()});
}

/// The row, and the alias where the outcome moves it.
Promotion write_down(store::Transaction& transaction, const NewPromotion& promotion) {
  if (promotion.outcome != PromotionOutcome::kRefused) {
    transaction.run(store::sql::remove_alias,
                    store::Params().add(promotion.name).add("challenger").add(promotion.version));
    transaction.run(store::sql::set_alias, store::Params().add(promotion.name).add("champion").add(promotion.version));
    transaction.run(store::sql::notify, store::Params().add(kChannel).add(promotion.name));
  }
  Promotion written = promotion_of(transaction.run(store::sql::insert_promotion, store::Params()
                                                                                     .add(promotion.name)
                                                                                     .add(promotion.version)
                                                                                     .add(promotion.from_version)
                                                                                     .add(to_string(promotion.outcome))
                                                                                     .add(promotion.reason)
                                                                                     .add(promotion.figures_json)
                                                                                     .add(promotion.decided_by)),
                                   0);
  append_to_audit_trail(transaction, written);
  return written;
}

/// The champion of a model that is locked from here on, when `version` is one that can take its place.
Result<std::optional<int>> champion_to_replace(store::Transaction& transaction, std::string_view name, int version) {
  const bool known = lock_model(transaction, name) &&
                     !transaction
                          .run(store::sql::model_versions,
                               store::Params().add(name).add(version).add(std::optional<std::string_view>()))
                          .empty();
  if (!known)
    return Error{"there is no version " + std::to_string(version) + " of the model " + std::string(name), "version"};
  const std::optional<int> champion = champion_of(transaction, name);
  if (champion == version)
    return Error{"version " + std::to_string(version) + " of " + std::string(name) + " is champion already", "version"};
  return champion;
}

}  // namespace

std::string_view to_string(PromotionOutcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}

std::vector<std::string_view> promotion_outcomes() {
  return {std::begin(kOutcomes), std::end(kOutcomes)};
}

Result<Promotion> Promotions::decide(const Decision& decision) const {
  store::Transaction transaction = database_->begin();
  const auto champion = champion_to_replace(transaction, decision.name, decision.version);
  if (!champion) return champion.error();
  if (*champion != decision.champion)
    return Error{"the champion of " + decision.name + " is " + champion_text(*champion) + " by now, and version " +
                     std::to_string(decision.version) + " was compared with " + champion_text(decision.champion) +
                     "; nothing was decided",
                 "champion"};
  Promotion promotion =
      write_down(transaction, {.name = decision.name,
                               .version = decision.version,
                               .from_version = *champion,
                               .outcome = decision.promote ? PromotionOutcome::kPromoted : PromotionOutcome::kRefused,
                               .reason = decision.reason,
                               .figures_json = decision.figures_json,
                               .decided_by = decision.decided_by});
  transaction.commit();
  return promotion;
}

Result<Promotion> Promotions::force(std::string_view name, int version, std::string_view reason,
                                    std::string_view decided_by) const {
  if (reason.empty()) return Error{"a promotion without a comparison needs a reason", "reason"};
  store::Transaction transaction = database_->begin();
  const auto champion = champion_to_replace(transaction, name, version);
  if (!champion) return champion.error();
  Promotion promotion = write_down(transaction, {.name = name,
                                                 .version = version,
                                                 .from_version = *champion,
                                                 .outcome = PromotionOutcome::kForced,
                                                 .reason = reason,
                                                 .decided_by = decided_by});
  transaction.commit();
  return promotion;
}

Result<Promotion> Promotions::roll_back(std::string_view name, std::string_view reason,
                                        std::string_view decided_by) const {
  store::Transaction transaction = database_->begin();
  const bool known = lock_model(transaction, name);
  const std::optional<int> champion = champion_of(transaction, name);
  if (!known || !champion) return Error{"the model " + std::string(name) + " has no champion", "name"};
  const std::optional<int> before = champion_before(transaction, name, *champion);
  if (!before)
    return Error{"version " + std::to_string(*champion) + " of " + std::string(name) +
                     " took the place of no other: there is nothing to go back to",
                 "name"};
  Promotion promotion = write_down(transaction, {.name = name,
                                                 .version = *before,
                                                 .from_version = champion,
                                                 .outcome = PromotionOutcome::kRolledBack,
                                                 .reason = reason.empty() ? "no reason was given" : reason,
                                                 .decided_by = decided_by});
  transaction.commit();
  return promotion;
}

std::optional<int> Promotions::predecessor(std::string_view name, int champion) const {
  store::Transaction transaction = database_->begin();
  return champion_before(transaction, name, champion);
}

Result<Promotion> Promotions::demote(const Demotion& demotion) const {
  store::Transaction transaction = database_->begin();
  lock_model(transaction, demotion.name);
  const std::optional<int> champion = champion_of(transaction, demotion.name);
  if (champion != demotion.version)
    return Error{"the champion of " + demotion.name + " is " + champion_text(champion) + " by now, not version " +
                     std::to_string(demotion.version) + "; nobody was demoted",
                 "champion"};
  Promotion promotion = write_down(transaction, {.name = demotion.name,
                                                 .version = demotion.successor.value_or(demotion.version),
                                                 .from_version = demotion.version,
                                                 .outcome = PromotionOutcome::kDemoted,
                                                 .reason = demotion.reason,
                                                 .figures_json = demotion.figures_json,
                                                 .decided_by = demotion.decided_by});
  transaction.commit();
  return promotion;
}

bool Promotions::was_demoted(std::string_view name, int version) const {
  store::Transaction transaction = database_->begin();
  return lost_its_place(transaction, name, version);
}

int Promotions::n_comparisons(std::string_view name, int champion) const {
  store::Transaction transaction = database_->begin();
  return static_cast<int>(
      transaction.run(store::sql::comparisons_with_champion, store::Params().add(name).add(champion)).integer(0, 0));
}

std::optional<Promotion> Promotions::champion_at(std::string_view name, base::TimePoint at) const {
  store::Transaction transaction = database_->begin();
  const store::Rows rows = transaction.run(store::sql::champion_at, store::Params().add(name).add(store::known_at(at)));
  return rows.empty() ? std::nullopt : std::optional(promotion_of(rows, 0));
}

std::vector<Promotion> Promotions::history(std::string_view name) const {
  store::Transaction transaction = database_->begin();
  const store::Rows rows = transaction.run(store::sql::promotions, store::Params().add(name));
  std::vector<Promotion> promotions;
  for (std::size_t row = 0; row < rows.size(); ++row)
    promotions.push_back(promotion_of(rows, row));
  return promotions;
}

void give_first_alias(store::Transaction& transaction, std::string_view name, int version,
                      const std::vector<std::string>& alarms) {
  const bool first = !champion_of(transaction, name);
  if (first && alarms.empty()) {
    write_down(transaction, {.name = name,
                             .version = version,
                             .from_version = {},
                             .outcome = PromotionOutcome::kPromoted,
                             .reason = "there was no champion",
                             .decided_by = "clearwell train"});
    return;
  }
  transaction.run(store::sql::set_alias, store::Params().add(name).add("challenger").add(version));
  if (first)
    write_down(transaction, {.name = name,
                             .version = version,
                             .from_version = {},
                             .outcome = PromotionOutcome::kRefused,
                             .reason = decide_promotion({}, {}, alarms).reason,
                             .decided_by = "clearwell train"});
}

}  // namespace clearwell::registry
