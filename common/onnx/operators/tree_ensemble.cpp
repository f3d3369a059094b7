#include "common/onnx/operators/tree_ensemble.hpp"

#include "common/onnx/operators/operator.hpp"
#include "common/onnx/operators/tree_walk.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace clearwell::onnx {
namespace {

constexpr std::size_t kMaxDepth = 256;

/// The parallel lists that describe all nodes of all trees.
struct NodeLists {
  std::size_t size = 0;
  const std::vector<std::int64_t>* tree_ids = nullptr;
  const std::vector<std::int64_t>* node_ids = nullptr;
  const std::vector<std::int64_t>* feature_ids = nullptr;
  const std::vector<std::string>* modes = nullptr;
  const std::vector<float>* values = nullptr;
  const std::vector<std::int64_t>* true_ids = nullptr;
  const std::vector<std::int64_t>* false_ids = nullptr;
  const std::vector<std::int64_t>* missing_tracks_true = nullptr;  // optional
  const std::vector<float>* hit_rates = nullptr;                   // optional
};

Error in_attribute(std::string_view name, std::string message) {
  return Error{"TreeEnsembleRegressor: " + std::move(message), "(" + std::string(name) + ")"};
}

/// A list attribute of the wanted kind and length. Absent is fine only for optional ones (`list` stays null).
template <typename T>
Result<Ok> find_list(const Node& node, std::string_view name, AttributeType type, std::vector<T> Attribute::*member,
                     std::size_t size, bool optional, const std::vector<T>*& list) {
  const Attribute* attribute = node.attribute(name);
  if (attribute == nullptr) {
    if (optional) return Ok{};
    return in_attribute(name, "the attribute is missing");
  }
  if (attribute->type != type) return in_attribute(name, "the attribute has another type than the operator's");
  list = &(attribute->*member);
  if (list->size() != size)
    return in_attribute(name, std::to_string(list->size()) + " entries, " + std::to_string(size) + " belong to it");
  return Ok{};
}

Result<NodeLists> find_node_lists(const Node& node) {
  NodeLists lists;
  const Attribute* ids = node.attribute("nodes_nodeids");
  if (ids == nullptr || ids->ints.empty()) return in_attribute("nodes_nodeids", "there are no nodes");
  const std::size_t n = lists.size = ids->ints.size();
  const auto ints = [&](std::string_view name, bool optional, const std::vector<std::int64_t>*& list) {
    return find_list(node, name, AttributeType::ints, &Attribute::ints, n, optional, list);
  };
  if (auto found = ints("nodes_treeids", false, lists.tree_ids); !found) return found.error();
  if (auto found = ints("nodes_nodeids", false, lists.node_ids); !found) return found.error();
  if (auto found = ints("nodes_featureids", false, lists.feature_ids); !found) return found.error();
  if (auto found = ints("nodes_truenodeids", false, lists.true_ids); !found) return found.error();
  if (auto found = ints("nodes_falsenodeids", false, lists.false_ids); !found) return found.error();
  if (auto found = ints("nodes_missing_value_tracks_true", true, lists.missing_tracks_true); !found)
    return found.error();
  if (auto found = find_list(node, "nodes_modes", AttributeType::strings, &Attribute::strings, n, false, lists.modes);
      !found)
    return found.error();
  if (auto found = find_list(node, "nodes_values", AttributeType::floats, &Attribute::floats, n, false, lists.values);
      !found)
    return found.error();
  if (auto found =
          find_list(node, "nodes_hitrates", AttributeType::floats, &Attribute::floats, n, true, lists.hit_rates);
      !found)
    return found.error();
  return lists;
}

/// Where in the lists each node stands. Not a map: for a large forest that took most of the time of loading a file.
class NodeIndex {
 public:
  explicit NodeIndex(const NodeLists& lists) {
    for (std::size_t i = 0; i < lists.size; ++i)
      entries_.push_back({(*lists.tree_ids)[i], (*lists.node_ids)[i], static_cast<std::uint32_t>(i)});
    if (!std::is_sorted(entries_.begin(), entries_.end(), before)) std::sort(entries_.begin(), entries_.end(), before);
    for (std::size_t i = 0; i < entries_.size(); ++i)
      if (i == 0 || entries_[i].tree != entries_[i - 1].tree) trees_.push_back(i);
    trees_.push_back(entries_.size());
  }

