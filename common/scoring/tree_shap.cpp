#include "common/scoring/tree_shap.hpp"

#include <utility>

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

/// One feature on the way from the root: the share of subsets in which it is unknown (zero) and known (one) that pass,
/// and the weight of the subsets of this size.
struct PathElement {
  int feature = -1;
  double zero_fraction = 1;
  double one_fraction = 1;
  double weight = 1;
};

class TreeShap {
 public:
  TreeShap(const TreeTable& table, std::span<const double> row, std::span<double> contributions)
      : table_(table),
        row_(row),
        contributions_(contributions),
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
    const std::uint32_t hot = table_.next(node, row_[static_cast<std::size_t>(node.feature)]);
    const std::uint32_t cold = hot == node.left ? node.right : node.left;
    const double cover = table_.covers[node.left] + table_.covers[node.right];

    // A feature met before on this path counts once: its earlier element is taken out and its fractions are carried on.
    double zero = 1;
    double one = 1;
    std::size_t last = depth;
    for (std::size_t i = 1; i <= depth; ++i) {
      if (path[i].feature != node.feature) continue;
      zero = path[i].zero_fraction;
      one = path[i].one_fraction;
      unwind(path, depth, i);
      last = depth - 1;
      break;
    }
    descend(hot, path, last + 1, {node.feature, zero * table_.covers[hot] / cover, one, 0});
    descend(cold, path, last + 1, {node.feature, zero * table_.covers[cold] / cover, 0, 0});
  }

  static void extend(PathElement* path, std::size_t depth, PathElement element) {
    path[depth] = element;
    path[depth].weight = depth == 0 ? 1 : 0;
    const auto length = static_cast<double>(depth + 1);
    for (std::size_t i = depth; i-- > 0;) {
      path[i + 1].weight += element.one_fraction * path[i].weight * static_cast<double>(i + 1) / length;
      path[i].weight = element.zero_fraction * path[i].weight * static_cast<double>(depth - i) / length;
    }
  }

  static void unwind(PathElement* path, std::size_t depth, std::size_t position) {
    const double one = path[position].one_fraction;
    const double zero = path[position].zero_fraction;
    const auto length = static_cast<double>(depth + 1);
    double next = path[depth].weight;
    for (std::size_t i = depth; i-- > 0;) {
      if (one != 0) {
        const double kept = path[i].weight;
        path[i].weight = next * length / (static_cast<double>(i + 1) * one);
        next = kept - path[i].weight * zero * static_cast<double>(depth - i) / length;
      } else {
        path[i].weight = path[i].weight * length / (zero * static_cast<double>(depth - i));
      }
    }
    for (std::size_t i = position; i < depth; ++i) {
      path[i].feature = path[i + 1].feature;
      path[i].zero_fraction = path[i + 1].zero_fraction;
      path[i].one_fraction = path[i + 1].one_fraction;
    }
  }

  /// Total weight of the path as if the element at `position` had been taken out.
  static double unwound_weight(const PathElement* path, std::size_t depth, std::size_t position) {
    const double one = path[position].one_fraction;
    const double zero = path[position].zero_fraction;
    const auto length = static_cast<double>(depth + 1);
    double next = path[depth].weight;
    double total = 0;
    for (std::size_t i = depth; i-- > 0;) {
      if (one != 0) {
        const double weight = next * length / (static_cast<double>(i + 1) * one);
        total += weight;
        next = path[i].weight - weight * zero * static_cast<double>(depth - i) / length;
      } else {
        total += path[i].weight / zero * length / static_cast<double>(depth - i);
      }
    }
    return total;
  }

  void add_leaf(const PathElement* path, std::size_t depth, double value) {
    for (std::size_t i = 1; i <= depth; ++i)
      contributions_[static_cast<std::size_t>(path[i].feature)] +=
          unwound_weight(path, depth, i) * (path[i].one_fraction - path[i].zero_fraction) * value;
  }

  const TreeTable& table_;
  std::span<const double> row_;
  std::span<double> contributions_;
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
