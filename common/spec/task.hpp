#pragma once

#include <string_view>

namespace clearwell::spec {

/// What a model learns to say of a sample.
enum class Task {
  classification,  ///< which of two classes it belongs to
  regression,      ///< a number
};

/// As a spec names it: `classification`, `regression`.
constexpr std::string_view to_string(Task task) {
  return task == Task::regression ? "regression" : "classification";
}

}  // namespace clearwell::spec
