#include "server/intake/import_audit.hpp"

#include <nlohmann/json.hpp>

namespace clearwell::intake {

void record_import(store::Transaction& transaction, const ImportOptions& options, const std::string& format,
                   const std::optional<std::string>& plant_id, const ImportReport& report) {
  using Json = nlohmann::ordered_json;
  if (report.accepted == 0 && report.conflicts == 0) return;
  const Json details = {{"format", format},
                        {"plant_id", plant_id ? Json(*plant_id) : Json(nullptr)},
                        {"rows", report.rows},
                        {"accepted", report.accepted},
                        {"rejected", report.rejected},
                        {"duplicates", report.duplicates},
                        {"conflicts", report.conflicts}};
  store::append_audit_entry(transaction, {.actor = options.by,
                                          .action = "file.imported",
                                          .object = "file/" + options.source,
                                          .reason = "",
                                          .details_json = details.dump()});
}

}  // namespace clearwell::intake
