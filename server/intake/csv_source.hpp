#pragma once

#include <cstddef>
#include <istream>
#include <string>

namespace clearwell::intake {

/// The bytes of a stream with look-ahead, and the physical line they stand on.
class CsvSource {
 public:
  static constexpr int kEnd = -1;

  explicit CsvSource(std::istream& input) : input_(input) {}

  /// The byte `ahead` places on, as 0 to 255, or kEnd.
  int peek(std::size_t ahead = 0) {
    while (position_ + ahead >= buffer_.size())
      if (!read_block()) return kEnd;
    return static_cast<unsigned char>(buffer_[position_ + ahead]);
  }

  /// Takes the next byte. A CRLF counts as one line break, on its LF.
  int take() {
    const int byte = peek();
    if (byte == kEnd) return kEnd;
    ++position_;
    if (byte == '\n' || (byte == '\r' && peek() != '\n')) ++line_;
    return byte;
  }

  void skip(std::size_t n_bytes) { position_ += n_bytes; }  ///< \pre they were peeked at

  std::size_t line() const { return line_; }

  /// The device failed; what was read before is sound.
  bool failed() const { return input_.bad(); }

 private:
  static constexpr std::size_t kBlock = 64 * 1024;

  bool read_block() {
    buffer_.erase(0, position_);
    position_ = 0;
    const std::size_t kept = buffer_.size();
    buffer_.resize(kept + kBlock);
    input_.read(buffer_.data() + kept, kBlock);
    buffer_.resize(kept + static_cast<std::size_t>(input_.gcount()));
    return buffer_.size() > kept;
  }

  std::istream& input_;
  std::string buffer_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
};

}  // namespace clearwell::intake
