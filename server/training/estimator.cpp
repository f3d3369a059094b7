#include "server/training/estimator.hpp"

#include "server/training/families.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace clearwell::training {
namespace {

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

bool accepts(const HyperParameter& knob, double value) {
  return value >= knob.low && value <= knob.high && (!knob.whole || value == std::floor(value));
}

Result<Ok> check_values(const HyperParameter& knob, const std::vector<double>& values, const std::string& path) {
  if (values.empty()) return Error{"no value to try; at least one is needed", path};
  for (std::size_t index = 0; index < values.size(); ++index) {
    if (accepts(knob, values[index])) continue;
    return Error{short_text(values[index]) + " is not accepted; " + (knob.whole ? "a whole number" : "a number") +
                     " from " + short_text(knob.low) + " to " + short_text(knob.high) + " is",
                 path + "[" + std::to_string(index) + "]"};
  }
  return Ok{};
}

Result<Ok> check_grid(const Estimator& estimator, const spec::FamilySpec& family, const std::string& path) {
  for (const auto& [name, values] : family.grid) {
    const auto knobs = estimator.hyper_parameters();
    const auto knob = std::find_if(knobs.begin(), knobs.end(), [&](const HyperParameter& k) { return k.name == name; });
    if (knob == knobs.end())
      return Error{"'" + name + "' is not a hyper-parameter of " + family.family + "; it takes " +
                       list_names(knobs, [](const HyperParameter& k) { return k.name; }),
                   path + ".grid." + name};
    if (Result<Ok> accepted = check_values(*knob, values, path + ".grid." + name); !accepted) return accepted.error();
  }
  return Ok{};
}

}  // namespace

std::vector<std::vector<std::size_t>> Estimator::groups(std::span<const HyperParameters> candidates) const {
  std::vector<std::vector<std::size_t>> alone;
  for (std::size_t position = 0; position < candidates.size(); ++position)
    alone.push_back({position});
  return alone;
}

std::vector<std::vector<std::size_t>> agreeing_but_for(std::initializer_list<std::string_view> knobs,
                                                       std::span<const HyperParameters> candidates) {
  std::map<HyperParameters, std::vector<std::size_t>> by_rest;
  for (std::size_t position = 0; position < candidates.size(); ++position) {
    HyperParameters rest = candidates[position];
    for (const std::string_view knob : knobs)
      rest.erase(rest.find(knob));
    by_rest[rest].push_back(position);
  }
  std::vector<std::vector<std::size_t>> groups;
  for (auto& [rest, positions] : by_rest)
    groups.push_back(std::move(positions));
  return groups;
}

std::span<const Estimator* const> estimators() {
  static const std::array<const Estimator*, 6> all = {
      &logistic_regression(), &decision_tree(), &random_forest(), &xgboost(), &svm(), &neural_network()};
  return all;
}

const Estimator* find_estimator(std::string_view family) {
  for (const Estimator* estimator : estimators())
    if (estimator->family() == family) return estimator;
  return nullptr;
}

Result<SearchSpace> search_space(const spec::DatasetSpec& spec, std::size_t index) {
  const spec::FamilySpec& family = spec.families[index];
  const std::string path = "families[" + std::to_string(index) + "]";
  SearchSpace space{find_estimator(family.family), {HyperParameters{}}, {}};
  if (space.estimator == nullptr)
    return Error{"'" + family.family + "' is not a model family of this build; it has " +
                     list_names(estimators(), [](const Estimator* e) { return e->family(); }),
                 path + ".family"};
  if (Result<Ok> accepted = check_grid(*space.estimator, family, path); !accepted) return accepted.error();

  for (const HyperParameter& knob : space.estimator->hyper_parameters())
    space.candidates[0].emplace(knob.name, knob.preset);
  for (const auto& [name, values] : family.grid) {
    std::vector<HyperParameters> wider;
    for (const HyperParameters& candidate : space.candidates) {
      for (const double value : values) {
        wider.push_back(candidate);
        wider.back()[name] = value;
      }
    }
    space.candidates = std::move(wider);
  }
  space.rungs = {{space.candidates.size(), 1}};
  return space;
}

}  // namespace clearwell::training
