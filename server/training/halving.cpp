#include "server/training/halving.hpp"

#include "common/random/split_mix.hpp"

#include <algorithm>
#include <cmath>

namespace clearwell::training {
namespace {

constexpr std::size_t kFewestOfAClass = 20;  // below it a fit tells little of the candidate

}  // namespace

std::vector<Rung> halving_rungs(std::size_t n_candidates, int factor) {
  const auto divisor = static_cast<std::size_t>(factor);
  std::vector<Rung> rungs = {{n_candidates, 1}};
  while (rungs.back().n_candidates > divisor)
    rungs.push_back({(rungs.back().n_candidates + divisor - 1) / divisor, 1});
  for (std::size_t rung = rungs.size() - 1; rung-- > 0;)
    rungs[rung].share = rungs[rung + 1].share / factor;
  return rungs;
}

std::vector<std::size_t> stratified_share(std::span<const std::size_t> rows, std::span<const std::uint8_t> labels,
                                          double share, std::uint64_t seed) {
  std::vector<std::size_t> taken;
  random::SplitMix64 random(seed);
  for (const std::uint8_t label : {std::uint8_t{1}, std::uint8_t{0}}) {
    std::vector<std::size_t> of_class;
    for (const std::size_t row : rows)
      if (labels[row] == label) of_class.push_back(row);
    random::shuffle(of_class, random);
    const auto wanted = static_cast<std::size_t>(std::ceil(share * static_cast<double>(of_class.size())));
    const std::size_t n = std::min(of_class.size(), std::max(wanted, kFewestOfAClass));
    taken.insert(taken.end(), of_class.begin(), of_class.begin() + static_cast<std::ptrdiff_t>(n));
  }
  std::sort(taken.begin(), taken.end());
  return taken;
}

}  // namespace clearwell::training
