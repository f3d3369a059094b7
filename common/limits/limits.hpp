#pragma once

#include "common/spec/dataset_spec.hpp"
#include "common/units/units.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What may be measured in drinking water, and what the law says of a measured value. Data: parameters.json and
/// legal_limits.json beside this file, embedded by the build, so server and page judge alike.
namespace clearwell::limits {

/// A measured quantity. Values of it are stored and judged in its one canonical unit.
struct Parameter {
  std::string code;  ///< for example `total_dissolved_solids`
  spec::LocalizedText title;
  std::string unit;                     ///< canonical unit with its basis (`mg/L NO3`); empty for pH
  int decimals = 2;                     ///< digits after the point, for display only
  bool counted = false;                 ///< a number of organisms: only whole values are possible
  std::string quantity;                 ///< code in units.json
  std::vector<units::Basis> bases;      ///< what it may be a number of; the first is the canonical one
  std::optional<spec::Range> possible;  ///< what water may have of it at all: a value beyond is in another unit

  bool operator==(const Parameter&) const = default;
};

/// A body of law or guidance that sets limits.
struct Jurisdiction {
  std::string code;  ///< `AR`, `EU`, `US`, `WHO`
  spec::LocalizedText title;

  bool operator==(const Jurisdiction&) const = default;
};

/// What a limit protects.
enum class LimitKind { health, indicator, aesthetic, operational };

/// When a limit is kept. The verdict on one value says whether that value is beyond the number; only with `each_sample`
/// is that already a breach. compliance.hpp says how each one is judged.
enum class ComplianceRule { each_sample, annual_average, locational_annual_average, percentile_90, monthly_share };

/// One number of one law. Both ends belong to the allowed range.
struct Limit {
  std::string jurisdiction;
  std::string instrument;  ///< short name of the law, for example `CAA`
  std::string article;
  std::string parameter;
  std::string unit;           ///< always the parameter's canonical unit
  std::optional<double> min;  ///< in that unit
  std::optional<double> max;
  std::string stated_unit;  ///< as the law counts, for example `mg/L N`
  std::optional<double> stated_min;
  std::optional<double> stated_max;
  std::string valid_from;  ///< first day in force, `YYYY-MM-DD`; empty where it was always
  std::string valid_to;    ///< last day in force; empty where no end is known
  LimitKind kind = LimitKind::health;
  ComplianceRule compliance = ComplianceRule::each_sample;
  int percent_of_samples = 100;  ///< with monthly_share: that must be within
  int tolerated_samples = 0;     ///< with monthly_share: may be beyond, however few there are
  bool counted = false;          ///< as in Parameter
  bool confirmed = false;        ///< the text itself was read; without that the limit is shown but judges nothing

  bool operator==(const Limit&) const = default;
};

/// How a result relates to the number beside it.
enum class Qualifier {
  equal,
  below,  ///< not detected; the number is the detection limit
  above,  ///< more than the method can count; the number is its upper limit
};

/// A result in the parameter's canonical unit.
struct MeasuredValue {
  double value = 0;
  Qualifier qualifier = Qualifier::equal;

  bool operator==(const MeasuredValue&) const = default;
};

enum class Verdict { within, beyond, cannot_be_judged };

/// What the law says of one measured value: `within` or `beyond` only where every value that the qualifier leaves
/// possible agrees. `< 0.01` against a maximum of 0.005 cannot be judged, nor can anything against an unconfirmed
/// limit. \pre  the value is of the limit's parameter, in its canonical unit
Verdict judge(MeasuredValue measured, const Limit& limit);

/// All parameters known, in the order in which they are shown.
std::span<const Parameter> parameters();
/// The parameter of that code, null when there is none.
const Parameter* find_parameter(std::string_view code);

std::span<const Jurisdiction> jurisdictions();
/// The jurisdiction of that code, null when there is none.
const Jurisdiction* find_jurisdiction(std::string_view code);

/// Every limit, confirmed or not, of any time, that the jurisdiction sets for the parameter; empty when it sets none.
std::span<const Limit> limits_of(std::string_view jurisdiction, std::string_view parameter);
/// \param day  `YYYY-MM-DD`, and anything may follow
bool is_in_force(const Limit& limit, std::string_view day);
/// Those of them that are in force on a day, as above.
std::vector<Limit> limits_in_force(std::string_view jurisdiction, std::string_view parameter, std::string_view day);

/// What a unit text says of a parameter's values. Errors name the text and what is accepted.
Result<units::Conversion> understand_unit(const Parameter& parameter, std::string_view text);

/// What the jurisdiction's law of that day says of one result of the parameter; empty where it sets no limit. Of
/// several limits the strictest answer counts: one that is broken is broken whatever the others say, and `within` needs
/// all of them. Unconfirmed limits judge nothing: where there are no others, as where the unit is not understood or the
/// day is not known, nothing can be judged. \param measured  in `unit`, which need not be the canonical one \param day
/// of the sample, as in limits_in_force; empty when not known
std::optional<Verdict> judge_by_law(MeasuredValue measured, std::string_view unit, std::string_view jurisdiction,
                                    std::string_view parameter, std::string_view day);

/// Names in JSON: `health`, `each_sample`, `within`, … and `=`, `<`, `>`.
std::string_view to_string(LimitKind kind);
std::string_view to_string(ComplianceRule rule);
std::string_view to_string(Verdict verdict);
std::string_view to_string(Qualifier qualifier);
std::optional<Qualifier> parse_qualifier(std::string_view text);

}  // namespace clearwell::limits
