#pragma once

#include <string>

namespace clearwell::platform {

/// Offers a text as a file. It is made in the browser; nothing is asked of the server.
/// \param media_type  for example `text/csv`
void download(const std::string& file_name, const std::string& media_type, const std::string& text);

}  // namespace clearwell::platform
