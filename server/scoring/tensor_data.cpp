#include "server/scoring/tensor_data.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace clearwell::scoring {
namespace {

template <typename T>
constexpr TensorType integer(std::string_view name) {
  return {name, sizeof(T), false, static_cast<double>(std::numeric_limits<T>::min()),
          static_cast<double>(std::numeric_limits<T>::max())};
}

constexpr TensorType kTypes[] = {
    {"FP16", 2, true, 0, 0},          {"FP32", 4, true, 0, 0},          {"FP64", 8, true, 0, 0},
    integer<std::int8_t>("INT8"),     integer<std::int16_t>("INT16"),   integer<std::int32_t>("INT32"),
    integer<std::int64_t>("INT64"),   integer<std::uint8_t>("UINT8"),   integer<std::uint16_t>("UINT16"),
    integer<std::uint32_t>("UINT32"), integer<std::uint64_t>("UINT64"), {kTextType, 0, false, 0, 0}};

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bits |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return bits;
}

/// IEEE 754 binary16.
double half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 0x1F;
  const int fraction = bits & 0x3FF;
  double value = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(fraction + 1024, exponent - 25);
  if (exponent == 0x1F)
    value = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  return (bits >> 15) != 0 ? -value : value;
}

}  // namespace

std::optional<TensorType> tensor_type(std::string_view name) {
  const auto* const found = std::ranges::find(kTypes, name, &TensorType::name);
  if (found == std::end(kTypes)) return std::nullopt;
  return *found;
}

std::optional<std::vector<std::string_view>> text_elements(std::string_view bytes, std::size_t n) {
  constexpr std::size_t kLengthBytes = 4;
  std::vector<std::string_view> texts;
  while (!bytes.empty() && texts.size() < n && bytes.size() >= kLengthBytes) {
    const std::uint64_t length = little_endian(bytes.substr(0, kLengthBytes));
    bytes.remove_prefix(kLengthBytes);
    if (length > bytes.size()) return std::nullopt;
    texts.push_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  if (!bytes.empty() || texts.size() != n) return std::nullopt;
  return texts;
}

double tensor_element(const TensorType& type, std::string_view bytes) {
  const std::uint64_t bits = little_endian(bytes);
  if (type.floating) {
    if (type.bytes == 2) return half(static_cast<std::uint16_t>(bits));
    if (type.bytes == 4) return double{std::bit_cast<float>(static_cast<std::uint32_t>(bits))};
    return std::bit_cast<double>(bits);
  }
  if (type.lowest == 0) return static_cast<double>(bits);
  const auto unused = static_cast<int>(64 - 8 * type.bytes);
  return static_cast<double>(static_cast<std::int64_t>(bits << unused) >> unused);  // the sign fills what is missing
}

}  // namespace clearwell::scoring