  /// Position of a node that has the same ids as another.
  std::optional<std::size_t> twin() const {
    for (std::size_t i = 1; i < entries_.size(); ++i)
      if (!before(entries_[i - 1], entries_[i])) return entries_[i].position;
    return std::nullopt;
  }

  std::optional<std::uint32_t> find(std::int64_t tree, std::int64_t node) const {
    const auto begin = std::partition_point(trees_.begin(), trees_.end() - 1,
                                            [&](std::size_t first) { return entries_[first].tree < tree; });
    if (begin == trees_.end() - 1 || entries_[*begin].tree != tree) return std::nullopt;
    // Most files number the nodes of a tree without gaps.
    const Entry& first = entries_[*begin];
    const std::uint64_t offset = static_cast<std::uint64_t>(node) - static_cast<std::uint64_t>(first.node);
    if (offset < *(begin + 1) - *begin) {
      const Entry& guess = entries_[*begin + static_cast<std::size_t>(offset)];
      if (guess.node == node) return guess.position;
    }
    const Entry wanted = {tree, node, 0};
    const auto entry = std::lower_bound(entries_.begin() + static_cast<std::ptrdiff_t>(*begin),
                                        entries_.begin() + static_cast<std::ptrdiff_t>(*(begin + 1)), wanted, before);
    if (entry == entries_.end() || before(wanted, *entry)) return std::nullopt;
    return entry->position;
  }

 private:
  struct Entry {
    std::int64_t tree;
    std::int64_t node;
    std::uint32_t position;
  };
  static bool before(const Entry& a, const Entry& b) {
    return a.tree < b.tree || (a.tree == b.tree && a.node < b.node);
  }

  std::vector<Entry> entries_;      // by tree and node
  std::vector<std::size_t> trees_;  // the first entry of each tree, and last their end
};

Result<std::vector<std::optional<float>>> leaf_weights(const Node& node, const NodeLists& lists,
                                                       const NodeIndex& index) {
  const Attribute* given = node.attribute("target_weights");
  if (given == nullptr) return in_attribute("target_weights", "the attribute is missing");
  const std::size_t n = given->floats.size();
  const std::vector<std::int64_t>* trees = nullptr;
  const std::vector<std::int64_t>* nodes = nullptr;
  const std::vector<std::int64_t>* targets = nullptr;
  if (auto found = find_list(node, "target_treeids", AttributeType::ints, &Attribute::ints, n, false, trees); !found)
    return found.error();
  if (auto found = find_list(node, "target_nodeids", AttributeType::ints, &Attribute::ints, n, false, nodes); !found)
    return found.error();
  if (auto found = find_list(node, "target_ids", AttributeType::ints, &Attribute::ints, n, false, targets); !found)
    return found.error();
  std::vector<std::optional<float>> weights(lists.size);
  for (std::size_t i = 0; i < n; ++i) {
    const std::optional<std::uint32_t> leaf = index.find((*trees)[i], (*nodes)[i]);
    if (!leaf)
      return in_attribute("target_nodeids", "node " + std::to_string((*nodes)[i]) + " of tree " +
                                                std::to_string((*trees)[i]) + " does not exist");
    if ((*targets)[i] != 0)
      return in_attribute("target_ids", "target " + std::to_string((*targets)[i]) + ", accepted is 0 (one target)");
    if (weights[*leaf]) return in_attribute("target_nodeids", "a leaf has two weights");
    weights[*leaf] = given->floats[i];
  }
  return weights;
}

Result<Ok> check_settings(const Node& node) {
  const Attribute* n_targets = node.attribute("n_targets");
  if (n_targets != nullptr && n_targets->i != 1)
    return in_attribute("n_targets", std::to_string(n_targets->i) + ", accepted is 1");
  const Attribute* aggregate = node.attribute("aggregate_function");
  if (aggregate != nullptr && aggregate->s != "SUM")
    return in_attribute("aggregate_function", "\"" + aggregate->s + "\", accepted is SUM");
  const Attribute* transform = node.attribute("post_transform");
  if (transform != nullptr && transform->s != "NONE")
    return in_attribute("post_transform", "\"" + transform->s + "\", accepted is NONE");
  const Attribute* base = node.attribute("base_values");
  if (base != nullptr && base->floats.size() > 1)
    return in_attribute("base_values", std::to_string(base->floats.size()) + " values, accepted is one");
  return Ok{};
}

/// Copies the nodes into a table, one after another as they stand, children as positions.
class TableBuilder {
 public:
  TableBuilder(const NodeLists& lists, const NodeIndex& index, const std::vector<std::optional<float>>& weights,
               std::size_t n_features)
      : lists_(lists), index_(index), weights_(weights), n_features_(n_features) {}

