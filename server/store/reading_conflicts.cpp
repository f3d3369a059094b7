#include "server/store/reading_conflicts.hpp"

#include "server/store/sql.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::store {
namespace {

using Kind = SampleRefusal::Kind;

// Columns as in reading_conflicts.sql.
enum Column : std::size_t {
  kConflict,
  kPlant,
  kSensor,
  kParameter,
  kUnit,
  kReadAt,
  kStoredValue,
  kStoredQuality,
  kIncomingValue,
  kIncomingQuality,
  kSource,
  kSourceLine,
  kRecordedAt,
  kDecision,
  kReason,
  kDecidedBy,
  kDecidedAt
};

std::optional<ReadingConflict::Shown> stored_of(const Rows& rows, std::size_t row) {
  if (rows.is_null(row, kStoredValue)) return std::nullopt;
  return ReadingConflict::Shown{rows.number(row, kStoredValue), rows.text(row, kStoredQuality)};
}

ReadingConflict conflict_of(const Rows& rows, std::size_t row) {
  return {.conflict_id = rows.integer(row, kConflict),
          .plant_id = rows.text(row, kPlant),
          .sensor_id = rows.text(row, kSensor),
          .parameter = rows.text(row, kParameter),
          .unit = rows.text(row, kUnit),
          .read_at = rows.text(row, kReadAt),
          .stored = stored_of(rows, row),
          .incoming = {rows.number(row, kIncomingValue), rows.text(row, kIncomingQuality)},
          .source = rows.text(row, kSource),
          .source_line = rows.integer(row, kSourceLine),
          .recorded_at = rows.text(row, kRecordedAt),
          .decision = rows.maybe_text(row, kDecision),
          .reason = rows.maybe_text(row, kReason).value_or(""),
          .decided_by = rows.maybe_text(row, kDecidedBy).value_or(""),
          .decided_at = rows.maybe_text(row, kDecidedAt).value_or("")};
}

std::vector<ReadingConflict> conflicts_of(Transaction& transaction, const ConflictFilter& filter, int limit) {
  const Rows rows = transaction.run(
      sql::reading_conflicts,
      Params().add(filter.plant_id).add(filter.decided_too).add(filter.conflict_id).add(filter.after).add(limit));
  std::vector<ReadingConflict> conflicts;
  for (std::size_t row = 0; row < rows.size(); ++row)
    conflicts.push_back(conflict_of(rows, row));
  return conflicts;
}

nlohmann::ordered_json to_json(const ReadingConflict::Shown& shown) {
  return {{"value", shown.value}, {"quality", shown.quality}};
}

std::string details_json(const ReadingConflict& before, ConflictDecision decision) {
  const nlohmann::ordered_json details = {
      {"decision", to_string(decision)},
      {"sensor_id", before.sensor_id},
      {"read_at", before.read_at},
      {"stored", before.stored ? to_json(*before.stored) : nlohmann::ordered_json(nullptr)},
      {"incoming", to_json(before.incoming)},
      {"source", before.source}};
  return details.dump();
}

}  // namespace

std::vector<ReadingConflict> ReadingConflicts::list(const ConflictFilter& filter, int limit) const {
  Transaction transaction = database_.begin();
  return conflicts_of(transaction, filter, limit);
}

SampleOutcome<ReadingConflict> ReadingConflicts::decide(std::int64_t conflict_id, ConflictDecision decision,
                                                        std::string_view reason, const Actor& by) const {
  if (decision == ConflictDecision::kBoth)
    return SampleRefusal{Kind::kInvalid, {"a sensor has one reading at a moment; accepted: kept, new", "decision"}};
  Transaction transaction = database_.begin();
  transaction.run(sql::lock_reading_conflicts);
  const ConflictFilter this_one{.plant_id = {}, .decided_too = true, .conflict_id = conflict_id, .after = 0};
  const std::vector<ReadingConflict> found = conflicts_of(transaction, this_one, 1);
  if (found.empty()) return unknown_conflict(conflict_id);
  const ReadingConflict& before = found.front();
  if (before.decision) return decided_already(*before.decision, before.decided_by, before.decided_at);
  transaction.run(sql::decide_reading_conflict,
                  Params().add(conflict_id).add(to_string(decision)).add(reason).add(by.subject));
  if (decision == ConflictDecision::kNew)
    transaction.run(sql::take_reading_of_conflict, Params().add(conflict_id).add(reason).add(by.subject));
  ReadingConflict decided = conflicts_of(transaction, this_one, 1).front();
  append_audit_entry(transaction, {.actor = by,
                                   .action = "reading_conflict.decided",
                                   .object = "reading_conflict/" + std::to_string(conflict_id),
                                   .reason = std::string(reason),
                                   .details_json = details_json(before, decision)});
  transaction.commit();
  return decided;
}

}  // namespace clearwell::store
