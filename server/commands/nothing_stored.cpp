#include "server/commands/nothing_stored.hpp"

namespace clearwell::commands {
namespace {

/// Where the command looked. A URL may hold a password.
std::string place(const base::Options& options) {
  if (!options.database_url.empty()) return "the database";
  std::error_code ignored;
  return std::filesystem::absolute(options.data_dir, ignored).lexically_normal().string();
}

}  // namespace

std::string no_model_text(const base::Options& options) {
  return "no model is registered in " + place(options) +
         ": clearwell import FILE --model NAME, then clearwell train --model NAME make the first; clearwell simulate "
         "gives demonstration samples";
}

std::string no_plant_text(const base::Options& options) {
  return "no plant is stored in " + place(options) +
         ": clearwell plants add ID --name NAME --jurisdiction CODE makes one; clearwell simulate gives demonstration "
         "plants";
}

std::string no_sample_text(const base::Options& options) {
  return "no sample is stored in " + place(options) + ": clearwell import FILE --model NAME reads them from a file";
}

std::string no_audit_text(const base::Options& options) {
  return "nothing is stored in " + place(options) + ", so nothing was decided there";
}

std::string no_token_text(const base::Options& options) {
  return "no token was made in " + place(options) + ": clearwell token create --role ROLE --name WHO makes one";
}

}  // namespace clearwell::commands
