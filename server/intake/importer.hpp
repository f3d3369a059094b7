#pragma once

#include "common/result.hpp"
#include "server/intake/decoded_input.hpp"
#include "server/intake/import_report.hpp"
#include "server/store/database.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace clearwell::intake {

/// Brings one file into the store, in the way that its content asks for.
class Importer {
 public:
  virtual ~Importer() = default;
  /// `csv` for the table of a spec, else the mapping's name.
  virtual std::string format() const = 0;
  /// Name of the spec; empty where a mapping reads the file.
  virtual std::string model() const { return ""; }
  /// Once. An Error refuses the whole file. Throws StoreError.
  virtual Result<ImportReport> run(const ImportOptions& options, store::Database& database) = 0;
};

/// What somebody said about a file before it was looked at.
struct ImporterChoice {
  std::filesystem::path models_dir;
  std::string model;            ///< a spec's name; empty: found by the columns
  std::string format = "auto";  ///< `auto`, `csv`, or the name of a mapping
  std::string mapping_file;     ///< a mapping that the program does not bring along
};

/// The importer of a file: the one asked for; else by its content: the root of an XML file, the columns of a spec, the
/// columns of a mapping. Errors: no text, a broken mapping, nothing that fits.
/// \pre  `input` outlives the importer
Result<std::unique_ptr<Importer>> choose_importer(DecodedInput& input, const ImporterChoice& choice);

/// What `format` may be, in order.
std::vector<std::string> import_formats();

}  // namespace clearwell::intake
