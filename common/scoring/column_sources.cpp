#include "common/scoring/column_sources.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace clearwell::scoring {
namespace {

using Sources = std::vector<ColumnSource>;
using SourcesByName = std::map<std::string, Sources, std::less<>>;

/// Of an operator that computes each column from the same column of its inputs: their sources, where they agree.
Sources of_elementwise(const onnx::Program& program, const onnx::Node& node, const SourcesByName& known) {
  const Sources* common = nullptr;
  for (const std::string& input : node.inputs) {
    if (!program.operand(static_cast<std::size_t>(program.value_index(input))).per_row()) continue;
    const auto sources = known.find(input);
    if (sources == known.end()) return {};
    const auto same_feature = [](const ColumnSource& a, const ColumnSource& b) { return a.feature == b.feature; };
    if (common != nullptr &&
        !std::equal(common->begin(), common->end(), sources->second.begin(), sources->second.end(), same_feature))
      return {};
    common = &sources->second;
  }
  if (common == nullptr) return {};
  Sources changed = *common;
  for (ColumnSource& source : changed)
    source.unchanged = false;
  // A single column may have been repeated to go with others: not worth following.
  const auto width = program.operand(static_cast<std::size_t>(program.value_index(node.outputs.front()))).width;
  return changed.size() == width ? changed : Sources{};
}

Sources of_gather(const onnx::Program& program, const onnx::Node& node, const SourcesByName& known) {
  const auto from = known.find(node.inputs[0]);
  if (from == known.end()) return {};
  Sources picked;
  for (const std::int64_t column : program.constant(node.inputs[1])->integers)
    picked.push_back(from->second[static_cast<std::size_t>(column)]);
  return picked;
}

Sources of_concat(const onnx::Node& node, const SourcesByName& known) {
  Sources all;
  for (const std::string& input : node.inputs) {
    const auto part = known.find(input);
    if (part == known.end()) return {};
    all.insert(all.end(), part->second.begin(), part->second.end());
  }
  return all;
}

}  // namespace

// One pass over the nodes, which stand in order: a walk from the end backwards could take exponential time on a hostile
// graph.
SourcesByName column_sources(const onnx::Program& program) {
  constexpr std::string_view kElementwise[] = {"Add", "Sub", "Mul", "Div", "Cast", "Where", "IsNaN", "Equal"};
  SourcesByName known;
  for (const onnx::ValueInfo& input : program.model().graph.inputs)
    if (program.constant(input.name) == nullptr)
      for (std::size_t feature = 0; feature < program.input_width(); ++feature)
        known[input.name].push_back({feature, true});
  for (const onnx::Node& node : program.model().graph.nodes) {
    Sources sources;
    if (std::find(std::begin(kElementwise), std::end(kElementwise), node.op_type) != std::end(kElementwise))
      sources = of_elementwise(program, node, known);
    else if (node.op_type == "Gather")
      sources = of_gather(program, node, known);
    else if (node.op_type == "Concat")
      sources = of_concat(node, known);
    if (!sources.empty()) known.emplace(node.outputs.front(), std::move(sources));
  }
  return known;
}

}  // namespace clearwell::scoring
