#pragma once

#include "common/result.hpp"

#include <string>
#include <string_view>

namespace clearwell::commands {

struct ListenAddress {
  std::string host;
  int port = 0;

  bool operator==(const ListenAddress&) const = default;
};

/// Reads `127.0.0.1:8081`, `[::1]:8081` or `localhost:0` (a free port). Any other than a loopback address is refused:
/// the server has no TLS and no defence against slow clients on purpose, nginx in front of it has both.
/// \param option  whose value it is, such as `--listen`; the error's field, and named in its text
Result<ListenAddress> parse_listen_address(std::string_view text, const std::string& option);

/// The address as part of a URL.
std::string to_text(const ListenAddress& address);

}  // namespace clearwell::commands
