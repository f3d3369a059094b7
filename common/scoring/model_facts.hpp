#pragma once

#include "common/onnx/model.hpp"
#include "common/result.hpp"
#include "common/scoring/predictor.hpp"

#include <string>
#include <utility>
#include <vector>

/// What a model file says about itself in its metadata_props.
namespace clearwell::scoring {

inline constexpr const char* kSpecKey = "clearwell_spec";
inline constexpr const char* kFactsKey = "clearwell_facts";

/// The spec and the facts, and beside them what viewers of ONNX files show to people.
std::vector<std::pair<std::string, std::string>> to_metadata(const spec::DatasetSpec& spec, const ModelFacts& facts);

/// Errors name the key and the path in its JSON.
Result<spec::DatasetSpec> read_spec(const onnx::Model& model);
/// \param spec  of the same file: there must be a training range for each feature, and a threshold for two classes
Result<ModelFacts> read_facts(const onnx::Model& model, const spec::DatasetSpec& spec);

}  // namespace clearwell::scoring
