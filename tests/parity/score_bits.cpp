// Scores rows with a model file and writes every bit of the answers. Built natively and for Node: the files must be
// equal.
//   score_bits MODEL.onnx ROWS.f32 OUT.bits
// OUT: for each row margin and probability (float32), positive (1 byte), contributions and bias (float64),
// little-endian.
#include "common/scoring/predictor.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace {

std::string bytes_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

template <typename T>
void put(std::ofstream& out, T value) {
  out.write(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const auto predictor = clearwell::scoring::Predictor::load(bytes_of(argv[1]));
  if (!predictor) {
    std::fprintf(stderr, "%s (%s)\n", predictor.error().message.c_str(), predictor.error().field.c_str());
    return 1;
  }
  const std::string raw = bytes_of(argv[2]);
  const std::size_t width = predictor->n_features();
  const std::span<const float> rows(reinterpret_cast<const float*>(raw.data()), raw.size() / sizeof(float));
  std::ofstream out(argv[3], std::ios::binary);
  for (std::size_t first = 0; first + width <= rows.size(); first += width) {
    const auto row = rows.subspan(first, width);
    const auto prediction = predictor->predict(row);
    put(out, prediction.margin);
    put(out, prediction.probability);
    put(out, static_cast<char>(prediction.positive));
    for (const double contribution : predictor->contributions(row))
      put(out, contribution);
  }
  out.close();
  return out ? 0 : 1;
}
