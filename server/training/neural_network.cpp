#include "common/random/split_mix.hpp"
#include "server/training/families.hpp"
#include "server/training/multilayer_perceptron.hpp"
#include "server/training/standardisation.hpp"

#include <array>

/// Multilayer perceptrons on median-filled, standardised features; several, which differ by seed alone, are averaged in
/// the log-odds: each holds other rows out and starts elsewhere, so that their errors cancel in part.
/// Source: Hansen, Salamon (1990), Neural network ensembles, doi:10.1109/34.58871.
namespace clearwell::training {
namespace {

class NeuralNetworks final : public Estimator {
 public:
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
    std::vector<FittedPipeline> fitted;
    for (const HyperParameters& candidate : candidates) {
      const auto knob = [&](std::string_view name) { return candidate.find(name)->second; };
      PerceptronSettings perceptron;
      perceptron.hidden_units.assign(static_cast<std::size_t>(knob("hidden_layers")),
                                     static_cast<std::size_t>(knob("hidden_units")));
      perceptron.alpha = knob("alpha");
      perceptron.learning_rate = knob("learning_rate");
      perceptron.epochs = static_cast<int>(knob("epochs"));
      scoring::NeuralNetwork ensemble{standardisation, {}};
      for (std::uint64_t network = 0; network < static_cast<std::uint64_t>(knob("n_networks")); ++network) {
        perceptron.seed = random::derived_seed(settings.seed, network);
        ensemble.networks.push_back(fit_multilayer_perceptron(inputs, rows.labels, perceptron, settings.stop));
      }
      fitted.emplace_back(std::move(ensemble));
    }
    return fitted;
  }
};

}  // namespace

const Estimator& neural_network() {
  static const NeuralNetworks estimator;
  return estimator;
}

}  // namespace clearwell::training
