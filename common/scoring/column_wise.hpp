#pragma once

#include "common/onnx/program.hpp"

#include <set>
#include <string>

namespace clearwell::scoring {

/// The values of which every column is computed from the same column of the input alone: what a feature has become
/// before features meet.
std::set<std::string, std::less<>> column_wise_values(const onnx::Program& program);

}  // namespace clearwell::scoring
