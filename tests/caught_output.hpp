#pragma once

#include <ostream>
#include <sstream>
#include <string>

namespace clearwell::tests {

/// Catches what goes to a stream as long as it lives.
class CaughtOutput {
 public:
  explicit CaughtOutput(std::ostream& stream) : stream_(stream), own_(stream.rdbuf(text_.rdbuf())) {}
  ~CaughtOutput() { stream_.rdbuf(own_); }
  CaughtOutput(const CaughtOutput&) = delete;
  CaughtOutput& operator=(const CaughtOutput&) = delete;
  std::string text() const { return text_.str(); }

 private:
  std::ostream& stream_;
  std::ostringstream text_;
  std::streambuf* own_;
};

}  // namespace clearwell::tests
