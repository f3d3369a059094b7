#include "common/limits/days_in_force.hpp"

namespace clearwell::limits {
namespace {

bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t digit : {0, 1, 2, 3, 5, 6, 8, 9})
    if (text[digit] < '0' || text[digit] > '9') return false;
  return true;
}

std::string date_or_none(spec::JsonReader& reader, const char* key) {
  std::string date = reader.text_or(key, "");
  if (!date.empty() && !is_date(date))
    reader.fail(reader.path_of(key), "\"" + date + "\" is no date (accepted: YYYY-MM-DD)");
  return date;
}

}  // namespace

void read_days_in_force(spec::JsonReader& reader, const std::string& path, std::string& first, std::string& last) {
  first = date_or_none(reader, "valid_from");
  last = date_or_none(reader, "valid_to");
  if (!first.empty() && !last.empty() && first > last) reader.fail(path, "is in force until a day before its first");
}

}  // namespace clearwell::limits
