#include "server/training/multilayer_perceptron.hpp"

#include "common/random/split_mix.hpp"
#include "common/scoring/portable_math.hpp"
#include "server/training/cancellation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace clearwell::training {
namespace {

namespace portable = scoring::portable;

constexpr std::size_t kBatchRows = 64;
constexpr double kHeldOutShare = 0.1;
constexpr int kPatienceEpochs = 10;
constexpr double kLeastGain = 1e-4;  // of the held-out loss (log-loss; half the mean square), to count as better

/// One unit's values over the rows of a batch. Rows lie side by side, so that the compiler may compute several at once
/// without another order of any sum.
using Column = std::array<float, kBatchRows>;
using Columns = std::vector<Column>;

/// Eight sums side by side, then added in a fixed order.
template <typename Term>
float sum_over_rows(const Term& term) {
  std::array<float, 8> lanes{};
  for (std::size_t row = 0; row < kBatchRows; row += lanes.size())
    for (std::size_t lane = 0; lane < lanes.size(); ++lane)
      lanes[lane] += term(row + lane);
  return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

/// Weights [n_inputs, n_outputs], then biases [n_outputs].
struct Layer {
  std::size_t n_inputs = 0;
  std::size_t n_outputs = 0;
  std::vector<float> parameters;

  std::size_t n_weights() const { return n_inputs * n_outputs; }
};

void forward(const Layer& layer, bool rectify, const Columns& inputs, Columns& outputs) {
  for (std::size_t j = 0; j < layer.n_outputs; ++j) {
    Column sum;
    sum.fill(layer.parameters[layer.n_weights() + j]);
    for (std::size_t k = 0; k < layer.n_inputs; ++k) {
      const float weight = layer.parameters[k * layer.n_outputs + j];
      for (std::size_t row = 0; row < kBatchRows; ++row)
        sum[row] += weight * inputs[k][row];
    }
    if (rectify)
      for (float& value : sum)
        value = value > 0 ? value : 0;
    outputs[j] = sum;
  }
}

/// \param slopes  of the loss by each output
/// \return        slopes of the loss by each parameter
std::vector<float> parameter_slopes(const Layer& layer, const Columns& inputs, const Columns& slopes, float alpha) {
  std::vector<float> gradient(layer.parameters.size());
  for (std::size_t k = 0; k < layer.n_inputs; ++k)
    for (std::size_t j = 0; j < layer.n_outputs; ++j)
      gradient[k * layer.n_outputs + j] =
          sum_over_rows([&](std::size_t row) { return inputs[k][row] * slopes[j][row]; }) +
          alpha * layer.parameters[k * layer.n_outputs + j];
  for (std::size_t j = 0; j < layer.n_outputs; ++j)
    gradient[layer.n_weights() + j] = sum_over_rows([&](std::size_t row) { return slopes[j][row]; });
  return gradient;
}

/// Slopes of the loss by each input, through max(0, x), whose results the inputs are.
void backward(const Layer& layer, const Columns& inputs, const Columns& slopes, Columns& input_slopes) {
  for (std::size_t k = 0; k < layer.n_inputs; ++k) {
    Column sum{};
    for (std::size_t j = 0; j < layer.n_outputs; ++j) {
      const float weight = layer.parameters[k * layer.n_outputs + j];
      for (std::size_t row = 0; row < kBatchRows; ++row)
        sum[row] += weight * slopes[j][row];
    }
    for (std::size_t row = 0; row < kBatchRows; ++row)
      input_slopes[k][row] = inputs[k][row] > 0 ? sum[row] : 0;
  }
}

/// Adam's moments of one layer.
class Moments {
 public:
  explicit Moments(const Layer& layer) : first_(layer.parameters.size()), second_(layer.parameters.size()) {}

  void step(Layer& layer, const std::vector<float>& gradient, float step_length) {
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      first_[i] = 0.9F * first_[i] + 0.1F * gradient[i];
      second_[i] = 0.999F * second_[i] + 0.001F * gradient[i] * gradient[i];
      layer.parameters[i] -= step_length * first_[i] / (std::sqrt(second_[i]) + 1e-8F);
    }
  }

 private:
  std::vector<float> first_;
  std::vector<float> second_;
};

class Trainer {
 public:
  Trainer(std::span<const float> rows, std::span<const float> targets, const PerceptronSettings& settings)
      : rows_(rows),
        targets_(targets),
        n_features_(rows.size() / targets.size()),
        settings_(settings),
        random_(settings.seed) {
    add_layers();
    hold_rows_out();
  }

  std::vector<Layer> train(const std::stop_token& stop) {
    std::vector<Layer> best = layers_;
    double best_loss = std::numeric_limits<double>::infinity();
    int epochs_since = 0;
    for (int epoch = 0; epoch < settings_.epochs && epochs_since < kPatienceEpochs; ++epoch) {
      throw_if_cancelled(stop);
      run_epoch();
      const double loss = held_out_loss();
      if (held_out_.empty() || loss < best_loss - kLeastGain) {
        best_loss = loss;
        best = layers_;
        epochs_since = 0;
      } else {
        ++epochs_since;
      }
    }
    return best;
  }

