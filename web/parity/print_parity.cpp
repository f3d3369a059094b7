// Prints what this build of the predictor computes, for comparison with another build's, bit by bit.
//
//   print_parity MODEL.onnx ROWS          the digest of the model's vector set of that many rows
//   print_parity MODEL.onnx ROWS --bits   also a line a row: bits of margin and probability, label, bits of each contribution
#include "common/parity/parity.hpp"
#include "common/scoring/predictor.hpp"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace {

using clearwell::scoring::Prediction;
using clearwell::scoring::Predictor;

template <typename Bits, typename Value>
Bits bits_of(Value value) {
  static_assert(sizeof(Bits) == sizeof(Value));
  Bits bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

void print_row(const Predictor& predictor, std::span<const float> row) {
  const Prediction prediction = predictor.predict(row);
  std::printf("%08" PRIx32 " %08" PRIx32 " %d", bits_of<std::uint32_t>(prediction.margin), bits_of<std::uint32_t>(prediction.probability),
              prediction.positive ? 1 : 0);
  for (const double contribution : predictor.contributions(row)) std::printf(" %016" PRIx64, bits_of<std::uint64_t>(contribution));
  std::printf("\n");
}

int print(const std::string& file, std::size_t n_rows, bool with_bits) {
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const auto predictor = Predictor::load(bytes);
  if (!predictor) {
    std::fprintf(stderr, "%s: %s\n", file.c_str(), predictor.error().message.c_str());
    return 1;
  }
  const std::vector<float> rows = clearwell::parity::vector_set(*predictor, n_rows);
  const std::size_t width = predictor->n_features();
  for (std::size_t i = 0; with_bits && i < n_rows; ++i) print_row(*predictor, std::span<const float>(rows).subspan(i * width, width));
  std::printf("%s\n", clearwell::parity::digest(*predictor, rows).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  char* end = nullptr;
  const unsigned long n_rows = argc >= 3 ? std::strtoul(argv[2], &end, 10) : 0;
  const bool with_bits = argc == 4 && std::strcmp(argv[3], "--bits") == 0;
  if (argc < 3 || argc > 4 || *end != '\0' || n_rows == 0 || (argc == 4 && !with_bits)) {
    std::fprintf(stderr, "usage: print_parity MODEL.onnx ROWS [--bits]\n");
    return 2;
  }
  return print(argv[1], n_rows, with_bits);
}
