#pragma once

#include "common/scoring/pipeline.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace clearwell::training {

enum class Loss {
  log_loss,       ///< of two classes: the network gives log-odds, its targets are 0 and 1
  squared_error,  ///< half of it; the network gives the number
};

struct PerceptronSettings {
  Loss loss = Loss::log_loss;
  std::vector<std::size_t> hidden_units;  ///< of each hidden layer
  double alpha = 0;                       ///< weight of the penalty ½ alpha |weights|² beside the mean loss
  double learning_rate = 0;               ///< of Adam
  int epochs = 0;                         ///< at most
  std::uint64_t seed = 0;                 ///< of the first weights, the rows held out and the order of the batches
};

/// Fits one network with max(0, x) between its layers, by Adam on mini-batches. A tenth of the rows (of two classes: of
/// each) is held out; the network of the epoch that says them best is kept, and after ten epochs without a better one
/// it ends. Sums have a fixed order and exponentials are our own: the same bits on every machine. Source: Kingma, Ba
/// (2015), Adam, arXiv:1412.6980; first weights: He, Zhang, Ren, Sun (2015), arXiv:1502.01852. \param rows    [n_rows,
/// n_features], standardised \param targets  [n_rows] \return        the layers; the last has one output \throws
/// Cancelled when `stop` asked for it
std::vector<scoring::DenseLayer> fit_multilayer_perceptron(std::span<const float> rows, std::span<const float> targets,
                                                           const PerceptronSettings& settings,
                                                           const std::stop_token& stop = {});

}  // namespace clearwell::training
