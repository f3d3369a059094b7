#include "common/evaluation/confusion_matrix.hpp"

namespace clearwell::evaluation {
namespace {

std::optional<double> ratio(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void ConfusionMatrix::add(bool predicted, bool actual) {
  if (predicted) {
    ++(actual ? true_positives : false_positives);
  } else {
    ++(actual ? false_negatives : true_negatives);
  }
}

ConfusionMatrix& ConfusionMatrix::operator+=(const ConfusionMatrix& other) {
  true_positives += other.true_positives;
  false_positives += other.false_positives;
  true_negatives += other.true_negatives;
  false_negatives += other.false_negatives;
  return *this;
}

std::int64_t ConfusionMatrix::rows() const {
  return true_positives + false_positives + true_negatives + false_negatives;
}
std::int64_t ConfusionMatrix::predicted_positives() const {
  return true_positives + false_positives;
}
std::int64_t ConfusionMatrix::actual_positives() const {
  return true_positives + false_negatives;
}

std::optional<double> ConfusionMatrix::precision() const {
  return ratio(true_positives, predicted_positives());
}
std::optional<double> ConfusionMatrix::recall() const {
  return ratio(true_positives, actual_positives());
}
std::optional<double> ConfusionMatrix::f1() const {
  return ratio(2 * true_positives, 2 * true_positives + false_positives + false_negatives);
}
std::optional<double> ConfusionMatrix::accuracy() const {
  return ratio(true_positives + true_negatives, rows());
}

}  // namespace clearwell::evaluation
