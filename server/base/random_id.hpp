#pragma once

#include <cstddef>
#include <string>

namespace clearwell::base {

/// Bytes nobody can guess, from the kernel: fit for tokens. \throws std::system_error
std::string random_bytes(std::size_t count);

/// The same as lower-case hex, two digits a byte: 16 bytes make a run id.
std::string random_hex(std::size_t n_bytes);

}  // namespace clearwell::base
