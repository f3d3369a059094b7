#pragma once

#include "server/intake/file_mapping.hpp"
#include "server/intake/import_report.hpp"
#include "server/intake/record_source.hpp"
#include "server/store/database.hpp"

namespace clearwell::intake {

/// Reads a file's records by a mapping into water.samples and water.sample_results, water.readings, or
/// water.sampling_points, all in one transaction: all of its accepted rows, or nothing. An Error refuses the whole
/// file: no text, columns that do not fit the mapping, no data row, an unknown plant. Throws StoreError.
Result<ImportReport> import_mapped(RecordSource& source, const FileMapping& mapping, const ImportOptions& options,
                                   store::Database& database);

}  // namespace clearwell::intake
