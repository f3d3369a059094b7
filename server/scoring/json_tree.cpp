#include "server/scoring/json_tree.hpp"

#include "server/scoring/rejection_words.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace clearwell::scoring {
namespace {

using nlohmann::json;

constexpr std::size_t kMostLevels = 8;
constexpr std::string_view kNan = "NaN";

/// The text with `null` where it says NaN outside a string.
std::string nan_as_null(std::string_view text) {
  std::string result;
  result.reserve(text.size() + 64);
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\' && i + 1 < text.size()) {
      result += text[i++];
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && text.substr(i, kNan.size()) == kNan) {
      result += "null";
      i += kNan.size() - 1;
      continue;
    }
    result += text[i];
  }
  return result;
}

/// Consumes the parser's events. Every event function answers false to stop; then `rejected` says why.
class JsonTreeBuilder {
 public:
  explicit JsonTreeBuilder(std::size_t max_values) : values_left_(max_values) {}

  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(std::int64_t value) { return put(value); }
  bool number_unsigned(std::uint64_t value) { return put(value); }
  bool number_float(double value, const std::string&) { return put(value); }
  bool string(const std::string& value) { return put(value); }
  static bool binary(const json::binary_t&) { return false; }  // never comes from text

  bool start_object(std::size_t) { return open(json::object()); }
  bool start_array(std::size_t) { return open(json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(const std::string& name) {
    open_.back().key = name;
    if (open_.back().value->contains(name))
      return reject(Rejection::duplicate_key, "the key " + in_quotes(name) + " comes twice");
    return true;
  }

  bool parse_error(std::size_t, const std::string& token, const json::exception& error) {
    constexpr int kNumberOverflow = 406;
    if (error.id == kNumberOverflow) return reject(Rejection::number_out_of_range, out_of_range_message(token));
    rejected = {Rejection::invalid_json, "the body is not JSON: " + position_and_reason(error.what()), ""};
    return false;
  }

  json root;
  std::optional<RejectedInput> rejected;

 private:
  struct Frame {
    json* value;
    std::string key;  ///< the one under way, of an object
  };

  bool put(json value) { return place(std::move(value)) != nullptr; }

  json* place(json value) {
    if (values_left_ == 0) {
      reject(Rejection::too_many_rows, "the body has more values than a request of the most rows needs");
      return nullptr;
    }
    --values_left_;
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    json& parent = *open_.back().value;
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    return &(parent[open_.back().key] = std::move(value));
  }

  bool open(json container) {
    if (open_.size() == kMostLevels)
      return reject(Rejection::invalid_body,
                    "the body is nested deeper than " + std::to_string(kMostLevels) + " levels");
    json* const placed = place(std::move(container));
    if (placed != nullptr) open_.push_back({placed, {}});
    return placed != nullptr;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  bool reject(Rejection rejection, std::string message) {
    rejected = RejectedInput{rejection, std::move(message), path()};
    return false;
  }

  /// Of the value that comes next.
  std::string path() const {
    std::string path;
    for (std::size_t level = 0; level < open_.size(); ++level) {
      const Frame& frame = open_[level];
      if (frame.value->is_object()) {
        path += (path.empty() ? "" : ".") + frame.key;
      } else {
        const bool inside = level + 1 < open_.size();
        path += '[' + std::to_string(frame.value->size() - (inside ? 1 : 0)) + ']';
      }
    }
    return path;
  }

  std::size_t values_left_;
  std::vector<Frame> open_;
};

}  // namespace

std::variant<json, RejectedInput> read_json_tree(std::string_view text, std::size_t max_values) {
  // The library's own words for nothing differ from version to version.
  if (text.empty()) return RejectedInput{Rejection::invalid_json, "the body is empty: an object is expected", ""};
  const bool has_nan = text.find(kNan) != std::string_view::npos;
  const std::string plain = has_nan ? nan_as_null(text) : std::string();
  if (has_nan) text = plain;
  JsonTreeBuilder builder(max_values);
  json::sax_parse(text.begin(), text.end(), &builder);
  if (builder.rejected) return *std::move(builder.rejected);
  return std::move(builder.root);
}

}  // namespace clearwell::scoring
