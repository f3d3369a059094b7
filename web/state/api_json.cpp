#include "web/state/api_json.hpp"

#include "common/history/tile.hpp"
#include "web/state/civil_time.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace clearwell::state {
namespace {

using Json = nlohmann::json;

/// An object of the answer and where it stands in it. The first complaint is kept; what is read after it is empty.
class Reader {
 public:
  Reader(const Json& object, std::string path, Error& complaint)
      : object_(object), path_(std::move(path)), complaint_(complaint) {
    if (!object_.is_object()) complain(path_, object_, "an object");
  }

  std::string text(const char* key) const {
    const Json* value = required(key);
    if (value == nullptr) return {};
    if (value->is_string()) return value->get<std::string>();
    complain(at(key), *value, "a text");
    return {};
  }
  std::string optional_text(const char* key) const { return has(key) ? text(key) : std::string(); }

  double number(const char* key) const {
    const Json* value = required(key);
    if (value == nullptr) return 0;
    if (value->is_number()) return value->get<double>();
    complain(at(key), *value, "a number");
    return 0;
  }
  std::optional<double> optional_number(const char* key) const {
    return has(key) ? std::optional<double>(number(key)) : std::nullopt;
  }

  /// A whole number from 0 to `highest`.
  int count(const char* key, int highest) const {
    const Json* value = required(key);
    if (value == nullptr) return 0;
    const double read = value->is_number() ? value->get<double>() : -1;
    if (read >= 0 && read <= highest && read == std::floor(read)) return static_cast<int>(read);
    complain(at(key), *value, "a whole number from 0 to " + std::to_string(highest));
    return 0;
  }

  bool flag(const char* key) const {
    const Json* value = required(key);
    if (value == nullptr) return false;
    if (value->is_boolean()) return value->get<bool>();
    complain(at(key), *value, "true or false");
    return false;
  }

  std::int64_t time(const char* key) const {
    const Json* value = required(key);
    if (value == nullptr) return 0;
    const std::optional<std::int64_t> read =
        value->is_string() ? parse_utc(value->get_ref<const std::string&>()) : std::nullopt;
    if (!read) complain(at(key), *value, "a time such as 2026-03-12T08:00:00Z");
    return read.value_or(0);
  }
  std::optional<std::int64_t> optional_time(const char* key) const {
    return has(key) ? std::optional<std::int64_t>(time(key)) : std::nullopt;
  }

  spec::LocalizedText localized(const char* key) const {
    const Json* value = required(key);
    if (value == nullptr) return {};
    const Reader inner(*value, at(key), complaint_);
    return {inner.text("en"), inner.text("es")};
  }

  /// Calls `read(Reader)` for each object of the list.
  template <typename Read>
  auto list(const char* key, Read read) const {
    std::vector<decltype(read(*this))> values;
    const Json* value = required(key);
    if (value == nullptr) return values;
    if (!value->is_array()) {
      complain(at(key), *value, "a list");
      return values;
    }
    values.reserve(value->size());
    for (std::size_t i = 0; i < value->size(); ++i) {
      values.push_back(read(Reader((*value)[i], at(key) + "[" + std::to_string(i) + "]", complaint_)));
    }
    return values;
  }

  /// Whether the key holds something else than null.
  bool has(const char* key) const { return object_.is_object() && object_.contains(key) && !object_[key].is_null(); }
  const Json& operator[](const char* key) const { return object_[key]; }
  std::string at(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }

  void complain(const std::string& where, const Json& seen, const std::string& accepted) const {
    if (!complaint_.message.empty()) return;
    const std::string text = seen.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 40);
    complaint_ = {(where.empty() ? "the answer" : where) + ": " + text + " is not " + accepted, where};
  }

 private:
  const Json* required(const char* key) const {
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(key);
    if (found != object_.end()) return &*found;
    if (complaint_.message.empty()) complaint_ = {at(key) + " is missing", at(key)};
    return nullptr;
  }

  const Json& object_;
  std::string path_;
  Error& complaint_;
};

