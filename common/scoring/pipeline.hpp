#pragma once

#include "common/onnx/model.hpp"
#include "common/scoring/calibration.hpp"
#include "common/scoring/encoding.hpp"
#include "common/scoring/predictor.hpp"
#include "common/scoring/standardisation.hpp"

#include <cstdint>
#include <span>
#include <vector>

/// Builds the model files that Predictor reads: every family ends in the same head, the one of its spec's task. Of a
/// regression what is called margin below is the estimated value itself. All values are decided here, so
/// that training and tests cannot write two dialects.
namespace clearwell::scoring {

/// A fitted linear model on standardised features: margin = bias + Σ w·z, in double, then rounded to float32.
struct LinearModel {
  Standardisation standardisation;
  std::vector<double> weights;  ///< [n_columns]
  double bias = 0;
};

/// One node of a decision tree in the order of its tree; node 0 is the root.
struct TreeNode {
  std::int32_t feature = -1;  ///< the column that is compared; -1: a leaf
  float value = 0;            ///< split value (go left when x < value), or the leaf's weight
  std::int32_t left = 0;      ///< index within the tree
  std::int32_t right = 0;
  bool missing_goes_left = false;
  float cover = 0;  ///< weight of the training rows that reached the node, for Tree SHAP
};

/// Trees, boosted or a forest: margin = base + Σ leaves, in float32, in the order of the trees.
struct TreeEnsemble {
  std::vector<std::vector<TreeNode>> trees;
  float base = 0;
  Encoding encoding = {};  ///< the columns that the nodes compare; empty: one a feature
};

/// A support vector machine with the radial basis kernel on standardised features:
/// margin = bias + Σ dual_coefficient · exp(-gamma · |z - support_vector|²), in double, then rounded to float32.
struct SupportVectorMachine {
  Standardisation standardisation;
  double gamma = 1;                       ///< above 0
  std::vector<double> support_vectors;    ///< [n_support_vectors, n_columns], standardised
  std::vector<double> dual_coefficients;  ///< [n_support_vectors]; positive for rows of the positive class
  double bias = 0;
};

/// One layer of a network: outputs = inputs · weights + biases.
struct DenseLayer {
  std::size_t n_outputs = 0;
  std::vector<double> weights;  ///< [n_inputs, n_outputs]
  std::vector<double> biases;   ///< [n_outputs]
};

/// Multilayer perceptrons on standardised features, with max(0, x) between their layers: margin = the mean of what
/// their last layers say, in double, then rounded to float32.
struct NeuralNetwork {
  Standardisation standardisation;
  std::vector<std::vector<DenseLayer>> networks;  ///< at least one; each ends in a layer of one output
};

/// The smallest probability threshold that the file can express for `threshold`, with the margin at which it starts.
struct ThresholdPair {
  float probability = 0.5F;
  float margin = 0;  ///< smallest float32 whose calibrated probability is >= threshold
};
ThresholdPair express_threshold(double threshold, const Calibration& calibration = {});

/// \param facts        facts.threshold is what decides the label; training_ranges [n_features]
/// \param calibration  turns the margin into the probability; a regression has neither
onnx::Model build_model(const LinearModel& linear, const spec::DatasetSpec& spec, const ModelFacts& facts,
                        const Calibration& calibration = {});
onnx::Model build_model(const TreeEnsemble& trees, const spec::DatasetSpec& spec, const ModelFacts& facts,
                        const Calibration& calibration = {});
onnx::Model build_model(const SupportVectorMachine& machine, const spec::DatasetSpec& spec, const ModelFacts& facts,
                        const Calibration& calibration = {});
onnx::Model build_model(const NeuralNetwork& ensemble, const spec::DatasetSpec& spec, const ModelFacts& facts,
                        const Calibration& calibration = {});

}  // namespace clearwell::scoring
