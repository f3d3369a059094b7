#include "common/onnx/wire.hpp"
#include "common/onnx/wire_format.hpp"
#include "tests/common/example_models.hpp"
#include "tests/damaged_bytes.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

namespace bdata = boost::unit_test::data;
namespace onnx = clearwell::onnx;
using clearwell::scoring::Predictor;

BOOST_AUTO_TEST_SUITE(onnx_wire)

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again) {
  for (const std::string& bytes : {clearwell::tests::tree_file(), clearwell::tests::linear_file()}) {
    const auto model = onnx::read_model(bytes);
    BOOST_REQUIRE(model);
    BOOST_TEST(onnx::write_model(*model) == bytes);
  }
}

BOOST_AUTO_TEST_CASE(every_truncation_is_refused_with_a_reason) {
  const std::string bytes = clearwell::tests::tree_file(3, 2, 3);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto predictor = Predictor::load(std::string_view(bytes).substr(0, length));
    BOOST_REQUIRE_MESSAGE(!predictor, "the first " << length << " bytes were accepted");
    BOOST_REQUIRE(predictor.error().message.rfind("model file: ", 0) == 0);
  }
}

// Whatever bytes change, the answer is a model or an error: never a crash, never much memory.
BOOST_DATA_TEST_CASE(damaged_bytes_never_crash, bdata::xrange(3000), seed) {
  static const std::string kFiles[] = {clearwell::tests::tree_file(3, 2, 3), clearwell::tests::linear_file()};
  std::mt19937 random(static_cast<unsigned>(seed));
  std::string bytes = kFiles[seed % 2];
  for (unsigned n = 1 + random() % 4; n > 0; --n) {
    clearwell::tests::damage(bytes, random);
    if (bytes.empty()) bytes = "x";
  }
  const auto predictor = Predictor::load(bytes);
  if (predictor) {
    const std::vector<float> row(predictor->n_features(), 1.5F);
    static_cast<void>(predictor->predict(std::span<const float>(row)));
    static_cast<void>(predictor->contributions(row));
  } else {
    BOOST_TEST(!predictor.error().message.empty());
  }
}

std::string varint_field(std::uint32_t number, std::uint64_t value) {
  onnx::WireWriter out;
  out.varint_field(number, value);
  return out.bytes();
}

std::string bytes_field(std::uint32_t number, std::string_view bytes) {
  onnx::WireWriter out;
  out.bytes_field(number, bytes);
  return out.bytes();
}

struct BadFile {
  std::string bytes;
  std::string message;
  std::string field;
};
std::ostream& operator<<(std::ostream& out, const BadFile& file) {
  return out << file.message;
}

const BadFile kBadFiles[] = {
    {"", "model file: the file is empty", ""},
    {"\x08", "model file: the file ends inside a field", ""},
    {std::string("\x3a\xff\xff\xff\xff\x0f", 6), "model file: the file ends inside a field", ""},
    {"\x0b", "model file: wire type 3 is not one of 0, 1, 2, 5", ""},
    {std::string("\x00\x01", 2), "model file: field number 0 does not exist", ""},
    {"\x89PNG\r\n", "model file: the file ends inside a field", ""},
    {varint_field(1, 2), "model file: IR version 2 is not one this reader knows (3 to 10)", "ir_version"},
    {bytes_field(7, bytes_field(1, bytes_field(5, bytes_field(1, "axis") + varint_field(20, 99)))),
     "model file: attribute type 99 is not one of 1 (float), 2 (int), 3 (string), 4 (tensor), 6, 7, 8 (lists)",
     "graph.node[0].attribute[0].(axis)"},
    {bytes_field(7, bytes_field(5, varint_field(1, 1'000'000'000) + varint_field(2, 1))),
     "model file: the shape promises 1000000000 values, the data hold 0", "graph.initializer[0]"},
    {bytes_field(7, bytes_field(5, varint_field(2, 8))),
     "model file: element type 8 is not one of 1 (float32), 7 (int64), 9 (bool), 11 (float64)", "graph.initializer[0]"},
    {bytes_field(7, bytes_field(5, varint_field(2, 1) + varint_field(14, 1))),
     "model file: tensor field 14 is not read (accepted: float, double, int64 and raw data inside the file)",
     "graph.initializer[0]"},
    {bytes_field(25, ""), "model file: model-local functions are not accepted", "functions"},
};

BOOST_DATA_TEST_CASE(a_bad_file_is_refused_with_what_and_where, bdata::make(kBadFiles), file) {
  const auto model = onnx::read_model(file.bytes);
  BOOST_REQUIRE(!model);
  BOOST_TEST(model.error().message == file.message);
  BOOST_TEST(model.error().field == file.field);
}

BOOST_AUTO_TEST_CASE(a_large_file_is_refused_before_it_is_read) {
  const auto model = onnx::read_model("0123456789", {.max_bytes = 9, .max_nodes = 1});
  BOOST_REQUIRE(!model);
  BOOST_TEST(model.error().message == "model file: 10 bytes, at most 9 are read");
}

// 4 MB of unpacked floats: with a reallocation for each of them this would take hours.
BOOST_AUTO_TEST_CASE(a_list_that_comes_one_value_at_a_time_is_read_in_linear_time) {
  std::string attribute = bytes_field(1, "values") + varint_field(20, 6);
  for (int i = 0; i < 800'000; ++i) {
    onnx::WireWriter value;
    value.float_field(7, 1.5F);
    attribute += value.bytes();
  }
  const auto model = onnx::read_model(varint_field(1, 8) + bytes_field(7, bytes_field(1, bytes_field(5, attribute))));
  BOOST_REQUIRE(model);
  BOOST_TEST(model->graph.nodes[0].attributes[0].floats.size() == 800'000U);
}

// Two bytes of file could ask for a whole attribute object: the count is bounded.
BOOST_AUTO_TEST_CASE(many_tiny_objects_do_not_exhaust_memory) {
  std::string attributes;
  for (int i = 0; i < 300'000; ++i)
    attributes += std::string("\x2a\x03\xa0\x01\x02", 5);
  const auto model = onnx::read_model(bytes_field(7, bytes_field(1, attributes)));
  BOOST_REQUIRE(!model);
  BOOST_TEST(model.error().message == "model file: more objects than a model file may have");
}

BOOST_AUTO_TEST_SUITE_END()
