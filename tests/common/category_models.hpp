#pragma once

#include "tests/common/example_models.hpp"

/// Models of numbers and categories together: x0 and x1 are numbers, x2 has three categories and x3 two.
namespace clearwell::tests {

inline spec::FeatureSpec categorical_feature(const std::string& name, const std::vector<std::string>& texts) {
  spec::FeatureSpec feature;
  feature.name = name;
  feature.parameter = name;
  feature.title = {name, name};
  feature.type = spec::FeatureType::categorical;
  for (const std::string& text : texts)
    feature.categories.push_back({text, {text, text}});
  feature.plausible = {0, static_cast<double>(texts.size()) - 1};
  feature.decimals = 0;
  return feature;
}

inline spec::DatasetSpec category_spec() {
  spec::DatasetSpec spec = example_spec(2);
  spec.features.push_back(categorical_feature("x2", {"red", "green", "blue"}));
  spec.features.push_back(categorical_feature("x3", {"no", "yes"}));
  return spec;
}

inline scoring::ModelFacts category_facts() {
  scoring::ModelFacts facts = example_facts(4);
  facts.training_ranges[2] = {0, 1, 0, 0.1, {6, 3, 0}};
  facts.training_ranges[3] = {0, 1, 1, 0, {4, 6}};
  return facts;
}

/// Values first, then the five categories.
inline scoring::Encoding category_encoding() {
  return {{0, {}}, {1, {}}, {2, 0}, {2, 1}, {2, 2}, {3, 0}, {3, 1}};
}

inline scoring::Standardisation category_standardisation() {
  return {{1, 2, 0.6F, 0.3F, 0.1F, 0.4F, 0.6F},
          {0.5, 2.5, 0.6F, 0.3F, 0.1F, 0.4F, 0.6F},
          {1, 0.5, 2.04, 2.18, 3.33, 2.04, 2.04},
          category_encoding()};
}

inline scoring::LinearModel category_linear() {
  return {category_standardisation(), {0.7, -1.1, 0.3, -0.2, 0.9, 0.1, -0.4}, -0.2};
}

inline scoring::SupportVectorMachine category_machine() {
  scoring::SupportVectorMachine machine = random_machine(7, 20, 31);
  machine.standardisation = category_standardisation();
  return machine;
}

inline scoring::NeuralNetwork category_networks() {
  scoring::NeuralNetwork ensemble = random_networks(7, 2, {5}, 32);
  ensemble.standardisation = category_standardisation();
  return ensemble;
}

/// x3 is one column to trees, as a number is.
inline scoring::TreeEnsemble category_trees() {
  scoring::TreeEnsemble trees = random_trees(6, 12, 5, 33);
  for (std::vector<scoring::TreeNode>& tree : trees.trees)
    for (scoring::TreeNode& node : tree)
      if (node.feature >= 2) node.value = 0.5F;
  trees.encoding = {{0, {}}, {1, {}}, {3, {}}, {2, 0}, {2, 1}, {2, 2}};
  return trees;
}

template <typename Pipeline>
std::string category_file(const Pipeline& pipeline) {
  return onnx::write_model(scoring::build_model(pipeline, category_spec(), category_facts()));
}

}  // namespace clearwell::tests
