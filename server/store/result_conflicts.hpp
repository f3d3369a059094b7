#pragma once

#include "server/store/laboratory_samples.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::store {

/// What becomes of a result that came again with another value.
enum class ConflictDecision {
  kKept,  ///< what is stored stays
  kNew,   ///< what came is the next version, which awaits certification
  kBoth,  ///< what came is a second result of its own
};
std::string_view to_string(ConflictDecision decision);  ///< `kept`, `new`, `both`
/// Errors name the text and what is accepted.
Result<ConflictDecision> parse_conflict_decision(std::string_view text);

/// A result that an import brought again with another value, kept beside the stored one.
struct ResultConflict {
  std::int64_t conflict_id = 0;
  std::int64_t sample_id = 0;
  std::optional<std::string> plant_id;
  std::optional<std::string> sample_key;
  std::string parameter;
  std::string result_key;
  std::optional<std::string> stored_text;  ///< of the newest version; empty where the sample alone is known
  std::string stored_unit;
  std::string incoming_text;
  std::string incoming_unit;
  bool at_another_time = false;  ///< what came belongs to a sample of that key that was taken at another time
  std::string source;            ///< file that it came from
  std::int64_t source_line = 0;
  std::string recorded_at;
  std::optional<std::string> decision;
  std::string reason;
  std::string decided_by;
  std::string decided_at;
};

/// Why nothing was decided, of results and of readings.
SampleRefusal unknown_conflict(std::int64_t conflict_id);
SampleRefusal decided_already(std::string_view decision, const std::string& decided_by, const std::string& decided_at);

struct ConflictFilter {
  std::optional<std::string> plant_id = {};
  bool decided_too = false;
  std::optional<std::int64_t> conflict_id = {};
  std::int64_t after = 0;  ///< only conflicts of a greater number
};

/// Results in conflict, and the decision about them. A file that comes again raises no decided conflict anew. Safe for
/// use by many threads. Throws StoreError.
class ResultConflicts {
 public:
  explicit ResultConflicts(Database& database) : database_(database) {}

  /// By number.
  std::vector<ResultConflict> list(const ConflictFilter& filter, int limit) const;

  /// \param reason  not empty
  SampleOutcome<ResultConflict> decide(std::int64_t conflict_id, ConflictDecision decision, std::string_view reason,
                                       const Actor& by) const;

 private:
  Database& database_;
};

}  // namespace clearwell::store
