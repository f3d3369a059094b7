#include "common/scoring/predictor.hpp"
#include "common/spec/data_origin.hpp"
#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/commands/whole_file.hpp"
#include "server/intake/column_mapping.hpp"
#include "server/intake/csv_reader.hpp"
#include "server/intake/input_file.hpp"
#include "server/intake/number_text.hpp"
#include "server/registry/registry.hpp"
#include "server/scoring/flags.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <memory>
#include <span>

namespace clearwell::commands {
namespace {

constexpr std::size_t kRowsPerBlock = 1'000;
constexpr std::string_view kAddedColumns[] = {"prediction", "probability", "model_version", "flags", "simulated"};
constexpr std::string_view kProbabilityColumn = kAddedColumns[1];  // a regression has none

struct Arguments {
  std::string model;
  std::filesystem::path in;
  std::filesystem::path out;
};

int refuse(const std::string& message) {
  std::cerr << "clearwell predict: " << message << '\n';
  return kFailed;
}

/// Writes records as RFC 4180 has them, with the input's delimiter.
class CsvWriter {
 public:
  CsvWriter(std::ostream& out, char delimiter) : out_(out), delimiter_(delimiter) {}

  void cells(const std::vector<std::string>& cells) {
    for (const std::string& cell : cells)
      this->cell(cell);
  }
  void cell(std::string_view text) {
    if (!first_) out_ << delimiter_;
    first_ = false;
    const std::string special = std::string("\"\r\n") + delimiter_;
    if (text.find_first_of(special) == std::string_view::npos) {
      out_ << text;
      return;
    }
    out_ << '"';
    for (const char c : text)
      (c == '"' ? out_ << "\"\"" : out_ << c);
    out_ << '"';
  }
  void end_record() {
    out_ << '\n';
    first_ = true;
  }

