#include "server/base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <cstdio>
#include <memory>

namespace clearwell::base {
namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

spdlog::logger& logger() {
  // Never destroyed: threads that outlive main may still have something to say.
  static spdlog::logger& instance = []() -> spdlog::logger& {
    auto* made = new spdlog::logger("clearwell", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("time=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::debug);
    return *made;
  }();
  return instance;
}

bool needs_quotes(std::string_view value) {
  if (value.empty()) return true;
  for (const char character : value) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte <= ' ' || byte == 0x7f || byte == '"' || byte == '=' || byte == '\\') return true;
  }
  return false;
}

void append_escaped(std::string& line, char character) {
  const auto byte = static_cast<unsigned char>(character);
  if (character == '"' || character == '\\') {
    line += '\\';
    line += character;
  } else if (character == '\n') {
    line += "\\n";
  } else if (character == '\r') {
    line += "\\r";
  } else if (character == '\t') {
    line += "\\t";
  } else if (byte < ' ' || byte == 0x7f) {
    char code[5];
    std::snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned>(byte));
    line += code;
  } else {
    line += character;
  }
}

void append_value(std::string& line, std::string_view value) {
  if (!needs_quotes(value)) {
    line += value;
    return;
  }
  line += '"';
  for (const char character : value)
    append_escaped(line, character);
  line += '"';
}

std::string shortest(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return std::string(text, end.ptr);
}

}  // namespace

LogField::LogField(std::string_view key, double value) : key_(key), value_(shortest(value)) {}

std::string log_text(std::string_view event, std::initializer_list<LogField> fields) {
  std::string line = "event=";
  append_value(line, event);
  for (const LogField& field : fields) {
    line += ' ';
    line += field.key();
    line += '=';
    append_value(line, field.value());
  }
  return line;
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  const spdlog::level::level_enum wanted = spdlog_level(level);
  if (!logger().should_log(wanted)) return;
  // string_view overload: the text is data, not a format.
  logger().log(wanted, spdlog::string_view_t(log_text(event, fields)));
}

void set_log_level(LogLevel lowest) {
  logger().set_level(spdlog_level(lowest));
}

}  // namespace clearwell::base
