#include "server/intake/file_mapping.hpp"

#include "common/limits/limits.hpp"
#include "common/spec/json_fault.hpp"
#include "common/spec/json_reader.hpp"
#include "server/intake/local_time.hpp"
#include "server/intake/plant_description.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <utility>

namespace clearwell::intake {

extern const std::vector<std::string_view> kMappingTexts;  // the files, as the build embedded them

namespace {

using spec::Json;
using spec::JsonReader;

constexpr double kAny = 1e12;

/// Reads the parts of one mapping; remembers the first thing wrong with it.
class MappingReader {
 public:
  Result<FileMapping> read(const Json& json) {
    JsonReader top(json, "", error_);
    top.accept_only({"format_version", "name", "title", "source", "content", "origin", "recognised_by", "xml",
                     "decimal_mark", "missing", "units", "plant", "time", "sample_key", "laboratory", "stated_verdict",
                     "point", "rows", "columns"});
    top.number("format_version", 1, 1);
    FileMapping mapping;
    mapping.name = top.text("name");
    mapping.title = top.text("title");
    mapping.source = top.text_or("source", "");
    mapping.kind = one_of(top, "content", kKinds);
    mapping.origin = top.text_or("origin", mapping.name);
    mapping.recognised_by = columns_or_none(top, "recognised_by");
    if (top.has("xml")) mapping.xml = read_xml(top);
    mapping.decimal_mark = top.text_or("decimal_mark", ".");
    mapping.missing = top.texts_or_none("missing");
    mapping.units = texts_by_text(top, "units");
    if (top.has("plant")) mapping.plant = read_plant(top);
    if (top.has("time")) mapping.time = read_time(top);
    mapping.sample_key = columns_or_none(top, "sample_key");
    mapping.laboratory = column_or_none(top, "laboratory");
    mapping.stated_verdict = column_or_none(top, "stated_verdict");
    if (top.has("point")) mapping.point = read_point(top);
    if (top.has("rows")) mapping.rows = read_rows(top);
    if (top.has("columns")) mapping.columns = read_columns(top);
    check(mapping, top);
    if (error_) return *error_;
    return mapping;
  }

 private:
  static constexpr std::array<std::pair<std::string_view, store::RecordKind>, 3> kKinds = {
      {{"samples", store::RecordKind::samples},
       {"readings", store::RecordKind::readings},
       {"sampling_points", store::RecordKind::sampling_points}}};
  static constexpr std::array<std::pair<std::string_view, limits::Finding>, 4> kFindings = {
      {{"not_detected", limits::Finding::not_detected},
       {"present", limits::Finding::present},
       {"absent", limits::Finding::absent},
       {"not_measured", limits::Finding::not_measured}}};
  static constexpr std::array<std::pair<std::string_view, limits::Qualifier>, 2> kQualifiers = {
      {{"<", limits::Qualifier::below}, {">", limits::Qualifier::above}}};

  template <typename Value, std::size_t n>
  static Value one_of(JsonReader& reader, const char* key,
                      const std::array<std::pair<std::string_view, Value>, n>& all) {
    const std::string text = reader.text(key);
    std::string accepted;
    for (const auto& [known, value] : all) {
      if (known == text) return value;
      accepted += (accepted.empty() ? "" : ", ") + std::string(known);
    }
    reader.fail(reader.path_of(key), "\"" + text + "\" is not known (accepted: " + accepted + ")");
    return all.front().second;
  }

