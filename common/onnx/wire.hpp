#pragma once

#include "common/onnx/model.hpp"
#include "common/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace clearwell::onnx {

/// What a file may cost at most. A file from outside is refused before it is believed.
struct ReadLimits {
  std::size_t max_bytes = std::size_t{64} << 20;
  std::size_t max_nodes = 10'000;
};

/// Reads an ONNX file. Memory stays within a small multiple of the file's size, whatever its length fields claim.
/// Errors say what and where: `graph.node[3].attribute[2] (nodes_modes): the file ends inside a field`.
Result<Model> read_model(std::string_view bytes, const ReadLimits& limits = {});

/// Writes an ONNX file. The same model gives the same bytes.
std::string write_model(const Model& model);

}  // namespace clearwell::onnx
