#pragma once

#include <filesystem>
#include <string>

namespace clearwell::base {

/// What every command shares. Read once in main, from flags and then environment; see docs in `--help`.
struct Options {
  std::string database_url;                     ///< CLEARWELL_DATABASE_URL; empty: a private PostgreSQL in data_dir
  std::filesystem::path data_dir = "var";       ///< CLEARWELL_DATA_DIR: private cluster, artifacts, run files
  std::string artifacts;                        ///< CLEARWELL_ARTIFACTS: a folder or s3://BUCKET/PREFIX
  std::filesystem::path models_dir = "models";  ///< CLEARWELL_MODELS: one folder with a spec.json for each data set

  /// Where model files are kept: `artifacts`, or a folder of the data directory.
  std::string artifacts_place() const { return artifacts.empty() ? (data_dir / "artifacts").string() : artifacts; }
};

}  // namespace clearwell::base
