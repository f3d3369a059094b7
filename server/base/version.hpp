#pragma once

#include <string>

namespace clearwell::base {

std::string version();       ///< for example `0.1.0`
std::string commit();        ///< git commit the build was configured from, `unknown` outside a clone
std::string version_line();  ///< `clearwell 0.1.0 (1a2b3c4)`

}  // namespace clearwell::base
