#include "server/scoring/inference_request.hpp"

#include "tests/server/scoring/refused_bodies.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstring>
#include <limits>
#include <string>

namespace clearwell::scoring {
namespace {

namespace bdata = boost::unit_test::data;

const spec::DatasetSpec kSpec = tests::example_spec(3);

std::variant<InferenceRequest, RejectedInput> read(const std::string& body) {
  return read_inference_request(body, body.size(), kSpec);
}

std::string input(const std::string& name, const std::string& shape, const std::string& type, const std::string& data) {
  return R"({"name":")" + name + R"(","shape":)" + shape + R"(,"datatype":")" + type + R"(","data":)" + data + "}";
}
std::string inputs(const std::string& all, const std::string& more = "") {
  return R"({"inputs":[)" + all + "]" + more + "}";
}

void check_rows(const std::variant<InferenceRequest, RejectedInput>& result, const std::vector<float>& expected) {
  if (const auto* rejected = std::get_if<RejectedInput>(&result)) BOOST_FAIL(*rejected);
  const ScoreRequest& score = std::get<InferenceRequest>(result).score;
  BOOST_REQUIRE(score.rows.size() == expected.size());
  BOOST_TEST(score.n_rows == expected.size() / 3);
  for (std::size_t i = 0; i < expected.size(); ++i)
    BOOST_TEST((std::isnan(expected[i]) ? std::isnan(score.rows[i]) : score.rows[i] == expected[i]), i);
}

constexpr float kGap = std::numeric_limits<float>::quiet_NaN();

BOOST_AUTO_TEST_SUITE(inference_request)

// The rows {0.1, gap, -3} and {gap, 2, 4}.
const std::string kSameRows[] = {
    inputs(input("x0", "[2]", "FP32", "[0.1,null]") + "," + input("x1", "[2,1]", "FP64", "[[NaN],[2]]") + "," +
           input("x2", "[2]", "INT8", "[-3,4]")),
    inputs(input("float_input", "[2,3]", "FP32", "[0.1,null,-3,null,2,4]")),
    inputs(input("input-0", "[2,3]", "FP16", "[[0.1,null,-3],[null,2,4]]")),
};

BOOST_DATA_TEST_CASE(columns_and_rows_flat_and_nested_give_the_same, bdata::make(kSameRows), body) {
  check_rows(read(body), {0.1F, kGap, -3, kGap, 2, 4});
}

BOOST_AUTO_TEST_CASE(a_feature_left_out_was_not_measured) {
  check_rows(read(inputs(input("x1", "[1]", "UINT64", "[18446744073709551615]"))),
             {kGap, 18446744073709551616.0F, kGap});
}

BOOST_AUTO_TEST_CASE(id_outputs_and_parameters_are_read) {
  const auto result =
      read(inputs(input("x1", "[1]", "FP32", "[1]"),
                  R"(,"id":"42","parameters":{"plant_id":"north","priority":3,"binary_data_output":true},
         "outputs":[{"name":"probability","parameters":{"binary_data":true}},{"name":"flags"}])"));
  const auto& request = std::get<InferenceRequest>(result);
  BOOST_TEST(request.id.value() == "42");
  BOOST_TEST(request.score.plant_id == "north");
  BOOST_TEST(request.binary_outputs);
  const std::vector<RequestedOutput> expected = {{"probability", true}, {"flags", false}};
  BOOST_CHECK(request.outputs == expected);
}

template <typename T>
std::string bytes_of(std::initializer_list<T> values) {
  std::string bytes;
  for (const T value : values) {
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    bytes.append(raw, sizeof raw);
  }
  return bytes;
}

BOOST_AUTO_TEST_CASE(tensors_may_stand_behind_the_json_as_bytes) {
  const std::string json = R"({"inputs":[
    {"name":"x2","shape":[2,1],"datatype":"FP64","parameters":{"binary_data_size":16}},
    {"name":"x0","shape":[2],"datatype":"FP32","data":[0.5,null]},
    {"name":"x1","shape":[2],"datatype":"INT16","parameters":{"binary_data_size":4}}]})";
  const std::string body =
      json + bytes_of<double>({0.1, std::numeric_limits<double>::quiet_NaN()}) + bytes_of<std::int16_t>({-7, 300});
  check_rows(read_inference_request(body, json.size(), kSpec), {0.5F, -7, 0.1F, kGap, 300, kGap});
  const auto cut = read_inference_request(body.substr(0, body.size() - 1), json.size(), kSpec);
  BOOST_TEST(
      std::get<RejectedInput>(cut) ==
      (RejectedInput{Rejection::invalid_body, "binary_data_size is 4; the shape asks for 4 bytes, and 3 are there",
                     "inputs[2].parameters.binary_data_size"}));
  const auto longer = read_inference_request(body + "x", json.size(), kSpec);
  BOOST_TEST(
      std::get<RejectedInput>(longer) ==
      (RejectedInput{Rejection::invalid_body, "1 bytes follow the last tensor with binary_data_size", "inputs"}));
}

BOOST_AUTO_TEST_CASE(half_precision_has_its_own_bits) {
  const std::string json =
      R"({"inputs":[{"name":"x0","shape":[4],"datatype":"FP16","parameters":{"binary_data_size":8}},
                    {"name":"x1","shape":[4],"datatype":"INT32","data":[1,1,1,1]}]})";
  const auto result =
      read_inference_request(json + bytes_of<std::uint16_t>({0x3C00, 0xC100, 0x0001, 0x7E00}), json.size(), kSpec);
  check_rows(result, {1, 1, kGap, -2.5F, 1, kGap, 5.9604645e-8F, 1, kGap, kGap, 1, kGap});
}

