#include "server/http/query_moment.hpp"

#include "server/base/time_text.hpp"
#include "server/http/error_mapping.hpp"

namespace clearwell::http {

std::variant<base::TimePoint, ApiError> read_moment(const std::string& name, const std::string& text) {
  const Result<base::TimePoint> parsed = base::parse_time(text.size() == 10 ? text + "T00:00:00Z" : text);
  if (!parsed)
    return bad_parameter(
        name, name + " must be a date or an RFC 3339 time such as 2026-03-12T08:00:00Z: " + parsed.error().message);
  return *parsed;
}

std::variant<std::optional<base::TimePoint>, ApiError> read_at(const Request& request) {
  std::optional<base::TimePoint> at;
  for (const auto& [name, text] : request.query) {
    if (name != "at") return bad_parameter(name, "unknown query parameter \"" + name + "\"; accepted: at");
    const auto moment = read_moment(name, text);
    if (const ApiError* error = std::get_if<ApiError>(&moment)) return *error;
    at = std::get<base::TimePoint>(moment);
  }
  return at;
}

}  // namespace clearwell::http
