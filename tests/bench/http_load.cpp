// So many connections to a port of this machine that ask the same again as soon as they are answered, for tests/bench.
//   http_load PORT CONNECTIONS SECONDS REQUEST_FILE
// REQUEST_FILE holds a whole request as it goes over the wire. Prints requests a second, and the median and the 99th
// percentile of the times from sending to the end of the answer, as JSON. Answers other than 200 are failures; after
// one the connection is made anew. The first half second is not counted.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

class Connection {
 public:
  explicit Connection(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    is_open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// \return  whether the answer was a whole 200
  bool ask(std::string_view request) {
    while (is_open_ && !request.empty()) {
      const ssize_t n = ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
      is_open_ = n > 0;
      if (is_open_) request.remove_prefix(static_cast<std::size_t>(n));
    }
    received_.clear();
    std::size_t head = 0;
    while ((head = received_.find("\r\n\r\n")) == std::string::npos)
      if (!read_more()) return false;
    const std::size_t whole = head + 4 + content_length(head);
    while (received_.size() < whole)
      if (!read_more()) return false;
    is_open_ = !has_line(head, "connection: close");
    return received_.compare(0, 12, "HTTP/1.1 200") == 0;
  }
  /// The server said that this was the last answer, or is gone.
  bool is_open() const { return is_open_; }

 private:
  /// Servers differ in how they write it.
  std::string lower_head(std::size_t head) const {
    std::string lower(received_, 0, head + 2);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
  }
  std::size_t content_length(std::size_t head) const {
    const std::string lower = lower_head(head);
    const std::size_t field = lower.find("\r\ncontent-length:");
    return field == std::string::npos ? 0 : std::strtoul(lower.c_str() + field + 17, nullptr, 10);
  }
  bool has_line(std::size_t head, const std::string& line) const {
    return lower_head(head).find("\r\n" + line + "\r\n") != std::string::npos;
  }
  bool read_more() {
    char buffer[65'536];
    const ssize_t n = is_open_ ? ::recv(socket_, buffer, sizeof buffer, 0) : 0;
    is_open_ = n > 0;
    if (is_open_) received_.append(buffer, static_cast<std::size_t>(n));
    return is_open_;
  }

  int socket_;
  bool is_open_ = false;
  std::string received_;
};

struct Asked {
  std::vector<double> microseconds;
  long failed = 0;
};

void ask_until(Clock::time_point begin, Clock::time_point end, int port, const std::string& request, Asked& asked) {
  while (Clock::now() < end) {
    Connection connection(port);
    for (bool ok = true; ok && connection.is_open() && Clock::now() < end;) {
      const Clock::time_point sent = Clock::now();
      ok = connection.ask(request);
      if (sent < begin) continue;
      if (ok) asked.microseconds.push_back(Microseconds(Clock::now() - sent).count());
      asked.failed += ok ? 0 : 1;
    }
  }
}

double percentile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: http_load PORT CONNECTIONS SECONDS REQUEST_FILE\n");
    return 2;
  }
  const auto n_connections = static_cast<std::size_t>(std::atoi(argv[2]));
  const double seconds = std::atof(argv[3]);
  std::ifstream file(argv[4], std::ios::binary);
  const std::string request(std::istreambuf_iterator<char>(file), {});
  std::vector<Asked> asked(n_connections);
  const Clock::time_point begin = Clock::now() + std::chrono::milliseconds(500);
  const Clock::time_point end =
      begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  {
    std::vector<std::jthread> threads;
    for (Asked& one : asked)
      threads.emplace_back([&] { ask_until(begin, end, std::atoi(argv[1]), request, one); });
  }
  std::vector<double> all;
  long failed = 0;
  for (const Asked& one : asked) {
    all.insert(all.end(), one.microseconds.begin(), one.microseconds.end());
    failed += one.failed;
  }
  std::sort(all.begin(), all.end());
  std::printf(R"({"per_second":%.1f,"median_us":%.0f,"p99_us":%.0f,"failed":%ld})"
              "\n",
              static_cast<double>(all.size()) / seconds, percentile(all, 0.5), percentile(all, 0.99), failed);
}
