#pragma once

#include "server/store/sample_writer.hpp"

#include <array>
#include <cstdint>

namespace clearwell::intake {

/// SHA-256 of what a sample says: plant, model, label, moment, and each result's parameter, qualifier and value. How it
/// was written (`7.10` or `7.1`), from which file and row, does not enter; so the same measurement is known again.
std::array<std::uint8_t, 32> content_sha256(const store::NewSample& sample);

}  // namespace clearwell::intake
