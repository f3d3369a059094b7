#include "server/commands/listen_address.hpp"

#include <charconv>

namespace clearwell::commands {
namespace {

constexpr int kLargestPort = 65'535;

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text, const std::string& option) {
  const std::string seen = option + " " + std::string(text) + ": ";
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return Error{seen + "expected ADDRESS:PORT, for example 127.0.0.1:8081", option};
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string_view digits = text.substr(colon + 1);
  int port = -1;
  const auto [stop, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (failure != std::errc() || stop != digits.data() + digits.size() || port < 0 || port > kLargestPort) {
    return Error{seen + "the port must be a number from 0 (any free one) to 65535", option};
  }
  if (!is_loopback(host)) {
    return Error{seen +
                     "only loopback addresses are accepted (127.0.0.1, [::1], localhost); put nginx in front to be "
                     "reached from outside, see deploy/nginx",
                 option};
  }
  return ListenAddress{std::string(host), port};
}

std::string to_text(const ListenAddress& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return (v6 ? '[' + address.host + ']' : address.host) + ':' + std::to_string(address.port);
}

}  // namespace clearwell::commands
