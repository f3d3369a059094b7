#pragma once

#include "common/parity/parity.hpp"
#include "common/scoring/predictor.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace clearwell::state {

/// The parity seal's computation, one row at a time, so that no frame waits for it.
class SealRun {
 public:
  SealRun(std::shared_ptr<const scoring::Predictor> predictor, std::size_t n_rows);

  std::size_t rows_done() const { return rows_done_; }
  bool done() const { return rows_done_ == n_rows_; }
  /// Scores the next row.
  /// \pre  !done()
  void step();
  /// \pre  done(); called once
  std::string digest() { return builder_.finish(); }

 private:
  std::shared_ptr<const scoring::Predictor> predictor_;
  std::size_t n_rows_;
  std::size_t rows_done_ = 0;
  std::vector<float> rows_;
  parity::DigestBuilder builder_;
};

}  // namespace clearwell::state
