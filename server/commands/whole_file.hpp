#pragma once

#include <filesystem>
#include <fstream>

namespace clearwell::commands {

/// A file that appears under its name when it is whole: until then its readers find the one that was there before, or
/// none. It is written beside its place; what is not kept goes with the object.
class WholeFile {
 public:
  explicit WholeFile(std::filesystem::path target);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  std::ostream& stream() { return stream_; }
  /// \return false when it could not be written; then nothing has changed
  bool keep();

 private:
  const std::filesystem::path target_;
  const std::filesystem::path temporary_;
  std::ofstream stream_;
  bool kept_ = false;
};

}  // namespace clearwell::commands