const std::string kTypes = "FP16, FP32, FP64, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64";

const Refused kRefused[] = {
    {"[]", {Rejection::invalid_body, "the body must be an object, but got an array", ""}},
    {"{}", {Rejection::invalid_body, "inputs must be an array of at least one tensor", "inputs"}},
    {R"({"inputs":[]})", {Rejection::invalid_body, "inputs must be an array of at least one tensor", "inputs"}},
    {R"({"instances":[]})",
     {Rejection::unknown_key, "unknown key \"instances\"; accepted: id, parameters, inputs, outputs", "instances"}},
    {inputs(input("x0", "[1]", "FP32", "[1]"), R"(,"id":7)"),
     {Rejection::invalid_body, "id must be a text, but got the number 7", "id"}},
    {inputs(input("x0", "[1]", "BYTES", R"(["1"])")),
     {Rejection::invalid_body,
      "the datatype BYTES is one of texts, and \"x0\" is a number; accepted, in a tensor of its own: " + kTypes,
      "inputs[0].datatype"}},
    {inputs(input("x0", "[1]", "BOOL", "[true]")),
     {Rejection::invalid_body, "the datatype \"BOOL\" is not one of numbers or texts; accepted: " + kTypes + ", BYTES",
      "inputs[0].datatype"}},
    {inputs(input("x0", "[-1]", "FP32", "[1]")),
     {Rejection::invalid_body, "the shape must be [rows] or [rows, columns], but is [-1]", "inputs[0].shape"}},
    {inputs(input("x0", "[]", "FP32", "[1]")),
     {Rejection::invalid_body, "the shape must be [rows] or [rows, columns], but is []", "inputs[0].shape"}},
    {inputs(input("x0", "[1,2,3]", "FP32", "[1]")),
     {Rejection::invalid_body, "the shape must be [rows] or [rows, columns], but is [1,2,3]", "inputs[0].shape"}},
    {inputs(input("x0", "[18446744073709551615]", "FP32", "[1]")),
     {Rejection::too_many_rows,
      "inputs[0].shape has 18446744073709551615 rows: at most 10000 are accepted in one request", "inputs[0].shape"}},
    {inputs(input("x0", "[0]", "FP32", "[]")),
     {Rejection::no_rows, "inputs[0] has no rows: 1 to 10000 are accepted", "inputs[0]"}},
    {inputs(input("x0", "[1,3]", "FP32", "[1,2,3]")),
     {Rejection::invalid_body,
      "the tensor has 3 columns; accepted: 1 for a feature, 3 for all features in the order x0, x1, x2",
      "inputs[0].shape"}},
    {inputs(input("x", "[1,4]", "FP32", "[1,2,3,4]")),
     {Rejection::invalid_body,
      "the tensor has 4 columns; accepted: 1 for a feature, 3 for all features in the order x0, x1, x2",
      "inputs[0].shape"}},
    {inputs(input("x7", "[1]", "FP32", "[1]")),
     {Rejection::unknown_feature, "unknown feature \"x7\"; the nearest is \"x0\"; accepted: x0, x1, x2",
      "inputs[0].name"}},
    {inputs(input("x0", "[1]", "FP32", "[1]") + "," + input("x0", "[1]", "FP32", "[1]")),
     {Rejection::duplicate_key, "the input \"x0\" comes twice", "inputs[1].name"}},
    {inputs(input("x0", "[2]", "FP32", "[1,2]") + "," + input("x1", "[1]", "FP32", "[1]")),
     {Rejection::invalid_body, "the tensor has 1 rows, the first one 2", "inputs[1].shape"}},
    {inputs(input("x0", "[2]", "FP32", "[1]")),
     {Rejection::invalid_body, "data has 1 elements, the shape asks for 2", "inputs[0].data"}},
    {inputs(input("x0", "[1]", "FP32", "7")),
     {Rejection::invalid_body, "data must be an array of numbers", "inputs[0].data"}},
    {inputs(input("x0", "[1]", "FP32", R"(["7"])")),
     {Rejection::not_a_number, "expected a number, or null where nothing was measured, but got the string \"7\"",
      "inputs[0].data[0]"}},
    {inputs(input("x0", "[2]", "INT8", "[127,128]")),
     {Rejection::not_a_number, "expected an INT8, but got the number 128; a gap is null in FP32 or FP64",
      "inputs[0].data[1]"}},
    {inputs(input("x0", "[1]", "INT64", "[null]")),
     {Rejection::not_a_number, "expected an INT64, but got null; a gap is null in FP32 or FP64", "inputs[0].data[0]"}},
    {inputs(input("x0", "[1]", "FP64", "[1e39]")),
     {Rejection::number_out_of_range, "the number 1e+39 is outside the range of a 32-bit float, ±3.4028235e38",
      "inputs[0].data[0]"}},
    {inputs(input("x", "[2,3]", "FP32", "[1,2,3,null,null,null]")),
     {Rejection::nothing_measured,
      "the row has no measurement, so there is nothing to estimate from; at least one is expected of: x0, x1, x2",
      "row[1]"}},
    {inputs(input("x0", "[1]", "FP32", "[1]"), R"(,"outputs":[{}])"),
     {Rejection::invalid_body, "an output must be an object with a name", "outputs[0]"}},
};

BOOST_DATA_TEST_CASE(a_bad_body_is_named_exactly, bdata::make(kRefused), refused) {
  const auto result = read(refused.body);
  BOOST_REQUIRE(std::holds_alternative<RejectedInput>(result));
  BOOST_TEST(std::get<RejectedInput>(result) == refused.expected);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::scoring
