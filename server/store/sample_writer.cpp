#include "server/store/sample_writer.hpp"

#include "server/base/time_text.hpp"
#include "server/store/sql.hpp"

#include <limits>
#include <utility>

namespace clearwell::store {
namespace {

constexpr std::array<std::string_view, 18> kIncomingColumns = {
    "source_row",   "plant_id",   "model",      "label",          "label_value",  "sampled_at",
    "sample_group", "laboratory", "source",     "content_sha256", "simulated",    "parameters",
    "findings",     "numbers",    "qualifiers", "units",          "result_texts", "verdicts"};

constexpr std::array<std::string_view, 3> kReadingColumns = {"sensor_id", "read_at", "value"};

std::map<std::string, std::string> read_jurisdictions(Transaction& transaction) {
  const Rows rows = transaction.run(sql::plant_jurisdictions);
  std::map<std::string, std::string> jurisdictions;
  for (std::size_t row = 0; row < rows.size(); ++row)
    jurisdictions.emplace(rows.text(row, 0), rows.text(row, 1));
  return jurisdictions;
}

Copy open_incoming(Transaction& transaction) {
  transaction.run(sql::create_incoming_samples);
  return transaction.copy_into("incoming_samples", kIncomingColumns);
}

std::string_view as_bytes(const std::array<std::uint8_t, 32>& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// The results of one sample, column by column.
struct ResultColumns {
  explicit ResultColumns(const std::vector<NewResult>& results) {
    for (const NewResult& result : results) {
      parameters.push_back(result.parameter);
      findings.emplace_back(result.is_category ? "category" : "value");
      numbers.push_back(result.is_category ? std::numeric_limits<double>::quiet_NaN() : result.measured.value);
      qualifiers.emplace_back(limits::to_string(result.measured.qualifier));
      units.push_back(result.unit);
      result_texts.push_back(result.result_text);
    }
  }

  std::vector<std::string> parameters;
  std::vector<std::string> findings;
  std::vector<double> numbers;
  std::vector<std::string> qualifiers;
  std::vector<std::string> units;
  std::vector<std::string> result_texts;
};

/// As PostgreSQL reads it; what a day is, is told by its first ten letters.
std::optional<std::string> time_of(const NewSample& sample) {
  return sample.sampled_at ? base::format_time(*sample.sampled_at) : sample.sampled_at_text;
}

base::TimePoint moment(const std::string& text) {
  Result<base::TimePoint> parsed = base::parse_time(text);
  if (!parsed) throw StoreError("readings: " + parsed.error().message);
  return *parsed;
}

}  // namespace

SampleWriter::SampleWriter(Transaction& transaction)
    : transaction_(transaction), jurisdictions_(read_jurisdictions(transaction)), copy_(open_incoming(transaction)) {}

std::vector<std::string> SampleWriter::verdicts_on(const NewSample& sample) const {
  std::vector<std::string> verdicts(sample.results.size());
  const auto jurisdiction = jurisdictions_.find(sample.plant_id.value_or(""));
  if (jurisdiction == jurisdictions_.end()) return verdicts;
  const std::string day = time_of(sample).value_or("");
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const NewResult& result = sample.results[i];
    if (result.is_category) continue;
    const auto verdict =
        limits::judge_by_law(result.measured, result.unit, jurisdiction->second, result.parameter, day);
    if (verdict) verdicts[i] = limits::to_string(*verdict);
  }
  return verdicts;
}

void SampleWriter::add(const NewSample& sample) {
  const ResultColumns results(sample.results);
  Params row;
  row.add(sample.source_row).add(sample.plant_id).add(sample.model).add(sample.label).add(sample.label_value);
  row.add(time_of(sample))
      .add(sample.group)
      .add(sample.laboratory)
      .add(sample.source)
      .add_bytes(as_bytes(sample.content_sha256))
      .add(sample.simulated);
  row.add_array(results.parameters)
      .add_array(results.findings)
      .add_array(results.numbers)
      .add_array(results.qualifiers);
  row.add_array(results.units).add_array(results.result_texts).add_array(verdicts_on(sample));
  copy_.row(row);
}

void SampleWriter::reject(const std::optional<std::string>& plant_id) {
  if (plant_id) ++rejected_[*plant_id];
}

std::int64_t SampleWriter::store() {
  copy_.finish();
  std::vector<std::string> plants;
  std::vector<std::int64_t> n_rejected;
  for (const auto& [plant, n] : rejected_) {
    plants.push_back(plant);
    n_rejected.push_back(n);
  }
  return transaction_.run(sql::store_incoming_samples, Params().add_array(plants).add_array(n_rejected)).integer(0, 0);
}

std::optional<ReadingSpan> reading_span(Transaction& transaction, std::string_view sensor_id) {
  const Rows rows = transaction.run(sql::sensor_reading_span, Params().add(sensor_id));
  if (rows.is_null(0, 0)) return std::nullopt;
  return ReadingSpan{moment(rows.text(0, 0)), moment(rows.text(0, 1))};
}

void add_readings(Transaction& transaction, std::string_view sensor_id, std::span<const Reading> readings) {
  Copy copy = transaction.copy_into("water.readings", kReadingColumns);
  for (const Reading& reading : readings)
    copy.row(Params().add(sensor_id).add(base::format_time(reading.read_at)).add(reading.value));
  copy.finish();
}

void create_wide_view(Transaction& transaction, std::string_view model, std::span<const std::string> features,
                      std::span<const std::string> parameters, std::span<const std::string> kinds) {
  transaction.run(sql::create_wide_view,
                  Params().add(model).add_array(features).add_array(parameters).add_array(kinds));
}

}  // namespace clearwell::store
