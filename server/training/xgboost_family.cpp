#include "server/training/families.hpp"

#include "server/training/cancellation.hpp"
#include "server/training/encoding.hpp"

#include <xgboost/c_api.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <limits>
#include <locale>
#include <memory>
#include <numeric>
#include <sstream>

/// Gradient-boosted trees, fitted by XGBoost's own library and carried over into our model file.
/// The only file that knows the library.
namespace clearwell::training {
namespace {

void check(int status, const char* call) {
  if (status != 0) throw TrainingError(std::string(call) + ": " + XGBGetLastError());
}

struct DMatrixDeleter {
  void operator()(void* handle) const noexcept { XGDMatrixFree(handle); }
};
using DMatrix = std::unique_ptr<void, DMatrixDeleter>;

struct BoosterDeleter {
  void operator()(void* handle) const noexcept { XGBoosterFree(handle); }
};
using Booster = std::unique_ptr<void, BoosterDeleter>;

DMatrix make_matrix(const dataset::TrainingTable& rows) {
  // The array interface, since it takes the number of threads: XGDMatrixCreateFromMat starts one a core, and OpenMP's
  // waiting threads cost ten times what they bring on a small table.
  const nlohmann::json array = {{"data", {reinterpret_cast<std::uintptr_t>(rows.features.data()), true}},
                                {"shape", {rows.n_rows(), rows.n_features}},
                                {"typestr", "<f4"},
                                {"version", 3}};
  DMatrixHandle handle = nullptr;
  check(XGDMatrixCreateFromDense(array.dump().c_str(), R"({"missing": NaN, "nthread": 1})", &handle),
        "XGDMatrixCreateFromDense");
  DMatrix matrix(handle);
  const std::vector<float> labels = rows.is_regression() ? std::vector<float>(rows.targets.begin(), rows.targets.end())
                                                         : std::vector<float>(rows.labels.begin(), rows.labels.end());
  check(XGDMatrixSetFloatInfo(handle, "label", labels.data(), labels.size()), "XGDMatrixSetFloatInfo");
  return matrix;
}

std::string number_text(double value) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::setprecision(std::numeric_limits<double>::max_digits10) << value;
  return text.str();
}

/// What a model file says of its objective. A margin begins at the base, and so does the library's own sum.
struct Objective {
  const char* name;
  float base_score;  // as the library takes it: a probability, or a number
  float base;        // of the margin
};

/// Left out, 1.7 takes 0.5 as the base score and 2.0 and later the mean label: the file would depend on the release.
Objective objective_of(const dataset::TrainingTable& rows) {
  if (!rows.is_regression()) return {"binary:logistic", 0.5F, 0};
  const double sum = std::accumulate(rows.targets.begin(), rows.targets.end(), 0.0);
  const auto mean = static_cast<float>(sum / static_cast<double>(rows.n_rows()));
  return {"reg:squarederror", mean, mean};
}

Booster make_booster(const DMatrix& matrix, const Objective& objective, const HyperParameters& candidate,
                     std::uint64_t seed) {
  const DMatrixHandle matrices[] = {matrix.get()};
  BoosterHandle handle = nullptr;
  check(XGBoosterCreate(matrices, 1, &handle), "XGBoosterCreate");
  Booster booster(handle);
  const auto set = [&](const char* name, const std::string& value) {
    check(XGBoosterSetParam(handle, name, value.c_str()), "XGBoosterSetParam");
  };
  set("verbosity", "0");
  set("booster", "gbtree");
  set("objective", objective.name);
  const bool exact = candidate.find("exact_splits")->second != 0;
  set("tree_method", exact ? "exact" : "hist");
  set("base_score", number_text(static_cast<double>(objective.base_score)));
  // Jobs run side by side instead; see make_matrix.
  set("nthread", "1");
  set("seed", std::to_string(seed % 2147483647ULL));
  for (const auto& [name, value] : candidate) {
    if (name == "n_trees" || name == "exact_splits") continue;
    set(name == "learning_rate" ? "eta" : name == "reg_lambda" ? "lambda" : name.c_str(), number_text(value));
  }
  return booster;
}

/// What the library's model file says of the nodes of a tree, each an array.
enum Column : std::size_t { kLeft, kRight, kFeature, kValue, kMissingLeft, kCover, kColumns };
constexpr std::array<std::string_view, kColumns> kColumnNames = {
    "left_children",    "right_children", "split_indices",
    "split_conditions",  // a leaf's weight stands there too
    "default_left",     "sum_hessian"};
using Columns = std::array<std::vector<double>, kColumns>;  // [n_columns][n_nodes]

[[noreturn]] void refuse_model_file(const std::string& why) {
  throw TrainingError("xgboost: the library's model file is not of a form known here: " + why);
}

std::vector<scoring::TreeNode> nodes_of(const Columns& columns) {
  const std::size_t n_nodes = columns[kLeft].size();
  for (const std::vector<double>& column : columns)
    if (column.size() != n_nodes) refuse_model_file("the arrays of a tree are of different lengths");
  std::vector<scoring::TreeNode> nodes(n_nodes);
  for (std::size_t index = 0; index < n_nodes; ++index) {
    const auto whole = [&](Column column) { return static_cast<std::int32_t>(columns[column][index]); };
    const bool leaf = whole(kLeft) == -1;
    nodes[index] = {.feature = leaf ? -1 : whole(kFeature),
                    .value = static_cast<float>(columns[kValue][index]),
                    .left = leaf ? 0 : whole(kLeft),
                    .right = leaf ? 0 : whole(kRight),
                    .missing_goes_left = !leaf && whole(kMissingLeft) != 0,
                    .cover = static_cast<float>(columns[kCover][index])};
  }
  return nodes;
}

/// Picks the trees out of a model file as it goes by. A document of all that it holds takes as long to make as ten
/// rounds of training.
class TreeReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  scoring::TreeEnsemble take() { return std::move(ensemble_); }

