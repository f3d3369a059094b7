#include "common/spec/json_fault.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace clearwell::spec {
namespace {

using Json = nlohmann::json;

/// Takes everything, and notes where the parser stopped.
class FaultFinder final : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(std::int64_t) override { return true; }
  bool number_unsigned(std::uint64_t) override { return true; }
  bool number_float(double, const std::string&) override { return true; }
  bool string(std::string&) override { return true; }
  bool binary(Json::binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(std::string&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t n_read, const std::string&, const nlohmann::detail::exception&) override {
    n_read_ = n_read;
    return false;
  }

  std::size_t n_read() const { return n_read_; }

 private:
  std::size_t n_read_ = 0;
};

}  // namespace

std::string json_fault(std::string_view text) {
  FaultFinder finder;
  Json::sax_parse(text, &finder);
  const std::string_view before = text.substr(0, std::max<std::size_t>(finder.n_read(), 1) - 1);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t line_begin = before.rfind('\n') + 1;  // 0 where there is no line before
  const std::string place =
      "line " + std::to_string(line) + ", column " + std::to_string(before.size() - line_begin + 1) + ": ";
  if (before.size() >= text.size()) return place + "the text ends before it is whole";
  const char seen = text[before.size()];
  return place + (seen > ' ' && seen < '\x7F' ? std::string("'") + seen + "'" : "a character") +
         " does not belong here";
}

}  // namespace clearwell::spec
