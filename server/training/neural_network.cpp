#include "common/random/split_mix.hpp"
#include "server/training/families.hpp"
#include "server/training/multilayer_perceptron.hpp"
#include "server/training/standardisation.hpp"
#include "server/training/target_scale.hpp"

#include <array>

/// Multilayer perceptrons on median-filled, standardised features; several, which differ by seed alone, are averaged,
/// of two classes in the log-odds, of a regression in the number, which they learn standardised: each holds other rows
/// out and starts elsewhere, so that their errors cancel in part. Source: Hansen, Salamon (1990), Neural network
/// ensembles, doi:10.1109/34.58871.
namespace clearwell::training {
namespace {

/// A network that was fitted to standardised targets, giving targets.
std::vector<scoring::DenseLayer> brought_back(std::vector<scoring::DenseLayer> layers, const TargetScale& scale) {
  for (double& weight : layers.back().weights)
    weight *= scale.sd;
  layers.back().biases[0] = layers.back().biases[0] * scale.sd + scale.mean;
  return layers;
}

class NeuralNetworks final : public Estimator {
 public:
  explicit NeuralNetworks(spec::Task task) : task_(task) {}

  spec::Task task() const override { return task_; }
  std::string_view family() const override { return "neural_network"; }

  std::span<const HyperParameter> hyper_parameters() const override {
    static constexpr std::array kKnobs = {
        HyperParameter{"hidden_units", 1, 256, true, 32}, HyperParameter{"hidden_layers", 1, 2, true, 1},
        HyperParameter{"alpha", 0, 10, false, 1e-4},      HyperParameter{"learning_rate", 1e-5, 1, false, 0.01},
        HyperParameter{"epochs", 1, 10'000, true, 200},   HyperParameter{"n_networks", 1, 50, true, 5},
    };
    return kKnobs;
  }

  std::vector<FittedPipeline> fit(const dataset::TrainingTable& rows, std::span<const HyperParameters> candidates,
                                  const FitSettings& settings) const override {
    const scoring::Standardisation standardisation = fit_standardisation(rows);
    const std::vector<double> standardised = standardised_rows(rows, standardisation);
    const std::vector<float> inputs(standardised.begin(), standardised.end());
    const bool is_regression = task_ == spec::Task::regression;
    const TargetScale scale = is_regression ? fit_target_scale(rows.targets) : TargetScale{};
    std::vector<float> targets(rows.labels.begin(), rows.labels.end());
    if (is_regression) {
      const std::vector<double> numbers = scale.standardised(rows.targets);
      targets.assign(numbers.begin(), numbers.end());
    }
    std::vector<FittedPipeline> fitted;
    for (const HyperParameters& candidate : candidates) {
      const auto knob = [&](std::string_view name) { return candidate.find(name)->second; };
      PerceptronSettings perceptron;
      perceptron.loss = is_regression ? Loss::squared_error : Loss::log_loss;
      perceptron.hidden_units.assign(static_cast<std::size_t>(knob("hidden_layers")),
                                     static_cast<std::size_t>(knob("hidden_units")));
      perceptron.alpha = knob("alpha");
      perceptron.learning_rate = knob("learning_rate");
      perceptron.epochs = static_cast<int>(knob("epochs"));
      scoring::NeuralNetwork ensemble{standardisation, {}};
      for (std::uint64_t network = 0; network < static_cast<std::uint64_t>(knob("n_networks")); ++network) {
        perceptron.seed = random::derived_seed(settings.seed, network);
        std::vector<scoring::DenseLayer> layers = fit_multilayer_perceptron(inputs, targets, perceptron, settings.stop);
        ensemble.networks.push_back(is_regression ? brought_back(std::move(layers), scale) : std::move(layers));
      }
      fitted.emplace_back(std::move(ensemble));
    }
    return fitted;
  }

 private:
  spec::Task task_;
};

}  // namespace

const Estimator& neural_network() {
  static const NeuralNetworks estimator(spec::Task::classification);
  return estimator;
}

const Estimator& neural_regression() {
  static const NeuralNetworks estimator(spec::Task::regression);
  return estimator;
}

}  // namespace clearwell::training
