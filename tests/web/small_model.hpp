#pragma once

#include "common/onnx/wire.hpp"
#include "common/scoring/pipeline.hpp"

#include <string>

/// A model of two made-up features, so that no test leans on the names of a real one: margin = sweetness − 2·depth + 1,
/// positive from probability 0.6 on.
namespace clearwell::test {

inline spec::DatasetSpec small_spec() {
  spec::DatasetSpec spec;
  spec.name = "pools";
  spec.title = {"Pools", "Piletas"};
  spec.features = {{"sweetness", "sweetness", {"Sweetness", "Dulzor"}, "g/L", {0, 100}, 1, {}},
                   {"depth", "depth", {"Depth", "Hondura"}, "", {0, 9}, 0, {}}};
  spec.label.name = "liked";
  spec.label.positive = {"1"};
  spec.label.negative = {"0"};
  spec.label.positive_means = {"liked", "gusta"};
  spec.label.negative_means = {"not liked", "no gusta"};
  spec.label.disclaimer = {"Taste only.", "Solo gusto."};
  spec.families = {{"logistic_regression", {}}};
  return spec;
}

/// A number in place of the classes.
inline spec::DatasetSpec small_regression_spec() {
  spec::DatasetSpec spec = small_spec();
  spec.task = spec::Task::regression;
  spec.label = {};
  spec.label.name = "price";
  spec.label.title = {"Price", "Precio"};
  spec.label.unit = "CLP/L";
  spec.label.plausible = {0, 1000};
  spec.label.decimals = 1;
  spec.label.disclaimer = {"Prices only.", "Solo precios."};
  spec.metric = {"mae", 0};
  return spec;
}

inline std::string small_model_bytes(const spec::DatasetSpec& spec = small_spec()) {
  scoring::ModelFacts facts;
  facts.family = "logistic_regression";
  facts.data_origin = "simulated";
  facts.threshold = 0.6;
  facts.training_rows = 100;
  facts.training_data_sha256 = std::string(64, '0');
  facts.training_ranges = {{10, 30, 20, 0.1}, {2, 4, 3, 0}};
  const scoring::LinearModel linear{{{20, 3}, {20, 3}, {1, 1}}, {1, -2}, 1};
  return onnx::write_model(scoring::build_model(linear, spec, facts));
}

}  // namespace clearwell::test
