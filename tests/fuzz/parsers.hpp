#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Everything that reads texts or files from outside, each as a function of bytes that must come back whatever they
/// are.
namespace clearwell::fuzz {

struct Parser {
  std::string_view name;
  /// Parses the bytes, and checks what must hold of every answer: an error has a message, an accepted text comes back
  /// the same way. \throw std::logic_error with what did not hold
  void (*parse)(std::string_view bytes);
  /// Sound inputs to begin from.
  std::vector<std::string> (*seeds)();
};

std::span<const Parser> parsers();

}  // namespace clearwell::fuzz
