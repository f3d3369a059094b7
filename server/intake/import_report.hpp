#pragma once

#include "server/intake/rejected_row.hpp"
#include "server/store/audit_trail.hpp"

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
  store::Actor by = {"operator", "operator", {}};  ///< for the audit trail
};

/// What a parameter's name in a file with a unit was taken for.
struct UnderstoodName {
  std::string name;          ///< as the file has it
  std::string unit;          ///< likewise
  std::string parameter;     ///< code in common/limits; the name itself where there is none
  std::string converted_to;  ///< unit that values are kept in beside the reported one; empty where there is none
  std::string remark;        ///< a unit that was read as another one
  std::int64_t results = 0;
  std::int64_t non_detects = 0;  ///< of them

  bool operator==(const UnderstoodName&) const = default;
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
  std::int64_t conflicts = 0;  ///< rejected rows that contradict what is stored: kept beside it until somebody decides
  std::vector<UnderstoodName> understood;  ///< of a file read by a mapping

  bool operator==(const ImportReport&) const = default;
};

}  // namespace clearwell::intake
