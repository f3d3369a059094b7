#include "web/state/seal_run.hpp"

#include <span>
#include <utility>

namespace clearwell::state {

SealRun::SealRun(std::shared_ptr<const scoring::Predictor> predictor, std::size_t n_rows)
    : predictor_(std::move(predictor)),
      n_rows_(n_rows),
      rows_(parity::vector_set(*predictor_, n_rows)),
      builder_(*predictor_) {}

void SealRun::step() {
  const std::size_t width = predictor_->n_features();
  builder_.add_row(std::span<const float>(rows_).subspan(rows_done_ * width, width));
  ++rows_done_;
}

}  // namespace clearwell::state
