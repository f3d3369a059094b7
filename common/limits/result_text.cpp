#include "common/limits/result_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace clearwell::limits {
namespace {

// Folded: lower case, no accents, one blank between words.
constexpr std::pair<std::string_view, Qualifier> kBounds[] = {
    {"<=", Qualifier::below},           {"<", Qualifier::below},
    {">=", Qualifier::above},           {">", Qualifier::above},
    {"&lt;", Qualifier::below},  // of a text that went through two writers of XML
    {"&gt;", Qualifier::above},         {"menor que", Qualifier::below},
    {"menor a", Qualifier::below},      {"menor de", Qualifier::below},
    {"menos de", Qualifier::below},     {"inferior a", Qualifier::below},
    {"less than", Qualifier::below},    {"below", Qualifier::below},
    {"mayor que", Qualifier::above},    {"mayor a", Qualifier::above},
    {"mas de", Qualifier::above},       {"superior a", Qualifier::above},
    {"greater than", Qualifier::above}, {"more than", Qualifier::above},
    {"above", Qualifier::above},
};

constexpr std::pair<std::string_view, Finding> kWords[] = {
    {"", Finding::not_measured},
    {"-", Finding::not_measured},
    {"--", Finding::not_measured},
    {"---", Finding::not_measured},
    {"n/a", Finding::not_measured},
    {"na", Finding::not_measured},
    {"nan", Finding::not_measured},
    {"null", Finding::not_measured},
    {"s/d", Finding::not_measured},
    {"n.m.", Finding::not_measured},
    {"sin dato", Finding::not_measured},
    {"no medido", Finding::not_measured},
    {"no analizado", Finding::not_measured},
    {"no realizado", Finding::not_measured},
    {"no determinado", Finding::not_measured},
    {"not measured", Finding::not_measured},
    {"not analysed", Finding::not_measured},
    {"not analyzed", Finding::not_measured},
    {"not reported", Finding::not_measured},
    {"nd", Finding::not_detected},
    {"n.d", Finding::not_detected},
    {"n.d.", Finding::not_detected},
    {"n/d", Finding::not_detected},
    {"no detectado", Finding::not_detected},
    {"no detectada", Finding::not_detected},
    {"no detectable", Finding::not_detected},
    {"no se detecta", Finding::not_detected},
    {"no se detecto", Finding::not_detected},
    {"not detected", Finding::not_detected},
    {"non-detect", Finding::not_detected},
    {"non detect", Finding::not_detected},
    {"undetected", Finding::not_detected},
    {"bdl", Finding::not_detected},
    {"below detection limit", Finding::not_detected},
    {"below method detection limit", Finding::not_detected},
    {"below reporting limit", Finding::not_detected},
    {"<ld", Finding::not_detected},
    {"<lod", Finding::not_detected},
    {"<lq", Finding::not_detected},
    {"<loq", Finding::not_detected},
    {"<lc", Finding::not_detected},
    {"<mdl", Finding::not_detected},
    {"<rl", Finding::not_detected},
    {"presencia", Finding::present},
    {"presente", Finding::present},
    {"present", Finding::present},
    {"presence", Finding::present},
    {"positivo", Finding::present},
    {"positive", Finding::present},
    {"detectado", Finding::present},
    {"detected", Finding::present},
    {"contiene", Finding::present},
    {"incontable", Finding::present},
    {"incontables", Finding::present},
    {"tntc", Finding::present},
    {"trazas", Finding::present},
    {"traces", Finding::present},
    {"trace", Finding::present},
    {"ausencia", Finding::absent},
    {"ausente", Finding::absent},
    {"absent", Finding::absent},
    {"absence", Finding::absent},
    {"negativo", Finding::absent},
    {"negative", Finding::absent},
    {"no contiene", Finding::absent},
};

constexpr std::pair<std::string_view, std::string_view> kLetters[] = {
    {"\xc3\xa1", "a"},      {"\xc3\xa9", "e"},     {"\xc3\xad", "i"},     {"\xc3\xb3", "o"},
    {"\xc3\xba", "u"},      {"\xc3\x81", "a"},     {"\xc3\x89", "e"},     {"\xc3\x8d", "i"},
    {"\xc3\x93", "o"},      {"\xc3\x9a", "u"},     {"\xc2\xa0", " "},     {"\xe2\x89\xa4", "<="},
    {"\xe2\x89\xa5", ">="}, {"\xe2\x80\x93", "-"}, {"\xe2\x80\x94", "-"}, {"\xe2\x88\x92", "-"},
};

std::string fold(std::string_view text) {
  std::string folded;
  while (!text.empty()) {
    const auto* const letter = std::find_if(std::begin(kLetters), std::end(kLetters), [text](const auto& entry) {
      return text.substr(0, entry.first.size()) == entry.first;
    });
    const std::string_view next = letter != std::end(kLetters) ? letter->second : text.substr(0, 1);
    text.remove_prefix(letter != std::end(kLetters) ? letter->first.size() : 1);
    for (const char c : next) {
      const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
      if (blank && (folded.empty() || folded.back() == ' ')) continue;
      folded += blank ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

std::string_view without_blank(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  return text;
}

bool starts_with(std::string_view text, std::string_view begin) {
  return text.substr(0, begin.size()) == begin;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `en 100 ml`, `por 100 ml`, `in 100 ml`: the volume that a count goes with.
std::string unit_of(std::string_view rest) {
  rest = without_blank(rest);
  for (const std::string_view word : {"en ", "in ", "por ", "per "})
    if (starts_with(rest, word)) return "/" + std::string(without_blank(rest.substr(word.size())));
  return std::string(rest);
}

/// A number taken off the front of a text, in the form that JSON writes it.
class NumberReader {
 public:
  NumberReader(std::string_view text, char decimal_mark)
      : rest_(text), decimal_mark_(decimal_mark), thousands_mark_(decimal_mark == '.' ? ',' : '.') {}

  std::optional<double> read() {
    if (!read_sign() || !read_whole() || !read_fraction()) return std::nullopt;
    read_exponent();
    const nlohmann::json number = nlohmann::json::parse(digits_, nullptr, false);
    if (!number.is_number()) return std::nullopt;
    const double value = number.get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  }
  std::string_view rest() const { return rest_; }

 private:
  char front() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool read_sign() {
    if (front() == '-') digits_ = "-";
    if (front() == '-' || front() == '+') rest_.remove_prefix(1);
    return is_digit(front()) || (rest_.size() > 1 && front() == decimal_mark_ && is_digit(rest_[1]));
  }

  /// Digits, in groups of three where they are parted. Leading zeros go: JSON has none.
  bool read_whole() {
    std::string whole = take_digits();
    while (front() == thousands_mark_) {
      rest_.remove_prefix(1);
      const std::string group = take_digits();
      if (group.size() != 3 || whole.empty()) return false;
      whole += group;
    }
    const std::size_t first = whole.find_first_not_of('0');
    digits_ += first == std::string::npos ? "0" : whole.substr(first);
    return true;
  }

  bool read_fraction() {
    if (front() != decimal_mark_) return true;
    rest_.remove_prefix(1);
    const std::string fraction = take_digits();
    digits_ += "." + (fraction.empty() ? "0" : fraction);
    return front() != decimal_mark_ && front() != thousands_mark_;
  }

  /// Only where digits follow: the `e` of `5 e.coli` is no exponent.
  void read_exponent() {
    if (front() != 'e') return;
    std::string_view after = rest_.substr(1);
    const bool negative = !after.empty() && after.front() == '-';
    if (!after.empty() && (after.front() == '-' || after.front() == '+')) after.remove_prefix(1);
    if (after.empty() || !is_digit(after.front())) return;
    rest_ = after;
    digits_ += (negative ? "e-" : "e") + take_digits();
  }

  std::string take_digits() {
    std::string digits;
    for (; is_digit(front()); rest_.remove_prefix(1))
      digits += rest_.front();
    return digits;
  }

  std::string_view rest_;
  char decimal_mark_;
  char thousands_mark_;
  std::string digits_;
};

std::optional<ResultText> read_word(const std::string& folded) {
  for (const auto& [word, finding] : kWords) {
    if (folded == word) return ResultText{finding, {}, ""};
    const bool with_volume =
        !word.empty() && starts_with(folded, word) && folded.size() > word.size() + 1 && folded[word.size()] == ' ';
    if (!with_volume) continue;
    const std::string unit = unit_of(std::string_view(folded).substr(word.size()));
    if (!unit.empty() && unit.front() == '/') return ResultText{finding, {}, unit};
  }
  return std::nullopt;
}

std::optional<ResultText> read_value(const std::string& folded, char decimal_mark) {
  std::string_view text = folded;
  Qualifier qualifier = Qualifier::equal;
  for (const auto& [word, bound] : kBounds) {
    if (!starts_with(text, word)) continue;
    qualifier = bound;
    text = without_blank(text.substr(word.size()));
    break;
  }
  NumberReader reader(text, decimal_mark);
  const std::optional<double> value = reader.read();
  if (!value) return std::nullopt;
  return ResultText{Finding::value, {*value, qualifier}, unit_of(reader.rest())};
}

}  // namespace

std::string_view to_string(Finding finding) {
  switch (finding) {
    case Finding::value:
      return "value";
    case Finding::not_detected:
      return "not_detected";
    case Finding::present:
      return "present";
    case Finding::absent:
      return "absent";
    case Finding::not_measured:
      return "not_measured";
  }
  return "";
}

Result<ResultText> read_result_text(std::string_view text, char decimal_mark) {
  const std::string folded = fold(text);
  std::string joined = folded;  // `< LQ` and `<LQ` are one word
  if (starts_with(joined, "< ")) joined.erase(1, 1);
  if (std::optional<ResultText> word = read_word(joined)) return *word;
  if (std::optional<ResultText> value = read_value(folded, decimal_mark)) return *value;
  return Error{"\"" + std::string(text) + "\" is no result (accepted: a number with \"" + std::string(1, decimal_mark) +
                   "\" as its decimal mark, < or > before it, or a word such as N.D., absent, present)",
               ""};
}

std::optional<MeasuredValue> measured_value(const ResultText& result, const Parameter& parameter,
                                            std::optional<double> detection_limit) {
  switch (result.finding) {
    case Finding::value:
      return result.measured;
    case Finding::not_detected:
      if (detection_limit) return MeasuredValue{*detection_limit, Qualifier::below};
      return std::nullopt;
    case Finding::absent:
      if (parameter.counted) return MeasuredValue{1, Qualifier::below};
      return std::nullopt;
    case Finding::present:
      if (parameter.counted) return MeasuredValue{0, Qualifier::above};
      return std::nullopt;
    case Finding::not_measured:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace clearwell::limits
