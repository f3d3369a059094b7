#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::spec {

/// The column that says when a sample was taken.
struct SampledAtSpec {
  std::string name;
  std::vector<std::string> aliases = {};
  /// How dates are written: %Y, %m, %d and, where the column has them, %H, %M, %S, with other characters between them
  /// (`%d.%m.%Y %H:%M`). Empty: as ISO 8601 writes them, a date alone or with a time, which may carry its offset.
  std::string format = {};
  std::string time_zone = "UTC";  ///< IANA name: whose clock a time without an offset was read from

  bool operator==(const SampledAtSpec&) const = default;
};

/// The column of what must never stand on both sides of a split: a site, a plant, a person.
struct GroupSpec {
  std::string name;
  std::vector<std::string> aliases = {};

  bool operator==(const GroupSpec&) const = default;
};

enum class SplitMethod {
  stratified,      ///< each class is dealt over the folds
  group,           ///< the same, and each group is in one fold
  time,            ///< trained on what was sampled before what is judged
  time_and_group,  ///< both: judged on late samples of groups of which nothing was trained on
};

/// How rows are divided for evaluation.
struct SplitSpec {
  SplitMethod method = SplitMethod::stratified;
  /// Samples from this day on judge, and only earlier ones train, the registered model too. A split by time without it
  /// has folds that follow one another, each judged by a model of what came before it.
  std::optional<std::chrono::year_month_day> test_from = {};
  int folds = 5;  ///< 1 for a split by time with `test_from`
  int repeats = 1;
  std::uint64_t seed = 42;

  bool by_time() const { return method == SplitMethod::time || method == SplitMethod::time_and_group; }
  bool by_group() const { return method == SplitMethod::group || method == SplitMethod::time_and_group; }
  /// One part before `test_from`, one from then on, drawn by nothing.
  bool is_one_hold_out() const { return method == SplitMethod::time && test_from.has_value(); }
  bool operator==(const SplitSpec&) const = default;
};

/// Name of the method in a spec: `stratified`, `group`, `time`, `time_and_group`.
std::string_view to_string(SplitMethod method);
/// `2025-01-01`.
std::string to_string(std::chrono::year_month_day day);

}  // namespace clearwell::spec
