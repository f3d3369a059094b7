#pragma once

#include "server/report/data_report.hpp"

#include <string>

/// The parts of a data overview that a numeric label has in place of those of classes.
namespace clearwell::report {

/// How the numbers are distributed.
std::string target_section(const DataOverview& overview, base::Language language);
/// How far each feature alone goes with the number.
std::string target_correlation_section(const DataOverview& overview, base::Language language);

}  // namespace clearwell::report
