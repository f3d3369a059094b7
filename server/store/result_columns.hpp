#pragma once

#include "server/store/record_writer.hpp"

#include <span>
#include <string>
#include <string_view>

/// Results on their way into a statement, wherever they come from.
namespace clearwell::store {

/// Adds one array a column: parameters, result keys, reported names, fractions, findings, values, qualifiers, detection
/// limits, units, texts, canonical values, stated verdicts, remarks.
void add_result_columns(Params& row, std::span<const ReportedResult> results);

/// What the law said of the result on the day of its sample; empty where it says nothing.
/// \param day  `YYYY-MM-DD`, and anything may follow; empty where it is not known
std::string verdict_on(const ReportedResult& result, std::string_view jurisdiction, std::string_view day);

}  // namespace clearwell::store