 private:
  void add_layers() {
    std::vector<std::size_t> widths = settings_.hidden_units;
    widths.push_back(1);
    std::size_t n_inputs = n_features_;
    values_.emplace_back(n_inputs);
    for (const std::size_t n_outputs : widths) {
      Layer layer{n_inputs, n_outputs, {}};
      const double bound = std::sqrt(6 / static_cast<double>(n_inputs));
      for (std::size_t i = 0; i < layer.n_weights(); ++i)
        layer.parameters.push_back(static_cast<float>((2 * random_.fraction() - 1) * bound));
      layer.parameters.resize(layer.n_weights() + n_outputs, 0);
      moments_.emplace_back(layer);
      layers_.push_back(std::move(layer));
      values_.emplace_back(n_outputs);
      n_inputs = n_outputs;
    }
    slopes_ = values_;
  }

  void hold_rows_out() {
    for (const bool positive : {false, true}) {
      std::vector<std::size_t> of_class;  // numbers are of none, and all come at once
      for (std::size_t row = 0; row < targets_.size(); ++row)
        if ((is_log_loss() && targets_[row] != 0) == positive) of_class.push_back(row);
      random::shuffle(of_class, random_);
      const auto n_held_out = static_cast<std::ptrdiff_t>(kHeldOutShare * static_cast<double>(of_class.size()));
      held_out_.insert(held_out_.end(), of_class.begin(), of_class.begin() + n_held_out);
      fitted_to_.insert(fitted_to_.end(), of_class.begin() + n_held_out, of_class.end());
    }
  }

  bool is_log_loss() const { return settings_.loss == Loss::log_loss; }

  /// Computes what the network says of the rows of a batch; columns behind its last row are filled up with zeros.
  const Column& said_of(std::span<const std::size_t> batch) {
    for (std::size_t f = 0; f < n_features_; ++f) {
      values_[0][f].fill(0);
      for (std::size_t row = 0; row < batch.size(); ++row)
        values_[0][f][row] = rows_[batch[row] * n_features_ + f];
    }
    for (std::size_t index = 0; index < layers_.size(); ++index)
      forward(layers_[index], index + 1 < layers_.size(), values_[index], values_[index + 1]);
    return values_.back()[0];
  }

  void run_epoch() {
    random::shuffle(fitted_to_, random_);
    for (std::size_t first = 0; first < fitted_to_.size(); first += kBatchRows)
      run_batch(std::span(fitted_to_).subspan(first, std::min(kBatchRows, fitted_to_.size() - first)));
  }

  void run_batch(std::span<const std::size_t> batch) {
    const Column& said = said_of(batch);
    Column& slope = slopes_.back()[0];
    slope.fill(0);
    for (std::size_t row = 0; row < batch.size(); ++row)
      slope[row] = ((is_log_loss() ? portable::sigmoid(said[row]) : said[row]) - targets_[batch[row]]) /
                   static_cast<float>(batch.size());
    first_decay_ *= 0.9;
    second_decay_ *= 0.999;
    const auto step_length =
        static_cast<float>(settings_.learning_rate * std::sqrt(1 - second_decay_) / (1 - first_decay_));
    for (std::size_t index = layers_.size(); index-- > 0;) {
      const std::vector<float> gradient =
          parameter_slopes(layers_[index], values_[index], slopes_[index + 1], static_cast<float>(settings_.alpha));
      if (index > 0) backward(layers_[index], values_[index], slopes_[index + 1], slopes_[index]);
      moments_[index].step(layers_[index], gradient, step_length);
    }
  }

  /// Mean over the held-out rows.
  double held_out_loss() {
    double loss = 0;
    for (std::size_t first = 0; first < held_out_.size(); first += kBatchRows) {
      const auto batch =
          std::span<const std::size_t>(held_out_).subspan(first, std::min(kBatchRows, held_out_.size() - first));
      const Column& said = said_of(batch);
      for (std::size_t row = 0; row < batch.size(); ++row)
        loss +=
            is_log_loss() ? log_loss(said[row], targets_[batch[row]]) : half_square(said[row] - targets_[batch[row]]);
    }
    return loss / static_cast<double>(held_out_.size());
  }

  static double log_loss(float log_odds, float target) {
    const auto against = static_cast<double>(target != 0 ? -log_odds : log_odds);
    return std::max(against, 0.0) + portable::log(1 + portable::exp(-std::abs(against)));
  }

  static double half_square(float error) { return static_cast<double>(error) * static_cast<double>(error) / 2; }

  std::span<const float> rows_;
  std::span<const float> targets_;
  std::size_t n_features_;
  const PerceptronSettings& settings_;
  random::SplitMix64 random_;
  std::vector<Layer> layers_;
  std::vector<Moments> moments_;
  std::vector<Columns> values_;  // of the inputs, then of each layer's outputs
  std::vector<Columns> slopes_;  // of the loss, by those values
  std::vector<std::size_t> fitted_to_;
  std::vector<std::size_t> held_out_;
  double first_decay_ = 1;
  double second_decay_ = 1;
};

}  // namespace

std::vector<scoring::DenseLayer> fit_multilayer_perceptron(std::span<const float> rows, std::span<const float> targets,
                                                           const PerceptronSettings& settings,
                                                           const std::stop_token& stop) {
  std::vector<scoring::DenseLayer> fitted;
  for (const Layer& layer : Trainer(rows, targets, settings).train(stop)) {
    const auto biases = layer.parameters.begin() + static_cast<std::ptrdiff_t>(layer.n_weights());
    fitted.push_back({layer.n_outputs, {layer.parameters.begin(), biases}, {biases, layer.parameters.end()}});
  }
  return fitted;
}

}  // namespace clearwell::training