  bool number_integer(number_integer_t value) override { return add(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return add(value); }

  bool key(string_t& name) override {
    const auto found = std::find(kColumnNames.begin(), kColumnNames.end(), name);
    column_ = found == kColumnNames.end() ? nullptr : &columns_[static_cast<std::size_t>(found - kColumnNames.begin())];
    if (column_ != nullptr) tree_depth_ = depth_;
    return true;
  }
  bool start_object(std::size_t /*n_elements*/) override {
    ++depth_;
    return true;
  }
  bool end_object() override {
    if (depth_-- != tree_depth_) return true;
    tree_depth_ = 0;
    ensemble_.trees.push_back(nodes_of(columns_));
    for (std::vector<double>& column : columns_)
      column.clear();
    return true;
  }
  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    refuse_model_file(error.what());
  }

  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool string(string_t& /*text*/) override { return true; }
  bool binary(binary_t& /*bytes*/) override { return true; }
  bool start_array(std::size_t /*n_elements*/) override { return true; }
  bool end_array() override { return true; }

 private:
  bool add(double value) {
    if (column_ != nullptr) column_->push_back(value);
    return true;
  }

  std::size_t depth_ = 0;             // of objects
  std::size_t tree_depth_ = 0;        // that of the tree that is being read; 0 outside
  std::vector<double>* column_ = {};  // that numbers belong to; null: none that matters
  Columns columns_;
  scoring::TreeEnsemble ensemble_;
};

/// UBJSON, because the JSON form may hold a bare NaN, which is no JSON.
scoring::TreeEnsemble read_trees(const Booster& booster) {
  bst_ulong length = 0;
  const char* bytes = nullptr;
  check(XGBoosterSaveModelToBuffer(booster.get(), R"({"format": "ubj"})", &length, &bytes),
        "XGBoosterSaveModelToBuffer");
  TreeReader reader;
  nlohmann::json::sax_parse(bytes, bytes + length, &reader, nlohmann::json::input_format_t::ubjson);
  return reader.take();
}

