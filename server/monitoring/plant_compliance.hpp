#pragma once

#include "common/limits/compliance.hpp"
#include "server/store/water_store.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Whether the rules of a plant's law were kept, from its laboratory results.
namespace clearwell::monitoring {

/// One limit and what its rule says of each period.
struct JudgedLimit {
  const limits::Limit* limit = nullptr;  ///< of the catalogue
  std::vector<limits::Judgement> periods;
};

/// Every limit of the jurisdiction for what was measured, as limits::judge_compliance, ordered by parameter; without
/// those of which no period is to be judged. Parameters that the catalogue does not know are left out.
/// \param from, to, today  `YYYY-MM-DD`
std::vector<JudgedLimit> judge_plant(std::string_view jurisdiction, std::span<const store::ResultOfDay> results,
                                     std::string_view from, std::string_view to, std::string_view today);

}  // namespace clearwell::monitoring
