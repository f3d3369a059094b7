#pragma once

#include "common/onnx/operators/tree_ensemble.hpp"

namespace clearwell::tests {

/// What a tree ensemble means, node by node: the oracle of every faster walk.
inline float plain_margin(const onnx::TreeTable& table, const double* row) {
  float sum = table.base;
  for (const std::uint32_t root : table.roots) {
    const onnx::TreeTable::Node* node = &table.nodes[root];
    while (node->feature >= 0)
      node = &table.nodes[node->next(row[node->feature])];
    sum += node->value;
  }
  return sum;
}

}  // namespace clearwell::tests
