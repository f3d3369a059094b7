#include "server/training/families.hpp"

#include "server/training/cancellation.hpp"

#include <xgboost/c_api.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <limits>
#include <locale>
#include <memory>
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
  const std::vector<float> labels(rows.labels.begin(), rows.labels.end());
  check(XGDMatrixSetFloatInfo(handle, "label", labels.data(), labels.size()), "XGDMatrixSetFloatInfo");
  return matrix;
}

std::string number_text(double value) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::setprecision(std::numeric_limits<double>::max_digits10) << value;
  return text.str();
}

Booster make_booster(const DMatrix& matrix, const HyperParameters& candidate, std::uint64_t seed) {
  const DMatrixHandle matrices[] = {matrix.get()};
  BoosterHandle handle = nullptr;
  check(XGBoosterCreate(matrices, 1, &handle), "XGBoosterCreate");
  Booster booster(handle);
  const auto set = [&](const char* name, const std::string& value) {
    check(XGBoosterSetParam(handle, name, value.c_str()), "XGBoosterSetParam");
  };
  set("verbosity", "0");
  set("booster", "gbtree");
  set("objective", "binary:logistic");
  set("tree_method", "hist");
  // Left out, 1.7 takes 0.5 and 2.0 and later the mean label: the file would depend on the release.
  set("base_score", "0.5");
  // Jobs run side by side instead; see make_matrix.
  set("nthread", "1");
  set("seed", std::to_string(seed % 2147483647ULL));
  for (const auto& [name, value] : candidate) {
    if (name == "n_trees") continue;
    set(name == "learning_rate" ? "eta" : name == "reg_lambda" ? "lambda" : name.c_str(), number_text(value));
  }
  return booster;
}

/// The saved model as a document. UBJSON, because the JSON form may hold a bare NaN, which is no JSON.
nlohmann::json saved_model(const Booster& booster) {
  bst_ulong length = 0;
  const char* bytes = nullptr;
  check(XGBoosterSaveModelToBuffer(booster.get(), R"({"format": "ubj"})", &length, &bytes),
        "XGBoosterSaveModelToBuffer");
  return nlohmann::json::from_ubjson(bytes, bytes + length);
}

std::vector<scoring::TreeNode> read_tree(const nlohmann::json& tree) {
  const auto left = tree.at("left_children").get<std::vector<std::int32_t>>();
  const auto right = tree.at("right_children").get<std::vector<std::int32_t>>();
  const auto feature = tree.at("split_indices").get<std::vector<std::int32_t>>();
  const auto value = tree.at("split_conditions").get<std::vector<float>>();  // a leaf's weight stands there too
  const auto missing_left = tree.at("default_left").get<std::vector<int>>();
  const auto cover = tree.at("sum_hessian").get<std::vector<float>>();
  std::vector<scoring::TreeNode> nodes(left.size());
  for (std::size_t index = 0; index < nodes.size(); ++index) {
    const bool leaf = left[index] == -1;
    nodes[index] = {.feature = leaf ? -1 : feature[index],
                    .value = value[index],
                    .left = leaf ? 0 : left[index],
                    .right = leaf ? 0 : right[index],
                    .missing_goes_left = !leaf && missing_left[index] != 0,
                    .cover = cover[index]};
  }
  return nodes;
}

scoring::TreeEnsemble read_trees(const Booster& booster) {
  try {
    const nlohmann::json model = saved_model(booster);
    scoring::TreeEnsemble ensemble;
    for (const nlohmann::json& tree : model.at("learner").at("gradient_booster").at("model").at("trees"))
      ensemble.trees.push_back(read_tree(tree));
    return ensemble;
  } catch (const nlohmann::json::exception& error) {
    throw TrainingError(std::string("xgboost: the library's model file is not of a form known here: ") + error.what());
  }
}

int n_trees_of(const HyperParameters& candidate) {
  return static_cast<int>(candidate.find("n_trees")->second);
}

scoring::TreeEnsemble boost(const DMatrix& matrix, const HyperParameters& candidate, const FitSettings& settings) {
  const Booster booster = make_booster(matrix, candidate, settings.seed);
  for (int round = 0; round < n_trees_of(candidate); ++round) {
    throw_if_cancelled(settings.stop);
    check(XGBoosterUpdateOneIter(booster.get(), round, matrix.get()), "XGBoosterUpdateOneIter");
  }
  return read_trees(booster);
}

class XGBoost final : public Estimator {
 public:
  std::string_view family() const override { return "xgboost"; }

  std::string library() const override {
    int major = 0, minor = 0, patch = 0;
    XGBoostVersion(&major, &minor, &patch);
    return "XGBoost " + std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  }

  std::span<const HyperParameter> hyper_parameters() const override {
    // Presets are the library's own.
    static constexpr std::array kKnobs = {
        HyperParameter{"n_trees", 1, 5000, true, 100},          HyperParameter{"max_depth", 1, 16, true, 6},
        HyperParameter{"learning_rate", 0.0001, 1, false, 0.3}, HyperParameter{"subsample", 0.01, 1, false, 1},
        HyperParameter{"colsample_bytree", 0.01, 1, false, 1},  HyperParameter{"min_child_weight", 0, 1e6, false, 1},
        HyperParameter{"reg_lambda", 0, 1e6, false, 1},
    };
    return kKnobs;
  }

  /// Of equal growth: they grow the same trees, one more than the other.
  std::vector<std::vector<std::size_t>> groups(std::span<const HyperParameters> candidates) const override {
    return agreeing_but_for({"n_trees"}, candidates);
  }

  std::vector<FittedPipeline> fit(const dataset::TrainingTable& rows, std::span<const HyperParameters> candidates,
                                  const FitSettings& settings) const override {
    const DMatrix matrix = make_matrix(rows);
    std::vector<FittedPipeline> fitted(candidates.size());
    for (const std::vector<std::size_t>& group : groups(candidates)) {
      const std::size_t longest = *std::max_element(group.begin(), group.end(), [&](std::size_t a, std::size_t b) {
        return n_trees_of(candidates[a]) < n_trees_of(candidates[b]);
      });
      const scoring::TreeEnsemble grown = boost(matrix, candidates[longest], settings);
      for (const std::size_t position : group)
        fitted[position] =
            scoring::TreeEnsemble{{grown.trees.begin(), grown.trees.begin() + n_trees_of(candidates[position])}};
    }
    return fitted;
  }
};

}  // namespace

const Estimator& xgboost() {
  static const XGBoost estimator;
  return estimator;
}

}  // namespace clearwell::training
