#pragma once

namespace CLI {
class App;
}

namespace clearwell::commands {

/// Adds `--config FILE` (CLEARWELL_CONFIG): TOML with the options' names as keys, those of a command under `[COMMAND]`.
/// A flag counts before the environment, that before the file. A key that is no option is an error which names it
/// and what is accepted. \pre  all commands and options were added
void add_settings_file(CLI::App& app);

}  // namespace clearwell::commands