 private:
  std::ostream& out_;
  char delimiter_;
  bool first_ = true;
};

/// Shortest digits that give the same float back.
std::string shortest(float value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

/// `ph:not_measured turbidity:outside_training_range`; the API's words.
std::string flags_text(const std::vector<scoring::Flag>& flags, const spec::DatasetSpec& spec) {
  std::string text;
  for (const scoring::Flag& flag : flags) {
    if (!text.empty()) text += ' ';
    text += spec.features[flag.feature].name + ':' + std::string(to_string(flag.kind));
  }
  return text;
}

struct RowCounts {
  std::size_t scored = 0;
  std::size_t flagged = 0;           ///< of those scored
  std::size_t nothing_measured = 0;  ///< written without a prediction
};

/// Reads, scores and writes block by block, so that the size of a file does not matter.
class BatchPrediction {
 public:
  BatchPrediction(const scoring::Predictor& predictor, int version, intake::CsvReader& reader,
                  intake::ColumnMapping mapping, std::ostream& out)
      : predictor_(predictor),
        version_(std::to_string(version)),
        simulated_(spec::is_simulated(predictor.facts().data_origin) ? "true" : "false"),
        reader_(reader),
        mapping_(std::move(mapping)),
        writer_(out, reader.delimiter()),
        decimal_mark_(intake::decimal_mark_beside(reader.delimiter())) {}

  Result<RowCounts> run() {
    writer_.cells(reader_.header());
    for (const std::string_view name : kAddedColumns)
      if (name != kProbabilityColumn || !is_regression()) writer_.cell(name);
    writer_.end_record();
    intake::CsvRecord record;
    for (;;) {
      const Result<bool> more = reader_.next(record);
      if (!more) return more.error();
      if (!*more) break;
      if (const Result<Ok> added = add(record); !added) return added.error();
      if (records_.size() == kRowsPerBlock) write_block();
    }
    write_block();
    return counts_;
  }

 private:
  Result<Ok> add(const intake::CsvRecord& record) {
    const std::string line = "line " + std::to_string(record.line);
    if (!record.defect.empty()) return Error{line + ": the row " + record.defect, line};
    for (std::size_t feature = 0; feature < predictor_.n_features(); ++feature) {
      const Result<float> value = value_of(record, feature);
      if (!value) return value.error();
      rows_.push_back(*value);
    }
    records_.push_back(record.cells);
    return Ok{};
  }

  /// NaN where nothing was measured.
  Result<float> value_of(const intake::CsvRecord& record, std::size_t feature) {
    const spec::DatasetSpec& spec = predictor_.spec();
    const std::size_t column = mapping_.feature_columns[feature];
    const std::string_view cell = intake::trim(record.cells[column]);
    if (intake::is_missing(cell, spec.missing_markers)) return std::numeric_limits<float>::quiet_NaN();
    if (!spec.features[feature].is_number())
      return scoring::category_or_gap(cell, records_.size(), feature, spec, unknown_categories_);
    const std::optional<double> number = intake::parse_number(cell, decimal_mark_);
    if (number && std::abs(*number) <= double{std::numeric_limits<float>::max()}) return static_cast<float>(*number);
    const std::string where =
        "line " + std::to_string(record.line) + ", column " + std::string(intake::trim(reader_.header()[column]));
    return Error{where + ": '" + std::string(cell.substr(0, 200)) + "' is not a number that a 32-bit float can hold",
                 where};
  }

  void write_block() {
    std::vector<scoring::Prediction> predictions(records_.size());
    predictor_.predict(rows_, predictions);
    for (std::size_t i = 0; i < records_.size(); ++i) {
      writer_.cells(records_[i]);
      write_answer(std::span(rows_).subspan(i * predictor_.n_features(), predictor_.n_features()),
                   scoring::unknown_in_row(unknown_categories_, i), predictions[i]);
      writer_.end_record();
    }
    rows_.clear();
    records_.clear();
    unknown_categories_.clear();
  }

  /// A row of gaps gets no prediction: it would be that of any water.
  void write_answer(std::span<const float> row, std::span<const scoring::UnknownCategory> unknown,
                    const scoring::Prediction& prediction) {
    const bool nothing = scoring::nothing_measured(row);
    const std::string flags =
        nothing ? "nothing_measured" : flags_text(scoring::flags_of(predictor_, row, unknown), predictor_.spec());
    if (is_regression()) {
      writer_.cell(nothing ? "" : shortest(prediction.margin));
    } else {
      writer_.cell(nothing ? "" : prediction.positive ? "1" : "0");
      writer_.cell(nothing ? "" : shortest(prediction.probability));
    }
    writer_.cell(version_);
    writer_.cell(flags);
    writer_.cell(simulated_);
    ++(nothing ? counts_.nothing_measured : counts_.scored);
    if (!nothing && !flags.empty()) ++counts_.flagged;
  }

  bool is_regression() const { return predictor_.spec().is_regression(); }

  const scoring::Predictor& predictor_;
  const std::string version_;
  const std::string simulated_;
  intake::CsvReader& reader_;
  const intake::ColumnMapping mapping_;
  CsvWriter writer_;
  const intake::DecimalMark decimal_mark_;
  std::vector<float> rows_;
  std::vector<scoring::UnknownCategory> unknown_categories_;  // in rows_
  std::vector<std::vector<std::string>> records_;
  RowCounts counts_;
};

/// What the estimates do not mean, in a line of its own; nothing where the spec says nothing.
std::string disclaimer(const scoring::Predictor& predictor) {
  const std::string words = spec::disclaimer_of(predictor.spec().label, predictor.facts().data_origin).en;
  return words.empty() ? words : words + '\n';
}

/// A name twice in the header would make the output ambiguous.
std::optional<std::string> taken_column(const std::vector<std::string>& header) {
  for (const std::string_view name : kAddedColumns) {
    for (const std::string& column : header) {
      if (intake::equal_ignoring_case(intake::trim(column), name)) return column;
    }
  }
  return std::nullopt;
}

int predict(const base::Options& options, const Arguments& arguments) {
  const Result<registry::ModelReference> reference = registry::parse_model_reference(arguments.model);
  if (!reference) return refuse(reference.error().message);
  Result<std::ifstream> file = intake::open_input_file(arguments.in);
  if (!file) return refuse(arguments.in.string() + ": " + file.error().message);
  Result<intake::CsvReader> reader = intake::CsvReader::open(*file);
  if (!reader) return refuse(arguments.in.string() + ": " + reader.error().message);

  const std::shared_ptr<store::Database> database = store::Database::open_existing(options);
  if (!database) return refuse(no_model_text(options));
  const registry::Registry registry(database, registry::open_artifacts(options.artifacts_place()));
  const std::optional<registry::ModelVersion> version = registry.find(*reference);
  if (!version)
    return refuse("there is no " + registry::to_text(*reference) + "; clearwell models lists what there is");
  const Result<scoring::Predictor> predictor = scoring::Predictor::load(registry.read_file(*version));
  if (!predictor) return refuse(registry::to_text(*reference) + ": " + predictor.error().message);

  Result<intake::ColumnMapping> mapping =
      intake::map_columns(reader->header(), predictor->spec(), intake::LabelColumn::optional);
  if (!mapping) return refuse(arguments.in.string() + ": " + mapping.error().message);
  if (const auto taken = taken_column(reader->header())) {
    return refuse(arguments.in.string() + ": the column '" + *taken + "' is one that predict adds; rename it");
  }
  WholeFile out(arguments.out);
  const Result<RowCounts> rows = BatchPrediction(*predictor, version->version, *reader, *mapping, out.stream()).run();
  if (!rows) return refuse(arguments.in.string() + ": " + rows.error().message + "; nothing was written");
  if (!out.keep()) return refuse("cannot write " + arguments.out.string());
  std::cerr << arguments.out.string() << ": " << rows->scored << " rows scored by " << version->name << " version "
            << version->version << "; with flags " << rows->flagged
            << "; without any measurement, and so without a prediction, " << rows->nothing_measured << '\n'
            << disclaimer(*predictor);
  return kOk;
}

}  // namespace

void add_predict(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("predict", "Score a CSV file with a registered model");
  const auto arguments = std::make_shared<Arguments>();
  command
      ->add_option("--model", arguments->model, "NAME (its champion), NAME@champion, NAME@challenger or NAME/VERSION")
      ->required();
  command->add_option("IN", arguments->in, "CSV with the model's features; other columns pass through")->required();
  command
      ->add_option(
          "-o,--output", arguments->out,
          "file to write: the input's columns plus prediction, probability (not of a regression), model_version, "
          "flags, simulated")
      ->required();
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return predict(options, *arguments); }; });
}

}  // namespace clearwell::commands
