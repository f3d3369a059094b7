#include "server/scoring/inference_request.hpp"

#include "server/scoring/json_tree.hpp"
#include "server/scoring/rejection_words.hpp"
#include "server/scoring/row_table.hpp"
#include "server/scoring/tensor_data.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>

namespace clearwell::scoring {
namespace {

using nlohmann::json;

/// An input tensor, checked: where its elements are and how many.
struct Tensor {
  std::string field;  ///< `inputs[0]`
  std::string name;
  TensorType type;
  std::size_t rows = 0;
  std::size_t width = 1;
  const json* data = nullptr;  ///< null: `bytes` or `texts` hold the elements
  std::string_view bytes;
  std::vector<std::string_view> texts;
};

bool is_whole(const json& value) {
  return value.is_number_integer() && (value.is_number_unsigned() || value.get<std::int64_t>() >= 0);
}

class InferenceReader {
 public:
  InferenceReader(std::string_view binary, const spec::DatasetSpec& spec)
      : spec_(spec), binary_(binary), table_(spec) {}

  bool read(const json& body) {
    if (!body.is_object())
      return refuse(Rejection::invalid_body, "the body must be an object, but got " + what_it_is(body), "");
    if (!known_keys(body, "", {"id", "parameters", "inputs", "outputs"})) return false;
    if (body.contains("id")) {
      if (!body["id"].is_string())
        return refuse(Rejection::invalid_body, "id must be a text, but got " + what_it_is(body["id"]), "id");
      request.id = body["id"].get<std::string>();
    }
    if (!read_parameters(body) || !read_outputs(body) || !read_inputs(body)) return false;
    if (!binary_.empty()) {
      return refuse(Rejection::invalid_body,
                    std::to_string(binary_.size()) + " bytes follow the last tensor with binary_data_size", "inputs");
    }
    if (!table_.finish("row")) return false;
    request.score = std::move(table_.request);
    return true;
  }

  RejectedInput rejected() { return *std::move(table_.rejected); }

  InferenceRequest request;

 private:
  bool refuse(Rejection rejection, std::string message, std::string field) {
    return table_.reject(rejection, std::move(message), std::move(field));
  }

  bool known_keys(const json& object, const std::string& field, std::initializer_list<std::string_view> keys) {
    for (const auto& [key, value] : object.items()) {
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
      std::string accepted;
      for (const std::string_view known : keys)
        accepted += (accepted.empty() ? "" : ", ") + std::string(known);
      return refuse(Rejection::unknown_key, "unknown key " + in_quotes(key) + "; accepted: " + accepted,
                    field.empty() ? key : field + '.' + key);
    }
    return true;
  }

  /// The object `parameters` of an object, an empty one where there is none; null when it is no object.
  const json* parameters_of(const json& object, const std::string& field) {
    static const json none = json::object();
    const auto found = object.find("parameters");
    if (found == object.end() || found->is_null()) return &none;
    if (found->is_object()) return &*found;
    refuse(Rejection::invalid_body, "parameters must be an object, but got " + what_it_is(*found), field);
    return nullptr;
  }

  /// Parameters that nobody here knows are ignored, as the protocol has it.
  bool read_parameters(const json& body) {
    const json* parameters = parameters_of(body, "parameters");
    if (parameters == nullptr) return false;
    request.binary_outputs = parameters->value("binary_data_output", json()) == json(true);
    return table_.read_id(parameters->value("plant_id", json()), table_.request.plant_id, "parameters.plant_id") &&
           table_.read_id(parameters->value("sensor_id", json()), table_.request.sensor_id, "parameters.sensor_id");
  }

  bool read_outputs(const json& body) {
    if (!body.contains("outputs")) return true;
    const json& outputs = body["outputs"];
    if (!outputs.is_array())
      return refuse(Rejection::invalid_body, "outputs must be an array, but got " + what_it_is(outputs), "outputs");
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const std::string field = "outputs[" + std::to_string(i) + "]";
      const json& output = outputs[i];
      if (!output.is_object() || !output.contains("name") || !output["name"].is_string())
        return refuse(Rejection::invalid_body, "an output must be an object with a name", field);
      if (!known_keys(output, field, {"name", "parameters"})) return false;
      const json* parameters = parameters_of(output, field + ".parameters");
      if (parameters == nullptr) return false;
      request.outputs.push_back(
          {output["name"].get<std::string>(), parameters->value("binary_data", json()) == json(true)});
    }
    return true;
  }

