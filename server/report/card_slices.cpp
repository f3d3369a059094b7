#include "server/report/card_slices.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace clearwell::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kFewestRows = 20;
constexpr std::size_t kMostSlices = 3;

Json lowest(const Json& slices, const char* figure, const char* rests_on) {
  std::vector<Json> sorted;
  for (const Json& slice : slices)
    if (slice[figure].is_number() && slice[rests_on].get<double>() >= kFewestRows) sorted.push_back(slice);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const Json& a, const Json& b) { return a[figure].get<double>() < b[figure].get<double>(); });
  sorted.resize(std::min(sorted.size(), kMostSlices));
  return sorted;
}

Json highest(const Json& slices, const char* figure, const char* rests_on) {
  Json turned = slices;
  for (Json& slice : turned)
    if (slice[figure].is_number()) slice[figure] = -slice[figure].get<double>();
  Json worst = lowest(turned, figure, rests_on);
  for (Json& slice : worst)
    slice[figure] = -slice[figure].get<double>();
  return worst;
}

}  // namespace

Json failing_slices(const Json& slices) {
  if (!slices.is_array()) return nullptr;
  if (!slices.empty() && slices[0].contains("mae")) return {{"largest_error", highest(slices, "mae", "rows")}};
  return {{"lowest_precision", lowest(slices, "precision", "predicted_positives")},
          {"lowest_recall", lowest(slices, "recall", "positives")}};
}

}  // namespace clearwell::report
