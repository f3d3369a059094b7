#pragma once

#include "common/onnx/wire.hpp"
#include "common/scoring/pipeline.hpp"
#include "common/scoring/predictor.hpp"

#include <cstdint>
#include <random>
#include <string>

/// Small models that several tests score: a spec without any meaning, a linear model and random trees.
namespace clearwell::tests {

inline spec::DatasetSpec example_spec(std::size_t n_features) {
  spec::DatasetSpec spec;
  spec.name = "example";
  spec.title = {"Example", "Ejemplo"};
  for (std::size_t i = 0; i < n_features; ++i) {
    spec::FeatureSpec feature;
    feature.name = "x" + std::to_string(i);
    feature.parameter = feature.name;
    feature.title = {feature.name, feature.name};
    feature.plausible = {-100, 100};
    spec.features.push_back(feature);
  }
  spec.label.name = "y";
  spec.label.positive = {"1"};
  spec.label.negative = {"0"};
  spec.label.positive_means = {"yes", "sí"};
  spec.label.negative_means = {"no", "no"};
  spec.families = {{"xgboost", {{"n_trees", {10}}}}};
  return spec;
}

/// The same features, and a number in place of the classes.
inline spec::DatasetSpec example_regression_spec(std::size_t n_features) {
  spec::DatasetSpec spec = example_spec(n_features);
  spec.task = spec::Task::regression;
  spec.label = {};
  spec.label.name = "y";
  spec.label.title = {"Height", "Altura"};
  spec.label.unit = "mm";
  spec.label.plausible = {-1000, 1000};
  spec.metric = {"rmse", 0};
  return spec;
}

inline scoring::ModelFacts example_facts(std::size_t n_features, double threshold = 0.5) {
  scoring::ModelFacts facts;
  facts.family = "example";
  facts.data_origin = "imported";
  facts.threshold = threshold;
  facts.training_rows = 10;
  facts.training_ranges.assign(n_features, {-10, 10, 0, 0.1});
  return facts;
}

/// Random trees of at most `depth`, with covers that add up.
inline scoring::TreeEnsemble random_trees(std::size_t n_features, int n_trees, int depth, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<float> split(-10, 10);
  std::uniform_real_distribution<float> weight(-0.4F, 0.4F);
  scoring::TreeEnsemble ensemble;
  for (int t = 0; t < n_trees; ++t) {
    std::vector<scoring::TreeNode> tree(1);
    tree[0].cover = 1000;
    std::vector<int> depths = {0};
    for (std::size_t i = 0; i < tree.size(); ++i) {
      if (depths[i] >= depth || (i > 0 && random() % 5 == 0)) {
        tree[i].value = weight(random);
        continue;
      }
      const float share = 0.1F + 0.8F * static_cast<float>(random() % 1000) / 1000;
      const auto left = static_cast<std::int32_t>(tree.size());
      tree[i].feature = static_cast<std::int32_t>(random() % n_features);
      tree[i].value = split(random);
      tree[i].left = left;
      tree[i].right = left + 1;
      tree[i].missing_goes_left = random() % 2 == 0;
      scoring::TreeNode child;
      child.cover = tree[i].cover * share;
      tree.push_back(child);
      child.cover = tree[i].cover * (1 - share);
      tree.push_back(child);
      depths.insert(depths.end(), 2, depths[i] + 1);
    }
    ensemble.trees.push_back(std::move(tree));
  }
  return ensemble;
}

inline scoring::LinearModel example_linear() {
  return {{{1, 2, 3}, {0.5, 2.5, 3.5}, {1, 0.5, 0.25}}, {0.7, -1.1, 0.3}, -0.2};
}

/// Support vectors all over the standardised space, half of them of either class.
inline scoring::SupportVectorMachine random_machine(std::size_t n_features, std::size_t n_vectors, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> value(-2, 2);
  scoring::SupportVectorMachine machine;
  machine.gamma = 1 / static_cast<double>(n_features);
  machine.bias = 0.1;
  for (std::size_t f = 0; f < n_features; ++f) {
    machine.standardisation.medians.push_back(static_cast<float>(value(random)));
    machine.standardisation.means.push_back(value(random));
    machine.standardisation.inverse_sds.push_back(0.3 + 0.1 * value(random));
  }
  for (std::size_t i = 0; i < n_vectors * n_features; ++i)
    machine.support_vectors.push_back(value(random));
  for (std::size_t v = 0; v < n_vectors; ++v)
    machine.dual_coefficients.push_back(v % 2 == 0 ? 1 : -0.9);
  return machine;
}

/// \param widths  of the hidden layers
inline scoring::NeuralNetwork random_networks(std::size_t n_features, std::size_t n_networks,
                                              const std::vector<std::size_t>& widths, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> value(-0.7, 0.7);
  scoring::NeuralNetwork ensemble;
  ensemble.standardisation = random_machine(n_features, 0, seed).standardisation;
  for (std::size_t network = 0; network < n_networks; ++network) {
    std::vector<scoring::DenseLayer> layers;
    std::size_t n_inputs = n_features;
    for (std::size_t index = 0; index <= widths.size(); ++index) {
      scoring::DenseLayer layer;
      layer.n_outputs = index < widths.size() ? widths[index] : 1;
      for (std::size_t i = 0; i < n_inputs * layer.n_outputs; ++i)
        layer.weights.push_back(value(random));
      for (std::size_t i = 0; i < layer.n_outputs; ++i)
        layer.biases.push_back(value(random));
      n_inputs = layer.n_outputs;
      layers.push_back(std::move(layer));
    }
    ensemble.networks.push_back(std::move(layers));
  }
  return ensemble;
}

/// The file of any pipeline whose medians are those of its facts.
template <typename Pipeline>
std::string standardised_file(const Pipeline& pipeline, double threshold = 0.5) {
  const std::vector<float>& medians = pipeline.standardisation.medians;
  scoring::ModelFacts facts = example_facts(medians.size(), threshold);
  for (std::size_t f = 0; f < medians.size(); ++f)
    facts.training_ranges[f].median = static_cast<double>(medians[f]);
  return onnx::write_model(scoring::build_model(pipeline, example_spec(medians.size()), facts));
}

inline std::string tree_file(std::size_t n_features = 4, int n_trees = 12, int depth = 5, double threshold = 0.5) {
  return onnx::write_model(scoring::build_model(random_trees(n_features, n_trees, depth, 7), example_spec(n_features),
                                                example_facts(n_features, threshold)));
}

inline std::string linear_file(double threshold = 0.5) {
  return onnx::write_model(scoring::build_model(example_linear(), example_spec(3), example_facts(3, threshold)));
}

}  // namespace clearwell::tests