  Result<TreeTable> build() {
    table_.nodes.resize(lists_.size);
    parents_.assign(lists_.size, 0);
    for (std::size_t i = 0; i < lists_.size; ++i)
      if (Result<Ok> done = fill(i); !done) return done.error();
    if (Result<Ok> done = find_roots(); !done) return done.error();
    if (Result<Ok> done = copy_covers(); !done) return done.error();
    return std::move(table_);
  }

 private:
  Result<Ok> fill(std::size_t i) {
    TreeTable::Node& node = table_.nodes[i];
    const std::string& mode = (*lists_.modes)[i];
    if (mode == "LEAF") {
      if (!weights_[i]) return in_attribute("target_weights", "leaf " + place(i) + " has no weight");
      node.value = *weights_[i];
      return Ok{};
    }
    if (mode != "BRANCH_LT" && mode != "BRANCH_LEQ")
      return in_attribute("nodes_modes", "mode \"" + mode.substr(0, 40) + "\" of node " + place(i) +
                                             ", accepted are BRANCH_LT, BRANCH_LEQ, LEAF");
    const std::int64_t feature = (*lists_.feature_ids)[i];
    if (feature < 0 || static_cast<std::uint64_t>(feature) >= n_features_)
      return in_attribute("nodes_featureids", "feature " + std::to_string(feature) + " of node " + place(i) +
                                                  ", the input has " + std::to_string(n_features_));
    node.value = (*lists_.values)[i];
    if (node.value != node.value)
      return in_attribute("nodes_values", "the split value of node " + place(i) + " is not a number");
    node.feature = static_cast<std::int32_t>(feature);
    node.or_equal = mode == "BRANCH_LEQ";
    node.missing_goes_left = lists_.missing_tracks_true != nullptr && (*lists_.missing_tracks_true)[i] != 0;
    if (Result<Ok> done = link(i, "nodes_truenodeids", (*lists_.true_ids)[i], node.left); !done) return done;
    return link(i, "nodes_falsenodeids", (*lists_.false_ids)[i], node.right);
  }

  Result<Ok> link(std::size_t i, std::string_view attribute, std::int64_t child_id, std::uint32_t& child) {
    const std::optional<std::uint32_t> found = index_.find((*lists_.tree_ids)[i], child_id);
    if (!found)
      return in_attribute(attribute, "child " + std::to_string(child_id) + " of node " + place(i) + " does not exist");
    child = *found;
    if (++parents_[child] > 1) return in_attribute(attribute, "node " + place(child) + " has two parents");
    return Ok{};
  }

  /// One root for each tree, in the order of the file, and every node reached from one: so there is no cycle.
  Result<Ok> find_roots() {
    std::size_t reached = 0;
    std::map<std::int64_t, bool> tree_has_root;
    for (std::size_t i = 0; i < lists_.size; ++i) {
      if (parents_[i] != 0) continue;
      bool& seen = tree_has_root[(*lists_.tree_ids)[i]];
      if (seen)
        return in_attribute("nodes_treeids", "tree " + std::to_string((*lists_.tree_ids)[i]) + " has two roots");
      seen = true;
      table_.roots.push_back(static_cast<std::uint32_t>(i));
      const std::optional<std::size_t> n = walk(static_cast<std::uint32_t>(i));
      if (!n) return in_attribute("nodes_truenodeids", "a tree is deeper than " + std::to_string(kMaxDepth));
      reached += *n;
    }
    if (reached != lists_.size) return in_attribute("nodes_truenodeids", "the children of some nodes form a cycle");
    return Ok{};
  }

