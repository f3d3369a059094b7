#pragma once

#include "server/intake/import_report.hpp"

#include <optional>
#include <string>

namespace clearwell::intake {

/// Appends to the audit trail that a file came in; nothing where it changed nothing. Last in the import's transaction.
void record_import(store::Transaction& transaction, const ImportOptions& options, const std::string& format,
                   const std::optional<std::string>& plant_id, const ImportReport& report);

}  // namespace clearwell::intake
