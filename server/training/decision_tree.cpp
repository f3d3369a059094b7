#include "server/training/cancellation.hpp"
#include "server/training/cart.hpp"
#include "server/training/encoding.hpp"
#include "server/training/families.hpp"
#include "server/training/leaf_shares.hpp"

#include <algorithm>
#include <array>
#include <numeric>

/// One tree. As a classifier its margin is the share of positives in the leaf, as a regression the leaf's mean target.
namespace clearwell::training {
namespace {

int max_depth_of(const HyperParameters& candidate) {
  return static_cast<int>(candidate.find("max_depth")->second);
}

GrowthLimits growth_limits(const HyperParameters& candidate) {
  return {.max_depth = max_depth_of(candidate),
          .min_samples_split = static_cast<std::uint32_t>(candidate.find("min_samples_split")->second),
          .min_samples_leaf = static_cast<std::uint32_t>(candidate.find("min_samples_leaf")->second)};
}

/// \param weigh  makes an ensemble of one tree
template <typename Tally, typename Weigh>
std::vector<FittedPipeline> fit_trees(const FeatureBins& bins, const std::vector<Tally>& counts,
                                      std::span<const HyperParameters> candidates, const FitSettings& settings,
                                      const Weigh& weigh) {
  std::vector<FittedPipeline> fitted(candidates.size());
  // Cutting and pruning come after growing.
  for (const std::vector<std::size_t>& same_growth : agreeing_but_for({"max_depth", "ccp_alpha"}, candidates)) {
    throw_if_cancelled(settings.stop);
    GrowthLimits limits = growth_limits(candidates[same_growth[0]]);
    for (const std::size_t position : same_growth)
      limits.max_depth = std::max(limits.max_depth, max_depth_of(candidates[position]));
    const TreeOf<Tally> grown = grow_tree(bins, counts, limits, settings.seed);
    for (const std::size_t position : same_growth) {
      const TreeOf<Tally> cut = cut_below(grown, max_depth_of(candidates[position]));
      fitted[position] = weigh(prune(cut, candidates[position].find("ccp_alpha")->second));
    }
  }
  return fitted;
}

class DecisionTree final : public Estimator {
 public:
  explicit DecisionTree(spec::Task task) : task_(task) {}

  spec::Task task() const override { return task_; }
  std::string_view family() const override { return "decision_tree"; }

  std::span<const HyperParameter> hyper_parameters() const override {
    // Names and presets are scikit-learn's, whose None is the largest depth here.
    static constexpr std::array kKnobs = {
        HyperParameter{"max_depth", 1, kMaxTreeDepth, true, kMaxTreeDepth},
        HyperParameter{"min_samples_split", 2, 1e6, true, 2},
        HyperParameter{"min_samples_leaf", 1, 1e6, true, 1},
        HyperParameter{"ccp_alpha", 0, 1, false, 0},
    };
    return kKnobs;
  }

  float even_margin() const override { return kMajority; }

  /// All of them: a tree takes hardly longer to grow than the bins that they share.
  std::vector<std::vector<std::size_t>> groups(std::span<const HyperParameters> candidates) const override {
    std::vector<std::size_t> all(candidates.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return {all};
  }

  std::vector<FittedPipeline> fit(const dataset::TrainingTable& rows, std::span<const HyperParameters> candidates,
                                  const FitSettings& settings) const override {
    const scoring::Encoding encoding = tree_encoding(rows);
    const FeatureBins bins(encode(rows, encoding));
    if (task_ == spec::Task::regression) {
      const TargetGrid grid(rows.targets);
      return fit_trees(bins, grid.count_once(rows.targets), candidates, settings, [&](const RegressionTree& tree) {
        return mean_leaf_target(std::span(&tree, 1), grid, encoding);
      });
    }
    return fit_trees(bins, count_once(rows.labels), candidates, settings,
                     [&](const CartTree& tree) { return mean_leaf_share(std::span(&tree, 1), encoding); });
  }

 private:
  spec::Task task_;
};

}  // namespace

const Estimator& decision_tree() {
  static const DecisionTree estimator(spec::Task::classification);
  return estimator;
}

const Estimator& regression_tree() {
  static const DecisionTree estimator(spec::Task::regression);
  return estimator;
}

}  // namespace clearwell::training
