#include "server/scoring/mlflow_request.hpp"

#include "server/scoring/json_tree.hpp"
#include "server/scoring/rejection_words.hpp"
#include "server/scoring/row_table.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace clearwell::scoring {
namespace {

using nlohmann::json;

constexpr std::string_view kDataKeys[] = {"dataframe_split", "dataframe_records", "instances", "inputs"};
constexpr std::string_view kAcceptedKeys =
    "exactly one of dataframe_split, dataframe_records, instances, inputs; params";

std::string at(const std::string& field, std::size_t index) {
  return field + '[' + std::to_string(index) + ']';
}

class MlflowReader {
 public:
  explicit MlflowReader(const spec::DatasetSpec& spec) : spec_(spec), table(spec) {}

  bool read(const json& body) {
    if (!body.is_object())
      return refuse("the body must be an object with " + std::string(kAcceptedKeys) + ", but got " + what_it_is(body),
                    "");
    std::string data_key;
    for (const auto& [key, value] : body.items()) {
      if (key == "params") {
        if (!read_params(value)) return false;
      } else if (std::find(std::begin(kDataKeys), std::end(kDataKeys), key) == std::end(kDataKeys)) {
        return table.reject(Rejection::unknown_key,
                            "unknown key " + in_quotes(key) + "; accepted: " + std::string(kAcceptedKeys), key);
      } else if (!data_key.empty()) {
        return refuse("the body has " + data_key + " and " + key + "; accepted: " + std::string(kAcceptedKeys), key);
      } else {
        data_key = key;
      }
    }
    if (data_key.empty()) return refuse("the body has no rows; accepted: " + std::string(kAcceptedKeys), "");
    return read_data(data_key, body[data_key]);
  }

 private:
  bool refuse(std::string message, std::string field) {
    return table.reject(Rejection::invalid_body, std::move(message), std::move(field));
  }

  bool read_params(const json& params) {
    if (params.is_null()) return true;
    if (!params.is_object()) return refuse("params must be an object, but got " + what_it_is(params), "params");
    for (const auto& [key, value] : params.items()) {
      if (key != "plant_id" && key != "sensor_id") {
        return table.reject(Rejection::unknown_key, "unknown key " + in_quotes(key) + "; accepted: plant_id, sensor_id",
                            "params." + key);
      }
      if (!table.read_id(value, key == "plant_id" ? table.request.plant_id : table.request.sensor_id, "params." + key))
        return false;
    }
    return true;
  }

  bool read_data(const std::string& key, const json& data) {
    if (key == "dataframe_split") return read_split(data);
    if (data.is_object() && key != "dataframe_records") return read_columns(key, data);
    if (!data.is_array()) return refuse(key + " must be an array of rows, but got " + what_it_is(data), key);
    if (!table.resize(data.size(), key)) return false;
    for (std::size_t row = 0; row < data.size(); ++row) {
      const bool as_list = data[row].is_array() && key != "dataframe_records";
      if (!(as_list ? read_row(row, data[row], order_of_the_spec(), at(key, row)) : read_record(key, row, data[row])))
        return false;
    }
    return table.finish(key);
  }

  bool read_split(const json& split) {
    const std::string field = "dataframe_split";
    if (!split.is_object() || !split.contains("columns") || !split.contains("data")) {
      return refuse(field + " must be an object with columns and data, but got " +
                        (split.is_object() ? "one without" : what_it_is(split)),
                    field);
    }
    for (const auto& [key, value] : split.items()) {
      if (key != "columns" && key != "data" && key != "index") {
        return table.reject(Rejection::unknown_key,
                            "unknown key " + in_quotes(key) + "; accepted: columns, data, index", field + '.' + key);
      }
    }
    std::vector<std::size_t> features;
    if (!read_column_names(split["columns"], field + ".columns", features)) return false;
    const json& data = split["data"];
    const std::string rows = field + ".data";
    if (!data.is_array()) return refuse(rows + " must be an array of rows, but got " + what_it_is(data), rows);
    if (!table.resize(data.size(), rows)) return false;
    for (std::size_t row = 0; row < data.size(); ++row) {
      if (!read_row(row, data[row], features, at(rows, row))) return false;
    }
    return table.finish(rows);
  }

