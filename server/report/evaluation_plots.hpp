#pragma once

#include "common/evaluation/confusion_matrix.hpp"
#include "common/spec/dataset_spec.hpp"
#include "server/base/localized_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What a model is worth, drawn: each answers a whole SVG file.
namespace clearwell::report {

/// Rows that one outer fold judged.
struct JudgedFold {
  std::vector<float> probabilities;  ///< calibrated, of the positive class, by a model that had not seen the row
  std::vector<std::uint8_t> labels;  ///< 1 for the positive class
};

/// All that the plots of one family are drawn from.
struct JudgedRows {
  std::string family;
  std::vector<JudgedFold> folds;             ///< of all repeats
  int n_repeats = 1;                         ///< times that each row was judged
  evaluation::ConfusionMatrix at_threshold;  ///< as the files themselves decided, over all folds
  double recall_floor = 0;
};

/// Hit rate against false alarms at every threshold; each fold thin, all together thick, guessing dashed.
std::string roc_plot(const JudgedRows& rows, const spec::LabelSpec& label, base::Language language);

/// Precision against recall at every threshold; the base rate dashed, what was chosen as a dot with its Wilson
/// interval.
std::string precision_recall_plot(const JudgedRows& rows, const spec::LabelSpec& label, base::Language language);

/// How often rows of a probability turned out positive, with Wilson intervals, over the distribution of probabilities.
std::string calibration_plot(const JudgedRows& rows, const spec::LabelSpec& label, base::Language language);

/// Counts by what was and what the model called it, with the share of each actual class.
std::string confusion_matrix_plot(const JudgedRows& rows, const spec::LabelSpec& label, base::Language language);

/// Bars, the longest first, at most twenty.
/// \param importances  title of a feature and the mean magnitude of its contribution in that unit
std::string feature_importance_plot(std::vector<std::pair<spec::LocalizedText, double>> importances, std::size_t n_rows,
                                    const std::string& unit, base::Language language);

}  // namespace clearwell::report
