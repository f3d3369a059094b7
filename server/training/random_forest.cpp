#include "common/random/split_mix.hpp"
#include "server/training/cancellation.hpp"
#include "server/training/cart.hpp"
#include "server/training/encoding.hpp"
#include "server/training/families.hpp"
#include "server/training/leaf_shares.hpp"

#include <algorithm>
#include <array>
#include <cmath>

/// Many trees, each grown on rows drawn with replacement and choosing among features drawn anew at each node; the
/// margin is the mean share of positives in their leaves, of a regression the mean of their leaves' mean targets.
/// Source: Breiman (2001), Random Forests, Machine Learning 45: 5-32.
namespace clearwell::training {
namespace {

int max_depth_of(const HyperParameters& candidate) {
  return static_cast<int>(candidate.find("max_depth")->second);
}

std::size_t n_trees_of(const HyperParameters& candidate) {
  return static_cast<std::size_t>(candidate.find("n_trees")->second);
}

std::size_t max_features_of(const HyperParameters& candidate, std::size_t n_features, spec::Task task) {
  const auto given = static_cast<std::size_t>(candidate.find("max_features")->second);
  if (given > 0) return given;
  if (task == spec::Task::regression) return n_features;
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::sqrt(static_cast<double>(n_features))));
}

/// As many rows as there are, drawn with replacement.
/// \param once  [n_rows], each row once
template <typename Tally>
std::vector<Tally> bootstrap(const std::vector<Tally>& once, std::uint64_t seed) {
  random::SplitMix64 random(seed);
  std::vector<Tally> counts(once.size());
  for (std::size_t drawn = 0; drawn < once.size(); ++drawn) {
    const auto row = static_cast<std::size_t>(random.below(once.size()));
    counts[row] += once[row];
  }
  return counts;
}

/// Each tree from a seed of its own, so that it does not depend on the trees beside it.
/// \param n_trees  as many as the largest candidate has
template <typename Tally>
std::vector<TreeOf<Tally>> grow_forest(const FeatureBins& bins, const std::vector<Tally>& once,
                                       const GrowthLimits& limits, std::size_t n_trees, bool drawn,
                                       const FitSettings& settings) {
  std::vector<TreeOf<Tally>> trees;
  for (std::size_t tree = 0; tree < n_trees; ++tree) {
    throw_if_cancelled(settings.stop);
    const std::uint64_t tree_seed = random::derived_seed(settings.seed, tree);
    const std::vector<Tally> counts = drawn ? bootstrap(once, random::derived_seed(tree_seed, 0)) : once;
    trees.push_back(grow_tree(bins, counts, limits, random::derived_seed(tree_seed, 1)));
  }
  return trees;
}

template <typename Tally>
std::vector<TreeOf<Tally>> first_trees(const std::vector<TreeOf<Tally>>& trees, const HyperParameters& candidate) {
  std::vector<TreeOf<Tally>> cut;
  for (std::size_t tree = 0; tree < n_trees_of(candidate); ++tree)
    cut.push_back(cut_below(trees[tree], max_depth_of(candidate)));
  return cut;
}

class RandomForest final : public Estimator {
 public:
  explicit RandomForest(spec::Task task) : task_(task) {}

  spec::Task task() const override { return task_; }
  std::string_view family() const override { return "random_forest"; }

  std::span<const HyperParameter> hyper_parameters() const override {
    // Presets are scikit-learn's. max_features 0 is the square root of the number of features, rounded down; of a
    // regression all of them.
    static constexpr std::array kKnobs = {
        HyperParameter{"n_trees", 1, 5000, true, 100},
        HyperParameter{"max_depth", 1, kMaxTreeDepth, true, kMaxTreeDepth},
        HyperParameter{"min_samples_leaf", 1, 1e6, true, 1},
        HyperParameter{"max_features", 0, 1e6, true, 0},
        HyperParameter{"bootstrap", 0, 1, true, 1},
    };
    return kKnobs;
  }

  float even_margin() const override { return kMajority; }

  /// Of equal growth: each takes the first of the same trees, cut at its depth.
  std::vector<std::vector<std::size_t>> groups(std::span<const HyperParameters> candidates) const override {
    return agreeing_but_for({"n_trees", "max_depth"}, candidates);
  }

  std::vector<FittedPipeline> fit(const dataset::TrainingTable& rows, std::span<const HyperParameters> candidates,
                                  const FitSettings& settings) const override {
    const scoring::Encoding encoding = tree_encoding(rows);
    const FeatureBins bins(encode(rows, encoding));
    if (task_ == spec::Task::regression) {
      const TargetGrid grid(rows.targets);
      return fit_forests(
          bins, grid.count_once(rows.targets), candidates, settings,
          [&](const std::vector<RegressionTree>& trees) { return mean_leaf_target(trees, grid, encoding); });
    }
    return fit_forests(bins, count_once(rows.labels), candidates, settings,
                       [&](const std::vector<CartTree>& trees) { return mean_leaf_share(trees, encoding); });
  }

 private:
  /// \param weigh  makes an ensemble of trees
  template <typename Tally, typename Weigh>
  std::vector<FittedPipeline> fit_forests(const FeatureBins& bins, const std::vector<Tally>& once,
                                          std::span<const HyperParameters> candidates, const FitSettings& settings,
                                          const Weigh& weigh) const {
    std::vector<FittedPipeline> fitted(candidates.size());
    for (const std::vector<std::size_t>& group : groups(candidates)) {
      HyperParameters largest = candidates[group[0]];
      for (const std::size_t position : group)
        for (auto& [name, value] : largest)
          value = std::max(value, candidates[position].find(name)->second);
      const GrowthLimits limits{
          .max_depth = max_depth_of(largest),
          .min_samples_leaf = static_cast<std::uint32_t>(largest.find("min_samples_leaf")->second),
          .max_features = max_features_of(largest, bins.n_features(), task_)};
      const bool drawn = largest.find("bootstrap")->second != 0;
      const std::vector<TreeOf<Tally>> trees = grow_forest(bins, once, limits, n_trees_of(largest), drawn, settings);
      for (const std::size_t position : group)
        fitted[position] = weigh(first_trees<Tally>(trees, candidates[position]));
    }
    return fitted;
  }

  spec::Task task_;
};

}  // namespace

const Estimator& random_forest() {
  static const RandomForest estimator(spec::Task::classification);
  return estimator;
}

const Estimator& regression_forest() {
  static const RandomForest estimator(spec::Task::regression);
  return estimator;
}

}  // namespace clearwell::training
