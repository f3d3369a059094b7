#pragma once

namespace clearwell::spec {

enum class SearchMethod {
  grid,     ///< every combination of the values
  random,   ///< so many combinations, drawn
  halving,  ///< so many combinations, drawn, on growing shares of the training rows; at each step one in `factor` stays
};

/// How hyper-parameters are searched.
struct SearchSpec {
  SearchMethod method = SearchMethod::grid;
  int candidates = 0;  ///< how many are drawn; fewer where lists alone span fewer combinations. 0 for a grid
  int factor = 3;      ///< of halving

  bool operator==(const SearchSpec&) const = default;
};

/// Values to draw from, both ends included.
struct ParameterRange {
  double low = 0;
  double high = 0;
  bool log_scale = false;  ///< every order of magnitude is as likely as the next

  bool operator==(const ParameterRange&) const = default;
};

}  // namespace clearwell::spec
