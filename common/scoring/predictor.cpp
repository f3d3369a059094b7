#include "common/scoring/predictor.hpp"

#include "common/onnx/program.hpp"
#include "common/onnx/wire.hpp"
#include "common/scoring/explainer.hpp"
#include "common/scoring/model_facts.hpp"
#include "common/scoring/outputs.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace clearwell::scoring {

struct Predictor::Plan {
  spec::DatasetSpec spec;
  ModelFacts facts;
  Calibration calibration;
  onnx::Program program;
  std::unique_ptr<const Explainer> explainer;
  std::size_t margin = 0;
  std::size_t probabilities = 0;  // neither this nor the label of a regression
  std::size_t label = 0;

  bool is_regression() const { return spec.is_regression(); }
  Result<Ok> find_class_outputs();

  explicit Plan(onnx::Program compiled) : program(std::move(compiled)) {}
};

namespace {

/// A named value of the wanted type and width, or what is wrong with it.
Result<std::size_t> find_output(const onnx::Program& program, std::string_view name, onnx::ElementType type,
                                std::size_t width) {
  const int index = program.value_index(name);
  if (index < 0) return Error{"model file: the output \"" + std::string(name) + "\" is missing", "graph.output"};
  const onnx::Operand& operand = program.operand(static_cast<std::size_t>(index));
  if (operand.type != type || operand.width != width || !operand.per_row())
    return Error{"model file: the output \"" + std::string(name) + "\" is not " + std::string(onnx::name_of(type)) +
                     " of width " + std::to_string(width),
                 "graph.output"};
  return static_cast<std::size_t>(index);
}

/// Puts the value of a constant of the graph into `value`, which stays as it is where the file has none of that name.
Result<Ok> read_constant(const onnx::Program& program, const char* name, double& value) {
  const int index = program.value_index(name);
  if (index < 0) return Ok{};
  const onnx::Tensor* constant = program.operand(static_cast<std::size_t>(index)).constant;
  if (constant == nullptr || constant->values.size() != 1 || !std::isfinite(constant->values[0]))
    return Error{"model file: \"" + std::string(name) + "\" is not one finite constant", "graph.initializer"};
  value = constant->values[0];
  return Ok{};
}

Result<Calibration> read_calibration(const onnx::Program& program) {
  Calibration calibration;
  Result<Ok> read = read_constant(program, kCalibrationSlope, calibration.slope);
  if (read) read = read_constant(program, kCalibrationIntercept, calibration.intercept);
  if (!read) return read.error();
  if (calibration.slope <= 0)
    return Error{"model file: the calibration's slope is " + std::to_string(calibration.slope) +
                     ", which would turn the order of the rows round (accepted: above 0)",
                 "graph.initializer"};
  return calibration;
}

/// The row that contributions are told against. A category in the middle of a list is none in the middle of anything.
std::vector<float> reference_row(const spec::DatasetSpec& spec, const ModelFacts& facts) {
  std::vector<float> row;
  for (std::size_t i = 0; i < spec.features.size(); ++i)
    row.push_back(spec.features[i].type == spec::FeatureType::categorical
                      ? std::numeric_limits<float>::quiet_NaN()
                      : static_cast<float>(facts.training_ranges[i].median));
  return row;
}

Error in_file(const Error& error) {
  const bool said = error.message.rfind("model file:", 0) == 0;
  return Error{(said ? "" : "model file: ") + error.message, error.field};
}

}  // namespace

Result<Ok> Predictor::Plan::find_class_outputs() {
  Result<std::size_t> found = find_output(program, kProbabilitiesOutput, onnx::ElementType::float32, 2);
  if (!found) return found.error();
  probabilities = *found;
  found = find_output(program, kLabelOutput, onnx::ElementType::int64, 1);
  if (!found) return found.error();
  label = *found;
  Result<Calibration> read = read_calibration(program);
  if (!read) return read.error();
  calibration = *read;
  return Ok{};
}

