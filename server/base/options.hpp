#pragma once

#include <filesystem>
#include <string>

namespace clearwell::base {

/// What every command shares. Read once in main, from flags and then environment; see docs in `--help`.
struct Options {
  std::string database_url;                     ///< CLEARWELL_DATABASE_URL; empty: a private PostgreSQL in data_dir
  std::filesystem::path data_dir = "var";       ///< CLEARWELL_DATA_DIR: private cluster, artifacts, run files
  std::filesystem::path artifacts;              ///< CLEARWELL_ARTIFACTS; empty: data_dir/artifacts
  std::filesystem::path models_dir = "models";  ///< CLEARWELL_MODELS: one folder with a spec.json for each data set

  std::filesystem::path artifacts_dir() const { return artifacts.empty() ? data_dir / "artifacts" : artifacts; }
};

}  // namespace clearwell::base
