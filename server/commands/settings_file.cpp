#include "server/commands/settings_file.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace clearwell::commands {
namespace {

template <typename Names>
std::string listed(const Names& items, const auto& name_of) {
  std::string names;
  for (const auto& item : items)
    names += (names.empty() ? "" : ", ") + name_of(item);
  return names;
}

/// Its name where it may be set in a file; empty for what only makes sense on a command line.
std::string key_of(const CLI::Option& option) {
  return option.get_configurable() && !option.get_lnames().empty() ? option.get_lnames().front() : "";
}

const CLI::App& section_of(const CLI::ConfigItem& item, const CLI::App& app) {
  const CLI::App* section = &app;
  for (const std::string& name : item.parents) {
    const auto known = section->get_subcommands([](const CLI::App*) { return true; });
    const auto found = std::ranges::find(known, name, &CLI::App::get_name);
    if (found == known.end())
      throw CLI::ConfigError("--config: the section [" + name + "] is no command (accepted: " +
                                 listed(known, [](const CLI::App* command) { return command->get_name(); }) + ")",
                             CLI::ExitCodes::ConfigError);
    section = *found;
  }
  return *section;
}

const CLI::Option& option_of(const CLI::ConfigItem& item, const CLI::App& section) {
  const auto settings = section.get_options([](const CLI::Option* option) { return !key_of(*option).empty(); });
  const auto found = std::ranges::find(settings, item.name, [](const CLI::Option* option) { return key_of(*option); });
  if (found == settings.end())
    throw CLI::ConfigError("--config: the key \"" + item.fullname() + "\" is not known (accepted: " +
                               listed(settings, [](const CLI::Option* option) { return key_of(*option); }) + ")",
                           CLI::ExitCodes::ConfigError);
  return **found;
}

/// An empty variable sets nothing, as for the library.
bool is_set(const std::string& variable) {
  const char* const value = variable.empty() ? nullptr : std::getenv(variable.c_str());
  return value != nullptr && *value != '\0';
}

/// The library's reader of TOML, with its words for faults replaced by ours, and without what the environment sets: the
/// library itself would let the file win.
class SettingsFile : public CLI::ConfigBase {
 public:
  explicit SettingsFile(const CLI::App& app) : app_(app) {}

  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> settings = CLI::ConfigBase::from_config(input);
    std::erase_if(settings, [this](const CLI::ConfigItem& item) {
      const CLI::App& section = section_of(item, app_);
      if (item.name == "++" || item.name == "--") return true;  // where a section begins and ends
      return is_set(option_of(item, section).get_envname());
    });
    return settings;
  }

 private:
  const CLI::App& app_;
};

}  // namespace

void add_settings_file(CLI::App& app) {
  const bool is_chosen = is_set("CLEARWELL_CONFIG");
  app.set_config("--config", is_chosen ? std::getenv("CLEARWELL_CONFIG") : "",
                 "file of options, KEY = \"VALUE\", those of a command under [COMMAND] (Env:CLEARWELL_CONFIG)",
                 is_chosen);
  app.config_formatter(std::make_shared<SettingsFile>(app));
}

}  // namespace clearwell::commands
