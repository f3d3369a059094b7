#include "server/intake/importer.hpp"

#include "server/base/spec_files.hpp"
#include "server/intake/column_finder.hpp"
#include "server/intake/column_mapping.hpp"
#include "server/intake/mapped_importer.hpp"
#include "server/intake/spec_choice.hpp"
#include "server/intake/spec_importer.hpp"
#include "server/intake/xml_record_source.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace clearwell::intake {
namespace {

class SpecImporter : public Importer {
 public:
  SpecImporter(CsvReader reader, spec::DatasetSpec spec) : reader_(std::move(reader)), spec_(std::move(spec)) {}
  std::string format() const override { return "csv"; }
  std::string model() const override { return spec_.name; }
  Result<ImportReport> run(const ImportOptions& options, store::Database& database) override {
    return import_csv(reader_, spec_, options, database);
  }

 private:
  CsvReader reader_;
  spec::DatasetSpec spec_;
};

class MappedImporter : public Importer {
 public:
  MappedImporter(std::unique_ptr<RecordSource> source, FileMapping mapping)
      : source_(std::move(source)), mapping_(std::move(mapping)) {}
  std::string format() const override { return mapping_.name; }
  Result<ImportReport> run(const ImportOptions& options, store::Database& database) override {
    return import_mapped(*source_, mapping_, options, database);
  }

 private:
  std::unique_ptr<RecordSource> source_;
  FileMapping mapping_;
};

using Chosen = Result<std::unique_ptr<Importer>>;

Chosen by_spec(CsvReader reader, const ImporterChoice& choice) {
  Result<spec::DatasetSpec> spec = choose_spec(choice.models_dir, choice.model, reader.header());
  if (!spec) return spec.error();
  return std::unique_ptr<Importer>(std::make_unique<SpecImporter>(std::move(reader), std::move(spec).value()));
}

Chosen by_mapping(DecodedInput& input, const FileMapping& mapping) {
  if (mapping.xml) {
    Result<std::unique_ptr<RecordSource>> source = open_xml(input.stream(), mapping);
    if (!source) return source.error();
    return std::unique_ptr<Importer>(std::make_unique<MappedImporter>(std::move(source).value(), mapping));
  }
  Result<CsvReader> reader = CsvReader::open(input.stream());
  if (!reader) return reader.error();
  auto source = std::make_unique<CsvRecordSource>(std::move(reader).value());
  return std::unique_ptr<Importer>(std::make_unique<MappedImporter>(std::move(source), mapping));
}

Result<FileMapping> load_mapping(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file) return Error{"mapping '" + path + "': cannot be read", "mapping"};
  Result<FileMapping> mapping = parse_file_mapping(text);
  if (mapping) return mapping;
  const Error& error = mapping.error();
  return Error{"mapping '" + path + "': " + (error.field.empty() ? "" : error.field + ": ") + error.message,
               error.field};
}

bool fits_a_spec(const ImporterChoice& choice, std::span<const std::string> header) {
  return std::ranges::any_of(base::spec_names(choice.models_dir), [&](const std::string& name) {
    const Result<spec::DatasetSpec> spec = base::load_spec(choice.models_dir, name);
    return spec && map_columns(header, *spec);
  });
}

const FileMapping* find_mapping(const auto& fits) {
  const auto found = std::ranges::find_if(known_mappings(), fits);
  return found == known_mappings().end() ? nullptr : &*found;
}

Chosen by_content(DecodedInput& input, const ImporterChoice& choice) {
  if (const std::optional<std::string> root = xml_root(input.beginning())) {
    const FileMapping* const mapping = find_mapping([&](const FileMapping& known) {
      return known.xml && std::ranges::find(known.xml->roots, *root) != known.xml->roots.end();
    });
    if (mapping != nullptr) return by_mapping(input, *mapping);
    return Error{"the file is XML with the root <" + *root + ">, which no mapping knows", ""};
  }
  Result<CsvReader> reader = CsvReader::open(input.stream());
  if (!reader) return reader.error();
  if (fits_a_spec(choice, reader->header())) return by_spec(std::move(reader).value(), choice);
  const FileMapping* const mapping =
      find_mapping([&](const FileMapping& known) { return !known.xml && is_recognised(known, reader->header()); });
  if (mapping == nullptr) return by_spec(std::move(reader).value(), choice);
  auto source = std::make_unique<CsvRecordSource>(std::move(reader).value());
  return std::unique_ptr<Importer>(std::make_unique<MappedImporter>(std::move(source), *mapping));
}

}  // namespace

Chosen choose_importer(DecodedInput& input, const ImporterChoice& choice) {
  if (!choice.mapping_file.empty()) {
    const Result<FileMapping> mapping = load_mapping(choice.mapping_file);
    if (!mapping) return mapping.error();
    return by_mapping(input, *mapping);
  }
  if (choice.format == "auto" && choice.model.empty()) return by_content(input, choice);
  if (choice.format == "auto" || choice.format == "csv") {
    Result<CsvReader> reader = CsvReader::open(input.stream());
    if (!reader) return reader.error();
    return by_spec(std::move(reader).value(), choice);
  }
  return by_mapping(input, *find_mapping([&](const FileMapping& known) { return known.name == choice.format; }));
}

std::vector<std::string> import_formats() {
  std::vector<std::string> formats = {"auto", "csv"};
  for (const FileMapping& mapping : known_mappings())
    formats.push_back(mapping.name);
  return formats;
}

}  // namespace clearwell::intake
