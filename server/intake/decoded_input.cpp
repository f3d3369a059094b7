#include "server/intake/decoded_input.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <ios>
#include <new>
#include <streambuf>

namespace clearwell::intake {

/// Blocks of the file, inflated where it begins as a gzip file does.
class DecodedInput::Buffer : public std::streambuf {
 public:
  explicit Buffer(std::istream& file) : file_(file) {
    fill_input();
    compressed_ = input_end_ >= 2 && input_[0] == '\x1f' && input_[1] == '\x8b';
    constexpr int kGzip = 16;  // added to the window's size: expect gzip's header
    if (compressed_ && inflateInit2(&zlib_, kGzip + MAX_WBITS) != Z_OK) throw std::bad_alloc();
    underflow();
  }
  ~Buffer() override {
    if (compressed_) inflateEnd(&zlib_);
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  std::string_view beginning() const { return {eback(), static_cast<std::size_t>(egptr() - eback())}; }

 protected:
  int_type underflow() override {
    if (gptr() < egptr()) return traits_type::to_int_type(*gptr());
    const std::size_t n = compressed_ ? inflate_block() : take_block();
    setg(output_.data(), output_.data(), output_.data() + n);
    return n == 0 ? traits_type::eof() : traits_type::to_int_type(*gptr());
  }

 private:
  static constexpr std::size_t kBlock = 64 * 1024;

  void fill_input() {
    file_.read(input_.data(), kBlock);
    input_begin_ = 0;
    input_end_ = static_cast<std::size_t>(file_.gcount());
  }

  std::size_t take_block() {
    if (input_begin_ == input_end_) fill_input();
    const std::size_t n = input_end_ - input_begin_;
    std::copy_n(input_.data() + input_begin_, n, output_.data());
    input_begin_ = input_end_;
    return n;
  }

  // A gzip file may have several members, one after another.
  std::size_t inflate_block() {
    zlib_.next_out = reinterpret_cast<Bytef*>(output_.data());
    zlib_.avail_out = kBlock;
    while (zlib_.avail_out > 0) {
      if (input_begin_ == input_end_) fill_input();
      if (input_begin_ == input_end_) break;
      if (member_ended_ && inflateReset(&zlib_) != Z_OK) break;
      member_ended_ = false;
      zlib_.next_in = reinterpret_cast<Bytef*>(input_.data() + input_begin_);
      zlib_.avail_in = static_cast<uInt>(input_end_ - input_begin_);
      const int state = inflate(&zlib_, Z_NO_FLUSH);
      input_begin_ = input_end_ - zlib_.avail_in;
      member_ended_ = state == Z_STREAM_END;
      if (state != Z_OK && state != Z_STREAM_END) throw std::ios_base::failure("damaged");  // the stream becomes bad()
    }
    const std::size_t n = kBlock - zlib_.avail_out;
    if (n == 0 && !member_ended_) throw std::ios_base::failure("ends early");
    return n;
  }

  std::istream& file_;
  std::array<char, kBlock> input_{};
  std::array<char, kBlock> output_{};
  std::size_t input_begin_ = 0;
  std::size_t input_end_ = 0;
  bool compressed_ = false;
  bool member_ended_ = false;
  z_stream zlib_{};
};

DecodedInput::DecodedInput(std::istream& file) : buffer_(std::make_unique<Buffer>(file)), stream_(buffer_.get()) {}
DecodedInput::~DecodedInput() = default;

std::string_view DecodedInput::beginning() const {
  return buffer_->beginning();
}

std::istream& DecodedInput::stream() {
  return stream_;
}

}  // namespace clearwell::intake
