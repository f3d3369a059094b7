#pragma once

#include "common/onnx/message_fields.hpp"

namespace clearwell::onnx {

/// The element type that onnx.proto's TensorProto.DataType gives this number. Error: a type that no model file of ours
/// may have.
Result<ElementType> element_type(std::int64_t number);

/// Reads a TensorProto. Errors: values outside the file, another type than the accepted, a shape that promises another
/// number of values than came.
Result<Tensor> read_tensor(std::string_view message, Budget& budget);

}  // namespace clearwell::onnx
