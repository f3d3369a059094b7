#pragma once

#include <istream>
#include <memory>
#include <string_view>

namespace clearwell::intake {

/// A file as text: what was compressed with gzip comes out as it went in. Its beginning can be looked at before it is
/// read, also of a pipe, which cannot be read twice.
class DecodedInput {
 public:
  /// \pre  `file` outlives the input
  explicit DecodedInput(std::istream& file);
  ~DecodedInput();

  /// The first bytes, at most 64 KiB. \pre  nothing was read yet
  std::string_view beginning() const;
  /// All of it. It is `bad()` after a compressed file that is damaged or ends early.
  std::istream& stream();

 private:
  class Buffer;
  std::unique_ptr<Buffer> buffer_;
  std::istream stream_;
};

}  // namespace clearwell::intake
