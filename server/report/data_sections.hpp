#pragma once

#include "server/report/data_report.hpp"

#include <string>

/// The parts of a data overview, each with its heading: what was seen in words, then in figures. Empty where there is
/// nothing to say.
namespace clearwell::report {

std::string class_balance_section(const DataOverview& overview, base::Language language);
std::string missing_section(const DataOverview& overview, base::Language language);
std::string consistency_section(const DataOverview& overview, base::Language language);
std::string law_section(const DataOverview& overview, base::Language language);
std::string distribution_section(const DataOverview& overview, base::Language language);
std::string category_section(const DataOverview& overview, base::Language language);
std::string correlation_section(const DataOverview& overview, base::Language language);
std::string leak_section(const DataOverview& overview, base::Language language);
std::string methods_section(base::Language language);

}  // namespace clearwell::report
