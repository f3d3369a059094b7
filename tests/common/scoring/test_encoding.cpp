#include "common/scoring/encoding.hpp"

#include "common/parity/parity.hpp"
#include "tests/common/category_models.hpp"
#include "tests/common/loaded_predictor.hpp"
#include "tests/common/scoring/brute_force_shapley.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace bdata = boost::unit_test::data;
namespace scoring = clearwell::scoring;
namespace tests = clearwell::tests;
using clearwell::onnx::Attribute;
using clearwell::onnx::Model;
using clearwell::onnx::Node;
using clearwell::onnx::Tensor;

namespace {

constexpr float kGap = std::numeric_limits<float>::quiet_NaN();

/// Every pair of categories, each also a gap, with numbers and a gap beside them.
std::vector<std::vector<float>> all_rows() {
  std::vector<std::vector<float>> rows;
  for (const float x0 : {-3.5F, 1.25F, kGap})
    for (const float x2 : {0.0F, 1.0F, 2.0F, kGap})
      for (const float x3 : {0.0F, 1.0F, kGap})
        rows.push_back({x0, 7 - x0, x2, x3});
  return rows;
}

double sum_of(const std::vector<double>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

struct NamedFile {
  const char* name;
  std::function<std::string()> write;
};
std::ostream& operator<<(std::ostream& out, const NamedFile& file) {
  return out << file.name;
}
const NamedFile kFiles[] = {{"linear", [] { return tests::category_file(tests::category_linear()); }},
                            {"trees", [] { return tests::category_file(tests::category_trees()); }},
                            {"machine", [] { return tests::category_file(tests::category_machine()); }},
                            {"networks", [] { return tests::category_file(tests::category_networks()); }}};

/// One thing of a good file changed, and the complaint that it earns.
struct Damage {
  const char* name;
  std::function<void(Model&)> apply;
  const char* message;
  const char* field;
};
std::ostream& operator<<(std::ostream& out, const Damage& damage) {
  return out << damage.name;
}

Tensor& constant_named(Model& model, const std::string& name) {
  for (Tensor& tensor : model.graph.initializers)
    if (tensor.name == name) return tensor;
  BOOST_FAIL("no constant " << name);
  return model.graph.initializers[0];
}

Node& node_named(Model& model, const std::string& name) {
  for (Node& node : model.graph.nodes)
    if (node.name == name) return node;
  BOOST_FAIL("no node " << name);
  return model.graph.nodes[0];
}

const Damage kDamages[] = {
    {"a column behind the last", [](Model& model) { constant_named(model, "positions_positions").integers[4] = 4; },
     "model file: Gather: column 4, the rows have columns 0 to 3", "graph.node[1].input"},
    {"a column before the first", [](Model& model) { constant_named(model, "values_positions").integers[0] = -1; },
     "model file: Gather: column -1, the rows have columns 0 to 3", "graph.node[0].input"},
    {"rows in place of columns",
     [](Model& model) { node_named(model, "positions").attributes = {Attribute::of_int("axis", 0)}; },
     "model file: Gather: the attribute `axis` must be 1 (columns)", "graph.node[1].attribute"},
    {"no axis", [](Model& model) { node_named(model, "positions").attributes.clear(); },
     "model file: Gather: the attribute `axis` must be 1 (columns)", "graph.node[1].attribute"},
    {"positions that are no list", [](Model& model) { node_named(model, "positions").inputs[1] = "categories"; },
     "model file: Gather: the second input must be a constant list of int64 positions", "graph.node[1].input"},
    {"one input", [](Model& model) { node_named(model, "positions").inputs.pop_back(); },
     "model file: Gather: 1 inputs, 2 are accepted", "graph.node[1].input"},
    {"categories of another number",
     [](Model& model) {
       constant_named(model, "categories").values.pop_back();
       constant_named(model, "categories").dims = {4};
     },
     "model file: Equal: widths 5 and 4 do not go together", "graph.node[2].input"},
    {"the list of positions as numbers",
     [](Model& model) { node_named(model, "is_category").inputs[1] = "values_positions"; },
     "model file: Equal: the constant \"values_positions\" is int64, accepted are float32 and float64",
     "graph.node[2].input"},
    {"columns that weights do not fit",
     [](Model& model) {
       node_named(model, "encoded").inputs = {"values", "values"};
     },
     "model file: Where: widths do not go together", "graph.node[8].input"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(encoding)

BOOST_AUTO_TEST_CASE(a_category_is_one_where_the_row_has_it_and_a_gap_stays_a_gap) {
  const float row[] = {3.5F, 2, kGap};
  BOOST_TEST((scoring::EncodedColumn{0, {}}.value(row)) == 3.5F);
  BOOST_TEST((scoring::EncodedColumn{1, 2}.value(row)) == 1);
  BOOST_TEST((scoring::EncodedColumn{1, 0}.value(row)) == 0);
  BOOST_TEST(std::isnan(scoring::EncodedColumn{2, 0}.value(row)));
}

BOOST_AUTO_TEST_CASE(the_file_encodes_as_the_fit_did) {
  const scoring::LinearModel linear = tests::category_linear();
  const auto predictor = tests::loaded(tests::category_file(linear));
  for (const std::vector<float>& row : all_rows()) {
    double margin = 0;
    for (std::size_t column = 0; column < 7; ++column)
      margin += linear.weights[column] * linear.standardisation.standardised(column, row);
    BOOST_TEST(predictor.predict(row).margin == static_cast<float>(margin + linear.bias));
  }
}

BOOST_DATA_TEST_CASE(contributions_are_the_features_and_add_up, bdata::make(kFiles), file) {
  const auto predictor = tests::loaded(file.write());
  for (const std::vector<float>& row : all_rows()) {
    const std::vector<double> contributions = predictor.contributions(row);
    BOOST_REQUIRE(contributions.size() == 5);
    BOOST_CHECK_SMALL(sum_of(contributions) - static_cast<double>(predictor.predict(row).margin), 1e-6);
  }
}

// A category that nobody told speaks for none of them: the shares of all of them are subtracted again.
BOOST_AUTO_TEST_CASE(a_missing_category_contributes_nothing_to_what_adds_up) {
  const auto predictor = tests::loaded(tests::category_file(tests::category_linear()));
  const std::vector<double> contributions = predictor.contributions(std::vector{1.0F, 2.0F, kGap, 1.0F});
  BOOST_TEST(contributions[2] == 0);
  BOOST_TEST(contributions[3] != 0);
}

// A feature of several columns is one player: its category is known or it is not.
BOOST_DATA_TEST_CASE(kernels_and_networks_give_shapley_values_of_whole_features,
                     bdata::make({std::size_t{2}, std::size_t{3}}), which) {
  const auto predictor = tests::loaded(kFiles[which].write());
  for (const std::vector<float>& row : all_rows()) {
    const auto worth = [&](unsigned known) {
      std::vector<float> mixed = {0, 0, kGap, kGap};  // the medians of category_facts, and no category
      for (std::size_t f = 0; f < 4; ++f)
        if ((known >> f & 1U) != 0) mixed[f] = row[f];
      return static_cast<double>(predictor.predict(mixed).margin);
    };
    const std::vector<double> contributions = predictor.contributions(row);
    for (unsigned f = 0; f < 4; ++f)
      BOOST_CHECK_SMALL(contributions[f] - tests::brute_force_shapley(4, f, worth), 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(split_values_are_those_of_numbers) {
  const auto predictor = tests::loaded(tests::category_file(tests::category_trees()));
  BOOST_TEST(!predictor.split_values(0).empty());
  BOOST_TEST(predictor.split_values(2).empty());
  BOOST_TEST(predictor.split_values(3) == std::vector{0.5F}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(rows_that_break_engines_hold_categories_and_others) {
  const auto predictor = tests::loaded(tests::category_file(tests::category_trees()));
  const std::vector<float> rows = clearwell::parity::vector_set(predictor, 500);
  std::size_t categories = 0;
  for (std::size_t row = 0; row < 500; ++row)
    categories += rows[4 * row + 2] == 0 || rows[4 * row + 2] == 1 || rows[4 * row + 2] == 2 ? 1 : 0;
  BOOST_TEST(categories > 200);
  BOOST_TEST(categories < 500);
  BOOST_TEST(clearwell::parity::digest(predictor, rows).size() == 64);
}

BOOST_DATA_TEST_CASE(a_damaged_encoder_is_refused_with_what_and_where, bdata::make(kDamages), damage) {
  Model model = scoring::build_model(tests::category_linear(), tests::category_spec(), tests::category_facts());
  damage.apply(model);
  const auto loaded = scoring::Predictor::load(clearwell::onnx::write_model(model));
  BOOST_REQUIRE(!loaded);
  BOOST_TEST(loaded.error().message == damage.message);
  BOOST_TEST(loaded.error().field == damage.field);
}

// Whatever is cut off or turned over: an error that says what and where, or a model that answers.
BOOST_DATA_TEST_CASE(no_cut_or_flipped_byte_crashes, bdata::make(kFiles), file) {
  const std::string good = file.write();
  const auto try_file = [&](const std::string& bytes) {
    const auto predictor = scoring::Predictor::load(bytes);
    if (!predictor) {
      BOOST_TEST(predictor.error().message.rfind("model file: ", 0) == 0);
    } else if (predictor->n_features() == 4) {
      static_cast<void>(predictor->predict(std::vector{1.0F, kGap, 2.0F, 0.0F}));
    }
  };
  for (std::size_t length = 0; length < good.size(); length += 7)
    try_file(good.substr(0, length));
  std::uint64_t state = 1;
  for (int round = 0; round < 400; ++round) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    std::string bytes = good;
    bytes[(state >> 20) % bytes.size()] ^= static_cast<char>(1U << (state >> 60 & 7U));
    try_file(bytes);
  }
}

BOOST_AUTO_TEST_CASE(counts_of_categories_must_fit_the_list) {
  Model model = scoring::build_model(tests::category_linear(), tests::category_spec(), tests::category_facts());
  for (auto& [key, text] : model.metadata_props)
    if (key == "clearwell_facts") text.replace(text.find("[6,3,0]"), 7, "[6,3]");
  const auto loaded = scoring::Predictor::load(clearwell::onnx::write_model(model));
  BOOST_REQUIRE(!loaded);
  BOOST_TEST(loaded.error().message == "model file: there must be one count for each of the 3 categories");
  BOOST_TEST(loaded.error().field == "metadata_props.clearwell_facts.training_ranges[2].category_rows");
}

BOOST_AUTO_TEST_CASE(viewers_of_the_file_read_the_categories) {
  const Model model = scoring::build_model(tests::category_linear(), tests::category_spec(), tests::category_facts());
  BOOST_REQUIRE(model.metadata("feature_categories") != nullptr);
  BOOST_TEST(*model.metadata("feature_categories") == R"({"x2":["red","green","blue"],"x3":["no","yes"]})");
  const Model numbers = scoring::build_model(tests::example_linear(), tests::example_spec(3), tests::example_facts(3));
  BOOST_TEST(numbers.metadata("feature_categories") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
