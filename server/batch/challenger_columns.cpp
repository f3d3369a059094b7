#include "server/batch/challenger_columns.hpp"

#include "server/batch/csv_writer.hpp"
#include "server/batch/prediction_cells.hpp"
#include "server/scoring/flags.hpp"

#include <limits>
#include <utility>

namespace clearwell::batch {
namespace {

constexpr std::string_view kNames[] = {"challenger_prediction", "challenger_probability", "challenger_model_version"};
constexpr std::string_view kNamesOfRegression[] = {"challenger_prediction", "challenger_model_version"};

}  // namespace

ChallengerColumns::ChallengerColumns(std::shared_ptr<const scoring::LoadedModel> challenger, bool is_regression,
                                     std::istream& in)
    : challenger_(std::move(challenger)), is_regression_(is_regression) {
  if (!challenger_) return;
  Result<CsvRows> input = CsvRows::open(in, challenger_->predictor.spec());
  if (input) input_.emplace(std::move(input).value());
}

std::span<const std::string_view> ChallengerColumns::names() const {
  if (is_regression_) return kNamesOfRegression;
  return kNames;
}

void ChallengerColumns::read_next() {
  if (!input_) return;
  const std::size_t n_features = challenger_->predictor.n_features();
  const std::size_t end = rows_.size() + n_features;
  intake::CsvRecord record;
  std::vector<scoring::UnknownCategory> unknown;  // it scores them as gaps
  const Result<bool> more = input_->next(record, rows_, unknown);
  is_read_.push_back(more && *more);
  rows_.resize(end, std::numeric_limits<float>::quiet_NaN());
}

void ChallengerColumns::predict() {
  predictions_.resize(is_read_.size());
  is_answered_ = std::move(is_read_);
  is_read_.clear();
  if (!predictions_.empty()) challenger_->predictor.predict(rows_, predictions_);
  const std::size_t n_features = input_ ? challenger_->predictor.n_features() : 0;
  for (std::size_t row = 0; row < predictions_.size(); ++row) {
    const bool nothing = scoring::nothing_measured(std::span(rows_).subspan(row * n_features, n_features));
    is_answered_[row] = is_answered_[row] && !nothing && is_computable(predictions_[row]);
  }
  rows_.clear();
}

void ChallengerColumns::write(CsvWriter& writer, std::size_t row) const {
  const bool is_answered = row < is_answered_.size() && is_answered_[row];
  write_prediction(writer, is_answered ? &predictions_[row] : nullptr, is_regression_);
  writer.cell(challenger_ ? std::to_string(challenger_->version.version) : "");
}

}  // namespace clearwell::batch
