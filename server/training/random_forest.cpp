#include "common/random/split_mix.hpp"
#include "server/training/cancellation.hpp"
#include "server/training/cart.hpp"
#include "server/training/families.hpp"
#include "server/training/leaf_shares.hpp"

#include <algorithm>
#include <array>
#include <cmath>

/// Many trees, each grown on rows drawn with replacement and choosing among features drawn anew at each node; the
/// margin is the mean share of positives in their leaves.
/// Source: Breiman (2001), Random Forests, Machine Learning 45: 5-32.
namespace clearwell::training {
namespace {

int max_depth_of(const HyperParameters& candidate) {
  return static_cast<int>(candidate.find("max_depth")->second);
}

std::size_t n_trees_of(const HyperParameters& candidate) {
  return static_cast<std::size_t>(candidate.find("n_trees")->second);
}

std::size_t max_features_of(const HyperParameters& candidate, std::size_t n_features) {
  const auto given = static_cast<std::size_t>(candidate.find("max_features")->second);
  if (given > 0) return given;
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::sqrt(static_cast<double>(n_features))));
}

/// As many rows as there are, drawn with replacement.
std::vector<ClassCounts> bootstrap(const std::vector<std::uint8_t>& labels, std::uint64_t seed) {
  random::SplitMix64 random(seed);
  std::vector<ClassCounts> counts(labels.size());
  for (std::size_t drawn = 0; drawn < labels.size(); ++drawn) {
    const auto row = static_cast<std::size_t>(random.below(labels.size()));
    counts[row] += {1, labels[row]};
  }
  return counts;
}

/// Each tree from a seed of its own, so that it does not depend on the trees beside it.
/// \param largest  the candidate of most trees and greatest depth
std::vector<CartTree> grow_forest(const FeatureBins& bins, const std::vector<std::uint8_t>& labels,
                                  const HyperParameters& largest, const FitSettings& settings) {
  const GrowthLimits limits{.max_depth = max_depth_of(largest),
                            .min_samples_leaf = static_cast<std::uint32_t>(largest.find("min_samples_leaf")->second),
                            .max_features = max_features_of(largest, bins.n_features())};
  const bool drawn = largest.find("bootstrap")->second != 0;
  std::vector<CartTree> trees;
  for (std::size_t tree = 0; tree < n_trees_of(largest); ++tree) {
    throw_if_cancelled(settings.stop);
    const std::uint64_t tree_seed = random::derived_seed(settings.seed, tree);
    const std::vector<ClassCounts> counts =
        drawn ? bootstrap(labels, random::derived_seed(tree_seed, 0)) : count_once(labels);
    trees.push_back(grow_tree(bins, counts, limits, random::derived_seed(tree_seed, 1)));
  }
  return trees;
}

scoring::TreeEnsemble first_trees(const std::vector<CartTree>& trees, const HyperParameters& candidate) {
  std::vector<CartTree> cut;
  for (std::size_t tree = 0; tree < n_trees_of(candidate); ++tree)
    cut.push_back(cut_below(trees[tree], max_depth_of(candidate)));
  return mean_leaf_share(cut);
}

class RandomForest final : public Estimator {
 public:
  std::string_view family() const override { return "random_forest"; }

  std::span<const HyperParameter> hyper_parameters() const override {
    // Presets are scikit-learn's. max_features 0 is the square root of the number of features, rounded down.
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
    const FeatureBins bins(rows);
    std::vector<FittedPipeline> fitted(candidates.size());
    for (const std::vector<std::size_t>& group : groups(candidates)) {
      HyperParameters largest = candidates[group[0]];
      for (const std::size_t position : group)
        for (auto& [name, value] : largest)
          value = std::max(value, candidates[position].find(name)->second);
      const std::vector<CartTree> trees = grow_forest(bins, rows.labels, largest, settings);
      for (const std::size_t position : group)
        fitted[position] = first_trees(trees, candidates[position]);
    }
    return fitted;
  }
};

}  // namespace

const Estimator& random_forest() {
  static const RandomForest estimator;
  return estimator;
}

}  // namespace clearwell::training
