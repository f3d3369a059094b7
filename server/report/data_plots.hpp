#pragma once

#include "server/base/localized_text.hpp"
#include "server/dataset/data_statistics.hpp"

#include <string>

/// What a training set holds, drawn, to stand in a page (Svg::for_page).
namespace clearwell::report {

/// Both classes over the same bins, each as shares of its own rows, so that their shapes can be compared whatever their
/// sizes.
std::string histogram_plot(const dataset::FeatureStatistics& statistics, const spec::FeatureSpec& feature,
                           const spec::LabelSpec& label, base::Language language);

/// Every pair of features: Pearson's coefficient above the diagonal, Spearman's below it.
std::string correlation_plot(const dataset::DataStatistics& statistics, const spec::DatasetSpec& spec,
                             base::Language language);

/// The two parameters of a relation against one another, on logarithmic axes, at most 700 rows spread evenly through
/// the table; shaded: what nature allows. Empty where no row has both above 0.
std::string consistency_plot(const dataset::ConsistencyCheck& check, const dataset::TrainingTable& table,
                             const spec::DatasetSpec& spec, base::Language language);

}  // namespace clearwell::report