Predictor::Predictor(std::unique_ptr<const Plan> plan) : plan_(std::move(plan)) {}
Predictor::~Predictor() = default;
Predictor::Predictor(Predictor&&) noexcept = default;
Predictor& Predictor::operator=(Predictor&&) noexcept = default;

Result<Predictor> Predictor::load(std::string_view onnx_bytes) {
  Result<onnx::Model> model = onnx::read_model(onnx_bytes);
  if (!model) return model.error();
  Result<spec::DatasetSpec> spec = read_spec(*model);
  if (!spec) return spec.error();
  Result<ModelFacts> facts = read_facts(*model, *spec);
  if (!facts) return facts.error();
  Result<onnx::Program> program = onnx::Program::compile(std::move(*model));
  if (!program) return in_file(program.error());
  if (program->input_width() != spec->features.size())
    return Error{"model file: the input has " + std::to_string(program->input_width()) + " columns, the spec " +
                     std::to_string(spec->features.size()) + " features",
                 "graph.input"};

  auto plan = std::make_unique<Plan>(std::move(*program));
  plan->spec = std::move(*spec);
  plan->facts = std::move(*facts);
  const char* score = plan->is_regression() ? kValueOutput : kMarginOutput;
  Result<std::size_t> margin = find_output(plan->program, score, onnx::ElementType::float32, 1);
  if (!margin) return margin.error();
  plan->margin = *margin;
  if (!plan->is_regression())
    if (Result<Ok> found = plan->find_class_outputs(); !found) return found.error();
  Result<std::unique_ptr<const Explainer>> explainer =
      make_explainer(plan->program, score, reference_row(plan->spec, plan->facts));
  if (!explainer) return in_file(explainer.error());
  plan->explainer = std::move(*explainer);
  return Predictor(std::move(plan));
}

const spec::DatasetSpec& Predictor::spec() const {
  return plan_->spec;
}
const ModelFacts& Predictor::facts() const {
  return plan_->facts;
}
const Calibration& Predictor::calibration() const {
  return plan_->calibration;
}
std::size_t Predictor::n_features() const {
  return plan_->spec.features.size();
}

void Predictor::predict(std::span<const float> rows, std::span<Prediction> out) const {
  assert(rows.size() == out.size() * n_features());
  // A single row is common and must not pay for sixty-four.
  onnx::Program::Workspace workspace(plan_->program, std::min(onnx::Program::kBlockRows, out.size()));
  for (std::size_t first = 0; first < out.size(); first += onnx::Program::kBlockRows) {
    const std::size_t n = std::min(onnx::Program::kBlockRows, out.size() - first);
    workspace.run(rows.data() + first * n_features(), n);
    const double* margins = workspace.value(plan_->margin);
    if (plan_->is_regression()) {
      for (std::size_t i = 0; i < n; ++i)
        out[first + i] = {.margin = static_cast<float>(margins[i])};
      continue;
    }
    const double* probabilities = workspace.value(plan_->probabilities);
    const double* labels = workspace.value(plan_->label);
    for (std::size_t i = 0; i < n; ++i)
      out[first + i] = {static_cast<float>(margins[i]), static_cast<float>(probabilities[2 * i + 1]), labels[i] != 0};
  }
}

Prediction Predictor::predict(std::span<const float> row) const {
  Prediction prediction;
  predict(row, std::span<Prediction>(&prediction, 1));
  return prediction;
}

std::vector<double> Predictor::contributions(std::span<const float> row) const {
  assert(row.size() == n_features());
  std::vector<double> contributions = plan_->explainer->explain(row);
  for (double& contribution : contributions)
    contribution *= plan_->calibration.slope;
  contributions.back() += plan_->calibration.intercept;
  return contributions;
}

std::vector<float> Predictor::split_values(std::size_t feature) const {
  return plan_->explainer->split_values(feature);
}

}  // namespace clearwell::scoring
