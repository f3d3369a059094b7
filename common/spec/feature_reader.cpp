#include "common/spec/feature_reader.hpp"

#include "common/spec/spec_members.hpp"

#include <algorithm>

namespace clearwell::spec {
namespace {

constexpr std::size_t kMaxCategories = 256;  // of which drift keeps every count
constexpr std::size_t kMaxCategoryBytes = 200;

FeatureType read_type(JsonReader& reader) {
  const std::string text = reader.text_or("type", "numeric");
  for (const FeatureType type : {FeatureType::numeric, FeatureType::categorical, FeatureType::ordinal})
    if (text == to_string(type)) return type;
  reader.fail(reader.path_of("type"), "\"" + text + "\" is no type (accepted: numeric, categorical, ordinal)");
  return FeatureType::numeric;
}

/// Cells are compared without the blanks around them, so that a text with such blanks would never be met.
bool is_category_text(const std::string& text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return !text.empty() && text.size() <= kMaxCategoryBytes && text.front() != ' ' && text.back() != ' ' &&
         std::none_of(text.begin(), text.end(), is_control);
}

/// A text, or an object {"text", "title"}.
CategorySpec read_category(JsonReader& feature, const Json& item, const std::string& path) {
  CategorySpec category;
  if (item.is_string()) {
    category.text = item.get<std::string>();
    category.title = {category.text, category.text};
  } else {
    JsonReader reader = feature.child(item, path);
    reader.accept_only({"text", "title"});
    category.text = reader.text("text");
    category.title = read_localized(reader, "title");
  }
  if (!is_category_text(category.text))
    feature.fail(path, shown(category.text) +
                           " is no category (accepted: 1 to 200 bytes, no control characters, no blank at either end)");
  return category;
}

void read_categories(JsonReader& reader, FeatureSpec& feature) {
  const std::string path = reader.path_of("categories");
  const Json& list = reader.array("categories");
  if (list.size() < 2 || list.size() > kMaxCategories)
    reader.fail(path, std::to_string(list.size()) + " categories, accepted are 2 to 256");
  for (const Json& item : list) {
    const std::string place = path + "[" + std::to_string(feature.categories.size()) + "]";
    CategorySpec category = read_category(reader, item, place);
    if (feature.category_index(category.text)) reader.fail(place, shown(category.text) + " is given twice");
    feature.categories.push_back(std::move(category));
  }
  feature.plausible = {0, static_cast<double>(list.size()) - 1};
  feature.decimals = 0;
}

}  // namespace

FeatureSpec read_feature(JsonReader& reader) {
  FeatureSpec feature;
  feature.type = read_type(reader);
  if (feature.is_number())
    reader.accept_only({"name", "parameter", "title", "type", "unit", "plausible", "decimals", "aliases"});
  else
    reader.accept_only({"name", "parameter", "title", "type", "categories", "aliases"});
  feature.name = read_name(reader, "name");
  feature.parameter = reader.text_or("parameter", feature.name);
  feature.title = read_localized(reader, "title");
  if (feature.is_number()) {
    feature.unit = reader.text("unit");
    feature.plausible = read_plausible(reader);
    feature.decimals = read_decimals(reader);
  } else {
    read_categories(reader, feature);
  }
  feature.aliases = reader.texts_or_none("aliases");
  return feature;
}

Json json_of(const FeatureSpec& feature) {
  Json json = {{"name", feature.name}, {"parameter", feature.parameter}, {"title", json_of(feature.title)}};
  if (feature.is_number()) {
    json.update({{"unit", feature.unit}, {"plausible", json_of(feature.plausible)}, {"decimals", feature.decimals}});
  } else {
    Json categories = Json::array();
    for (const CategorySpec& category : feature.categories)
      categories.push_back({{"text", category.text}, {"title", json_of(category.title)}});
    json.update({{"type", to_string(feature.type)}, {"categories", std::move(categories)}});
  }
  json["aliases"] = feature.aliases;
  return json;
}

}  // namespace clearwell::spec
