#include "server/store/result_conflicts.hpp"

#include "server/store/result_columns.hpp"
#include "server/store/sql.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace clearwell::store {
namespace {

using Kind = SampleRefusal::Kind;

constexpr std::string_view kDecisions[] = {"kept", "new", "both"};

// Columns as in result_conflicts.sql.
enum Column : std::size_t {
  kConflict,
  kSample,
  kPlant,
  kSampleKey,
  kParameter,
  kResultKey,
  kVersion,
  kStoredText,
  kStoredUnit,
  kIncomingText,
  kIncomingUnit,
  kAtAnotherTime,
  kSource,
  kSourceLine,
  kRecordedAt,
  kDecision,
  kReason,
  kDecidedBy,
  kDecidedAt,
  kCanonicalValue,
  kQualifier,
  kJurisdiction,
  kDay
};

ResultConflict conflict_of(const Rows& rows, std::size_t row) {
  return {.conflict_id = rows.integer(row, kConflict),
          .sample_id = rows.integer(row, kSample),
          .plant_id = rows.maybe_text(row, kPlant),
          .sample_key = rows.maybe_text(row, kSampleKey),
          .parameter = rows.text(row, kParameter),
          .result_key = rows.text(row, kResultKey),
          .stored_text = rows.maybe_text(row, kStoredText),
          .stored_unit = rows.maybe_text(row, kStoredUnit).value_or(""),
          .incoming_text = rows.text(row, kIncomingText),
          .incoming_unit = rows.text(row, kIncomingUnit),
          .at_another_time = rows.boolean(row, kAtAnotherTime),
          .source = rows.text(row, kSource),
          .source_line = rows.integer(row, kSourceLine),
          .recorded_at = rows.text(row, kRecordedAt),
          .decision = rows.maybe_text(row, kDecision),
          .reason = rows.maybe_text(row, kReason).value_or(""),
          .decided_by = rows.maybe_text(row, kDecidedBy).value_or(""),
          .decided_at = rows.maybe_text(row, kDecidedAt).value_or("")};
}

Rows rows_of(Transaction& transaction, const ConflictFilter& filter, int limit) {
  return transaction.run(
      sql::result_conflicts,
      Params().add(filter.plant_id).add(filter.decided_too).add(filter.conflict_id).add(filter.after).add(limit));
}

std::optional<SampleRefusal> check(const ResultConflict& conflict, ConflictDecision decision) {
  if (conflict.decision) return decided_already(*conflict.decision, conflict.decided_by, conflict.decided_at);
  if (conflict.at_another_time && decision != ConflictDecision::kKept)
    return SampleRefusal{
        Kind::kInvalid,
        {"what came was sampled at another time than the stored sample of that key; accepted: kept", "decision"}};
  return std::nullopt;
}

/// Stores what came, as a version or a result of its own.
void take_over(Transaction& transaction, const Rows& rows, const ResultConflict& conflict, ConflictDecision decision,
               std::string_view reason, const Actor& by) {
  const bool is_version = decision == ConflictDecision::kNew;
  const std::string key = is_version ? conflict.result_key
                                     : conflict.result_key + (conflict.result_key.empty() ? "" : " ") + "conflict " +
                                           std::to_string(conflict.conflict_id);
  ReportedResult result;
  result.parameter = conflict.parameter;
  result.canonical_value = rows.maybe_number(0, kCanonicalValue);
  result.qualifier = limits::parse_qualifier(rows.text(0, kQualifier)).value_or(limits::Qualifier::equal);
  const std::string verdict =
      verdict_on(result, rows.maybe_text(0, kJurisdiction).value_or(""), rows.maybe_text(0, kDay).value_or(""));
  Params params;
  params.add(conflict.conflict_id).add(key).add(is_version ? rows.maybe_integer(0, kVersion).value_or(0) + 1 : 1);
  params.add(reason).add(by.subject).add(by.token_id).add(verdict);
  transaction.run(sql::result_of_conflict, params);
}

}  // namespace

std::string_view to_string(ConflictDecision decision) {
  return kDecisions[static_cast<std::size_t>(decision)];
}

Result<ConflictDecision> parse_conflict_decision(std::string_view text) {
  const auto* const found = std::find(std::begin(kDecisions), std::end(kDecisions), text);
  if (found == std::end(kDecisions))
    return Error{"decision: \"" + std::string(text) + "\" is none; accepted: kept, new, both", "decision"};
  return static_cast<ConflictDecision>(found - std::begin(kDecisions));
}

SampleRefusal unknown_conflict(std::int64_t conflict_id) {
  return {Kind::kUnknown, {"there is no conflict " + std::to_string(conflict_id), "id"}};
}

SampleRefusal decided_already(std::string_view decision, const std::string& decided_by, const std::string& decided_at) {
  return {Kind::kConflict,
          {"the conflict was decided by " + decided_by + " at " + decided_at + ": " + std::string(decision), "id"}};
}

std::vector<ResultConflict> ResultConflicts::list(const ConflictFilter& filter, int limit) const {
  Transaction transaction = database_.begin();
  const Rows rows = rows_of(transaction, filter, limit);
  std::vector<ResultConflict> conflicts;
  for (std::size_t row = 0; row < rows.size(); ++row)
    conflicts.push_back(conflict_of(rows, row));
  return conflicts;
}

SampleOutcome<ResultConflict> ResultConflicts::decide(std::int64_t conflict_id, ConflictDecision decision,
                                                      std::string_view reason, const Actor& by) const {
  Transaction transaction = database_.begin();
  const ConflictFilter this_one{.plant_id = {}, .decided_too = true, .conflict_id = conflict_id, .after = 0};
  const Rows unlocked = rows_of(transaction, this_one, 1);
  if (unlocked.empty()) return unknown_conflict(conflict_id);
  transaction.run(sql::lock_sample, Params().add(unlocked.integer(0, kSample)));
  const Rows rows = rows_of(transaction, this_one, 1);
  const ResultConflict conflict = conflict_of(rows, 0);
  if (auto refusal = check(conflict, decision)) return *refusal;
  transaction.run(sql::decide_conflict, Params().add(conflict_id).add(to_string(decision)).add(reason).add(by.subject));
  if (decision != ConflictDecision::kKept) take_over(transaction, rows, conflict, decision, reason, by);
  const nlohmann::ordered_json details = {
      {"decision", to_string(decision)},    {"sample_id", conflict.sample_id},
      {"parameter", conflict.parameter},    {"stored", conflict.stored_text.value_or("")},
      {"incoming", conflict.incoming_text}, {"source", conflict.source}};
  ResultConflict decided = conflict_of(rows_of(transaction, this_one, 1), 0);
  append_audit_entry(transaction, {.actor = by,
                                   .action = "conflict.decided",
                                   .object = "conflict/" + std::to_string(conflict_id),
                                   .reason = std::string(reason),
                                   .details_json = details.dump()});
  transaction.commit();
  return decided;
}

}  // namespace clearwell::store