  /// A text, or a list of texts.
  static ColumnNames column(const Json& value, const std::string& path, JsonReader& reader) {
    ColumnNames names;
    const Json list = value.is_array() ? value : Json::array({value});
    for (const Json& name : list) {
      if (name.is_string())
        names.push_back(name.get<std::string>());
      else
        reader.fail(path, spec::shown(value) + " is neither a column's name nor a list of its names");
    }
    if (names.empty()) reader.fail(path, "the list of names is empty");
    return names;
  }
  ColumnNames column_or_none(JsonReader& reader, const char* key) {
    return reader.has(key) ? column(reader.value(key), reader.path_of(key), reader) : ColumnNames{};
  }
  std::vector<ColumnNames> columns_or_none(JsonReader& reader, const char* key) {
    std::vector<ColumnNames> columns;
    if (!reader.has(key)) return columns;
    for (const Json& item : reader.array(key))
      columns.push_back(column(item, element(reader, key, columns.size()), reader));
    return columns;
  }
  static std::string element(const JsonReader& reader, const char* key, std::size_t index) {
    return reader.path_of(key) + "[" + std::to_string(index) + "]";
  }

  static std::map<std::string, std::string> texts_by_text(JsonReader& reader, const char* key) {
    std::map<std::string, std::string> texts;
    if (!reader.has(key)) return texts;
    for (const auto& [text, meant] : reader.object(key).items()) {
      if (meant.is_string())
        texts.emplace(text, meant.get<std::string>());
      else
        reader.fail(reader.path_of(key) + "." + text, spec::shown(meant) + " is not a text");
    }
    return texts;
  }

  XmlLayout read_xml(JsonReader& top) {
    JsonReader reader(top.object("xml"), "xml", error_);
    reader.accept_only({"roots", "sample", "record"});
    return {reader.texts("roots"), reader.text("sample"), reader.text("record")};
  }

  store::Plant read_plant(JsonReader& top) {
    JsonReader reader(top.object("plant"), "plant", error_);
    reader.accept_only({"id", "name", "place", "operator", "time_zone", "jurisdiction", "latitude", "longitude"});
    store::Plant plant;
    plant.plant_id = reader.text("id");
    plant.name = reader.text("name");
    plant.place = reader.text_or("place", "");
    plant.operator_name = reader.text_or("operator", "");
    plant.time_zone = reader.text("time_zone");
    plant.jurisdiction = reader.text("jurisdiction");
    if (reader.has("latitude")) plant.latitude = reader.number("latitude", -90, 90);
    if (reader.has("longitude")) plant.longitude = reader.number("longitude", -180, 180);
    if (const Result<Ok> checked = check_plant(plant); !checked)
      reader.fail(reader.path_of(checked.error().field), checked.error().message);
    return plant;
  }

  TimeMapping read_time(JsonReader& top) {
    JsonReader reader(top.object("time"), "time", error_);
    reader.accept_only({"columns", "formats", "zone_column", "zone"});
    reader.array("columns");
    TimeMapping time{columns_or_none(reader, "columns"), reader.texts("formats"), column_or_none(reader, "zone_column"),
                     reader.text_or("zone", "")};
    for (std::size_t i = 0; i < time.formats.size(); ++i)
      if (Result<Ok> checked = check_time_format(time.formats[i]); !checked)
        reader.fail(element(reader, "formats", i), checked.error().message);
    if (time.columns.empty() || time.formats.empty()) reader.fail("time", "needs a column and a format at least");
    return time;
  }

  PointMapping read_point(JsonReader& top) {
    JsonReader reader(top.object("point"), "point", error_);
    reader.accept_only({"key", "name", "site", "kind", "latitude", "longitude"});
    PointMapping point{columns_or_none(reader, "key"),     column_or_none(reader, "name"),
                       column_or_none(reader, "site"),     reader.text_or("kind", ""),
                       column_or_none(reader, "latitude"), column_or_none(reader, "longitude")};
    if (point.key.empty()) reader.fail("point.key", "names no column");
    constexpr std::array<std::string_view, 4> kPointKinds = {"", "raw", "treated", "network"};
    if (std::ranges::find(kPointKinds, point.kind) == kPointKinds.end())
      reader.fail("point.kind", "\"" + point.kind + "\" is not known (accepted: raw, treated, network)");
    return point;
  }

