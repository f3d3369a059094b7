#pragma once

#include <string>

namespace clearwell::platform {

/// Offers a text as a file. It is made in the browser; nothing is asked of the server.
/// \param media_type  for example `text/csv`
void download(const std::string& file_name, const std::string& media_type, const std::string& text);

/// Lets the browser keep what is at an address of this site, as a press on a link would.
void download_address(const std::string& url, const std::string& file_name);

}  // namespace clearwell::platform
