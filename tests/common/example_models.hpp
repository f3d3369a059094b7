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

inline std::string tree_file(std::size_t n_features = 4, int n_trees = 12, int depth = 5, double threshold = 0.5) {
  return onnx::write_model(scoring::build_model(random_trees(n_features, n_trees, depth, 7), example_spec(n_features),
                                                example_facts(n_features, threshold)));
}

inline std::string linear_file(double threshold = 0.5) {
  return onnx::write_model(scoring::build_model(example_linear(), example_spec(3), example_facts(3, threshold)));
}

}  // namespace clearwell::tests
