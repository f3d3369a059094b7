#pragma once

#include <array>
#include <functional>
#include <streambuf>

namespace clearwell::http {

/// Gathers what is written to a stream into chunks worth sending.
class ChunkBuffer final : public std::streambuf {
 public:
  /// \param send  false when the other end is gone: the stream is bad from then on
  explicit ChunkBuffer(std::function<bool(const char* data, std::size_t size)> send) : send_(std::move(send)) {
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }

 protected:
  int_type overflow(int_type byte) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(byte, traits_type::eof())) sputc(traits_type::to_char_type(byte));
    return traits_type::not_eof(byte);
  }
  int sync() override {
    const auto size = static_cast<std::size_t>(pptr() - pbase());
    if (size > 0 && !send_(pbase(), size)) return -1;
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return 0;
  }

 private:
  std::function<bool(const char* data, std::size_t size)> send_;
  std::array<char, 32 * 1024> buffer_ = {};
};

}  // namespace clearwell::http
