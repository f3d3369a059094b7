#pragma once

#include "common/spec/dataset_spec.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace clearwell::store {
class Database;
}

namespace clearwell::dataset {

/// A file or system that samples came from; its name is empty where nobody said.
struct DataSource {
  std::string name;
  std::int64_t samples = 0;

  bool operator==(const DataSource&) const = default;
};

/// Results of one parameter of which only a limit is known.
struct CensoredResults {
  std::int64_t non_detects = 0;  ///< `<`: below the detection limit
  std::int64_t beyond = 0;       ///< `>`: above the method's range

  bool operator==(const CensoredResults&) const = default;
};

/// Where the rows of a training table come from. Dates are UTC, YYYY-MM-DD.
struct DataLineage {
  std::int64_t samples = 0;     ///< labelled ones, repeated ones included
  std::int64_t unlabelled = 0;  ///< further samples of the spec that nobody labelled
  std::int64_t plants = 0;
  std::int64_t undated = 0;  ///< labelled samples without a date
  std::optional<std::string> first_sampled = {};
  std::optional<std::string> last_sampled = {};
  std::optional<std::string> last_imported = {};
  std::vector<DataSource> sources = {};                  ///< those of most samples first, at most twelve
  std::map<std::string, CensoredResults> censored = {};  ///< by parameter code, those that have any

  bool operator==(const DataLineage&) const = default;
};

/// \throws store::StoreError
DataLineage read_data_lineage(store::Database& database, const spec::DatasetSpec& spec);

}  // namespace clearwell::dataset
