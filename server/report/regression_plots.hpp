#pragma once

#include "common/spec/dataset_spec.hpp"
#include "server/base/localized_text.hpp"

#include <string>
#include <vector>

/// What a regression is worth, drawn: each answers a whole SVG file.
namespace clearwell::report {

/// A row judged by a model that had not seen it.
struct EstimatedRow {
  double estimate = 0;
  double observed = 0;
};

struct EstimatedRows {
  std::string family;
  std::vector<EstimatedRow> rows;  ///< of the first repeat; at least one
};

/// What was estimated against what was observed, a dot a row (at most 1,500 of them); on the dashed line both are
/// equal.
std::string estimate_plot(const EstimatedRows& rows, const spec::LabelSpec& label, base::Language language);

/// Observed minus estimated against the estimate: a good model's residuals lie about the dashed line without a form.
std::string residual_plot(const EstimatedRows& rows, const spec::LabelSpec& label, base::Language language);

}  // namespace clearwell::report
