// Prints the digest of a model's vector set as this native build computes it: the browser must say the same.
//   print_digest MODEL.onnx ROWS
#include "common/parity/parity.hpp"
#include "common/scoring/predictor.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  const unsigned long n_rows = argc == 3 ? std::strtoul(argv[2], nullptr, 10) : 0;
  if (n_rows == 0) {
    std::fprintf(stderr, "usage: print_digest MODEL.onnx ROWS\n");
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto predictor = clearwell::scoring::Predictor::load(bytes);
  if (!predictor) {
    std::fprintf(stderr, "%s: %s\n", argv[1], predictor.error().message.c_str());
    return 1;
  }
  std::printf("%s\n", clearwell::parity::digest(*predictor, clearwell::parity::vector_set(*predictor, n_rows)).c_str());
  return 0;
}
