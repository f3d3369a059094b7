#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

/// Numbers and texts as the Open Inference Protocol's tensors hold them.
namespace clearwell::scoring {

/// One of the protocol's datatypes: of numbers, or BYTES, which are texts.
struct TensorType {
  std::string_view name;
  std::size_t bytes = 0;  ///< of an element; 0 of a text, which says itself how long it is
  bool floating = false;
  double lowest = 0;   ///< of an integer type
  double highest = 0;  ///< of an integer type

  bool is_text() const { return bytes == 0; }
};

/// Empty for BOOL and what the protocol does not know.
std::optional<TensorType> tensor_type(std::string_view name);
inline constexpr std::string_view kNumberTypes =
    "FP16, FP32, FP64, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64";
inline constexpr std::string_view kTextType = "BYTES";

/// One number, little endian. \pre  bytes.size() == type.bytes
double tensor_element(const TensorType& type, std::string_view bytes);

/// The texts of a tensor, each behind its length as a little endian UINT32. Empty where they are not exactly `n`.
std::optional<std::vector<std::string_view>> text_elements(std::string_view bytes, std::size_t n);

}  // namespace clearwell::scoring
