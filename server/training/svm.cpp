#include "server/training/cancellation.hpp"
#include "server/training/families.hpp"
#include "server/training/standardisation.hpp"
#include "server/training/target_scale.hpp"

#include <libsvm/svm.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

/// Support vector machine with the radial basis kernel, on median-filled, standardised features: LIBSVM's C-SVC without
/// its probabilities, which are calibrated elsewhere; as a regression its epsilon-SVR on standardised targets. Nothing
/// is drawn. The only file that knows the library.
/// Source: Chang, Lin (2011), LIBSVM: a library for support vector machines, doi:10.1145/1961189.1961199.
namespace clearwell::training {
namespace {

struct ModelDeleter {
  void operator()(svm_model* model) const noexcept { svm_free_and_destroy_model(&model); }
};
using Model = std::unique_ptr<svm_model, ModelDeleter>;

/// Rows in the library's form. Its models point into them. Neither copied nor moved, since they hold pointers to
/// themselves.
class Problem {
 public:
  /// \param targets  [n_rows]: 1 and -1 for two classes, or numbers
  Problem(const std::vector<double>& rows, std::vector<double> targets) : targets_(std::move(targets)) {
    const std::size_t n_features = rows.size() / targets_.size();
    nodes_.reserve(targets_.size() * (n_features + 1));
    for (std::size_t row = 0; row < targets_.size(); ++row) {
      starts_.push_back(nodes_.data() + nodes_.size());
      for (std::size_t f = 0; f < n_features; ++f)
        nodes_.push_back({static_cast<int>(f) + 1, rows[row * n_features + f]});
      nodes_.push_back({-1, 0});  // ends the row
    }
    problem_ = {static_cast<int>(targets_.size()), targets_.data(), starts_.data()};
  }
  Problem(const Problem&) = delete;
  Problem& operator=(const Problem&) = delete;

  const svm_problem& get() const { return problem_; }

 private:
  std::vector<svm_node> nodes_;
  std::vector<svm_node*> starts_;
  std::vector<double> targets_;
  svm_problem problem_{};
};

std::vector<double> signs_of(const std::vector<std::uint8_t>& labels) {
  std::vector<double> signs;
  for (const std::uint8_t label : labels)
    signs.push_back(label != 0 ? 1 : -1);
  return signs;
}

svm_parameter parameter_of(int svm_type, double c, double gamma, double epsilon) {
  svm_parameter parameter{};
  parameter.svm_type = svm_type;
  parameter.p = epsilon;
  parameter.kernel_type = RBF;
  parameter.gamma = gamma;
  parameter.C = c;
  parameter.cache_size = 200;  // MB for kernel values; how many are kept does not change any result
  parameter.eps = 1e-3;        // the library's own default, and scikit-learn's
  parameter.shrinking = 1;
  return parameter;
}

Model train(const Problem& problem, const svm_parameter& parameter) {
  if (const char* refusal = svm_check_parameter(&problem.get(), &parameter))
    throw TrainingError(std::string("svm_check_parameter: ") + refusal);
  Model model(svm_train(&problem.get(), &parameter));
  if (!model || model->nr_class != 2) throw TrainingError("svm_train: no machine with one decision value");
  return model;
}

/// \param scale  of a regression's targets
scoring::SupportVectorMachine carried_over(const svm_model& model, const scoring::Standardisation& standardisation,
                                           const std::vector<double>& rows, const TargetScale& scale) {
  const std::size_t n_columns = standardisation.n_columns();
  // The library's decision is positive for the class of the first row; a regression has no classes.
  const double unit = model.label != nullptr ? model.label[0] : scale.sd;
  scoring::SupportVectorMachine machine{
      standardisation, model.param.gamma, {}, {}, (model.label != nullptr ? 0 : scale.mean) - unit * model.rho[0]};
  for (int v = 0; v < model.l; ++v) {
    const auto row = static_cast<std::ptrdiff_t>(model.sv_indices[v] - 1) * static_cast<std::ptrdiff_t>(n_columns);
    machine.support_vectors.insert(machine.support_vectors.end(), rows.begin() + row,
                                   rows.begin() + row + static_cast<std::ptrdiff_t>(n_columns));
    machine.dual_coefficients.push_back(unit * model.sv_coef[0][v]);
  }
  if (model.l == 0) {  // every error lies below epsilon; a model file takes one vector at least
    machine.support_vectors.assign(n_columns, 0);
    machine.dual_coefficients = {0};
  }
  return machine;
}

/// The library prints its progress for everybody unless it is told not to.
void silence_library() {
  static const bool done = [] {
    svm_set_print_string_function([](const char*) {});
    return true;
  }();
  static_cast<void>(done);
}

class Svm final : public Estimator {
 public:
  explicit Svm(spec::Task task) : task_(task) {}

  spec::Task task() const override { return task_; }
  std::string_view family() const override { return "svm"; }

  std::span<const HyperParameter> hyper_parameters() const override {
    static constexpr std::array kKnobs = {
        HyperParameter{"c", 1e-3, 1e4, false, 1},  // what a row on the wrong side costs
        // In units of 1 / (n_columns · variance of all values), scikit-learn's gamma="scale".
        HyperParameter{"gamma_scale", 1e-4, 1e4, false, 1},
        // In standard deviations of the targets: errors below it cost nothing. Of a regression only.
        HyperParameter{"epsilon", 1e-6, 10, false, 0.1},
    };
    const std::span<const HyperParameter> all(kKnobs);
    return is_regression() ? all : all.first(2);
  }

  std::vector<FittedPipeline> fit(const dataset::TrainingTable& rows, std::span<const HyperParameters> candidates,
                                  const FitSettings& settings) const override {
    silence_library();
    const scoring::Standardisation standardisation = fit_standardisation(rows);
    const std::vector<double> standardised = standardised_rows(rows, standardisation);
    // Each column has the variance 1, or 0 when it is constant.
    const auto n_varying = std::count_if(standardisation.inverse_sds.begin(), standardisation.inverse_sds.end(),
                                         [](double inverse_sd) { return inverse_sd > 0; });
    const double gamma_unit = 1 / static_cast<double>(std::max<std::ptrdiff_t>(1, n_varying));

    const TargetScale scale = is_regression() ? fit_target_scale(rows.targets) : TargetScale{};
    const Problem problem(standardised, is_regression() ? scale.standardised(rows.targets) : signs_of(rows.labels));
    std::vector<FittedPipeline> fitted;
    for (const HyperParameters& candidate : candidates) {
      throw_if_cancelled(settings.stop);
      const auto knob = [&](std::string_view name) { return candidate.find(name)->second; };
      const double gamma = gamma_unit * knob("gamma_scale");
      const Model model = train(problem, is_regression() ? parameter_of(EPSILON_SVR, knob("c"), gamma, knob("epsilon"))
                                                         : parameter_of(C_SVC, knob("c"), gamma, 0));
      fitted.emplace_back(carried_over(*model, standardisation, standardised, scale));
    }
    return fitted;
  }

 private:
  bool is_regression() const { return task_ == spec::Task::regression; }

  spec::Task task_;
};

}  // namespace

const Estimator& svm() {
  static const Svm estimator(spec::Task::classification);
  return estimator;
}

const Estimator& svm_regression() {
  static const Svm estimator(spec::Task::regression);
  return estimator;
}

}  // namespace clearwell::training
