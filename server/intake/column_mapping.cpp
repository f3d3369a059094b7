#include "server/intake/column_mapping.hpp"

#include "server/intake/number_text.hpp"

#include <algorithm>
#include <string_view>

namespace clearwell::intake {
namespace {

// A name and its aliases, those that differ only in case once.
std::vector<std::string> accepted_names(const std::string& name, const std::vector<std::string>& aliases) {
  std::vector<std::string> names = {name};
  for (const std::string& alias : aliases) {
    const auto same = [&alias](const std::string& known) { return equal_ignoring_case(known, alias); };
    if (std::ranges::none_of(names, same)) names.push_back(alias);
  }
  return names;
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
  std::string joined;
  for (const std::string& part : parts)
    joined += (joined.empty() ? "" : std::string(separator)) + part;
  return joined;
}

std::string column_name(std::span<const std::string> header, std::size_t column) {
  const std::string_view name = trim(header[column]);
  return name.empty() ? "column " + std::to_string(column + 1) : std::string(name);
}

// Names for a message; a data file taken for another can have hundreds of columns.
std::string found_columns(std::span<const std::string> header) {
  constexpr std::size_t kShown = 50;
  std::vector<std::string> names;
  for (std::size_t column = 0; column < std::min(header.size(), kShown); ++column)
    names.push_back(column_name(header, column).substr(0, 100));
  if (header.size() > kShown) names.push_back("and " + std::to_string(header.size() - kShown) + " more");
  return join(names, ", ");
}

// One thing the spec asks for and where the file has it.
struct Wanted {
  std::string name;
  std::vector<std::string> accepted;
  std::vector<std::size_t> columns;
};

Wanted look_for(std::span<const std::string> header, const std::string& name, const std::vector<std::string>& aliases) {
  Wanted wanted{name, accepted_names(name, aliases), {}};
  for (std::size_t column = 0; column < header.size(); ++column) {
    const auto is_named = [&](const std::string& accepted) {
      return equal_ignoring_case(trim(header[column]), accepted);
    };
    if (std::ranges::any_of(wanted.accepted, is_named)) wanted.columns.push_back(column);
  }
  return wanted;
}

bool is_ignored(const std::string& name, const spec::DatasetSpec& spec) {
  return std::ranges::any_of(spec.ignored_columns,
                             [&](const std::string& ignored) { return equal_ignoring_case(trim(name), ignored); });
}

std::string describe(const Wanted& wanted) {
  return wanted.name + " (accepted: " + join(wanted.accepted, ", ") + ")";
}

Error repeated(std::span<const std::string> header, const Wanted& wanted) {
  const std::size_t first = wanted.columns[0];
  const std::size_t second = wanted.columns[1];
  return Error{"columns " + std::to_string(first + 1) + " ('" + column_name(header, first) + "') and " +
                   std::to_string(second + 1) + " ('" + column_name(header, second) + "') both mean " + wanted.name +
                   ", accepted: one column of that meaning",
               column_name(header, second)};
}

Error missing(std::span<const std::string> header, std::span<const Wanted> all, bool any_feature,
              const spec::DatasetSpec& spec) {
  std::vector<std::string> absent;
  for (const Wanted& wanted : all)
    if (wanted.columns.empty()) absent.push_back(describe(wanted));
  const std::string lead = any_feature ? "missing columns of '" : "no column is a feature of '";
  return Error{lead + spec.name + "': " + join(absent, "; ") + "; found: " + found_columns(header), "header"};
}

}  // namespace

Result<ColumnMapping> map_columns(std::span<const std::string> header, const spec::DatasetSpec& spec,
                                  LabelColumn label) {
  std::vector<Wanted> all;
  for (const spec::FeatureSpec& feature : spec.features)
    all.push_back(look_for(header, feature.name, feature.aliases));
  const auto is_found = [](const Wanted& wanted) { return !wanted.columns.empty(); };
  const bool any_feature = std::ranges::any_of(all, is_found);

  std::vector<std::optional<std::size_t> ColumnMapping::*> targets;  // of what follows the features in `all`
  const auto also_want = [&](const auto& column, std::optional<std::size_t> ColumnMapping::*target) {
    Wanted wanted = look_for(header, column.name, column.aliases);
    if (!is_found(wanted) && label == LabelColumn::optional) return;
    all.push_back(std::move(wanted));
    targets.push_back(target);
  };
  also_want(spec.label, &ColumnMapping::label_column);
  if (spec.sampled_at) also_want(*spec.sampled_at, &ColumnMapping::sampled_at_column);
  if (spec.group) also_want(*spec.group, &ColumnMapping::group_column);
  if (!std::ranges::all_of(all, is_found)) return missing(header, all, any_feature, spec);

  std::vector<bool> known(header.size(), false);
  ColumnMapping mapping;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].columns.size() > 1) return repeated(header, all[i]);
    const std::size_t column = all[i].columns[0];
    known[column] = true;
    if (i < spec.features.size())
      mapping.feature_columns.push_back(column);
    else
      mapping.*targets[i - spec.features.size()] = column;
  }
  for (std::size_t column = 0; column < header.size(); ++column)
    if (!known[column] && !is_ignored(header[column], spec))
      mapping.ignored_columns.push_back(column_name(header, column));
  return mapping;
}

}  // namespace clearwell::intake
