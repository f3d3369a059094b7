#include "tests/fuzz/parsers.hpp"

#include "common/limits/result_text.hpp"
#include "common/scoring/predictor.hpp"
#include "common/spec/dataset_spec.hpp"
#include "common/units/units.hpp"
#include "server/http/sample_body.hpp"
#include "server/intake/csv_reader.hpp"
#include "server/intake/file_mapping.hpp"
#include "server/intake/reading_request.hpp"
#include "server/intake/record_reader.hpp"
#include "server/intake/xml_record_source.hpp"
#include "server/scoring/score_request.hpp"
#include "tests/common/example_models.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace clearwell::fuzz {
namespace {

using Seeds = std::vector<std::string>;

void expect(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

template <typename T>
bool accepted(const Result<T>& result) {
  if (result) return true;
  expect(!result.error().message.empty(), "a refusal says why");
  return false;
}

/// An answer that is either a request or a refusal with a message.
template <typename Taken, typename Refused>
const Taken* taken(const std::variant<Taken, Refused>& answer) {
  if (const auto* refused = std::get_if<Refused>(&answer)) expect(!refused->message.empty(), "a refusal says why");
  return std::get_if<Taken>(&answer);
}

/// The files of a folder of the repository.
Seeds files(const char* folder, const char* name_ends) {
  Seeds texts;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(CLEARWELL_SOURCE_DIR) / folder)) {
    if (!entry.path().string().ends_with(name_ends)) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

// Model files ------------------------------------------------------------------------------------------------------

void parse_model(std::string_view bytes) {
  const Result<scoring::Predictor> predictor = scoring::Predictor::load(bytes);
  if (!accepted(predictor)) return;
  const std::size_t n_features = predictor->n_features();
  std::vector<float> rows(3 * n_features, 0);
  std::fill_n(rows.begin(), n_features, std::numeric_limits<float>::quiet_NaN());
  std::fill_n(rows.end() - static_cast<std::ptrdiff_t>(n_features), n_features, std::numeric_limits<float>::max());
  std::vector<scoring::Prediction> together(3);
  predictor->predict(rows, together);
  for (std::size_t row = 0; row < 3; ++row) {
    const std::span<const float> alone(rows.data() + row * n_features, n_features);
    const scoring::Prediction single = predictor->predict(alone);
    expect(single == together[row] || std::isnan(single.margin) || std::isnan(single.probability),
           "a row scored alone gets what it gets among others");
  }
}

Seeds model_seeds() {
  constexpr std::size_t kFeatures = 3;
  const spec::DatasetSpec spec = tests::example_spec(kFeatures);
  const scoring::ModelFacts facts = tests::example_facts(kFeatures);
  const auto file = [&](const auto& pipeline) {
    return onnx::write_model(scoring::build_model(pipeline, spec, facts));
  };
  return {file(tests::random_trees(kFeatures, 3, 3, 1)), file(tests::example_linear()),
          file(tests::random_machine(kFeatures, 4, 2)), file(tests::random_networks(kFeatures, 2, {3}, 3))};
}

// Specs, mappings --------------------------------------------------------------------------------------------------

void parse_spec(std::string_view text) {
  const Result<spec::DatasetSpec> spec = spec::parse_dataset_spec(text);
  if (!accepted(spec)) return;
  const Result<spec::DatasetSpec> again = spec::parse_dataset_spec(spec::to_json(*spec));
  expect(again && *again == *spec, "a spec survives being written");
}

void parse_mapping(std::string_view text) {
  accepted(intake::parse_file_mapping(text));
}

// Files of samples and readings ------------------------------------------------------------------------------------

void parse_csv(std::string_view text) {
  std::istringstream input{std::string(text)};
  Result<intake::CsvReader> reader = intake::CsvReader::open(input, {.cell_bytes = 200, .record_bytes = 1000});
  if (!accepted(reader)) return;
  intake::CsvRecord record;
  while (true) {
    const Result<bool> more = reader->next(record);
    if (!accepted(more) || !*more) return;
    expect(!record.defect.empty() || record.cells.size() == reader->header().size(),
           "a sound record has a cell for each column");
  }
}

Seeds csv_seeds() {
  return {"ph,turbidity,Potability\n7.1,0.4,1\n,NA,0\n", "\xEF\xBB\xBFph;turbidity\r\n\"7,1\";\"two\r\nlines\"\r\n",
          "a\tb\n\"say \"\"so\"\"\"\t2\n1\t2\t3\n"};
}

/// Of any table, by each mapping that comes with the program.
void parse_table(std::string_view text) {
  static const std::vector<intake::FileMapping> mappings = [] {
    std::vector<intake::FileMapping> all;
    for (const std::string& json : files("server/intake/mappings", ".json"))
      all.push_back(*intake::parse_file_mapping(json));
    return all;
  }();
  for (const intake::FileMapping& mapping : mappings) {
    if (mapping.xml) continue;
    std::istringstream input{std::string(text)};
    Result<intake::CsvReader> table = intake::CsvReader::open(input);
    if (!accepted(table)) return;
    Result<intake::RecordReader> reader = intake::RecordReader::open(mapping, table->header(), std::nullopt);
    if (!accepted(reader)) continue;
    intake::CsvRecord record;
    while (true) {
      const Result<bool> more = table->next(record);
      if (!accepted(more) || !*more) break;
      if (!record.defect.empty()) continue;
      const intake::RecordReader::Read read = reader->read(record);
      if (const auto* rejected = std::get_if<intake::RejectedRow>(&read))
        expect(!rejected->reason.empty(), "a rejected row says why");
    }
  }
}

Seeds table_seeds() {
  return {
      "OrganizationIdentifier,MonitoringLocationIdentifier,ActivityIdentifier,ActivityStartDate,ActivityStartTime/Time,"
      "ActivityStartTime/TimeZoneCode,CharacteristicName,ResultMeasureValue,ResultMeasure/MeasureUnitCode,"
      "ResultDetectionConditionText,ResultStatusIdentifier\n"
      "KYDOW,KYDOW-1,A1,2024-03-01,10:00:00,EST,Nitrate,<0.05,mg/l as N,,Accepted\n",
      "Sample Date,Sample Time,Sample Site,Residual Free Chlorine (mg/L),Turbidity (NTU)\n"
      "01/02/2024,9:41,1S03,0.63,<0.1\n",
      "Time;pH;Redox;Leit;Trueb;Tp;Cl;Cl_2;Fm;Fm_2\n2017-10-29 02:30:00;8.3;750;210;0.01;7;0.1;0.1;1500;900\n"};
}

void parse_xml(std::string_view text) {
  static const intake::FileMapping mapping = [] {
    for (const std::string& json : files("server/intake/mappings", "xml.json"))
      return *intake::parse_file_mapping(json);
    throw std::logic_error("no mapping of XML");
  }();
  std::istringstream input{std::string(text)};
  Result<std::unique_ptr<intake::RecordSource>> source = intake::open_xml(input, mapping);
  if (!accepted(source)) return;
  intake::CsvRecord record;
  while (true) {
    const Result<bool> more = (*source)->next(record);
    if (!accepted(more) || !*more) return;
    expect(record.cells.size() == (*source)->header().size(), "a record has a cell for each column");
  }
}

Seeds xml_seeds() {
  return {R"(<?xml version="1.0" encoding="UTF-8"?>
<veevargi_veeproovid><proovivott><id>1</id><proovivotu_aeg>12.03.2025 10:00</proovivotu_aeg><katseprotokollid>
<katseprotokoll><naitajad><naitaja><nimetus>pH</nimetus><sisaldus>&lt; 7,1</sisaldus><yhik/></naitaja></naitajad>
<hinnang>vastab</hinnang></katseprotokoll></katseprotokollid></proovivott></veevargi_veeproovid>
)"};
}

// Bodies of requests -----------------------------------------------------------------------------------------------

void parse_scores(std::string_view text) {
  static const spec::DatasetSpec spec = [] {
    spec::DatasetSpec made = tests::example_spec(3);
    made.features[2].type = spec::FeatureType::categorical;
    made.features[2].categories = {{"N", {"N", "N"}}, {"S", {"S", "S"}}};
    return made;
  }();
  const auto answer = scoring::read_score_request(text, spec);
  if (const auto* request = taken(answer))
    expect(request->n_rows > 0 && request->rows.size() == request->n_rows * spec.features.size(), "rows are whole");
}

Seeds score_seeds() {
  return {R"({"plant_id": "north", "data": [{"x0": 7.1, "x1": null, "x2": "N"}, {"x0": 1e-3}], "contributions": true})",
          R"({"data": {"x0": 7.1, "x2": "East"}})"};
}

void check_readings(std::string_view text, intake::ReadingForm form) {
  const auto answer = intake::read_readings(text, form);
  if (const auto* request = taken(answer)) {
    expect(request->readings.size() + request->rejected.size() == request->n_elements, "every element is told of");
    for (const intake::SentReading& reading : request->readings)
      expect(std::isfinite(reading.value) && reading.sensor < request->sensors.size() &&
                 reading.unit < request->units.size(),
             "a reading is whole");
    for (const intake::RejectedReading& rejected : request->rejected)
      expect(!rejected.message.empty(), "a rejected reading says why");
  }
}

void parse_readings(std::string_view text) {
  check_readings(text, intake::ReadingForm::plain);
}

Seeds reading_seeds() {
  return {
      R"({"sensor_id": "s", "read_at": "2026-03-12T08:00:00Z", "value": 0.4, "unit": "NTU", "quality": "good"})",
      R"({"readings": [{"sensor_id": "s", "read_at": "2026-03-12T08:00:00.5+01:00", "value": -1e3}, {"sensor_id": 7}]})"};
}

void parse_observations(std::string_view text) {
  check_readings(text, intake::ReadingForm::observation);
}

Seeds observation_seeds() {
  return {R"([{"Datastream": {"@iot.id": "s"}, "phenomenonTime": "2026-03-12T08:00:00Z", "result": 0.4,)"
          R"( "resultQuality": "good"}])"};
}

void parse_samples(std::string_view text) {
  http::Request request;
  request.body = std::string(text);
  taken(http::read_samples(request));
  taken(http::read_correction(request));
  taken(http::read_reason_only(request));
}

Seeds sample_seeds() {
  return {R"([{"plant_id": "north", "sampling_point": "tap", "sampled_at": "2026-03-12T08:00:00Z", "results": [)"
          R"({"parameter": "nitrate", "text": "<0,05", "unit": "mg/L as N"}, {"parameter": "ph", "text": "7.1"}]}])",
          R"({"reason": "a digit was misread", "results": [{"parameter": "ph", "text": "7.2"}]})"};
}

// Cells ------------------------------------------------------------------------------------------------------------

void parse_result_text(std::string_view text) {
  for (const char mark : {'.', ','})
    if (const Result<limits::ResultText> read = limits::read_result_text(text, mark);
        accepted(read) && read->finding == limits::Finding::value)
      expect(std::isfinite(read->measured.value), "a value is a number");
}

Seeds result_text_seeds() {
  return {"7.1",
          "< 0,01",
          ">200.5",
          "1.5E-3",
          "1.234,5 mg/L",
          "N.D.",
          "<LQ",
          "ausencia en 100 ml",
          "menor que 1 por 100 ml"};
}

void parse_unit(std::string_view text) {
  for (const units::Quantity& quantity : units::quantities())
    if (const Result<units::Conversion> read = units::understand(text, "mg/L", quantity, {}); accepted(read))
      expect(std::isfinite(read->to_canonical(1)), "a conversion has a finite factor");
}

Seeds unit_seeds() {
  return {"mg/L", "ug/l", "mg/L as N", "uS/cm @25C", "MPN/100mL", "\xC2\xB5g/L", "\u00B0F"};
}

constexpr Parser kParsers[] = {
    {"model_file", parse_model, model_seeds},
    {"spec", parse_spec, [] { return files("models", "spec.json"); }},
    {"mapping", parse_mapping, [] { return files("server/intake/mappings", ".json"); }},
    {"csv", parse_csv, csv_seeds},
    {"table", parse_table, table_seeds},
    {"xml", parse_xml, xml_seeds},
    {"scores", parse_scores, score_seeds},
    {"readings", parse_readings, reading_seeds},
    {"observations", parse_observations, observation_seeds},
    {"samples", parse_samples, sample_seeds},
    {"result_text", parse_result_text, result_text_seeds},
    {"unit", parse_unit, unit_seeds},
};

}  // namespace

std::span<const Parser> parsers() {
  return kParsers;
}

}  // namespace clearwell::fuzz
