#pragma once

#include "common/result.hpp"
#include "server/store/record_writer.hpp"
#include "server/store/water_store.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clearwell::intake {

/// The names that one column goes by in files of a kind. Empty: there is no such column.
using ColumnNames = std::vector<std::string>;

/// Where a file says when.
struct TimeMapping {
  std::vector<ColumnNames> columns;  ///< their texts that are not empty, joined by a blank, are the time
  std::vector<std::string> formats;  ///< as in local_time.hpp, tried in turn
  ColumnNames zone_column;           ///< holds the zone of each row
  std::string zone;                  ///< of rows without one; empty: the plant's

  bool operator==(const TimeMapping&) const = default;
};

/// Where a file says where.
struct PointMapping {
  std::vector<ColumnNames> key;
  ColumnNames name;
  ColumnNames site;
  std::string kind;  ///< `raw`, `treated`, `network` or empty
  ColumnNames latitude;
  ColumnNames longitude;

  bool operator==(const PointMapping&) const = default;
};

/// What names of parameters in a long file mean.
struct NamedParameter {
  std::vector<std::string> names;
  std::string parameter;
  std::string unit;   ///< of rows that state none
  std::string basis;  ///< of rows whose unit does not state one

  bool operator==(const NamedParameter&) const = default;
};

/// What a detection condition of a long file says.
struct DetectionCondition {
  std::vector<std::string> texts;
  limits::Finding finding = limits::Finding::not_detected;
  limits::Qualifier qualifier = limits::Qualifier::below;  ///< how the result relates to the limit stated beside it

  bool operator==(const DetectionCondition&) const = default;
};

/// Columns of a long file: one row a result.
struct LongLayout {
  ColumnNames name;
  ColumnNames value;
  ColumnNames unit;
  ColumnNames basis;     ///< `as N`
  ColumnNames fraction;  ///< `Dissolved`
  std::vector<ColumnNames> key;
  ColumnNames condition;
  ColumnNames limit;
  ColumnNames limit_unit;
  ColumnNames status;
  ColumnNames stated_verdict;
  ColumnNames medium;
  std::vector<std::string> media;             ///< accepted; empty: any
  std::vector<std::string> refused_statuses;  ///< the source's own word that a result is not to be used
  std::vector<std::string> plain_statuses;    ///< worth no remark
  std::vector<DetectionCondition> conditions;
  std::vector<NamedParameter> parameters;

  bool operator==(const LongLayout&) const = default;
};

/// A column of a wide file: one column a parameter.
struct WideColumn {
  ColumnNames column;
  std::string parameter;
  std::string unit;
  std::string basis;
  std::string fraction;
  std::string unit_remark;              ///< why the unit is another one than the column's name says
  std::string sensor;                   ///< of readings: ends the sensor's id
  std::vector<double> bad;              ///< of readings: values that say that the instrument is out of order
  std::optional<double> low;            ///< of readings: what is below is bad, in the column's unit
  std::optional<double> high;           ///< likewise above
  std::map<std::string, double> words;  ///< words that stand for numbers

  bool operator==(const WideColumn&) const = default;
};

/// Which elements of an XML file are samples and results. Columns are paths of elements below the sample.
struct XmlLayout {
  std::vector<std::string> roots;  ///< names of the root element that tell such a file
  std::string sample;              ///< child of the root
  std::string record;              ///< path below the sample: one row each

  bool operator==(const XmlLayout&) const = default;
};

/// What a kind of file of a laboratory or a plant means: data, so that a new kind needs no code.
struct FileMapping {
  std::string name;
  std::string title;
  std::string source;  ///< who publishes such files
  store::RecordKind kind = store::RecordKind::samples;
  std::string origin;                        ///< who gives keys their meaning; the name where it is not stated
  std::vector<ColumnNames> recognised_by;    ///< a file that has all of these columns is one of the kind
  std::optional<XmlLayout> xml;              ///< empty: delimited text
  std::string decimal_mark = ".";            ///< `.`, `,` or `either`
  std::vector<std::string> missing;          ///< cells that say nothing, beside empty ones
  std::map<std::string, std::string> units;  ///< unit texts of such files, and what is meant
  std::optional<store::Plant> plant;         ///< whose water it is
  TimeMapping time;
  std::vector<ColumnNames> sample_key;  ///< empty: the row's content
  ColumnNames laboratory;
  ColumnNames stated_verdict;  ///< on the sample
  PointMapping point;
  std::optional<LongLayout> rows;  ///< of the two, samples and readings have one
  std::vector<WideColumn> columns;

  bool operator==(const FileMapping&) const = default;
};

/// Reads a mapping. Errors name the JSON path.
Result<FileMapping> parse_file_mapping(std::string_view text);

/// The mappings that the program brings along, ordered by name.
const std::vector<FileMapping>& known_mappings();

}  // namespace clearwell::intake
