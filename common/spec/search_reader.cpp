#include "common/spec/search_reader.hpp"

#include <cmath>

namespace clearwell::spec {
namespace {

constexpr int kMostCandidates = 10000;
constexpr int kLargestFactor = 10;
constexpr double kLargestValue = 1e9;

int whole_number(JsonReader& reader, const char* key, int low, int high) {
  const double value = reader.number(key, low, high);
  if (value != std::floor(value)) reader.fail(reader.path_of(key), Json(value).dump() + " is not a whole number");
  return static_cast<int>(value);
}

}  // namespace

SearchSpec read_search(JsonReader& reader) {
  SearchSpec search;
  const std::string method = reader.text("method");
  if (method == "grid") {
    reader.accept_only({"method"});
  } else if (method == "random") {
    search.method = SearchMethod::random;
    reader.accept_only({"method", "candidates"});
    search.candidates = whole_number(reader, "candidates", 1, kMostCandidates);
  } else if (method == "halving") {
    search.method = SearchMethod::halving;
    reader.accept_only({"method", "candidates", "factor"});
    search.candidates = whole_number(reader, "candidates", 1, kMostCandidates);
    if (reader.has("factor")) search.factor = whole_number(reader, "factor", 2, kLargestFactor);
  } else {
    reader.fail(reader.path_of("method"), "\"" + method + "\" is not known (accepted: grid, random, halving)");
  }
  return search;
}

ParameterRange read_range(JsonReader& reader) {
  reader.accept_only({"low", "high", "scale"});
  ParameterRange range;
  range.low = reader.number("low", -kLargestValue, kLargestValue);
  range.high = reader.number("high", -kLargestValue, kLargestValue);
  if (range.low >= range.high) reader.fail(reader.path_of("high"), "the range is empty: high is not above low");
  const std::string scale = reader.text_or("scale", "linear");
  range.log_scale = scale == "log";
  if (scale != "log" && scale != "linear")
    reader.fail(reader.path_of("scale"), "\"" + scale + "\" is not known (accepted: linear, log)");
  if (range.log_scale && range.low <= 0)
    reader.fail(reader.path_of("low"), Json(range.low).dump() + " has no logarithm; with scale log low is above 0");
  return range;
}

Json json_of(const SearchSpec& search) {
  switch (search.method) {
    case SearchMethod::random:
      return {{"method", "random"}, {"candidates", search.candidates}};
    case SearchMethod::halving:
      return {{"method", "halving"}, {"candidates", search.candidates}, {"factor", search.factor}};
    case SearchMethod::grid:
      break;
  }
  return {{"method", "grid"}};
}

Json json_of(const ParameterRange& range) {
  return {{"low", range.low}, {"high", range.high}, {"scale", range.log_scale ? "log" : "linear"}};
}

}  // namespace clearwell::spec
