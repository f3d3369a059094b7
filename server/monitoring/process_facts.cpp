#include "server/monitoring/process_facts.hpp"

#include "server/monitoring/program_telemetry.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace clearwell::monitoring {
namespace {

void set(GaugeFamily& gauge, double value) {
  const std::array<Sample, 1> only{Sample{{}, value}};
  gauge.replace(only);
}

/// The numbers of /proc/self/stat that follow the program's name, which may itself hold blanks and brackets. Empty
/// where there is no such file.
std::istringstream stat_after_name() {
  std::ifstream file("/proc/self/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t end_of_name = text.rfind(')');
  return std::istringstream(end_of_name == std::string::npos ? std::string() : text.substr(end_of_name + 1));
}

void read_stat(ProgramTelemetry& telemetry) {
  // proc(5): the state is field 3; utime 14, stime 15 in clock ticks; starttime 22 in ticks since boot; rss 24 in
  // pages.
  std::istringstream stat = stat_after_name();
  std::string state;
  stat >> state;
  std::array<double, 21> fields{};  // 4 to 24
  for (double& field : fields)
    stat >> field;
  if (!stat) return;
  const auto ticks_per_second = static_cast<double>(sysconf(_SC_CLK_TCK));
  const std::array<Sample, 1> cpu{Sample{{}, (fields[14 - 4] + fields[15 - 4]) / ticks_per_second}};
  telemetry.process_cpu.advance_to(cpu);
  set(telemetry.process_resident_memory, fields[24 - 4] * static_cast<double>(sysconf(_SC_PAGESIZE)));
}

void read_open_files(ProgramTelemetry& telemetry) {
  std::error_code error;
  const std::filesystem::directory_iterator open_files("/proc/self/fd", error);
  if (error) return;
  // One of them is the listing's own.
  set(telemetry.process_open_fds, static_cast<double>(std::distance(begin(open_files), end(open_files)) - 1));
  rlimit allowed{};
  if (getrlimit(RLIMIT_NOFILE, &allowed) == 0) set(telemetry.process_max_fds, static_cast<double>(allowed.rlim_cur));
}

void read_room(ProgramTelemetry& telemetry) {
  std::error_code error;
  const std::filesystem::space_info room = std::filesystem::space(telemetry.data_dir, error);
  if (error) return;
  set(telemetry.data_dir_free, static_cast<double>(room.available));
  set(telemetry.data_dir_size, static_cast<double>(room.capacity));
}

}  // namespace

void read_process_facts(ProgramTelemetry& telemetry) {
  read_stat(telemetry);
  read_open_files(telemetry);
  if (!telemetry.data_dir.empty()) read_room(telemetry);
}

}  // namespace clearwell::monitoring
