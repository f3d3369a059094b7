#pragma once

#include "common/result.hpp"
#include "common/scoring/pipeline.hpp"
#include "common/spec/dataset_spec.hpp"
#include "server/dataset/training_table.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace clearwell::training {

/// A fit went wrong through no fault of the data: the library refused, or did not converge.
class TrainingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One knob of a model family.
struct HyperParameter {
  std::string_view name;
  double low = 0;  ///< both ends are accepted
  double high = 0;
  bool whole = false;  ///< only whole numbers
  double preset = 0;   ///< where the spec's grid does not name it
};

/// A value for every knob of a family.
using HyperParameters = std::map<std::string, double, std::less<>>;

/// A fitted model with the preprocessing that was fitted with it.
using FittedPipeline =
    std::variant<scoring::LinearModel, scoring::TreeEnsemble, scoring::SupportVectorMachine, scoring::NeuralNetwork>;

/// What goes with a fit beside rows and candidates.
struct FitSettings {
  std::uint64_t seed = 0;
  std::stop_token stop = {};  ///< a fit that may take long asks it between steps, by throw_if_cancelled
};

/// A model family: how to fit it. Stateless, so threads may share it.
class Estimator {
 public:
  virtual ~Estimator() = default;
  virtual std::string_view family() const = 0;  ///< a classifier and a regression of one idea have one name
  virtual spec::Task task() const { return spec::Task::classification; }
  virtual std::span<const HyperParameter> hyper_parameters() const = 0;
  /// Name and version of the library that fits, for the record; empty where the code is ours.
  virtual std::string library() const { return {}; }
  /// The margin from which on the family itself, uncalibrated, would call a row positive: 0 on the scale of log-odds.
  virtual float even_margin() const { return 0; }

  /// Which candidates share so much work that they are fitted in one call, as groups of their positions; each position
  /// stands in one group. Groups are fitted side by side, so what is not worth a group costs time on many cores.
  /// Default: each by itself.
  virtual std::vector<std::vector<std::size_t>> groups(std::span<const HyperParameters> candidates) const;

  /// Fits one pipeline for each candidate to all rows of the table, on the caller's thread alone. A family may share
  /// work between candidates; the result is the same as fitting each alone. Same rows, candidates and seed: same
  /// pipelines, to the bit.
  /// \param rows        both classes occur; of a regression: a row or more, with targets
  /// \param candidates  each with a value for every hyper-parameter
  /// \return            [n_candidates]
  /// \throws TrainingError; Cancelled when settings.stop asked for it
  virtual std::vector<FittedPipeline> fit(const dataset::TrainingTable& rows,
                                          std::span<const HyperParameters> candidates,
                                          const FitSettings& settings) const = 0;
};

/// Positions of the candidates that agree in every knob but these, together. For families where such candidates can
/// share what they grow.
std::vector<std::vector<std::size_t>> agreeing_but_for(std::initializer_list<std::string_view> knobs,
                                                       std::span<const HyperParameters> candidates);

/// Every family for the task that this build knows.
std::span<const Estimator* const> estimators(spec::Task task = spec::Task::classification);
/// The estimator of that family, null when there is none for the task.
const Estimator* find_estimator(std::string_view family, spec::Task task = spec::Task::classification);

}  // namespace clearwell::training
