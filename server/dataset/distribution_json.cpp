#include "server/dataset/distribution_json.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::dataset {

using Json = nlohmann::ordered_json;

namespace {

template <typename T>
bool read_numbers(const Json& object, const char* key, std::vector<T>& numbers) {
  const auto list = object.find(key);
  if (list == object.end() || !list->is_array()) return false;
  for (const Json& item : *list) {
    if (!item.is_number()) return false;
    numbers.push_back(item.get<T>());
  }
  return true;
}

bool rises(const std::vector<double>& values) {
  for (std::size_t index = 1; index < values.size(); ++index)
    if (!(values[index - 1] < values[index])) return false;
  return true;
}

}  // namespace

Json json_of(const drift::Distribution& distribution) {
  return {{"values", distribution.values},
          {"below", distribution.below},
          {"up_to", distribution.up_to},
          {"missing", distribution.missing}};
}

std::optional<drift::Distribution> read_distribution(const Json& json) {
  drift::Distribution read;
  if (!json.is_object() || !read_numbers(json, "values", read.values) || !read_numbers(json, "below", read.below) ||
      !read_numbers(json, "up_to", read.up_to))
    return std::nullopt;
  const auto missing = json.find("missing");
  if (missing == json.end() || !missing->is_number_integer()) return std::nullopt;
  read.missing = missing->get<std::int64_t>();
  if (read.values.size() != read.below.size() || read.values.size() != read.up_to.size() || !rises(read.values))
    return std::nullopt;
  return read;
}

}  // namespace clearwell::dataset
