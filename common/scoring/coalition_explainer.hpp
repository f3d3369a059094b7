#pragma once

#include "common/result.hpp"
#include "common/scoring/explainer.hpp"

#include <memory>
#include <vector>

namespace clearwell::scoring {

/// Shapley values of any graph, against the reference row: v(S) is the margin, before it is rounded to float32, of the
/// row whose features outside S are the reference's. They sum to margin(row) - margin(reference) exactly.
///
/// Up to ten features all coalitions are asked, and the values are exact. Beyond, about a thousand are: the values are
/// means over orders of the features in which one joins after the other, always an order and its reverse, the same for
/// every row.
/// Source: Castro, Gómez, Tejada (2009), Polynomial calculation of the Shapley value based on sampling,
/// doi:10.1016/j.cor.2008.04.004; reversed orders: Mitchell, Cooper, Frank, Holmes (2022), Sampling permutations for
/// Shapley value estimation, JMLR 23(43).
/// \param program    must outlive the explainer
/// \param reference  [n_features]
Result<std::unique_ptr<const Explainer>> coalition_explainer(const onnx::Program& program, const std::string& output,
                                                             std::vector<float> reference);

}  // namespace clearwell::scoring