  bool read_column_names(const json& names, const std::string& field, std::vector<std::size_t>& features) {
    if (!names.is_array())
      return refuse(field + " must be an array of feature names, but got " + what_it_is(names), field);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!names[i].is_string())
        return refuse("a column must be the name of a feature, but got " + what_it_is(names[i]), at(field, i));
      const auto& name = names[i].get_ref<const std::string&>();
      const std::optional<std::size_t> feature = table.feature(name);
      if (!feature) return table.refused_at(at(field, i));
      if (std::find(features.begin(), features.end(), *feature) != features.end())
        return table.reject(Rejection::duplicate_key, "the column " + in_quotes(name) + " comes twice", at(field, i));
      features.push_back(*feature);
    }
    return true;
  }

  std::vector<std::size_t> order_of_the_spec() const {
    std::vector<std::size_t> features;
    for (std::size_t feature = 0; feature < spec_.features.size(); ++feature)
      features.push_back(feature);
    return features;
  }

  /// \param features  of the row's cells, in their order
  bool read_row(std::size_t row, const json& cells, const std::vector<std::size_t>& features,
                const std::string& field) {
    if (!cells.is_array()) return refuse("a row must be an array of numbers, but got " + what_it_is(cells), field);
    if (cells.size() != features.size()) {
      return refuse("the row has " + std::to_string(cells.size()) +
                        " cells; accepted: " + std::to_string(features.size()) + ", one for each column",
                    field);
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!table.set(row, features[i], cells[i])) return table.refused_at(at(field, i));
    }
    return true;
  }

  bool read_record(const std::string& key, std::size_t row, const json& record) {
    if (!record.is_object()) {
      return refuse(
          "a row must be an object of feature names with their numbers or texts, but got " + what_it_is(record),
          at(key, row));
    }
    for (const auto& [name, cell] : record.items()) {
      const std::optional<std::size_t> feature = table.feature(name);
      if (!feature || !table.set(row, *feature, cell)) return table.refused_at(at(key, row) + '.' + name);
    }
    return true;
  }

  /// Each column an array of as many numbers, or of arrays of one number each.
  bool read_columns(const std::string& key, const json& columns) {
    bool sized = false;
    for (const auto& [name, cells] : columns.items()) {
      const std::string field = key + '.' + name;
      const std::optional<std::size_t> feature = table.feature(name);
      if (!feature) return table.refused_at(field);
      if (!cells.is_array()) return refuse("a column must be an array of numbers, but got " + what_it_is(cells), field);
      if (!sized && !table.resize(cells.size(), field)) return false;
      sized = true;
      if (cells.size() != table.request.n_rows) {
        return refuse("the column has " + std::to_string(cells.size()) + " cells, the ones before " +
                          std::to_string(table.request.n_rows),
                      field);
      }
      for (std::size_t row = 0; row < cells.size(); ++row) {
        const bool wrapped = cells[row].is_array() && cells[row].size() == 1;
        if (!table.set(row, *feature, wrapped ? cells[row][0] : cells[row])) return table.refused_at(at(field, row));
      }
    }
    return (sized || table.resize(0, key)) && table.finish(key);
  }

  const spec::DatasetSpec& spec_;

 public:
  RowTable table;
};

}  // namespace

std::variant<ScoreRequest, RejectedInput> read_mlflow_request(std::string_view json_text,
                                                              const spec::DatasetSpec& spec) {
  const auto body = read_json_tree(json_text, most_values(spec));
  if (const auto* rejected = std::get_if<RejectedInput>(&body)) return *rejected;
  MlflowReader reader(spec);
  if (!reader.read(std::get<json>(body))) return *std::move(reader.table.rejected);
  return std::move(reader.table.request);
}

}  // namespace clearwell::scoring
