#include "common/limits/physical_relations.hpp"

#include "common/limits/limits.hpp"
#include "common/limits/physical_relations_json.hpp"
#include "common/spec/json_reader.hpp"

#include <cassert>
#include <cstdlib>
#include <utility>

namespace clearwell::limits {
namespace {

constexpr double kLargestQuotient = 1e12;

std::string parameter_code(spec::JsonReader& reader, const char* key) {
  std::string code = reader.text(key);
  if (find_parameter(code) == nullptr) reader.fail(reader.path_of(key), "\"" + code + "\" is not among the parameters");
  return code;
}

std::optional<double> bound(spec::JsonReader& reader, const char* key) {
  if (!reader.has(key)) return std::nullopt;
  return reader.number(key, 0, kLargestQuotient);
}

/// The reader of specs says "spec: " before what is wrong; here it is another file that is.
Error of_this_file(const Error& error) {
  const std::size_t told = error.message.starts_with("spec: ") ? 6 : 0;
  return Error{"physical_relations.json: " + error.message.substr(told), error.field};
}

PhysicalRelation read_relation(const spec::Json& item, const std::string& path, std::optional<Error>& error) {
  spec::JsonReader reader(item, path, error);
  reader.accept_only({"code", "numerator", "denominator", "min", "max", "reason", "source"});
  PhysicalRelation relation;
  relation.code = reader.text("code");
  relation.numerator = parameter_code(reader, "numerator");
  relation.denominator = parameter_code(reader, "denominator");
  relation.min = bound(reader, "min");
  relation.max = bound(reader, "max");
  if (!relation.min && !relation.max) reader.fail(path, "it has neither min nor max");
  spec::JsonReader reason(reader.object("reason"), path + ".reason", error);
  reason.accept_only({"en", "es"});
  relation.reason = {reason.text("en"), reason.text("es")};
  relation.source = reader.text("source");
  return relation;
}

}  // namespace

Result<std::vector<PhysicalRelation>> parse_physical_relations(std::string_view json_text) {
  const spec::Json json = spec::Json::parse(json_text, nullptr, false);
  if (json.is_discarded()) return Error{"physical_relations.json: the text is not JSON", ""};
  std::optional<Error> error;
  spec::JsonReader top(json, "", error);
  top.accept_only({"format_version", "relations"});
  top.number("format_version", 1, 1);
  std::vector<PhysicalRelation> relations;
  for (const spec::Json& item : top.array("relations"))
    relations.push_back(read_relation(item, "relations[" + std::to_string(relations.size()) + "]", error));
  if (error) return of_this_file(*error);
  return relations;
}

std::span<const PhysicalRelation> physical_relations() {
  static const std::vector<PhysicalRelation> loaded = [] {
    Result<std::vector<PhysicalRelation>> parsed = parse_physical_relations(kPhysicalRelationsJson);
    assert(parsed);
    if (!parsed) std::abort();  // the build embedded broken data
    return std::move(parsed).value();
  }();
  return loaded;
}

}  // namespace clearwell::limits
