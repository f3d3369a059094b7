#pragma once

#include "common/result.hpp"
#include "common/spec/dataset_spec.hpp"
#include "server/intake/csv_reader.hpp"
#include "server/intake/import_report.hpp"
#include "server/store/database.hpp"

namespace clearwell::intake {

/// Reads the records of a CSV by its spec into water.samples and water.sample_results and renews the view water.<spec
/// name>, all in one transaction: the file comes in with all of its accepted rows, or not at all. An Error refuses the
/// whole file: no text, columns that do not fit the spec, no data row, an unknown plant. Throws StoreError.
Result<ImportReport> import_csv(CsvReader& reader, const spec::DatasetSpec& spec, const ImportOptions& options,
                                store::Database& database);

}  // namespace clearwell::intake