  /// Number of nodes below and with `root`; empty when the tree is too deep.
  std::optional<std::size_t> walk(std::uint32_t root) {
    std::vector<std::pair<std::uint32_t, std::size_t>> pending = {{root, 1}};
    std::size_t count = 0;
    while (!pending.empty()) {
      const auto [i, depth] = pending.back();
      pending.pop_back();
      ++count;
      table_.max_depth = std::max(table_.max_depth, depth);
      if (depth > kMaxDepth) return std::nullopt;
      if (table_.nodes[i].feature < 0) continue;
      pending.emplace_back(table_.nodes[i].left, depth + 1);
      pending.emplace_back(table_.nodes[i].right, depth + 1);
    }
    return count;
  }

  Result<Ok> copy_covers() {
    if (lists_.hit_rates == nullptr) return Ok{};
    for (std::size_t i = 0; i < lists_.size; ++i) {
      const float cover = (*lists_.hit_rates)[i];
      if (!(cover > 0) || cover > 1e30F)
        return in_attribute("nodes_hitrates", "the cover of node " + place(i) + " is not a positive number");
      table_.covers.push_back(cover);
    }
    return Ok{};
  }

  std::string place(std::size_t i) const {
    return std::to_string((*lists_.node_ids)[i]) + " of tree " + std::to_string((*lists_.tree_ids)[i]);
  }

  const NodeLists& lists_;
  const NodeIndex& index_;
  const std::vector<std::optional<float>>& weights_;
  std::size_t n_features_;
  TreeTable table_;
  std::vector<std::uint32_t> parents_;
};

class TreeEnsembleOperator final : public Operator {
 public:
  TreeEnsembleOperator(const TreeTable& table, std::size_t n_features) : walk_(table, n_features) {}

  void run(std::size_t rows, std::span<const double* const> inputs, double* output) const override {
    walk_.margins(rows, inputs[0], output);
  }

 private:
  TreeWalk walk_;
};

}  // namespace

Result<TreeTable> read_tree_table(const Node& node, std::size_t n_features) {
  if (Result<Ok> checked = check_settings(node); !checked) return checked.error();
  Result<NodeLists> lists = find_node_lists(node);
  if (!lists) return lists.error();
  const NodeIndex index(*lists);
  if (const std::optional<std::size_t> twin = index.twin())
    return in_attribute("nodes_nodeids", "node " + std::to_string((*lists->node_ids)[*twin]) + " of tree " +
                                             std::to_string((*lists->tree_ids)[*twin]) + " stands there twice");
  Result<std::vector<std::optional<float>>> weights = leaf_weights(node, *lists, index);
  if (!weights) return weights.error();
  Result<TreeTable> table = TableBuilder(*lists, index, *weights, n_features).build();
  if (!table) return table.error();
  const Attribute* base = node.attribute("base_values");
  if (base != nullptr && !base->floats.empty()) table->base = base->floats.front();
  return table;
}

Result<CompiledNode> compile_tree_ensemble(const Node& node, std::span<const Operand> inputs) {
  if (inputs.size() != 1) return wrong_operand_count(node, inputs.size(), 1);
  if (inputs[0].type != ElementType::float32 || !inputs[0].per_row())
    return wrong_operand_type(node, inputs[0], "rows of float32");
  Result<TreeTable> table = read_tree_table(node, inputs[0].width);
  if (!table) return table.error();
  CompiledNode out;
  out.output.type = ElementType::float32;
  out.output.width = 1;
  out.steps = table->roots.size() * table->max_depth;
  out.op = std::make_unique<TreeEnsembleOperator>(*table, inputs[0].width);
  return out;
}

}  // namespace clearwell::onnx
