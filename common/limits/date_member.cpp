#include "common/limits/date_member.hpp"

namespace clearwell::limits {
namespace {

bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t digit : {0, 1, 2, 3, 5, 6, 8, 9})
    if (text[digit] < '0' || text[digit] > '9') return false;
  return true;
}

}  // namespace

std::string date_or_none(spec::JsonReader& reader, const char* key) {
  std::string date = reader.text_or(key, "");
  if (!date.empty() && !is_date(date))
    reader.fail(reader.path_of(key), "\"" + date + "\" is no date (accepted: YYYY-MM-DD)");
  return date;
}

}  // namespace clearwell::limits
