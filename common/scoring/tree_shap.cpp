#include "common/scoring/tree_shap.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace clearwell::scoring {
namespace {

using onnx::TreeTable;

double mean_value(const TreeTable& table, std::uint32_t index) {
  const TreeTable::Node& node = table.nodes[index];
  if (node.feature < 0) return node.value;
  const double left = table.covers[node.left];
  const double right = table.covers[node.right];
  return (left * mean_value(table, node.left) + right * mean_value(table, node.right)) / (left + right);
}

/// The shares (i + 1) / (depth + 1) and their inverses, which all formulas below multiply by: divisions would cost more
/// than everything else in them.
class Shares {
 public:
  explicit Shares(std::size_t longest) {
    for (std::size_t depth = 0; depth <= longest; ++depth) {
      for (std::size_t i = 0; i <= depth; ++i) {
        values_.push_back(static_cast<double>(i + 1) / static_cast<double>(depth + 1));
        inverses_.push_back(static_cast<double>(depth + 1) / static_cast<double>(i + 1));
      }
    }
  }

  const double* of(std::size_t depth) const { return &values_[depth * (depth + 1) / 2]; }
  const double* inverses_of(std::size_t depth) const { return &inverses_[depth * (depth + 1) / 2]; }

 private:
  std::vector<double> values_;
  std::vector<double> inverses_;
};

/// One feature on the way from the root: the share of training rows that pass where it is unknown, whether this row
/// passes where it is known, and the weight of the subsets of this size.
struct PathElement {
  int feature = -1;
  bool passes = true;
  double share = 1;
  double weight = 1;
};

class TreeShap {
 public:
  TreeShap(const TreeTable& table, std::span<const double> row, std::span<double> contributions)
      : table_(table),
        row_(row),
        contributions_(contributions),
        shares_(std::min(table.max_depth, row.size()) + 1),
        paths_((table.max_depth + 2) * (table.max_depth + 3) / 2) {}

  void add_tree(std::uint32_t root) { descend(root, paths_.data(), 0, PathElement{}); }

 private:
  /// `path` holds `depth` elements of the parent's path, which is copied behind itself before it grows.
  void descend(std::uint32_t index, PathElement* parent_path, std::size_t depth, PathElement element) {
    PathElement* path = parent_path + depth;
    for (std::size_t i = 0; i < depth; ++i)
      path[i] = parent_path[i];
    extend(path, depth, element);

    const TreeTable::Node& node = table_.nodes[index];
    if (node.feature < 0) {
      add_leaf(path, depth, node.value);
      return;
    }
    const std::uint32_t hot = node.next(row_[static_cast<std::size_t>(node.feature)]);
    const std::uint32_t cold = hot == node.left ? node.right : node.left;
    const double cover = table_.covers[node.left] + table_.covers[node.right];

    // A feature met before on this path counts once: its earlier element is taken out, and what it said is carried on.
    double share = 1;
    bool passes = true;
    std::size_t last = depth;
    for (std::size_t i = 1; i <= depth; ++i) {
      if (path[i].feature != node.feature) continue;
      share = path[i].share;
      passes = path[i].passes;
      unwind(path, depth, i);
      last = depth - 1;
      break;
    }
    descend(hot, path, last + 1, {node.feature, passes, share * table_.covers[hot] / cover, 0});
    descend(cold, path, last + 1, {node.feature, false, share * table_.covers[cold] / cover, 0});
  }

  void extend(PathElement* path, std::size_t depth, PathElement element) const {
    const double* shares = shares_.of(depth);
    path[depth] = element;
    path[depth].weight = depth == 0 ? 1 : 0;
    for (std::size_t i = depth; i-- > 0;) {
      if (element.passes) path[i + 1].weight += path[i].weight * shares[i];
      path[i].weight *= element.share * shares[depth - i - 1];
    }
  }

  void unwind(PathElement* path, std::size_t depth, std::size_t position) const {
    const double* shares = shares_.of(depth);
    const double* inverses = shares_.inverses_of(depth);
    const PathElement taken = path[position];
    double next = path[depth].weight;
    for (std::size_t i = depth; i-- > 0;) {
      if (taken.passes) {
        const double kept = path[i].weight;
        path[i].weight = next * inverses[i];
        next = kept - path[i].weight * (taken.share * shares[depth - i - 1]);
      } else {
        path[i].weight *= inverses[depth - i - 1] / taken.share;
      }
    }
    for (std::size_t i = position; i < depth; ++i) {
      path[i].feature = path[i + 1].feature;
      path[i].passes = path[i + 1].passes;
      path[i].share = path[i + 1].share;
    }
  }

  /// Total weight of the path as if an element that the row passes had been taken out.
  double weight_without_passed(const PathElement* path, std::size_t depth, double share) const {
    const double* shares = shares_.of(depth);
    const double* inverses = shares_.inverses_of(depth);
    double next = path[depth].weight;
    double total = 0;
    for (std::size_t i = depth; i-- > 0;) {
      const double weight = next * inverses[i];
      total += weight;
      next = path[i].weight - weight * (share * shares[depth - i - 1]);
    }
    return total;
  }

  /// The same for one that the row fails, times its share: which is then the same for all of those.
  double weight_without_failed(const PathElement* path, std::size_t depth) const {
    const double* inverses = shares_.inverses_of(depth);
    double total = 0;
    for (std::size_t i = depth; i-- > 0;)
      total += path[i].weight * inverses[depth - i - 1];
    return total;
  }

  void add_leaf(const PathElement* path, std::size_t depth, double value) {
    if (value == 0) return;  // half the leaves of an unpruned forest
    const double failed = -weight_without_failed(path, depth) * value;
    for (std::size_t i = 1; i <= depth; ++i)
      contributions_[static_cast<std::size_t>(path[i].feature)] +=
          path[i].passes ? weight_without_passed(path, depth, path[i].share) * (1 - path[i].share) * value : failed;
  }

  const TreeTable& table_;
  std::span<const double> row_;
  std::span<double> contributions_;
  Shares shares_;
  std::vector<PathElement> paths_;
};

}  // namespace

double expected_margin(const TreeTable& table) {
  double sum = table.base;
  for (const std::uint32_t root : table.roots)
    sum += mean_value(table, root);
  return sum;
}

void add_tree_shap(const TreeTable& table, std::span<const double> row, std::span<double> contributions) {
  TreeShap shap(table, row, contributions);
  for (const std::uint32_t root : table.roots)
    shap.add_tree(root);
}

}  // namespace clearwell::scoring
