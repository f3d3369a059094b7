#include "common/onnx/tensor_reader.hpp"

#include <limits>

// Field numbers: onnx.proto of ONNX 1.12.
namespace clearwell::onnx {
namespace {

Result<Ok> read_raw_data(Tensor& tensor, std::string_view raw) {
  if (tensor.type == ElementType::float32)
    return append_fixed(raw, 4, tensor.values,
                        [](const WireField& value) { return static_cast<double>(value.as_float()); });
  if (tensor.type == ElementType::float64)
    return append_fixed(raw, 8, tensor.values, [](const WireField& value) { return value.as_double(); });
  if (tensor.type == ElementType::int64)
    return append_fixed(raw, 8, tensor.integers,
                        [](const WireField& value) { return static_cast<std::int64_t>(value.number_value); });
  return Error{
      "raw data of type " + std::string(name_of(tensor.type)) + " is not read (accepted: float32, float64, int64)", ""};
}

/// The number of values that the shape promises must be the number that came.
Result<Ok> check_length(const Tensor& tensor) {
  std::uint64_t expected = 1;
  for (const std::int64_t length : tensor.dims) {
    if (length < 0) return Error{"an axis of length " + std::to_string(length), ""};
    if (length != 0 && expected > std::numeric_limits<std::uint32_t>::max() / static_cast<std::uint64_t>(length))
      return Error{"the shape promises more than 4294967295 values", ""};
    expected *= static_cast<std::uint64_t>(length);
  }
  const std::size_t found = tensor.type == ElementType::int64 ? tensor.integers.size() : tensor.values.size();
  if (found != expected)
    return Error{"the shape promises " + std::to_string(expected) + " values, the data hold " + std::to_string(found),
                 ""};
  return Ok{};
}

}  // namespace

Result<ElementType> element_type(std::int64_t number) {
  for (const ElementType type : {ElementType::float32, ElementType::int64, ElementType::boolean, ElementType::float64})
    if (number == static_cast<std::int64_t>(type)) return type;
  return Error{
      "element type " + std::to_string(number) + " is not one of 1 (float32), 7 (int64), 9 (bool), 11 (float64)", ""};
}

Result<Tensor> read_tensor(std::string_view message, Budget& budget) {
  if (!Budget::spend(budget.objects)) return too_many("objects");
  Tensor tensor;
  std::string_view raw;
  bool has_raw = false;
  const Result<Ok> read = for_each_field(message, [&](const WireField& field) -> Result<Ok> {
    switch (field.number) {
      case 1:
        return append_integers(field, tensor.dims);
      case 2: {
        std::int64_t number = 0;
        if (Result<Ok> done = read_number(field, number); !done) return done;
        Result<ElementType> type = element_type(number);
        if (!type) return type.error();
        tensor.type = *type;
        return Ok{};
      }
      case 4:
        return append_floats(field, tensor.values);
      case 7:
        return append_integers(field, tensor.integers);
      case 8:
        return read_text(field, tensor.name);
      case 9:
        if (field.type != WireType::bytes) return wrong_type(field.number);
        raw = field.bytes;
        has_raw = true;
        return Ok{};
      case 10:
        return append_doubles(field, tensor.values);
      case 12:
        return Ok{};  // doc_string
      default:
        return Error{"tensor field " + std::to_string(field.number) +
                         " is not read (accepted: float, double, int64 and raw data inside the file)",
                     ""};
    }
  });
  if (!read) return read.error();
  if (has_raw)
    if (Result<Ok> done = read_raw_data(tensor, raw); !done) return done.error();
  if (Result<Ok> done = check_length(tensor); !done) return done.error();
  return tensor;
}

}  // namespace clearwell::onnx