Plant read_plant(const Reader& json) {
  Plant plant;
  plant.id = json.text("id");
  plant.name = json.text("name");
  plant.place = json.optional_text("place");
  plant.operator_name = json.optional_text("operator");
  plant.time_zone = json.optional_text("time_zone");
  plant.jurisdiction = json.optional_text("jurisdiction");
  if (json.has("population_served")) plant.population_served = json.count("population_served", 2'000'000'000);
  plant.simulated = json.flag("simulated");
  plant.last_sample_at = json.optional_time("last_sample_at");
  plant.latitude = json.optional_number("latitude");
  plant.longitude = json.optional_number("longitude");
  if (!plant.latitude || !plant.longitude) plant.latitude = plant.longitude = std::nullopt;
  return plant;
}

Limit read_limit(const Reader& json) {
  Limit limit;
  limit.jurisdiction = json.text("jurisdiction");
  limit.instrument = json.text("instrument");
  limit.article = json.optional_text("article");
  limit.kind = json.optional_text("kind");
  limit.min = json.optional_number("min");
  limit.max = json.optional_number("max");
  limit.unit = json.optional_text("unit");
  limit.confirmed = json.flag("confirmed");
  return limit;
}

Verdict read_verdict(const Reader& json) {
  const std::string code = json.text("verdict");
  if (code == "within") return Verdict::within;
  if (code == "beyond") return Verdict::beyond;
  if (code == "cannot_be_judged") return Verdict::cannot_be_judged;
  if (code != "no_limit" && json.has("verdict")) {
    json.complain(json.at("verdict"), json["verdict"], "within, beyond, cannot_be_judged or no_limit");
  }
  return Verdict::no_limit;
}

Parameter read_parameter(const Reader& json, Error& complaint) {
  Parameter parameter;
  parameter.code = json.text("parameter");
  parameter.title = json.localized("title");
  parameter.unit = json.optional_text("unit");
  parameter.decimals = json.count("decimals", 9);
  if (json.has("sources") && json["sources"].is_array()) {
    parameter.has_instrument = std::any_of(json["sources"].begin(), json["sources"].end(),
                                           [](const Json& source) { return source == "instrument"; });
  }
  parameter.limits = json.list("limits", read_limit);
  if (json.has("latest")) {
    const Reader latest(json["latest"], json.at("latest"), complaint);
    parameter.latest = LatestResult{latest.optional_number("value"), latest.text("text"), latest.time("sampled_at"),
                                    read_verdict(latest), latest.optional_text("laboratory")};
  }
  return parameter;
}

struct SourcedBucket {
  bool laboratory = false;
  Bucket bucket;
};

SourcedBucket read_bucket(const Reader& json) {
  const std::string source = json.text("source");
  if (source != "laboratory" && source != "instrument" && json.has("source")) {
    json.complain(json.at("source"), json["source"], "laboratory or instrument");
  }
  const int most = 2'000'000'000;
  return {source == "laboratory",
          {json.time("time"), json.number("min"), json.number("max"), json.number("mean"), json.count("count", most),
           json.has("non_detects") ? json.count("non_detects", most) : 0}};
}

/// Whether a bucket may stand for several measurements: not where the answer
/// gives no length of buckets.
bool is_thinned(const Reader& json, Error& complaint) {
  if (!json.has("bucket_seconds")) return true;
  const Reader lengths(json["bucket_seconds"], json.at("bucket_seconds"), complaint);
  return lengths.has("laboratory") || lengths.has("instrument");
}

/// `2026-03`
std::optional<HistoryMonth> parse_month(const std::string& text) {
  const std::optional<std::int64_t> from = text.size() == 7 ? parse_utc(text + "-01") : std::nullopt;
  if (!from) return std::nullopt;
  const std::chrono::sys_seconds begin{std::chrono::seconds(*from)};
  const std::chrono::year_month_day first(std::chrono::floor<std::chrono::days>(begin));
  return HistoryMonth{*from, *from + history::seconds_in(first.year() / first.month()), ""};
}

HistoryMonth read_month(const Reader& json, const std::string& where, const Json& text) {
  const std::optional<HistoryMonth> month =
      text.is_string() ? parse_month(text.get_ref<const std::string&>()) : std::nullopt;
  if (!month) json.complain(where, text, "a month such as 2026-03");
  return month.value_or(HistoryMonth());
}

HistoryMonth read_tile_of_month(const Reader& json) {
  HistoryMonth month;
  if (json.text("month"); json.has("month")) month = read_month(json, json.at("month"), json["month"]);
  month.url = json.text("url");
  return month;
}

SampleResult read_sample_result(const Reader& json) {
  SampleResult result;
  result.parameter = json.text("parameter");
  result.text = json.optional_text("text");
  result.value = json.optional_number("value");
  result.unit = json.optional_text("unit");
  result.canonical_value = json.optional_number("canonical_value");
  result.canonical_unit = json.optional_text("canonical_unit");
  return result;
}

LaboratorySample read_sample(const Reader& json) {
  LaboratorySample sample;
  sample.id = json.count("id", 2'000'000'000);
  sample.sampled_at = json.optional_time("sampled_at");
  sample.laboratory = json.optional_text("laboratory");
  sample.results = json.list("results", read_sample_result);
  return sample;
}

std::vector<Metric> read_metrics(const Json& object) {
  std::vector<Metric> metrics;
  for (const auto& [name, value] : object.items()) {
    if (!value.is_object() || !value.contains("mean") || !value["mean"].is_number()) continue;
    const bool spread = value.contains("sd") && value["sd"].is_number();
    Metric metric{name, value["mean"].get<double>(), spread ? value["sd"].get<double>() : 0.0};
    for (const auto& [key, end] :
         {std::pair{"pooled", &metric.pooled}, {"lower", &metric.lower}, {"upper", &metric.upper}})
      if (value.contains(key) && value[key].is_number()) *end = value[key].get<double>();
    metrics.push_back(std::move(metric));
  }
  return metrics;
}

ModelVersion read_model_version(const Reader& json, Error& complaint) {
  ModelVersion version;
  version.name = json.text("name");
  version.version = json.count("version", 1'000'000'000);
  version.family = json.text("family");
  version.sha256 = json.text("sha256");
  version.data_origin = json.optional_text("data_origin");
  version.created_at = json.optional_time("created_at");
  version.model_url = json.text("model_url");
  if (json.has("aliases") && json["aliases"].is_array()) {
    for (const Json& alias : json["aliases"]) {
      if (alias.is_string()) version.aliases.push_back(alias.get<std::string>());
    }
  }
  if (json.has("metrics") && json["metrics"].is_object()) version.metrics = read_metrics(json["metrics"]);
  if (json.has("parity")) {
    const Reader parity(json["parity"], json.at("parity"), complaint);
    version.parity_rows = static_cast<std::size_t>(parity.count("rows", 1'000'000));
    version.parity_digest = parity.text("digest");
  }
  return version;
}

/// Parses the text and lets `read(Reader, complaint)` make a value of it.
template <typename Read>
auto read_answer(std::string_view json_text, Read read)
    -> Result<decltype(read(std::declval<Reader>(), std::declval<Error&>()))> {
  const Json json = Json::parse(json_text, nullptr, false);
  if (json.is_discarded()) return Error{"the answer is not JSON", ""};
  Error complaint;
  auto value = read(Reader(json, "", complaint), complaint);
  if (!complaint.message.empty()) return complaint;
  return value;
}

}  // namespace

Result<std::vector<Plant>> parse_plants(std::string_view json_text) {
  return read_answer(json_text, [](const Reader& json, Error&) { return json.list("plants", read_plant); });
}

Result<PlantResults> parse_plant_results(std::string_view json_text) {
  return read_answer(json_text, [](const Reader& json, Error& complaint) {
    PlantResults results;
    results.plant = read_plant(json);
    results.parameters = json.list("parameters", [&](const Reader& item) { return read_parameter(item, complaint); });
    return results;
  });
}

Result<HistoryMonths> parse_history_months(std::string_view json_text) {
  return read_answer(json_text, [](const Reader& json, Error&) {
    HistoryMonths months;
    months.over = json.list("tiles", read_tile_of_month);
    if (json.has("months_without_tile") && json["months_without_tile"].is_array()) {
      for (const Json& month : json["months_without_tile"])
        months.over.push_back(read_month(json, "months_without_tile", month));
    }
    json.text("open_month");
    if (json.has("open_month")) months.open_from = read_month(json, "open_month", json["open_month"]).from;
    return months;
  });
}

Result<History> parse_history(std::string_view json_text) {
  return read_answer(json_text, [](const Reader& json, Error& complaint) {
    History history;
    history.plant_id = json.text("plant_id");
    history.parameter = json.text("parameter");
    history.title = json.localized("title");
    history.unit = json.optional_text("unit");
    history.decimals = json.count("decimals", 9);
    history.simulated = json.flag("simulated");
    history.limits = json.list("limits", read_limit);
    if (json.has("from") && json.has("to")) history.range = DateRange{json.time("from"), json.time("to")};
    history.thinned = is_thinned(json, complaint);
    for (const SourcedBucket& read : json.list("buckets", read_bucket)) {
      (read.laboratory ? history.laboratory : history.instrument).push_back(read.bucket);
    }
    return history;
  });
}

Result<std::vector<LaboratorySample>> parse_samples(std::string_view json_text) {
  return read_answer(json_text, [](const Reader& json, Error&) { return json.list("samples", read_sample); });
}

Result<std::vector<ModelVersion>> parse_models(std::string_view json_text) {
  return read_answer(json_text, [](const Reader& json, Error& complaint) {
    return json.list("models", [&](const Reader& item) { return read_model_version(item, complaint); });
  });
}

}  // namespace clearwell::state
