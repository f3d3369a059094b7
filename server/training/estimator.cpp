#include "server/training/estimator.hpp"

#include "server/training/families.hpp"

#include <array>

namespace clearwell::training {

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

std::span<const Estimator* const> estimators(spec::Task task) {
  static const std::array<const Estimator*, 6> classifiers = {
      &logistic_regression(), &decision_tree(), &random_forest(), &xgboost(), &svm(), &neural_network()};
  static const std::array<const Estimator*, 6> regressions = {&linear_regression(), &regression_tree(),
                                                              &regression_forest(), &xgboost_regression(),
                                                              &svm_regression(),    &neural_regression()};
  return task == spec::Task::regression ? regressions : classifiers;
}

const Estimator* find_estimator(std::string_view family, spec::Task task) {
  for (const Estimator* estimator : estimators(task))
    if (estimator->family() == family) return estimator;
  return nullptr;
}

}  // namespace clearwell::training
