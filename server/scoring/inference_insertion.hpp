#pragma once

#include "server/scoring/inference.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace clearwell::store {
class Transaction;
}

namespace clearwell::scoring {

/// Inserts inferences into water.water_inferences, many rows a statement. Those that are there already stay as they
/// are.
class InferenceInsertion {
 public:
  /// \pre  the transaction outlives the insertion
  explicit InferenceInsertion(store::Transaction& transaction) : transaction_(transaction) {}

  /// \pre  InferencePartitions has their months
  void add(const std::vector<Inference>& inferences);
  /// After the last add().
  void finish();

 private:
  /// Of insert_inferences.sql.
  struct Columns {
    std::vector<std::int64_t> ids, versions, times;
    std::vector<std::string> models, roles, features, positives, plants, sensors;
    std::vector<double> margins, probabilities, thresholds;

    void add(const Inference& inference, std::int64_t inferred_us);
  };

  store::Transaction& transaction_;
  Columns columns_;
};

}  // namespace clearwell::scoring
