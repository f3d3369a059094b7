#pragma once

#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"
#include "server/intake/spec_row.hpp"
#include "server/store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace clearwell::intake {

struct ImportOptions {
  std::string source;                   ///< name of the file, kept with every sample
  std::optional<std::string> plant_id;  ///< plant whose water was sampled
  std::vector<std::string> positive;    ///< texts of the positive class instead of the spec's; empty: the spec's
  std::vector<std::string> negative;
  bool dry_run = false;         ///< count and check against the database, store nothing
  bool ignore_unknown = false;  ///< read a file with further columns without them, instead of refusing it
};

/// What became of a file. accepted + rejected + duplicates == rows.
struct ImportReport {
  static constexpr std::size_t kErrorsKept = 1000;  ///< a file of a million wrong rows must not fill the memory

  std::int64_t rows = 0;
  std::int64_t accepted = 0;
  std::int64_t rejected = 0;
  std::int64_t duplicates = 0;      ///< rows whose content the file or the database already had
  std::vector<RejectedRow> errors;  ///< the first kErrorsKept rejected rows
  std::int64_t errors_omitted = 0;  ///< how many more there were
  std::vector<std::string> ignored_columns;

  bool operator==(const ImportReport&) const = default;
};

/// Reads the records of a CSV by its spec into water.samples and water.sample_results and renews the view water.<spec
/// name>, all in one transaction: the file comes in with all of its accepted rows, or not at all. An Error refuses the
/// whole file: no text, columns that do not fit the spec, no data row, an unknown plant. Throws StoreError.
Result<ImportReport> import_csv(CsvReader& reader, const spec::DatasetSpec& spec, const ImportOptions& options,
                                store::Database& database);

}  // namespace clearwell::intake