int n_trees_of(const HyperParameters& candidate) {
  return static_cast<int>(candidate.find("n_trees")->second);
}

scoring::TreeEnsemble boost(const DMatrix& matrix, const Objective& objective, const HyperParameters& candidate,
                            const FitSettings& settings) {
  const Booster booster = make_booster(matrix, objective, candidate, settings.seed);
  for (int round = 0; round < n_trees_of(candidate); ++round) {
    throw_if_cancelled(settings.stop);
    check(XGBoosterUpdateOneIter(booster.get(), round, matrix.get()), "XGBoosterUpdateOneIter");
  }
  scoring::TreeEnsemble grown = read_trees(booster);
  grown.base = objective.base;
  if (grown.trees.size() != static_cast<std::size_t>(n_trees_of(candidate)))
    refuse_model_file("it holds " + std::to_string(grown.trees.size()) + " trees");
  return grown;
}

class XGBoost final : public Estimator {
 public:
  explicit XGBoost(spec::Task task) : task_(task) {}

  spec::Task task() const override { return task_; }
  std::string_view family() const override { return "xgboost"; }

  std::string library() const override {
    int major = 0, minor = 0, patch = 0;
    XGBoostVersion(&major, &minor, &patch);
    return "XGBoost " + std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  }

  std::span<const HyperParameter> hyper_parameters() const override {
    // Presets are the library's own.
    static constexpr std::array kKnobs = {
        HyperParameter{"n_trees", 1, 5000, true, 100},
        HyperParameter{"max_depth", 1, 16, true, 6},
        HyperParameter{"learning_rate", 0.0001, 1, false, 0.3},
        HyperParameter{"subsample", 0.01, 1, false, 1},
        HyperParameter{"colsample_bytree", 0.01, 1, false, 1},
        HyperParameter{"min_child_weight", 0, 1e6, false, 1},
        HyperParameter{"reg_lambda", 0, 1e6, false, 1},
        // Between any two values, where the library's histogram knows 256 places a feature: for some thousand rows with
        // limits in them, at several times the work.
        HyperParameter{"exact_splits", 0, 1, true, 0},
    };
    return kKnobs;
  }

  /// Of equal growth: they grow the same trees, one more than the other.
  std::vector<std::vector<std::size_t>> groups(std::span<const HyperParameters> candidates) const override {
    return agreeing_but_for({"n_trees"}, candidates);
  }

  std::vector<FittedPipeline> fit(const dataset::TrainingTable& rows, std::span<const HyperParameters> candidates,
                                  const FitSettings& settings) const override {
    const scoring::Encoding encoding = tree_encoding(rows);
    const DMatrix matrix = make_matrix(encode(rows, encoding));
    const Objective objective = objective_of(rows);
    std::vector<FittedPipeline> fitted(candidates.size());
    for (const std::vector<std::size_t>& group : groups(candidates)) {
      const std::size_t longest = *std::max_element(group.begin(), group.end(), [&](std::size_t a, std::size_t b) {
        return n_trees_of(candidates[a]) < n_trees_of(candidates[b]);
      });
      const scoring::TreeEnsemble grown = boost(matrix, objective, candidates[longest], settings);
      for (const std::size_t position : group)
        fitted[position] = scoring::TreeEnsemble{
            {grown.trees.begin(), grown.trees.begin() + n_trees_of(candidates[position])}, grown.base, encoding};
    }
    return fitted;
  }

 private:
  spec::Task task_;
};

}  // namespace

const Estimator& xgboost() {
  static const XGBoost estimator(spec::Task::classification);
  return estimator;
}

const Estimator& xgboost_regression() {
  static const XGBoost estimator(spec::Task::regression);
  return estimator;
}

}  // namespace clearwell::training
