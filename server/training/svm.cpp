#include "server/training/cancellation.hpp"
#include "server/training/families.hpp"
#include "server/training/standardisation.hpp"

#include <libsvm/svm.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

/// Support vector machine with the radial basis kernel, on median-filled, standardised features: LIBSVM's C-SVC without
/// its probabilities, which are calibrated elsewhere. Nothing is drawn. The only file that knows the library.
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
  Problem(const std::vector<double>& rows, const std::vector<std::uint8_t>& labels) {
    const std::size_t n_features = rows.size() / labels.size();
    nodes_.reserve(labels.size() * (n_features + 1));
    for (std::size_t row = 0; row < labels.size(); ++row) {
      starts_.push_back(nodes_.data() + nodes_.size());
      for (std::size_t f = 0; f < n_features; ++f)
        nodes_.push_back({static_cast<int>(f) + 1, rows[row * n_features + f]});
      nodes_.push_back({-1, 0});  // ends the row
      signs_.push_back(labels[row] != 0 ? 1 : -1);
    }
    problem_ = {static_cast<int>(labels.size()), signs_.data(), starts_.data()};
  }
  Problem(const Problem&) = delete;
  Problem& operator=(const Problem&) = delete;

  const svm_problem& get() const { return problem_; }

 private:
  std::vector<svm_node> nodes_;
  std::vector<svm_node*> starts_;
  std::vector<double> signs_;
  svm_problem problem_{};
};

svm_parameter c_svc(double c, double gamma) {
  svm_parameter parameter{};
  parameter.svm_type = C_SVC;
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
  if (!model || model->nr_class != 2) throw TrainingError("svm_train: no machine that tells two classes apart");
  return model;
}

scoring::SupportVectorMachine carried_over(const svm_model& model, const scoring::Standardisation& standardisation,
                                           const std::vector<double>& rows) {
  const std::size_t n_features = standardisation.means.size();
  // The library's decision is positive for the class of the first row.
  const double sign = model.label[0];
  scoring::SupportVectorMachine machine{standardisation, model.param.gamma, {}, {}, -sign * model.rho[0]};
  for (int v = 0; v < model.l; ++v) {
    const auto row = static_cast<std::ptrdiff_t>(model.sv_indices[v] - 1) * static_cast<std::ptrdiff_t>(n_features);
    machine.support_vectors.insert(machine.support_vectors.end(), rows.begin() + row,
                                   rows.begin() + row + static_cast<std::ptrdiff_t>(n_features));
    machine.dual_coefficients.push_back(sign * model.sv_coef[0][v]);
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
  std::string_view family() const override { return "svm"; }

  std::span<const HyperParameter> hyper_parameters() const override {
    static constexpr std::array kKnobs = {
        HyperParameter{"c", 1e-3, 1e4, false, 1},  // what a row on the wrong side costs
        // In units of 1 / (n_features · variance of all values), scikit-learn's gamma="scale".
        HyperParameter{"gamma_scale", 1e-4, 1e4, false, 1},
    };
    return kKnobs;
  }

  std::vector<FittedPipeline> fit(const dataset::TrainingTable& rows, std::span<const HyperParameters> candidates,
                                  const FitSettings& settings) const override {
    silence_library();
    const scoring::Standardisation standardisation = fit_standardisation(rows);
    const std::vector<double> standardised = standardised_rows(rows, standardisation);
    // Each feature has the variance 1, or 0 when it is constant.
    const auto n_varying = std::count_if(standardisation.inverse_sds.begin(), standardisation.inverse_sds.end(),
                                         [](double inverse_sd) { return inverse_sd > 0; });
    const double gamma_unit = 1 / static_cast<double>(std::max<std::ptrdiff_t>(1, n_varying));

    const Problem problem(standardised, rows.labels);
    std::vector<FittedPipeline> fitted;
    for (const HyperParameters& candidate : candidates) {
      throw_if_cancelled(settings.stop);
      const Model model =
          train(problem, c_svc(candidate.find("c")->second, gamma_unit * candidate.find("gamma_scale")->second));
      fitted.emplace_back(carried_over(*model, standardisation, standardised));
    }
    return fitted;
  }
};

}  // namespace

const Estimator& svm() {
  static const Svm estimator;
  return estimator;
}

}  // namespace clearwell::training
