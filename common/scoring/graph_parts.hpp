#pragma once

#include "common/onnx/model.hpp"
#include "common/scoring/pipeline.hpp"

#include <string>
#include <vector>

/// What the builders of model files put together. For pipeline.cpp and the files of the model shapes beside it.
namespace clearwell::scoring {

/// A constant of one row.
onnx::Tensor row_of(std::string name, onnx::ElementType type, std::vector<double> values);
/// A constant [values.size() / n_columns, n_columns] of doubles, row by row.
onnx::Tensor matrix_of(std::string name, std::size_t n_columns, std::vector<double> values);
onnx::Node node_of(std::string op_type, std::vector<std::string> inputs, std::string output,
                   std::vector<onnx::Attribute> attributes = {});
/// The attribute of a Cast node.
onnx::Attribute cast_to(onnx::ElementType type);

/// From `float_input` to the columns of the encoding. \return  the name of the value that holds them
std::string add_encoding(onnx::Graph& graph, const Encoding& encoding);

/// From `float_input` to `standardised`, in double.
void add_standardisation(onnx::Graph& graph, const Standardisation& standardisation);

/// Everything around a graph that computes `margin` from `float_input`: input, outputs, versions, facts. Of a
/// regression the margin is the answer, and is renamed to `value`.
onnx::Model model_around(onnx::Graph graph, const spec::DatasetSpec& spec, const ModelFacts& facts,
                         const Calibration& calibration);

}  // namespace clearwell::scoring
