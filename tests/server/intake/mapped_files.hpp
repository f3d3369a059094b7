#pragma once

#include "server/intake/decoded_input.hpp"
#include "server/intake/importer.hpp"
#include "tests/server/intake/empty_water.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace clearwell::tests {

/// Imports as the command does: by content, with the mappings that the program brings along and no spec.
struct MappedFiles : EmptyWater {
  Result<intake::ImportReport> import(std::istream& file, const std::string& source,
                                      const std::optional<std::string>& plant_id = {}) {
    intake::DecodedInput input(file);
    const intake::ImporterChoice choice{no_models, "", format, mapping_file};
    Result<std::unique_ptr<intake::Importer>> importer = intake::choose_importer(input, choice);
    if (!importer) return importer.error();
    imported_as = (*importer)->format();
    return (*importer)->run({.source = source, .plant_id = plant_id, .positive = {}, .negative = {}}, database);
  }
  Result<intake::ImportReport> import_text(const std::string& text, const std::string& source = "text",
                                           const std::optional<std::string>& plant_id = {}) {
    std::istringstream file(text);
    return import(file, source, plant_id);
  }
  Result<intake::ImportReport> import_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return import(file, path.filename().string());
  }

  std::string text_of(const std::string& query) {
    const store::Rows rows = database.begin().run(query);
    return rows.empty() || rows.is_null(0, 0) ? "" : rows.text(0, 0);
  }

  std::filesystem::path no_models = "/nonexistent";
  std::string format = "auto";
  std::string mapping_file;
  std::string imported_as;
};

}  // namespace clearwell::tests
