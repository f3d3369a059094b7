#include "server/base/time_text.hpp"
#include "server/commands/command.hpp"
#include "server/commands/nothing_stored.hpp"
#include "server/commands/operator_name.hpp"
#include "server/http/json_answer.hpp"
#include "server/intake/input_file.hpp"
#include "server/intake/plant_description.hpp"
#include "server/intake/plant_registration.hpp"
#include "server/store/database.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>
#include <iterator>
#include <memory>

namespace clearwell::commands {
namespace {

struct AddArguments {
  store::Plant plant;
  bool replace = false;
};

struct ImportArguments {
  std::string file;
  bool replace = false;
};

/// `clearwell plants add: latitude: 95 is …`
int refuse(const std::string& what, const Error& error, int exit_code) {
  std::cerr << "clearwell plants " << what << ": " << (error.field.empty() ? "" : error.field + ": ") << error.message
            << '\n';
  return exit_code;
}

Result<Ok> register_plants(const base::Options& options, const std::vector<store::Plant>& plants, bool replace,
                           const char* command) {
  const auto database = store::Database::open(options);
  return intake::register_plants(plants, replace ? intake::KnownPlant::replace : intake::KnownPlant::refuse, *database,
                                 operator_actor(command));
}

int add(const base::Options& options, const AddArguments& arguments) {
  if (const Result<Ok> checked = intake::check_plant(arguments.plant); !checked)
    return refuse("add", checked.error(), kUsage);
  if (const Result<Ok> stored = register_plants(options, {arguments.plant}, arguments.replace, "plants add"); !stored)
    return refuse("add", stored.error(), kFailed);
  const std::string& id = arguments.plant.plant_id;
  std::cout << "stored the plant " << id << "; clearwell import FILE --plant " << id << " reads its samples\n";
  return kOk;
}

Result<std::vector<store::Plant>> read_file(const std::string& path) {
  Result<std::ifstream> file = intake::open_input_file(path);
  if (!file) return file.error();
  const std::string text{std::istreambuf_iterator<char>(*file), {}};
  return intake::parse_plants(text);
}

int import_plants(const base::Options& options, const ImportArguments& arguments) {
  const std::string what = "import: " + arguments.file;
  const Result<std::vector<store::Plant>> plants = read_file(arguments.file);
  if (!plants) return refuse(what, plants.error(), kFailed);
  if (const Result<Ok> stored = register_plants(options, *plants, arguments.replace, "plants import"); !stored)
    return refuse(what, stored.error(), kFailed);
  std::cout << "stored " << plants->size() << (plants->size() == 1 ? " plant\n" : " plants\n");
  return kOk;
}

void print_plant(const store::Plant& plant) {
  std::cout << std::left << std::setw(26) << plant.plant_id << std::setw(14) << plant.jurisdiction << std::setw(11)
            << (plant.simulated ? "simulated" : "-") << std::setw(22)
            << (plant.last_sample_at ? base::format_time_seconds(*plant.last_sample_at) : "-") << plant.name << '\n';
}

int list(const base::Options& options, bool as_json) {
  const auto database = store::Database::open_existing(options);
  const std::vector<store::Plant> plants =
      database ? store::WaterStore(*database).plants() : std::vector<store::Plant>();
  if (as_json) {
    nlohmann::ordered_json array = nlohmann::ordered_json::array();
    for (const store::Plant& plant : plants)
      array.push_back(http::to_json(plant));
    std::cout << array.dump() << '\n';
  } else if (plants.empty()) {
    std::cout << no_plant_text(options) << '\n';
  } else {
    std::cout << "id                        jurisdiction  simulated  newest sample         name\n";
    for (const store::Plant& plant : plants)
      print_plant(plant);
  }
  return kOk;
}

constexpr const char* kReplaceHelp = "bring the description of a plant that is there already up to date";

void add_add(CLI::App& plants, const base::Options& options, Chosen& chosen) {
  CLI::App* command = plants.add_subcommand("add", "Store one plant");
  const auto arguments = std::make_shared<AddArguments>();
  store::Plant& plant = arguments->plant;
  command->add_option("ID", plant.plant_id, "short name for addresses and files, for example north-works")->required();
  command->add_option("--name", plant.name, "as people call it")->required();
  command->add_option("--jurisdiction", plant.jurisdiction, "whose limits judge its water: AR, EU, US or WHO")
      ->required();
  command->add_option("--place", plant.place, "town and region");
  command->add_option("--operator", plant.operator_name, "who runs it");
  command->add_option("--latitude", plant.latitude, "degrees north; with --longitude");
  command->add_option("--longitude", plant.longitude, "degrees east");
  command->add_option("--time-zone", plant.time_zone, "IANA name, for example Europe/Madrid")->capture_default_str();
  command->add_option("--population-served", plant.population_served, "how many people drink its water");
  command->add_flag("--replace", arguments->replace, kReplaceHelp);
  command->callback(
      [&options, &chosen, arguments] { chosen = [&options, arguments] { return add(options, *arguments); }; });
}

void add_file_import(CLI::App& plants, const base::Options& options, Chosen& chosen) {
  CLI::App* command = plants.add_subcommand("import", "Store the plants of a file, all of them or none");
  const auto arguments = std::make_shared<ImportArguments>();
  command
      ->add_option("FILE", arguments->file,
                   "JSON: an object, or a list of them, with id, name, jurisdiction and, where known, place, operator, "
                   "latitude, longitude, time_zone, population_served")
      ->required();
  command->add_flag("--replace", arguments->replace, kReplaceHelp);
  command->callback([&options, &chosen, arguments] {
    chosen = [&options, arguments] { return import_plants(options, *arguments); };
  });
}

void add_list(CLI::App& plants, const base::Options& options, Chosen& chosen) {
  CLI::App* command = plants.add_subcommand("list", "List the plants");
  const auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "print an array, each plant as in GET /v1/plants");
  command->callback([&options, &chosen, as_json] { chosen = [&options, as_json] { return list(options, *as_json); }; });
}

}  // namespace

void add_plants(CLI::App& app, const base::Options& options, Chosen& chosen) {
  CLI::App* plants = app.add_subcommand("plants", "Add and list the plants whose water is shown");
  plants->require_subcommand(1);
  plants->fallthrough();
  add_add(*plants, options, chosen);
  add_file_import(*plants, options, chosen);
  add_list(*plants, options, chosen);
}

}  // namespace clearwell::commands
