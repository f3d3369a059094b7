#include "common/units/unit_text.hpp"

#include <utility>

namespace clearwell::units {
namespace {

/// Characters of more than one byte that units are written with, and what stands for them.
constexpr std::pair<std::string_view, std::string_view> kSpellings[] = {
    {"\xc2\xb5", "u"},      // µ, the micro sign
    {"\xce\xbc", "u"},      // μ, the Greek letter
    {"\xc2\xb0", ""},       // °
    {"\xc2\xba", ""},       // º, typed for it
    {"\xc2\xb2", "2"},      // ²
    {"\xc2\xb3", "3"},      // ³
    {"\xe2\x82\x82", "2"},  // ₂
    {"\xe2\x82\x83", "3"},  // ₃
    {"\xe2\x82\x84", "4"},  // ₄
    {"\xc2\xa0", ""},       // a blank that does not break
    {"\xc3\x9c", "u"},      // Ü
    {"\xc3\xbc", "u"},      // ü
};

bool is_left_out(char c) {
  return c == ' ' || c == '\t' || c == '(' || c == ')' || c == '[' || c == ']' || c == '@';
}

/// Words that lead to a basis. Folded, so without blanks.
std::string without_preposition(std::string basis) {
  for (const std::string_view word : {"expressedas", "como", "as", "en", "at"})
    if (basis.size() > word.size() && basis.compare(0, word.size(), word) == 0) return basis.substr(word.size());
  return basis;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string folded;
  while (!text.empty()) {
    bool replaced = false;
    for (const auto& [spelling, replacement] : kSpellings) {
      if (text.substr(0, spelling.size()) != spelling) continue;
      folded += replacement;
      text.remove_prefix(spelling.size());
      replaced = true;
      break;
    }
    if (replaced) continue;
    const char c = text.front();
    text.remove_prefix(1);
    if (!is_left_out(c)) folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return folded;
}

std::vector<UnitText> cuts(std::string_view text) {
  const std::string folded = fold(text);
  std::vector<UnitText> cuts = {{folded, ""}};
  for (std::size_t end = folded.size(); end-- > 1;)
    cuts.push_back({folded.substr(0, end), without_preposition(folded.substr(end))});
  const std::size_t slash = folded.find('/');
  if (slash == std::string::npos) return cuts;
  for (const std::string_view mass : {"mg", "ug", "ng", "g"})
    if (slash > mass.size() && folded.compare(0, mass.size(), mass) == 0)
      cuts.push_back({std::string(mass) + folded.substr(slash), folded.substr(mass.size(), slash - mass.size())});
  return cuts;
}

}  // namespace clearwell::units
