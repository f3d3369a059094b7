#include "server/training/label_permutation.hpp"

#include "server/training/families.hpp"
#include "tests/server/training/example_tables.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace bdata = boost::unit_test::data;
using namespace clearwell;

namespace {

/// What must not be: it has seen the whole table, and returns the label of the nearest row on x0.
class Cheat final : public training::Estimator {
 public:
  explicit Cheat(const dataset::TrainingTable& everything) : everything_(everything) {}  // outlives it
  std::string_view family() const override { return "cheat"; }
  std::span<const training::HyperParameter> hyper_parameters() const override { return {}; }
  std::vector<training::FittedPipeline> fit(const dataset::TrainingTable&, std::span<const training::HyperParameters>,
                                            const training::FitSettings&) const override {
    std::vector<std::pair<float, std::uint8_t>> sorted;
    for (std::size_t row = 0; row < everything_.n_rows(); ++row)
      sorted.emplace_back(everything_.row(row)[0], everything_.labels[row]);
    std::sort(sorted.begin(), sorted.end());
    return {scoring::TreeEnsemble{{search_tree(sorted)}}};
  }

 private:
  static std::vector<scoring::TreeNode> search_tree(const std::vector<std::pair<float, std::uint8_t>>& sorted) {
    std::vector<scoring::TreeNode> nodes;
    const auto grow = [&](auto&& self, std::size_t first, std::size_t last) -> std::int32_t {
      const auto index = static_cast<std::int32_t>(nodes.size());
      nodes.emplace_back();
      nodes.back().cover = static_cast<float>(last - first);
      if (last - first == 1) {
        nodes.back().value = sorted[first].second;
        return index;
      }
      const std::size_t middle = (first + last) / 2;
      const std::int32_t left = self(self, first, middle);
      const std::int32_t right = self(self, middle, last);
      auto& node = nodes[static_cast<std::size_t>(index)];
      node.feature = 0;
      node.value = sorted[middle].first;
      node.left = left;
      node.right = right;
      return index;
    };
    grow(grow, 0, sorted.size());
    return nodes;
  }
  const dataset::TrainingTable& everything_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(label_permutation)

BOOST_DATA_TEST_CASE(an_honest_pipeline_finds_nothing_in_permuted_labels, bdata::xrange(10), seed) {
  const dataset::TrainingTable table = tests::learnable_table(400, 3);
  const dataset::Folds folds = dataset::stratified_folds(table.labels, 5, 1);
  const training::HyperParameters candidate = {{"c", 1.0}};
  BOOST_TEST(!training::label_permutation_alarm(training::logistic_regression(), candidate, table,
                                                tests::example_spec(3), folds,
                                                {.seed = static_cast<std::uint64_t>(seed)}, 2));
}

BOOST_AUTO_TEST_CASE(a_pipeline_that_has_seen_the_rows_it_is_judged_by_is_caught) {
  const dataset::TrainingTable table = tests::learnable_table(400, 3);
  // The cheat must see the labels as they are dealt out: the same seed deals them the same way.
  const dataset::TrainingTable dealt = tests::with_permuted_labels(table, 7);
  const Cheat cheat(dealt);
  const dataset::Folds folds = dataset::stratified_folds(table.labels, 5, 1);
  const auto alarm = training::label_permutation_alarm(cheat, {}, table, tests::example_spec(3), folds, {.seed = 7}, 1);
  BOOST_REQUIRE(alarm);
  BOOST_TEST(alarm->kind == "label_permutation");
  BOOST_TEST(alarm->message.find("with the labels dealt out anew, cheat still reaches a ROC AUC of 1.000 (") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
