#include "server/base/version.hpp"

namespace clearwell::base {

std::string version() {
  return CLEARWELL_VERSION;
}

std::string commit() {
  return CLEARWELL_COMMIT;
}

std::string version_line() {
  return "clearwell " + version() + " (" + commit() + ")";
}

}  // namespace clearwell::base
