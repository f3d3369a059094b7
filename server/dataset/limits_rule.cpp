#include "server/dataset/limits_rule.hpp"

#include "server/dataset/limit_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace clearwell::dataset {
namespace {

constexpr std::string_view kLatest = "9999-12-31";

class Rule {
 public:
  Rule(const TrainingTable& table, const spec::DatasetSpec& spec) : table_(table), spec_(spec) {
    rule_.positive.assign(table.n_rows(), spec.limits_rule->beyond_is_positive ? 0 : 1);
  }

  LimitsRule apply() && {
    for (std::size_t feature = 0; feature < spec_.features.size(); ++feature)
      look_at(feature);
    return std::move(rule_);
  }

 private:
  void look_at(std::size_t index) {
    const spec::FeatureSpec& feature = spec_.features[index];
    std::vector<limits::Limit> stated;
    for (const limits::Limit& limit : limits::limits_of(spec_.limits_rule->jurisdiction, feature.parameter))
      if (limit.unit == feature.unit) stated.push_back(limit);
    if (stated.empty()) return;
    rule_.features.push_back(feature.name);
    if (std::any_of(stated.begin(), stated.end(), [](const limits::Limit& limit) { return !limit.confirmed; }))
      rule_.unconfirmed.push_back(feature.name);
    for (std::size_t row = 0; row < table_.n_rows(); ++row)
      if (const float value = table_.row(row)[index]; !std::isnan(value) && is_beyond_law(value, row, stated))
        rule_.positive[row] = spec_.limits_rule->beyond_is_positive ? 1 : 0;
  }

  bool is_beyond_law(float value, std::size_t row, const std::vector<limits::Limit>& stated) const {
    const bool dated = !table_.sampled_at.empty() && !table_.sampled_at[row].empty();
    const std::string_view day = dated ? std::string_view(table_.sampled_at[row]).substr(0, 10) : kLatest;
    return std::any_of(stated.begin(), stated.end(), [&](const limits::Limit& limit) {
      return limits::is_in_force(limit, day) && is_beyond(value, limit);
    });
  }

  const TrainingTable& table_;
  const spec::DatasetSpec& spec_;
  LimitsRule rule_;
};

}  // namespace

LimitsRule apply_limits_rule(const TrainingTable& table, const spec::DatasetSpec& spec) {
  return Rule(table, spec).apply();
}

}  // namespace clearwell::dataset