  bool read_inputs(const json& body) {
    if (!body.contains("inputs") || !body["inputs"].is_array() || body["inputs"].empty())
      return refuse(Rejection::invalid_body, "inputs must be an array of at least one tensor", "inputs");
    const json& inputs = body["inputs"];
    seen_.assign(spec_.features.size(), false);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      Tensor tensor;
      tensor.field = "inputs[" + std::to_string(i) + "]";
      if (!read_tensor(inputs[i], tensor)) return false;
      if (i == 0 && !table_.resize(tensor.rows, tensor.field)) return false;
      if (tensor.rows != table_.request.n_rows) {
        return refuse(Rejection::invalid_body,
                      "the tensor has " + std::to_string(tensor.rows) + " rows, the first one " +
                          std::to_string(table_.request.n_rows),
                      tensor.field + ".shape");
      }
      const bool all_features = inputs.size() == 1 && !spec_.feature_index(tensor.name);
      if (!(all_features ? take_rows(tensor) : take_column(tensor))) return false;
    }
    return true;
  }

  bool read_tensor(const json& input, Tensor& tensor) {
    if (!input.is_object())
      return refuse(Rejection::invalid_body, "an input must be an object, but got " + what_it_is(input), tensor.field);
    if (!known_keys(input, tensor.field, {"name", "shape", "datatype", "parameters", "data"})) return false;
    if (!input.contains("name") || !input["name"].is_string())
      return refuse(Rejection::invalid_body, "an input needs a name, which is a text", tensor.field + ".name");
    tensor.name = input["name"].get<std::string>();
    const std::string type = input.contains("datatype") && input["datatype"].is_string()
                                 ? input["datatype"].get<std::string>()
                                 : std::string();
    const std::optional<TensorType> known = tensor_type(type);
    if (!known) {
      return refuse(Rejection::invalid_body,
                    "the datatype " + in_quotes(type) + " is not one of numbers or texts; accepted: " +
                        std::string(kNumberTypes) + ", " + std::string(kTextType),
                    tensor.field + ".datatype");
    }
    tensor.type = *known;
    return read_shape(input, tensor) && read_data(input, tensor);
  }

  bool read_shape(const json& input, Tensor& tensor) {
    const std::string field = tensor.field + ".shape";
    const json shape = input.value("shape", json());
    if (!shape.is_array() || shape.empty() || shape.size() > 2 || !std::all_of(shape.begin(), shape.end(), is_whole)) {
      return refuse(Rejection::invalid_body,
                    "the shape must be [rows] or [rows, columns], but is " +
                        (shape.is_array() ? shape.dump().substr(0, 64) : what_it_is(shape)),
                    field);
    }
    const std::uint64_t width = shape.size() == 2 ? shape[1].get<std::uint64_t>() : 1;
    const bool is_feature = spec_.feature_index(tensor.name).has_value();
    if (width != 1 && (is_feature || width != spec_.features.size())) {
      return refuse(Rejection::invalid_body,
                    "the tensor has " + std::to_string(width) + " columns; accepted: 1 for a feature, " +
                        std::to_string(spec_.features.size()) + " for all features in the order " +
                        accepted_features(spec_),
                    field);
    }
    if (const auto rows = shape[0].get<std::uint64_t>(); rows > kMaxRows) return table_.resize(rows, field);
    tensor.rows = shape[0].get<std::size_t>();
    tensor.width = static_cast<std::size_t>(width);
    return true;
  }

  bool read_data(const json& input, Tensor& tensor) {
    const std::size_t elements = tensor.rows * tensor.width;
    const json* parameters = parameters_of(input, tensor.field + ".parameters");
    if (parameters == nullptr) return false;
    if (parameters->contains("binary_data_size")) {
      const json& size = (*parameters)["binary_data_size"];
      if (tensor.type.is_text()) return read_binary_texts(size, elements, tensor);
      const std::size_t expected = elements * tensor.type.bytes;
      if (!is_whole(size) || size.get<std::uint64_t>() != expected || expected > binary_.size()) {
        return refuse(Rejection::invalid_body,
                      "binary_data_size is " + size.dump().substr(0, 64) + "; the shape asks for " +
                          std::to_string(expected) + " bytes, and " + std::to_string(binary_.size()) + " are there",
                      tensor.field + ".parameters.binary_data_size");
      }
      tensor.bytes = binary_.substr(0, expected);
      binary_.remove_prefix(expected);
      return true;
    }
    if (!input.contains("data") || !input["data"].is_array())
      return refuse(Rejection::invalid_body, "data must be an array of " + elements_of(tensor.type),
                    tensor.field + ".data");
    tensor.data = &input["data"];
    const std::size_t seen = count_elements(*tensor.data);
    if (seen == elements) return true;
    return refuse(Rejection::invalid_body,
                  "data has " + std::to_string(seen) + " elements, the shape asks for " + std::to_string(elements),
                  tensor.field + ".data");
  }

  bool read_binary_texts(const json& size, std::size_t elements, Tensor& tensor) {
    std::optional<std::vector<std::string_view>> texts;
    if (is_whole(size) && size.get<std::uint64_t>() <= binary_.size())
      texts = text_elements(binary_.substr(0, size.get<std::size_t>()), elements);
    if (!texts) {
      return refuse(Rejection::invalid_body,
                    "binary_data_size is " + size.dump().substr(0, 64) + ", which is not " + std::to_string(elements) +
                        " texts, each behind its length as UINT32; " + std::to_string(binary_.size()) +
                        " bytes are there",
                    tensor.field + ".parameters.binary_data_size");
    }
    tensor.texts = *std::move(texts);
    binary_.remove_prefix(size.get<std::size_t>());
    return true;
  }

