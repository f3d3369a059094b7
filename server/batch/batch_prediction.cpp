#include "server/batch/batch_prediction.hpp"

#include "common/spec/data_origin.hpp"
#include "server/batch/csv_rows.hpp"
#include "server/batch/csv_writer.hpp"
#include "server/batch/prediction_cells.hpp"
#include "server/scoring/flags.hpp"

#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace clearwell::batch {
namespace {

constexpr std::size_t kRowsPerBlock = 1'000;
constexpr std::string_view kAddedColumns[] = {"prediction", "probability", "model_version", "flags", "simulated"};
constexpr std::string_view kProbabilityColumn = kAddedColumns[1];  // a regression has none

/// A name twice in the header would make the output ambiguous.
std::optional<std::string> taken_column(const std::vector<std::string>& header, const ChallengerColumns* challenger) {
  std::vector<std::string_view> added(std::begin(kAddedColumns), std::end(kAddedColumns));
  if (challenger != nullptr) added.insert(added.end(), challenger->names().begin(), challenger->names().end());
  for (const std::string_view name : added) {
    for (const std::string& column : header) {
      if (intake::equal_ignoring_case(intake::trim(column), name)) return column;
    }
  }
  return std::nullopt;
}

class BatchPrediction {
 public:
  BatchPrediction(const scoring::Predictor& predictor, int version, CsvRows& input, std::ostream& out,
                  BatchDrift& drift, ChallengerColumns* challenger)
      : predictor_(predictor),
        version_(std::to_string(version)),
        simulated_(spec::is_simulated(predictor.facts().data_origin) ? "true" : "false"),
        input_(input),
        writer_(out, input.delimiter()),
        drift_(drift),
        challenger_(challenger) {}

  Result<RowCounts> run() {
    writer_.cells(input_.header());
    for (const std::string_view name : kAddedColumns)
      if (name != kProbabilityColumn || !is_regression()) writer_.cell(name);
    if (challenger_ != nullptr)
      for (const std::string_view name : challenger_->names())
        writer_.cell(name);
    writer_.end_record();
    intake::CsvRecord record;
    for (;;) {
      const Result<bool> more = input_.next(record, rows_, unknown_categories_);
      if (!more) return more.error();
      if (!*more) break;
      if (challenger_ != nullptr) challenger_->read_next();
      drift_.add(std::span<const float>(rows_).last(predictor_.n_features()));
      records_.push_back(record.cells);
      if (records_.size() == kRowsPerBlock) write_block();
    }
    write_block();
    return counts_;
  }

 private:
  void write_block() {
    std::vector<scoring::Prediction> predictions(records_.size());
    predictor_.predict(rows_, predictions);
    if (challenger_ != nullptr) challenger_->predict();
    for (std::size_t i = 0; i < records_.size(); ++i) {
      writer_.cells(records_[i]);
      write_answer(std::span(rows_).subspan(i * predictor_.n_features(), predictor_.n_features()),
                   scoring::unknown_in_row(unknown_categories_, i), predictions[i]);
      if (challenger_ != nullptr) challenger_->write(writer_, i);
      writer_.end_record();
    }
    rows_.clear();
    records_.clear();
    unknown_categories_.clear();
  }

  void write_answer(std::span<const float> row, std::span<const scoring::UnknownCategory> unknown,
                    const scoring::Prediction& prediction) {
    const bool nothing = scoring::nothing_measured(row);
    const bool too_large = !is_computable(prediction);
    const std::string flags = nothing ? "nothing_measured"
                              : too_large
                                  ? "not_computable"
                                  : scoring::flags_text(scoring::flags_of(predictor_, row, unknown), predictor_.spec());
    const bool answered = !nothing && !too_large;
    write_prediction(writer_, answered ? &prediction : nullptr, is_regression());
    writer_.cell(version_);
    writer_.cell(flags);
    writer_.cell(simulated_);
    ++(answered ? counts_.scored : nothing ? counts_.nothing_measured : counts_.not_computable);
    if (answered && !flags.empty()) ++counts_.flagged;
  }

  bool is_regression() const { return predictor_.spec().is_regression(); }

  const scoring::Predictor& predictor_;
  const std::string version_;
  const std::string simulated_;
  CsvRows& input_;
  CsvWriter writer_;
  BatchDrift& drift_;
  ChallengerColumns* challenger_;
  std::vector<float> rows_;
  std::vector<scoring::UnknownCategory> unknown_categories_;  // in rows_
  std::vector<std::vector<std::string>> records_;
  RowCounts counts_;
};

/// The rows of a file that may be answered.
Result<CsvRows> open_rows(const scoring::Predictor& predictor, std::istream& in, const ChallengerColumns* challenger) {
  Result<CsvRows> input = CsvRows::open(in, predictor.spec());
  if (!input) return input.error();
  if (const auto taken = taken_column(input->header(), challenger))
    return Error{"the column '" + *taken + "' is one that predict adds; rename it", "header"};
  return input;
}

}  // namespace

Result<RowCounts> predict_file(const scoring::Predictor& predictor, int version, std::istream& in, std::ostream& out,
                               BatchDrift& drift, ChallengerColumns* challenger) {
  Result<CsvRows> input = open_rows(predictor, in, challenger);
  if (!input) return input.error();
  return BatchPrediction(predictor, version, *input, out, drift, challenger).run();
}

Result<Ok> check_file(const scoring::Predictor& predictor, std::istream& in, BatchDrift& drift) {
  Result<CsvRows> input = open_rows(predictor, in, nullptr);
  if (!input) return input.error();
  intake::CsvRecord record;
  std::vector<float> row;
  std::vector<scoring::UnknownCategory> unknown;
  for (;;) {
    row.clear();
    unknown.clear();
    const Result<bool> more = input->next(record, row, unknown);
    if (!more) return more.error();
    if (!*more) return Ok{};
    drift.add(row);
  }
}

}  // namespace clearwell::batch
