#include "web/state/history_csv.hpp"

#include "web/state/civil_time.hpp"
#include "web/state/histories.hpp"

#include <array>
#include <cstdio>

namespace clearwell::state {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text)
    result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + '"';
}

std::string digits_of(double value) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%.9g", value);
  return digits.data();
}

void append(std::string& csv, const History& history, const char* source, const Bucket& bucket) {
  csv += quoted(history.plant_id) + ',' + quoted(history.parameter) + ',' + quoted(history.unit) + ',' + source + ',' +
         utc_text(bucket.time) + ',' + digits_of(bucket.min) + ',' + digits_of(bucket.mean) + ',' +
         digits_of(bucket.max) + ',' + std::to_string(bucket.count) + ',' + std::to_string(bucket.non_detects) + ',' +
         (history.simulated ? "true" : "false") + "\r\n";
}

/// Letters, digits and hyphens, for every file system.
std::string file_part(const std::string& text) {
  std::string part;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    part += plain ? c : '-';
  }
  return part;
}

}  // namespace

std::string history_csv(const State& state) {
  std::string csv = "plant,parameter,unit,source,time,min,mean,max,count,non_detects,simulated\r\n";
  for (const History* history : {shown_history(state), shown_compared(state)}) {
    if (history == nullptr || !state.dates) continue;
    const auto in_sight = [&](const Bucket& bucket) {
      return bucket.time >= state.dates->from && bucket.time <= state.dates->to;
    };
    for (const Bucket& bucket : history->laboratory)
      if (in_sight(bucket)) append(csv, *history, "laboratory", bucket);
    for (const Bucket& bucket : history->instrument)
      if (in_sight(bucket)) append(csv, *history, "instrument", bucket);
  }
  return csv;
}

std::string history_csv_name(const State& state) {
  std::string name = file_part(state.plant_id) + "-" + file_part(state.parameter);
  if (!state.compared.empty()) name += "-" + file_part(state.compared);
  if (state.dates)
    name += "-" + utc_text(state.dates->from).substr(0, 10) + "-to-" + utc_text(state.dates->to).substr(0, 10);
  return name + ".csv";
}

}  // namespace clearwell::state
