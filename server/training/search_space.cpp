#include "server/training/search_space.hpp"

#include "common/random/split_mix.hpp"
#include "common/scoring/portable_math.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

namespace clearwell::training {
namespace {

namespace portable = scoring::portable;  // so that the same seed draws the same candidates on every machine

template <typename Items, typename NameOf>
std::string list_names(const Items& items, NameOf name_of) {
  std::string text;
  for (const auto& item : items)
    text += (text.empty() ? "" : ", ") + std::string(name_of(item));
  return text;
}

std::string short_text(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

Result<const HyperParameter*> find_knob(const Estimator& estimator, const std::string& name, const std::string& path) {
  const auto knobs = estimator.hyper_parameters();
  const auto knob = std::find_if(knobs.begin(), knobs.end(), [&](const HyperParameter& k) { return k.name == name; });
  if (knob != knobs.end()) return &*knob;
  return Error{"'" + name + "' is not a hyper-parameter of " + std::string(estimator.family()) + "; it takes " +
                   list_names(knobs, [](const HyperParameter& k) { return k.name; }),
               path};
}

Result<Ok> check_value(const HyperParameter& knob, double value, const std::string& path) {
  if (value >= knob.low && value <= knob.high && (!knob.whole || value == std::floor(value))) return Ok{};
  return Error{short_text(value) + " is not accepted; " + (knob.whole ? "a whole number" : "a number") + " from " +
                   short_text(knob.low) + " to " + short_text(knob.high) + " is",
               path};
}

Result<Ok> check_grid(const Estimator& estimator, const spec::FamilySpec& family, const std::string& path) {
  for (const auto& [name, values] : family.grid) {
    const std::string own_path = path + ".grid." + name;
    const Result<const HyperParameter*> knob = find_knob(estimator, name, own_path);
    if (!knob) return knob.error();
    if (values.empty()) return Error{"no value to try; at least one is needed", own_path};
    for (std::size_t index = 0; index < values.size(); ++index)
      if (Result<Ok> accepted = check_value(**knob, values[index], own_path + "[" + std::to_string(index) + "]");
          !accepted)
        return accepted.error();
  }
  for (const auto& [name, range] : family.ranges) {
    const std::string own_path = path + ".grid." + name;
    const Result<const HyperParameter*> knob = find_knob(estimator, name, own_path);
    if (!knob) return knob.error();
    if (Result<Ok> accepted = check_value(**knob, range.low, own_path + ".low"); !accepted) return accepted.error();
    if (Result<Ok> accepted = check_value(**knob, range.high, own_path + ".high"); !accepted) return accepted.error();
  }
  return Ok{};
}

HyperParameters presets(const Estimator& estimator) {
  HyperParameters values;
  for (const HyperParameter& knob : estimator.hyper_parameters())
    values.emplace(knob.name, knob.preset);
  return values;
}

std::vector<HyperParameters> combinations(const Estimator& estimator, const spec::FamilySpec& family) {
  std::vector<HyperParameters> candidates = {presets(estimator)};
  for (const auto& [name, values] : family.grid) {
    std::vector<HyperParameters> wider;
    for (const HyperParameters& candidate : candidates) {
      for (const double value : values) {
        wider.push_back(candidate);
        wider.back()[name] = value;
      }
    }
    candidates = std::move(wider);
  }
  return candidates;
}

/// Uniform, or uniform in the logarithm; of whole numbers, each takes the interval up to the next.
double draw(const spec::ParameterRange& range, bool whole, random::SplitMix64& random) {
  const double end = whole ? range.high + 1 : range.high;
  const double fraction = random.fraction();
  const double drawn =
      range.log_scale
          ? portable::exp(portable::log(range.low) + fraction * (portable::log(end) - portable::log(range.low)))
          : range.low + fraction * (end - range.low);
  return std::clamp(whole ? std::floor(drawn) : drawn, range.low, range.high);
}

HyperParameters draw_candidate(const Estimator& estimator, const spec::FamilySpec& family, random::SplitMix64& random) {
  HyperParameters candidate = presets(estimator);
  for (const auto& [name, values] : family.grid)
    candidate[name] = values[random.below(values.size())];
  for (const auto& [name, range] : family.ranges)
    candidate[name] = draw(range, (*find_knob(estimator, name, ""))->whole, random);
  return candidate;
}

/// Distinct ones; fewer than asked for where a hundred draws for each did not find more.
std::vector<HyperParameters> draw_candidates(const Estimator& estimator, const spec::FamilySpec& family,
                                             std::size_t n_wanted, std::uint64_t seed) {
  random::SplitMix64 random(seed);
  std::vector<HyperParameters> candidates;
  std::set<HyperParameters> seen;
  for (std::size_t draws = 0; draws < 100 * n_wanted && candidates.size() < n_wanted; ++draws) {
    HyperParameters candidate = draw_candidate(estimator, family, random);
    if (seen.insert(candidate).second) candidates.push_back(std::move(candidate));
  }
  return candidates;
}

/// Whether the lists alone span no more combinations than that.
bool spans_at_most(const spec::FamilySpec& family, std::size_t n) {
  std::size_t combinations = 1;
  for (const auto& [name, values] : family.grid) {
    combinations *= values.size();
    if (combinations > n) return false;
  }
  return family.ranges.empty();
}

}  // namespace

Result<SearchSpace> search_space(const spec::DatasetSpec& spec, std::size_t index,
                                 const std::optional<std::uint64_t>& seed) {
  const spec::FamilySpec& family = spec.families[index];
  const std::string path = "families[" + std::to_string(index) + "]";
  const Estimator* estimator = find_estimator(family.family, spec.task);
  if (estimator == nullptr)
    return Error{"'" + family.family + "' is not a " + (spec.is_regression() ? "regression" : "model") +
                     " family of this build; it has " +
                     list_names(estimators(spec.task), [](const Estimator* e) { return e->family(); }),
                 path + ".family"};
  if (Result<Ok> accepted = check_grid(*estimator, family, path); !accepted) return accepted.error();

  const spec::SearchSpec& search = spec.search_of(family);
  const auto n_drawn = static_cast<std::size_t>(search.candidates);
  SearchSpace space{estimator, {}, {}};
  space.candidates = search.method == spec::SearchMethod::grid || spans_at_most(family, n_drawn)
                         ? combinations(*estimator, family)
                         : draw_candidates(*estimator, family, n_drawn, seed.value_or(spec.split.seed));
  space.rungs = search.method == spec::SearchMethod::halving ? halving_rungs(space.candidates.size(), search.factor)
                                                             : std::vector<Rung>{{space.candidates.size(), 1}};
  return space;
}

}  // namespace clearwell::training
