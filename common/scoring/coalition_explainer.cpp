#include "common/scoring/coalition_explainer.hpp"

#include "common/random/split_mix.hpp"

#include <algorithm>
#include <numeric>
#include <string>

namespace clearwell::scoring {
namespace {

constexpr std::size_t kMaxExactFeatures = 10;
constexpr std::size_t kSampledCoalitions = 1024;
/// Bounds the time of one explanation to about a second, whatever the file.
constexpr double kMaxSteps = 1e9;

using Order = std::vector<std::size_t>;

/// Orders in which the features join, each followed by its reverse.
std::vector<Order> antithetic_orders(std::size_t n_features) {
  random::SplitMix64 random(1953);
  const std::size_t n_pairs = std::max<std::size_t>(1, kSampledCoalitions / (2 * (n_features - 1)));
  std::vector<Order> orders;
  for (std::size_t pair = 0; pair < n_pairs; ++pair) {
    Order order(n_features);
    std::iota(order.begin(), order.end(), std::size_t{0});
    random::shuffle(order, random);
    orders.push_back(order);
    std::reverse(order.begin(), order.end());
    orders.push_back(std::move(order));
  }
  return orders;
}

/// The output before its rounding, where there is one.
std::size_t explained_value(const onnx::Program& program, const std::string& output) {
  const onnx::Node* rounded = program.producer(output);
  const std::string& name = rounded != nullptr && rounded->op_type == "Cast" ? rounded->inputs[0] : output;
  return static_cast<std::size_t>(program.value_index(name));
}

/// Rows between the reference and the one that is explained, evaluated a block at a time.
class Coalitions {
 public:
  Coalitions(const onnx::Program& program, std::size_t value_index) : workspace_(program), value_index_(value_index) {}

  void add(std::span<const float> row) {
    rows_.insert(rows_.end(), row.begin(), row.end());
    if (++n_rows_ == onnx::Program::kBlockRows) evaluate();
  }

  /// One value for each row added.
  const std::vector<double>& values() {
    evaluate();
    return values_;
  }

 private:
  void evaluate() {
    if (n_rows_ == 0) return;
    workspace_.run(rows_.data(), n_rows_);
    const double* computed = workspace_.value(value_index_);
    values_.insert(values_.end(), computed, computed + n_rows_);
    rows_.clear();
    n_rows_ = 0;
  }

  onnx::Program::Workspace workspace_;
  std::size_t value_index_;
  std::vector<float> rows_;
  std::size_t n_rows_ = 0;
  std::vector<double> values_;
};

class CoalitionExplainer final : public Explainer {
 public:
  CoalitionExplainer(const onnx::Program& program, const std::string& output, std::vector<float> reference)
      : program_(program), value_index_(explained_value(program, output)), reference_(std::move(reference)) {
    if (reference_.size() > kMaxExactFeatures) orders_ = antithetic_orders(reference_.size());
  }

  std::size_t n_coalitions() const {
    if (orders_.empty()) return std::size_t{1} << reference_.size();
    return 2 + orders_.size() * (reference_.size() - 1);
  }

  std::vector<double> explain(std::span<const float> row) const override {
    return orders_.empty() ? of_all_coalitions(row) : of_orders(row);
  }

  std::vector<float> split_values(std::size_t) const override { return {}; }

 private:
  /// Feature f belongs to coalition c when bit f of c is set.
  std::vector<double> of_all_coalitions(std::span<const float> row) const {
    const std::size_t n = reference_.size();
    Coalitions coalitions(program_, value_index_);
    std::vector<float> mixed(n);
    for (std::size_t c = 0; c < n_coalitions(); ++c) {
      for (std::size_t f = 0; f < n; ++f)
        mixed[f] = (c >> f & 1U) != 0 ? row[f] : reference_[f];
      coalitions.add(mixed);
    }
    const std::vector<double>& values = coalitions.values();

    // A coalition of s features is met by the one that joins next in s! (n - s - 1)! of the n! orders.
    std::vector<double> share_of_size = {1 / static_cast<double>(n)};
    for (std::size_t size = 1; size < n; ++size)
      share_of_size.push_back(share_of_size.back() * static_cast<double>(size) / static_cast<double>(n - size));
    std::vector<double> contributions(n + 1, 0);
    for (std::size_t c = 0; c < values.size(); ++c) {
      std::size_t size = 0;
      for (std::size_t f = 0; f < n; ++f)
        size += c >> f & 1U;
      for (std::size_t f = 0; f < n; ++f)
        if ((c >> f & 1U) == 0) contributions[f] += share_of_size[size] * (values[c | std::size_t{1} << f] - values[c]);
    }
    contributions.back() = values.front();
    return contributions;
  }

  std::vector<double> of_orders(std::span<const float> row) const {
    const std::size_t n = reference_.size();
    Coalitions coalitions(program_, value_index_);
    coalitions.add(reference_);
    coalitions.add(row);
    for (const Order& order : orders_) {
      std::vector<float> mixed = reference_;
      for (std::size_t joined = 0; joined + 1 < n; ++joined) {
        mixed[order[joined]] = row[order[joined]];
        coalitions.add(mixed);
      }
    }
    const std::vector<double>& values = coalitions.values();

    std::vector<double> contributions(n + 1, 0);
    const double* next = values.data() + 2;
    for (const Order& order : orders_) {
      double before = values[0];
      for (std::size_t joined = 0; joined < n; ++joined) {
        const double after = joined + 1 < n ? *next++ : values[1];
        contributions[order[joined]] += (after - before) / static_cast<double>(orders_.size());
        before = after;
      }
    }
    contributions.back() = values[0];
    return contributions;
  }

  const onnx::Program& program_;
  std::size_t value_index_;
  std::vector<float> reference_;
  std::vector<Order> orders_;  // empty: all coalitions are asked
};

}  // namespace

Result<std::unique_ptr<const Explainer>> coalition_explainer(const onnx::Program& program, const std::string& output,
                                                             std::vector<float> reference) {
  auto explainer = std::make_unique<CoalitionExplainer>(program, output, std::move(reference));
  if (static_cast<double>(explainer->n_coalitions()) * static_cast<double>(program.steps()) > kMaxSteps)
    return Error{"model file: to explain one row it would be asked " + std::to_string(explainer->n_coalitions()) +
                     " times, " + std::to_string(program.steps()) +
                     " multiplications each; at most 1000000000 together are accepted",
                 "graph"};
  return std::unique_ptr<const Explainer>(std::move(explainer));
}

}  // namespace clearwell::scoring
