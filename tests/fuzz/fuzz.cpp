// One parser under libFuzzer: the program's name says which (fuzz_csv: csv). Without arguments of libFuzzer's own it
// looks for new ways through the parser; `--seeds FOLDER` writes what to begin from.
#include "tests/fuzz/parsers.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>

namespace {

const clearwell::fuzz::Parser* parser = nullptr;

const clearwell::fuzz::Parser* named(const std::filesystem::path& program) {
  for (const clearwell::fuzz::Parser& known : clearwell::fuzz::parsers())
    if (program.filename().string() == "fuzz_" + std::string(known.name)) return &known;
  return nullptr;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  parser = named((*argv)[0]);
  if (parser == nullptr) {
    std::fprintf(stderr, "%s: the name is not fuzz_ and one of the parsers'\n", (*argv)[0]);
    std::exit(EXIT_FAILURE);
  }
  if (*argc == 3 && std::string_view((*argv)[1]) == "--seeds") {
    int n = 0;
    for (const std::string& seed : parser->seeds())
      std::ofstream(std::filesystem::path((*argv)[2]) / ("seed-" + std::to_string(n++)), std::ios::binary) << seed;
    std::exit(EXIT_SUCCESS);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    parser->parse({reinterpret_cast<const char*>(data), size});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", std::string(parser->name).c_str(), error.what());
    std::abort();
  }
  return 0;
}
