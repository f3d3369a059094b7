#include "server/batch/prediction_cells.hpp"

#include "server/batch/csv_writer.hpp"
#include "server/scoring/incomputable_rows.hpp"

#include <charconv>
#include <span>

namespace clearwell::batch {
namespace {

/// Shortest digits that give the same float back.
std::string shortest(float value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

}  // namespace

bool is_computable(const scoring::Prediction& prediction) {
  return scoring::find_incomputable(std::span(&prediction, 1)).empty();
}

void write_prediction(CsvWriter& writer, const scoring::Prediction* prediction, bool is_regression) {
  if (is_regression) {
    writer.cell(prediction == nullptr ? "" : shortest(prediction->margin));
    return;
  }
  writer.cell(prediction == nullptr ? "" : prediction->positive ? "1" : "0");
  writer.cell(prediction == nullptr ? "" : shortest(prediction->probability));
}

}  // namespace clearwell::batch
