#pragma once

#include "server/base/localized_text.hpp"
#include "server/dataset/data_checks.hpp"
#include "server/dataset/data_lineage.hpp"
#include "server/dataset/data_statistics.hpp"
#include "server/dataset/limit_comparison.hpp"

#include <string>
#include <vector>

namespace clearwell::report {

/// All that a data overview is made of.
struct DataOverview {
  spec::DatasetSpec spec;
  dataset::TrainingTable table;
  dataset::DataStatistics statistics;
  dataset::DataLineage lineage;
  std::vector<dataset::Finding> findings;             ///< the gravest first
  std::vector<dataset::LimitComparison> comparisons;  ///< with the law
  std::string made_on;                                ///< YYYY-MM-DD
  std::string made_by;                                ///< the program and its version
};

/// A data overview as one HTML page that needs nothing but itself: findings in words first, then figures.
std::string data_report_page(const DataOverview& overview, base::Language language);

}  // namespace clearwell::report
