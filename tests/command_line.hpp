#pragma once

#include "server/commands/command.hpp"
#include "tests/caught_output.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <initializer_list>
#include <iostream>
#include <string>
#include <vector>

namespace clearwell::tests {

/// What a command printed and how it ended.
struct CommandAnswer {
  int exit_code = 0;
  std::string out;
  std::string err;
};

using AddCommand = void (*)(CLI::App&, const base::Options&, commands::Chosen&);

/// Runs a command as the program does, in this process. \throws CLI::ParseError on wrong usage
inline CommandAnswer run_command(const base::Options& options, std::initializer_list<AddCommand> known,
                                 std::vector<std::string> arguments) {
  CLI::App app;
  commands::Chosen chosen;
  for (const AddCommand add : known)
    add(app, options, chosen);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  app.parse(arguments);
  const CaughtOutput out(std::cout);
  const CaughtOutput err(std::cerr);
  const int exit_code = chosen();
  return {exit_code, out.text(), err.text()};
}

}  // namespace clearwell::tests
