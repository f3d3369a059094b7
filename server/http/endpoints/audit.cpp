#include "server/http/endpoints/audit.hpp"

#include "server/http/error_mapping.hpp"
#include "server/http/json_answer.hpp"
#include "server/store/audit_trail.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <limits>

namespace clearwell::http {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDefaultLimit = 100;
constexpr int kHighestLimit = 1000;

struct AuditQuery {
  store::AuditFilter filter;
  int limit = kDefaultLimit;
};

template <typename Integer>
std::optional<ApiError> read_whole(const std::string& name, const std::string& text, Integer highest, Integer& value) {
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (failure == std::errc() && stop == end && value >= 1 && value <= highest) return std::nullopt;
  return bad_parameter(
      name, name + " must be a whole number from 1 to " + std::to_string(highest) + ", not \"" + text + "\"");
}

std::variant<AuditQuery, ApiError> read_query(const Request& request) {
  AuditQuery query;
  for (const auto& [name, text] : request.query) {
    std::optional<ApiError> error;
    if (name == "before")
      error = read_whole(name, text, std::numeric_limits<std::int64_t>::max(), query.filter.before.emplace());
    else if (name == "limit")
      error = read_whole(name, text, kHighestLimit, query.limit);
    else if (name == "action")
      query.filter.action = text;
    else if (name == "object")
      query.filter.object = text;
    else if (name == "subject")
      query.filter.subject = text;
    else
      error = bad_parameter(
          name, "unknown query parameter \"" + name + "\"; accepted: before, limit, action, object, subject");
    if (error) return *error;
  }
  return query;
}

}  // namespace

Answer ListAuditEntries::operator()(const Request& request) const {
  const auto read = read_query(request);
  if (const ApiError* error = std::get_if<ApiError>(&read)) return *error;
  const auto& query = std::get<AuditQuery>(read);
  const auto entries = store::audit_entries(database, query.filter, query.limit);
  Json array = Json::array();
  for (const store::StoredAuditEntry& stored : entries)
    array.push_back(to_json(stored));
  const bool may_be_more = entries.size() == static_cast<std::size_t>(query.limit);
  return json_response(
      {{"entries", std::move(array)}, {"next_before", may_be_more ? Json(entries.back().entry_id) : Json(nullptr)}});
}

}  // namespace clearwell::http
