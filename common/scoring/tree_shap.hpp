#pragma once

#include "common/onnx/operators/tree_ensemble.hpp"

#include <span>
#include <vector>

namespace clearwell::scoring {

/// Mean margin of all trees over the training rows that their covers count: the bias of the contributions.
double expected_margin(const onnx::TreeTable& table);

/// Adds each feature's contribution to one row's margin.
/// \param row            [n_features]; NaN where not measured
/// \param contributions  [n_features], added to
/// \pre                  table.covers is filled
/// Source: Lundberg, Erion, Lee (2018), "Consistent Individualized Feature Attribution for Tree Ensembles",
/// arXiv:1802.03888, algorithm 2.
void add_tree_shap(const onnx::TreeTable& table, std::span<const double> row, std::span<double> contributions);

}  // namespace clearwell::scoring
