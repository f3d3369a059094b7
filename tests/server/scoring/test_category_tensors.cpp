#include "server/scoring/inference_request.hpp"
#include "server/scoring/tensor_data.hpp"
#include "tests/common/category_models.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace bdata = boost::unit_test::data;
using namespace clearwell;

namespace {

/// An input of the Open Inference Protocol, and why it is refused for a category.
struct RefusedTensor {
  const char* tensor;
  const char* message;
  const char* field;
};
std::ostream& operator<<(std::ostream& out, const RefusedTensor& refused) {
  return out << refused.tensor;
}

const RefusedTensor kRefusedTensors[] = {
    {R"({"name":"x2","shape":[1],"datatype":"INT8","data":[1]})",
     "the datatype INT8 is one of numbers, and \"x2\" is a category; accepted, in a tensor of its own: BYTES",
     "inputs[0].datatype"},
    {R"({"name":"all","shape":[1,4],"datatype":"FP32","data":[1,2,1,1]})",
     "the datatype FP32 is one of numbers, and \"x2\" is a category; accepted, in a tensor of its own: BYTES",
     "inputs[0].datatype"},
    {R"({"name":"x2","shape":[1],"datatype":"BYTES","data":[1]})",
     "expected the text of a category, or null where nothing was measured, but got the number 1; accepted: red, green, "
     "blue",
     "inputs[0].data[0]"},
    {R"({"name":"x2","shape":[1],"datatype":"BYTES","data":"red"})", "data must be an array of texts",
     "inputs[0].data"},
    {R"({"name":"x2","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":9}})",
     "binary_data_size is 9, which is not 1 texts, each behind its length as UINT32; 0 bytes are there",
     "inputs[0].parameters.binary_data_size"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(category_tensors)

BOOST_DATA_TEST_CASE(a_tensor_of_a_category_holds_texts, bdata::make(kRefusedTensors), refused) {
  const std::string body = std::string(R"({"inputs":[)") + refused.tensor + "]}";
  const auto result = scoring::read_inference_request(body, body.size(), tests::category_spec());
  const auto* rejected = std::get_if<scoring::RejectedInput>(&result);
  BOOST_REQUIRE(rejected != nullptr);
  BOOST_TEST(rejected->message == refused.message);
  BOOST_TEST(rejected->field == refused.field);
}

BOOST_AUTO_TEST_CASE(texts_in_bytes_end_where_their_lengths_say) {
  using scoring::text_elements;
  const std::string two("\3\0\0\0red\0\0\0\0", 11);
  BOOST_TEST((text_elements(two, 2) == std::vector<std::string_view>{"red", ""}));
  BOOST_TEST(!text_elements(two, 1).has_value());
  BOOST_TEST(!text_elements(two, 3).has_value());
  BOOST_TEST(!text_elements(two.substr(0, 10), 2).has_value());
  BOOST_TEST(!text_elements(std::string("\xFF\xFF\xFF\xFFred", 7), 1).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
