#include "server/commands/progress_bar.hpp"

#include <unistd.h>
#include <algorithm>
#include <iostream>

namespace clearwell::commands {
namespace {

constexpr std::size_t kWidth = 40;

}  // namespace

ProgressBar::ProgressBar() : terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (!shown_.empty()) std::cerr << "\r\x1b[K" << std::flush;
}

void ProgressBar::show(std::string_view part, double done) {
  if (!terminal_) return;
  const double share = std::clamp(done, 0.0, 1.0);
  const auto full = static_cast<std::size_t>(share * kWidth);
  std::string line = "[" + std::string(full, '#') + std::string(kWidth - full, '.') + "] " +
                     std::to_string(static_cast<int>(share * 100)) + " % " + std::string(part);
  if (line == shown_) return;
  shown_ = std::move(line);
  std::cerr << '\r' << shown_ << "\x1b[K" << std::flush;
}

}  // namespace clearwell::commands
