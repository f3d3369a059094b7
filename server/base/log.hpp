#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

/// Log lines for grep and for joining: one line an event, key=value, ids that exist in a table; never a secret.
/// They go to stderr, which leaves stdout to results. Safe for use by many threads.
namespace clearwell::base {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

/// One `key=value`. Numbers keep every digit.
class LogField {
 public:
  LogField(std::string_view key, std::string_view value) : key_(key), value_(value) {}
  LogField(std::string_view key, const std::string& value) : LogField(key, std::string_view(value)) {}
  LogField(std::string_view key, const char* value) : LogField(key, std::string_view(value)) {}
  LogField(std::string_view key, bool value) : LogField(key, value ? "true" : "false") {}
  LogField(std::string_view key, double value);
  template <std::integral Integer>
  LogField(std::string_view key, Integer value) : key_(key), value_(std::to_string(value)) {}

  std::string_view key() const { return key_; }
  const std::string& value() const { return value_; }

 private:
  std::string_view key_;
  std::string value_;
};

/// `event=model_promoted model=potability from=12`. A value that is empty or holds a space, a quote, `=`, or a control
/// character is quoted, with C's escapes, so that a line stays a line whatever a client sent.
std::string log_text(std::string_view event, std::initializer_list<LogField> fields);

/// `time=2026-03-12T08:00:00.123Z level=info event=…` on stderr.
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

inline void log_debug(std::string_view event, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::kDebug, event, fields);
}
inline void log_info(std::string_view event, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::kInfo, event, fields);
}
inline void log_warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::kWarning, event, fields);
}
inline void log_error(std::string_view event, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::kError, event, fields);
}

/// Lines below this level are dropped; kInfo from the start.
void set_log_level(LogLevel lowest);

}  // namespace clearwell::base
