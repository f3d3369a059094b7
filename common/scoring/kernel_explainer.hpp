#pragma once

#include "common/scoring/explainer.hpp"

#include <memory>
#include <span>
#include <string>

namespace clearwell::scoring {

/// Exact Shapley values of a support vector machine with the radial basis kernel, against the reference row.
///
/// The kernel of a row and a support vector is a product over the features, and so is the game "known features are the
/// row's, unknown ones the reference's": v(S) = Π_{f in S} a_f · Π_{f not in S} b_f. Its Shapley values are integrals
/// of the game's multilinear extension, phi_f = ∫ (a_f - b_f) Π_{g ≠ f} (b_g + t (a_g - b_g)) dt from 0 to 1,
/// polynomials in t of degree n_features - 1, which Gauss-Legendre quadrature integrates exactly with half as many
/// nodes. Source: Owen (1972), Multilinear extensions of games, doi:10.1287/mnsc.18.5.64; product kernels: Mohammadi,
/// Chau, Muandet (2025), Computing exact Shapley values in polynomial time for product-kernel methods,
/// arXiv:2505.16516, who value an unknown feature otherwise. \param program    must outlive the explainer \param
/// reference  [n_features] \return           null when the margin is not computed as such a machine does, or only with
/// more work than one row
///                   is worth
std::unique_ptr<const Explainer> kernel_explainer(const onnx::Program& program, const std::string& output,
                                                  std::span<const float> reference);

}  // namespace clearwell::scoring
