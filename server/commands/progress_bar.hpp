#pragma once

#include <string>
#include <string_view>

namespace clearwell::commands {

/// One line on stderr that shows how far a long job is. Silent where stderr is no terminal. Not for use by two threads.
class ProgressBar {
 public:
  ProgressBar();
  /// Wipes the line, so that what follows starts on a clean one.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// \param done  0 to 1
  void show(std::string_view part, double done);

 private:
  bool terminal_;
  std::string shown_;
};

}  // namespace clearwell::commands
