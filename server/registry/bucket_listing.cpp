#include "server/registry/bucket_listing.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

namespace clearwell::registry {
namespace {

void append_utf8(std::string& text, std::uint32_t code_point) {
  const auto append = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code_point < 0x80) return append(code_point);
  if (code_point < 0x800) {
    append(0xC0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      append(0xE0 | code_point >> 12);
    } else {
      append(0xF0 | code_point >> 18);
      append(0x80 | (code_point >> 12 & 0x3F));
    }
    append(0x80 | (code_point >> 6 & 0x3F));
  }
  append(0x80 | (code_point & 0x3F));
}

/// `amp`, `#38` or `#x26`. \return false for one that XML does not have by itself
bool append_entity(std::string& text, std::string_view entity) {
  constexpr std::pair<std::string_view, char> kNamed[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  for (const auto& [name, character] : kNamed) {
    if (entity != name) continue;
    text += character;
    return true;
  }
  if (!entity.starts_with('#')) return false;
  entity.remove_prefix(1);
  const bool is_hex = entity.starts_with('x');
  if (is_hex) entity.remove_prefix(1);
  std::uint32_t code_point = 0;
  const char* const end = entity.data() + entity.size();
  const auto [stop, error] = std::from_chars(entity.data(), end, code_point, is_hex ? 16 : 10);
  if (error != std::errc() || stop != end || code_point > 0x10FFFF) return false;
  append_utf8(text, code_point);
  return true;
}

std::string without_entities(std::string_view xml) {
  std::string text;
  while (!xml.empty()) {
    const std::size_t ampersand = std::min(xml.find('&'), xml.size());
    text += xml.substr(0, ampersand);
    xml.remove_prefix(ampersand);
    if (xml.empty()) break;
    const std::size_t semicolon = xml.find(';');
    const bool is_entity = semicolon != std::string_view::npos && append_entity(text, xml.substr(1, semicolon - 1));
    if (!is_entity) text += '&';
    xml.remove_prefix(is_entity ? semicolon + 1 : 1);
  }
  return text;
}

}  // namespace

std::string_view xml_element(std::string_view xml, std::string_view name) {
  const std::string open = "<" + std::string(name) + ">";
  const std::size_t tag = xml.find(open);
  if (tag == std::string_view::npos) return {};
  const std::size_t begin = tag + open.size();
  const std::size_t end = xml.find("</" + std::string(name) + ">", begin);
  return end == std::string_view::npos ? std::string_view() : xml.substr(begin, end - begin);
}

Result<BucketListing> read_listing(std::string_view xml) {
  constexpr std::string_view kEnd = "</Contents>";
  if (xml.find("<ListBucketResult") == std::string_view::npos)
    return Error{"the answer is no listing of a bucket; accepted: XML with ListBucketResult", ""};
  BucketListing listing;
  listing.continuation_token = without_entities(xml_element(xml, "NextContinuationToken"));
  for (std::size_t end = 0; (end = xml.find(kEnd)) != std::string_view::npos;) {
    const std::string_view object = xml_element(xml.substr(0, end + kEnd.size()), "Contents");
    listing.objects.push_back(
        {without_entities(xml_element(object, "Key")), without_entities(xml_element(object, "ETag"))});
    xml.remove_prefix(end + kEnd.size());
  }
  return listing;
}

}  // namespace clearwell::registry
