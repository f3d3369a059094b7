#pragma once

#include "server/dataset/training_table.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace clearwell::dataset {

/// What the spec's limits_rule says of the rows: the baseline of whoever needs no model, only the law's numbers.
struct LimitsRule {
  std::vector<std::uint8_t> positive;    ///< [n_rows], 1 where the rule speaks for the positive class
  std::vector<std::string> features;     ///< that a limit was applied to, in the order of the spec
  std::vector<std::string> unconfirmed;  ///< of those, where a number is stated of the law but its text was not read

  bool operator==(const LimitsRule&) const = default;
};

/// A row with a value beyond a number in force on its day is of the class that the rule names, every other row of the
/// other; a row of unknown time is judged by the latest law. Numbers that are not confirmed count too: they judge
/// nobody's water here, and a rule that knows more is harder to beat. Only features in their parameter's canonical unit
/// are looked at.
/// \pre  spec.limits_rule
LimitsRule apply_limits_rule(const TrainingTable& table, const spec::DatasetSpec& spec);

}  // namespace clearwell::dataset
