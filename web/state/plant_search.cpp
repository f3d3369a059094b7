#include "web/state/plant_search.hpp"

#include <algorithm>

namespace clearwell::state {
namespace {

// Base letters of U+00C0 to U+017F; a blank keeps the character as it is.
constexpr std::string_view kBaseLetters =
    "aaaaaaaceeeeiiiidnooooo ouuuuy saaaaaaaceeeeiiiidnooooo ouuuuy y"  // to 00FF
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrsssssssstttttt"  // to
                                                                                                                // 0167
    "uuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kBaseLetters.size() == 0x180 - 0xC0);

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool holds_every_word(const std::string& text, const std::string& words) {
  std::size_t at = 0;
  while (at < words.size()) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (text.find(words.substr(at, end - at)) == std::string::npos) return false;
    at = end + 1;
  }
  return true;
}

}  // namespace

std::string folded(std::string_view utf8) {
  std::string plain;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const bool pair = lead >= 0xC3 && lead <= 0xCD && i + 1 < utf8.size();
    if (!pair) {
      plain += lower(utf8[i]);
      continue;
    }
    const std::size_t point = (lead & 0x1FU) * 64 + (static_cast<unsigned char>(utf8[i + 1]) & 0x3FU);
    ++i;
    if (point >= 0x300 && point < 0x370) continue;
    const char base = point >= 0xC0 && point < 0x180 ? kBaseLetters[point - 0xC0] : ' ';
    base == ' ' ? void(plain.append(utf8.substr(i - 1, 2))) : void(plain += base);
  }
  return plain;
}

std::vector<const Plant*> found_plants(const State& state) {
  const std::string words = folded(state.plant_query);
  std::vector<const Plant*> found;
  for (const Plant& plant : state.plants) {
    if (holds_every_word(folded(plant.name + " " + plant.place + " " + plant.operator_name), words))
      found.push_back(&plant);
  }
  return found;
}

}  // namespace clearwell::state