  LongLayout read_rows(JsonReader& top) {
    JsonReader reader(top.object("rows"), "rows", error_);
    reader.accept_only({"name", "value", "unit", "basis", "fraction", "key", "condition", "limit", "limit_unit",
                        "status", "stated_verdict", "medium", "media", "refused_statuses", "plain_statuses",
                        "conditions", "parameters"});
    for (const char* key : {"name", "value"})
      if (!reader.has(key)) reader.fail(std::string("rows.") + key, "the key is missing");
    LongLayout rows;
    rows.name = column_or_none(reader, "name");
    rows.value = column_or_none(reader, "value");
    rows.unit = column_or_none(reader, "unit");
    rows.basis = column_or_none(reader, "basis");
    rows.fraction = column_or_none(reader, "fraction");
    rows.key = columns_or_none(reader, "key");
    rows.condition = column_or_none(reader, "condition");
    rows.limit = column_or_none(reader, "limit");
    rows.limit_unit = column_or_none(reader, "limit_unit");
    rows.status = column_or_none(reader, "status");
    rows.stated_verdict = column_or_none(reader, "stated_verdict");
    rows.medium = column_or_none(reader, "medium");
    rows.media = reader.texts_or_none("media");
    rows.refused_statuses = reader.texts_or_none("refused_statuses");
    rows.plain_statuses = reader.texts_or_none("plain_statuses");
    if (reader.has("conditions"))
      for (const Json& item : reader.array("conditions"))
        rows.conditions.push_back(read_condition(item, element(reader, "conditions", rows.conditions.size())));
    if (reader.has("parameters"))
      for (const Json& item : reader.array("parameters"))
        rows.parameters.push_back(read_parameter(item, element(reader, "parameters", rows.parameters.size())));
    return rows;
  }

  DetectionCondition read_condition(const Json& item, const std::string& path) {
    JsonReader reader(item, path, error_);
    reader.accept_only({"texts", "finding", "qualifier"});
    DetectionCondition condition{reader.texts("texts"), one_of(reader, "finding", kFindings)};
    if (reader.has("qualifier")) condition.qualifier = one_of(reader, "qualifier", kQualifiers);
    return condition;
  }

  NamedParameter read_parameter(const Json& item, const std::string& path) {
    JsonReader reader(item, path, error_);
    reader.accept_only({"names", "parameter", "unit", "basis"});
    NamedParameter named{reader.texts("names"), reader.text("parameter"), reader.text_or("unit", ""),
                         reader.text_or("basis", "")};
    check_unit(named.parameter, named.unit, named.basis, path, reader);
    return named;
  }

  std::vector<WideColumn> read_columns(JsonReader& top) {
    std::vector<WideColumn> columns;
    for (const Json& item : top.array("columns"))
      columns.push_back(read_column(item, element(top, "columns", columns.size())));
    return columns;
  }

  WideColumn read_column(const Json& item, const std::string& path) {
    JsonReader reader(item, path, error_);
    reader.accept_only(
        {"column", "parameter", "unit", "basis", "fraction", "unit_remark", "sensor", "bad", "low", "high", "words"});
    reader.has("column") ? void() : reader.fail(reader.path_of("column"), "the key is missing");
    WideColumn wide;
    wide.column = column_or_none(reader, "column");
    wide.parameter = reader.text("parameter");
    wide.unit = reader.text("unit");
    wide.basis = reader.text_or("basis", "");
    wide.fraction = reader.text_or("fraction", "");
    wide.unit_remark = reader.text_or("unit_remark", "");
    wide.sensor = reader.text_or("sensor", "");
    if (reader.has("bad")) wide.bad = reader.numbers(reader.array("bad"), reader.path_of("bad"));
    if (reader.has("low")) wide.low = reader.number("low", -kAny, kAny);
    if (reader.has("high")) wide.high = reader.number("high", -kAny, kAny);
    if (reader.has("words"))
      for (const auto& [word, number] : reader.object("words").items()) {
        if (!number.is_number()) reader.fail(reader.path_of("words") + "." + word, "is not a number");
        if (number.is_number()) wide.words.emplace(word, number.get<double>());
      }
    check_unit(wide.parameter, wide.unit, wide.basis, path, reader);
    return wide;
  }

