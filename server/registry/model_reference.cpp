#include "server/registry/model_reference.hpp"

#include <charconv>

namespace clearwell::registry {
namespace {

Error refuse(std::string_view text, const std::string& why) {
  return Error{
      "'" + std::string(text) + "' " + why + "; a model is named NAME, NAME@champion, NAME@challenger or NAME/VERSION",
      "model"};
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 63 && name[0] >= 'a' && name[0] <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

std::optional<int> parse_version(std::string_view text) {
  int version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc() || end != text.data() + text.size() || version < 1) return std::nullopt;
  return version;
}

}  // namespace

Result<ModelReference> parse_model_reference(std::string_view text) {
  const std::size_t mark = text.find_first_of("@/");
  ModelReference reference;
  reference.name = std::string(text.substr(0, mark));
  if (!is_name(reference.name)) return refuse(text, "does not begin with a model's name (a-z, then a-z, 0-9 and _)");
  if (mark == std::string_view::npos) return reference;

  const std::string_view rest = text.substr(mark + 1);
  if (text[mark] == '@') {
    if (rest != "champion" && rest != "challenger") return refuse(text, "names an alias that does not exist");
    reference.alias = std::string(rest);
    return reference;
  }
  reference.version = parse_version(rest);
  if (!reference.version) return refuse(text, "names a version that is not a whole number from 1");
  reference.alias.clear();
  return reference;
}

std::string to_text(const ModelReference& reference) {
  return reference.version ? reference.name + "/" + std::to_string(*reference.version)
                           : reference.name + "@" + reference.alias;
}

}  // namespace clearwell::registry
