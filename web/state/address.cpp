#include "web/state/address.hpp"

#include "web/state/civil_time.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace clearwell::state {
namespace {

constexpr std::array<std::pair<std::string_view, Section>, 4> kSections = {
    {{"plants", Section::plants}, {"try", Section::try_it}, {"model", Section::model}, {"replay", Section::replay}}};
constexpr std::array<std::pair<std::string_view, ChartSpan>, 4> kSpans = {
    {{"1m", ChartSpan::month}, {"1y", ChartSpan::year}, {"5y", ChartSpan::five_years}, {"all", ChartSpan::all}}};

constexpr std::array<std::pair<std::string_view, ModelView>, 4> kModelViews = {{{"card", ModelView::card},
                                                                                {"figures", ModelView::figures},
                                                                                {"data", ModelView::data},
                                                                                {"history", ModelView::history}}};

template <typename Table>
auto value_of(const Table& table, std::string_view name) -> std::optional<decltype(table[0].second)> {
  for (const auto& [known, value] : table) {
    if (known == name) return value;
  }
  return std::nullopt;
}

template <typename Table, typename Value>
std::string_view name_of(const Table& table, Value value) {
  for (const auto& [name, known] : table) {
    if (known == value) return name;
  }
  return {};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool encoded =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    decoded += encoded ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
    if (encoded) i += 2;
  }
  return decoded;
}

/// Empty for anything but up to fifteen digits.
std::optional<std::int64_t> whole_number(std::string_view text) {
  if (text.empty() || text.size() > 15 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  std::int64_t number = 0;
  for (const char digit : text)
    number = 10 * number + (digit - '0');
  return number;
}

struct Dates {
  std::optional<std::int64_t> from;
  std::optional<std::int64_t> to;
};

void read_part(std::string_view part, Address& address, Dates& dates) {
  const std::size_t equals = part.find('=');
  if (equals == std::string_view::npos) return;
  const std::string_view key = part.substr(0, equals);
  const std::string value = percent_decoded(part.substr(equals + 1));
  if (key == "section") address.section = value_of(kSections, value);
  if (key == "plant") address.plant_id = value;
  if (key == "parameter") address.parameter = value;
  if (key == "range") address.span = value_of(kSpans, value);
  if (key == "with") address.compared = value;
  if (key == "from") dates.from = parse_utc(value);
  if (key == "to") dates.to = parse_utc(value);
  if (key == "list") address.list_open = value == "open";
  if (key == "find") address.query = value;
  if (key == "view") address.model_view = value_of(kModelViews, value);
  if (key == "inference") address.inference_id = whole_number(value);
  if (key == "sample") address.sample_id = whole_number(value);
}

/// `2026-03-12`, the day on which the time lies
std::string day_text(std::int64_t time) {
  return utc_text(time).substr(0, 10);
}

void append(std::string& hash, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  if (!hash.empty()) hash += '&';
  hash.append(key).append("=").append(percent_encoded(value));
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~') {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.append({'%', kHex[byte / 16], kHex[byte % 16]});
    }
  }
  return encoded;
}

Address parse_address(std::string_view hash) {
  Address address;
  Dates dates;
  if (!hash.empty() && hash[0] == '#') hash.remove_prefix(1);
  while (!hash.empty()) {
    const std::size_t end = std::min(hash.find('&'), hash.size());
    read_part(hash.substr(0, end), address, dates);
    hash.remove_prefix(std::min(end + 1, hash.size()));
  }
  if (dates.from && dates.to && *dates.from < *dates.to) address.dates = DateRange{*dates.from, *dates.to};
  return address;
}

std::string to_hash(const Address& address) {
  std::string hash;
  if (address.section) append(hash, "section", name_of(kSections, *address.section));
  append(hash, "plant", address.plant_id);
  append(hash, "parameter", address.parameter);
  if (address.span) append(hash, "range", name_of(kSpans, *address.span));
  append(hash, "with", address.compared);
  if (address.dates) {
    append(hash, "from", day_text(address.dates->from));
    append(hash, "to", day_text(address.dates->to + kDaySeconds - 1));
  }
  if (address.list_open) append(hash, "list", "open");
  append(hash, "find", address.query);
  if (address.model_view) append(hash, "view", name_of(kModelViews, *address.model_view));
  if (address.inference_id) append(hash, "inference", std::to_string(*address.inference_id));
  if (address.sample_id) append(hash, "sample", std::to_string(*address.sample_id));
  return hash;
}

}  // namespace clearwell::state
