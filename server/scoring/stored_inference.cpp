#include "server/scoring/stored_inference.hpp"

#include "server/store/database.hpp"
#include "server/store/sql.hpp"

namespace clearwell::scoring {

std::optional<StoredInference> find_inference(store::Database& database, std::int64_t inference_id, Among among) {
  const store::Rows rows =
      database.begin().run(store::sql::find_inference, store::Params().add(inference_id).add(among == Among::all));
  if (rows.empty()) return std::nullopt;
  return StoredInference{.inference_id = rows.integer(0, 0),
                         .inferred_at = rows.text(0, 1),
                         .model = rows.text(0, 2),
                         .version = static_cast<int>(rows.integer(0, 3)),
                         .role = rows.text(0, 4),
                         .plant_id = rows.maybe_text(0, 5),
                         .features_json = rows.text(0, 6),
                         .margin = rows.number(0, 7),
                         .margin_bits = rows.text(0, 8),
                         .probability = rows.maybe_number(0, 9),
                         .probability_bits = rows.maybe_text(0, 10),
                         .threshold = rows.maybe_number(0, 11),
                         .positive = rows.maybe_boolean(0, 12),
                         .published_at = rows.maybe_text(0, 13),
                         .data_origin = rows.text(0, 14)};
}

bool publish_inference(store::Database& database, std::int64_t inference_id, const store::Actor& by) {
  store::Transaction transaction = database.begin();
  const store::Rows rows = transaction.run(store::sql::publish_inference,
                                           store::Params().add(inference_id).add(by.subject).add(by.token_id));
  if (rows.affected() == 0) return false;
  store::append_audit_entry(
      transaction,
      {.actor = by, .action = "inference.published", .object = "inference/" + std::to_string(inference_id)});
  transaction.commit();
  return true;
}

}  // namespace clearwell::scoring
