#pragma once

#include "server/base/options.hpp"

#include <string>

/// What a command that only reads says where there is nothing to read, with the way on.
namespace clearwell::commands {

/// `no model is registered in /srv/var: …`
std::string no_model_text(const base::Options& options);
std::string no_plant_text(const base::Options& options);
std::string no_sample_text(const base::Options& options);
std::string no_audit_text(const base::Options& options);
std::string no_token_text(const base::Options& options);

}  // namespace clearwell::commands