  /// A parameter of the catalogue must be able to have the unit: a mapping that is wrong is found when it is read.
  static void check_unit(const std::string& parameter, const std::string& unit, const std::string& basis,
                         const std::string& path, JsonReader& reader) {
    const limits::Parameter* const known = limits::find_parameter(parameter);
    if (parameter.empty()) reader.fail(path + ".parameter", "is empty");
    if (known == nullptr || (unit.empty() && !known->unit.empty())) return;
    if (basis.empty() || !limits::understand_unit(*known, unit + " " + basis))
      if (const auto understood = limits::understand_unit(*known, unit); !understood)
        reader.fail(path + ".unit", understood.error().message);
  }

  static void check(const FileMapping& mapping, JsonReader& top) {
    static const std::set<std::string> kMarks = {".", ",", "either"};
    if (!kMarks.contains(mapping.decimal_mark))
      top.fail("decimal_mark", "\"" + mapping.decimal_mark + "\" is not known (accepted: \".\", \",\" or \"either\")");
    const bool named = !mapping.name.empty() && std::ranges::all_of(mapping.name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!named) top.fail("name", "\"" + mapping.name + "\" is no name (accepted: a-z, 0-9 and _)");
    switch (mapping.kind) {
      case store::RecordKind::sampling_points:
        if (mapping.point.key.empty()) top.fail("point", "sampling points need \"point\"");
        if (mapping.rows || !mapping.columns.empty())
          top.fail("", "sampling points have neither \"rows\" nor \"columns\"");
        return;
      case store::RecordKind::readings:
        if (mapping.time.columns.empty()) top.fail("time", "readings need \"time\"");
        if (mapping.rows) top.fail("rows", "readings are read from \"columns\"");
        check_sensors(mapping, top);
        break;
      case store::RecordKind::samples:
        break;
    }
    if (mapping.rows.has_value() == !mapping.columns.empty())
      top.fail("", "a mapping has either \"rows\" (one row a result) or \"columns\" (one column a parameter)");
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t i = 0; i < mapping.columns.size(); ++i)
      if (!seen.emplace(mapping.columns[i].parameter,
                        mapping.columns[i].column.empty() ? "" : mapping.columns[i].column[0])
               .second)
        top.fail("columns[" + std::to_string(i) + "]", "stands there twice");
  }

  static void check_sensors(const FileMapping& mapping, JsonReader& top) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < mapping.columns.size(); ++i) {
      const std::string path = "columns[" + std::to_string(i) + "].sensor";
      if (mapping.columns[i].sensor.empty()) top.fail(path, "readings need it");
      if (!seen.insert(mapping.columns[i].sensor).second)
        top.fail(path, "\"" + mapping.columns[i].sensor + "\" stands for two columns");
    }
  }

  std::optional<Error> error_;
};

}  // namespace

Result<FileMapping> parse_file_mapping(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return Error{"the mapping is not JSON: " + spec::json_fault(text), ""};
  return MappingReader().read(json);
}

const std::vector<FileMapping>& known_mappings() {
  static const std::vector<FileMapping> known = [] {
    std::vector<FileMapping> mappings;
    for (const std::string_view text : kMappingTexts) {
      Result<FileMapping> parsed = parse_file_mapping(text);
      if (!parsed) throw std::logic_error("embedded mapping: " + parsed.error().field + ": " + parsed.error().message);
      mappings.push_back(std::move(parsed).value());
    }
    std::ranges::sort(mappings, {}, &FileMapping::name);
    return mappings;
  }();
  return known;
}

}  // namespace clearwell::intake
