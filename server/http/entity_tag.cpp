#include "server/http/entity_tag.hpp"

namespace clearwell::http {

bool names_entity_tag(std::string_view if_none_match, std::string_view tag) {
  while (!if_none_match.empty()) {
    const std::size_t comma = if_none_match.find(',');
    std::string_view one = if_none_match.substr(0, comma);
    if_none_match.remove_prefix(comma == std::string_view::npos ? if_none_match.size() : comma + 1);
    while (one.starts_with(' '))
      one.remove_prefix(1);
    while (one.ends_with(' '))
      one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == "*" || one == tag) return true;
  }
  return false;
}

Response under_entity_tag(Response response, std::string_view sha256, std::string_view cache_control,
                          const Request& request) {
  const std::string tag = '"' + std::string(sha256) + '"';
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", cache_control);
  if (names_entity_tag(request.header("If-None-Match"), tag)) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

}  // namespace clearwell::http
