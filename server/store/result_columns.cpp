#include "server/store/result_columns.hpp"

#include "common/limits/limits.hpp"

#include <limits>
#include <vector>

namespace clearwell::store {
namespace {

constexpr double kNull = std::numeric_limits<double>::quiet_NaN();  // Params writes it as NULL

// One member of every result, as an array.
template <typename Member>
std::vector<std::string> texts(std::span<const ReportedResult> results, Member member) {
  std::vector<std::string> column;
  column.reserve(results.size());
  for (const ReportedResult& result : results)
    column.emplace_back(member(result));
  return column;
}

std::vector<double> numbers(std::span<const ReportedResult> results, std::optional<double> ReportedResult::*member) {
  std::vector<double> column;
  column.reserve(results.size());
  for (const ReportedResult& result : results)
    column.push_back((result.*member).value_or(kNull));
  return column;
}

}  // namespace

void add_result_columns(Params& row, std::span<const ReportedResult> results) {
  using Result = const ReportedResult&;
  row.add_array(texts(results, [](Result r) { return r.parameter; }));
  row.add_array(texts(results, [](Result r) { return r.result_key; }));
  row.add_array(texts(results, [](Result r) { return r.reported_name; }));
  row.add_array(texts(results, [](Result r) { return r.fraction; }));
  row.add_array(texts(results, [](Result r) { return limits::to_string(r.finding); }));
  row.add_array(numbers(results, &ReportedResult::value));
  row.add_array(texts(results, [](Result r) { return limits::to_string(r.qualifier); }));
  row.add_array(numbers(results, &ReportedResult::detection_limit));
  row.add_array(texts(results, [](Result r) { return r.unit; }));
  row.add_array(texts(results, [](Result r) { return r.result_text; }));
  row.add_array(numbers(results, &ReportedResult::canonical_value));
  row.add_array(texts(results, [](Result r) { return r.stated_verdict; }));
  row.add_array(texts(results, [](Result r) { return r.remarks; }));
}

std::string verdict_on(const ReportedResult& result, std::string_view jurisdiction, std::string_view day) {
  const limits::Parameter* const parameter = limits::find_parameter(result.parameter);
  if (parameter == nullptr) return "";
  // A result without a number, such as a non-detect without its limit, leaves every value possible.
  const auto measured = result.canonical_value ? limits::MeasuredValue{*result.canonical_value, result.qualifier}
                                               : limits::MeasuredValue{kNull, limits::Qualifier::equal};
  const auto verdict = limits::judge_by_law(measured, parameter->unit, jurisdiction, result.parameter, day);
  return verdict ? std::string(limits::to_string(*verdict)) : "";
}

}  // namespace clearwell::store