  static std::string elements_of(const TensorType& type) { return type.is_text() ? "texts" : "numbers"; }

  static std::size_t count_elements(const json& data) {
    if (!data.is_array()) return 1;
    std::size_t n = 0;
    for (const json& element : data)
      n += count_elements(element);
    return n;
  }

  bool take_column(const Tensor& tensor) {
    const std::optional<std::size_t> feature = table_.feature(tensor.name);
    if (!feature) return table_.refused_at(tensor.field + ".name");
    if (seen_[*feature])
      return refuse(Rejection::duplicate_key, "the input " + in_quotes(tensor.name) + " comes twice",
                    tensor.field + ".name");
    seen_[*feature] = true;
    return right_type(tensor, *feature) && take(tensor, *feature);
  }

  bool take_rows(const Tensor& tensor) {
    // One column of a name that is no feature's is a slip of the name, not a table.
    if (tensor.width != spec_.features.size()) return take_column(tensor);
    for (std::size_t feature = 0; feature < spec_.features.size(); ++feature)
      if (!right_type(tensor, feature)) return false;
    return take(tensor, 0);
  }

  /// Numbers are sent as numbers, categories as texts.
  bool right_type(const Tensor& tensor, std::size_t index) {
    const spec::FeatureSpec& feature = spec_.features[index];
    if (feature.is_number() != tensor.type.is_text()) return true;
    return refuse(
        Rejection::invalid_body,
        "the datatype " + std::string(tensor.type.name) + " is one of " + elements_of(tensor.type) + ", and " +
            in_quotes(feature.name) + " is a " + (feature.is_number() ? "number" : "category") +
            "; accepted, in a tensor of its own: " + std::string(feature.is_number() ? kNumberTypes : kTextType),
        tensor.field + ".datatype");
  }

  bool take(const Tensor& tensor, std::size_t first_feature) {
    if (tensor.data != nullptr) {
      std::size_t element = 0;
      return take_json(tensor, *tensor.data, first_feature, element);
    }
    if (tensor.type.is_text()) return take_binary_texts(tensor, first_feature);
    for (std::size_t i = 0; i < tensor.rows * tensor.width; ++i) {
      const double value = tensor_element(tensor.type, tensor.bytes.substr(i * tensor.type.bytes, tensor.type.bytes));
      if (!table_.set(i / tensor.width, first_feature + i % tensor.width, value))
        return table_.refused_at(element_field(tensor, i));
    }
    return true;
  }

  /// As bytes nothing says that something was not measured, but for the empty text.
  bool take_binary_texts(const Tensor& tensor, std::size_t first_feature) {
    for (std::size_t i = 0; i < tensor.texts.size(); ++i)
      if (!tensor.texts[i].empty()) table_.set(i / tensor.width, first_feature + i % tensor.width, tensor.texts[i]);
    return true;
  }

  /// Flat or nested, row by row.
  bool take_json(const Tensor& tensor, const json& data, std::size_t first_feature, std::size_t& element) {
    for (const json& part : data) {
      if (part.is_array()) {
        if (!take_json(tensor, part, first_feature, element)) return false;
        continue;
      }
      const bool is_integer = !tensor.type.floating && !tensor.type.is_text();
      if (is_integer && !fits(tensor.type, part)) {
        return refuse(Rejection::not_a_number,
                      "expected an " + std::string(tensor.type.name) + ", but got " + what_it_is(part) +
                          "; a gap is null in FP32 or FP64",
                      element_field(tensor, element));
      }
      if (!table_.set(element / tensor.width, first_feature + element % tensor.width, part))
        return table_.refused_at(element_field(tensor, element));
      ++element;
    }
    return true;
  }

  static bool fits(const TensorType& type, const json& value) {
    return value.is_number_integer() && value.get<double>() >= type.lowest && value.get<double>() <= type.highest;
  }

  static std::string element_field(const Tensor& tensor, std::size_t element) {
    return tensor.field + ".data[" + std::to_string(element) + ']';
  }

  const spec::DatasetSpec& spec_;
  std::string_view binary_;  ///< what no tensor has taken yet
  RowTable table_;
  std::vector<bool> seen_;  ///< [n_features]
};

}  // namespace

std::variant<InferenceRequest, RejectedInput> read_inference_request(std::string_view body, std::size_t json_bytes,
                                                                     const spec::DatasetSpec& spec) {
  const auto tree = read_json_tree(body.substr(0, json_bytes), most_values(spec));
  if (const auto* rejected = std::get_if<RejectedInput>(&tree)) return *rejected;
  InferenceReader reader(body.substr(json_bytes), spec);
  if (!reader.read(std::get<json>(tree))) return reader.rejected();
  return std::move(reader.request);
}

}  // namespace clearwell::scoring
