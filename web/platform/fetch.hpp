#pragma once

#include <string>

namespace clearwell::platform {

/// GET of a path of this site. InputSink::fetched() gets the answer with this number; status 0 when none came.
void fetch(int request, const std::string& url);

}  // namespace clearwell::platform
