#include "server/store/cluster_home.hpp"
#include "common/hash/sha256.hpp"
#include "server/store/database.hpp"

#include <cerrno>
#include <charconv>
#include <fstream>
#include <map>
#include <system_error>
#include <vector>

#include <pwd.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace clearwell::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kInstalledVersions = "/usr/lib/postgresql";
constexpr const char* kRootsClusters = "/var/lib/clearwell";
constexpr std::string_view kSocketName = "/.s.PGSQL.5432";

[[noreturn]] void throw_errno(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::optional<UnixUser> as_user(const passwd* entry) {
  if (entry == nullptr) return std::nullopt;
  return UnixUser{entry->pw_uid, entry->pw_gid, entry->pw_name};
}

std::optional<UnixUser> user_called(const char* name) {
  std::vector<char> buffer(16'384);
  passwd entry{};
  passwd* found = nullptr;
  getpwnam_r(name, &entry, buffer.data(), buffer.size(), &found);
  return as_user(found);
}

UnixUser owner_of(const fs::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) throw_errno(path.string());
  std::vector<char> buffer(16'384);
  passwd entry{};
  passwd* found = nullptr;
  getpwuid_r(status.st_uid, &entry, buffer.data(), buffer.size(), &found);
  return as_user(found).value_or(UnixUser{status.st_uid, status.st_gid, ""});
}

bool is_cluster(const fs::path& directory) {
  return fs::exists(directory / "PG_VERSION");
}

/// Whom root becomes.
UnixUser unprivileged_user(const fs::path& data_dir, const fs::path& directory) {
  if (is_cluster(directory)) return owner_of(directory);  // PostgreSQL insists on it
  // initdb refuses a user without a name, such as a container's bare number.
  if (UnixUser owner = owner_of(data_dir); owner.uid != 0 && !owner.name.empty()) return owner;
  if (const auto postgres = user_called("postgres")) return *postgres;
  if (const auto nobody = user_called("nobody")) return *nobody;
  throw StoreError(
      "PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody to run it as; "
      "start as an ordinary user, or give a database with --database");
}

std::string short_name(const fs::path& data_dir) {
  return hash::sha256_hex(data_dir.string()).substr(0, 16);
}

/// The cluster's own folder, unless that makes the socket's path longer than the kernel takes.
fs::path socket_directory_for(const fs::path& directory, const fs::path& data_dir) {
  constexpr std::size_t kLongest = sizeof(sockaddr_un::sun_path) - 1;
  if (directory.string().size() + kSocketName.size() <= kLongest) return directory;
  return fs::path("/tmp") / ("clearwell-" + short_name(data_dir));
}

/// Major versions with a server program, such as 15 → /usr/lib/postgresql/15/bin.
std::map<int, fs::path> installed_versions() {
  std::map<int, fs::path> versions;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(kInstalledVersions, ignored)) {
    const std::string name = entry.path().filename().string();
    int version = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), version);
    if (parsed.ec == std::errc() && fs::exists(entry.path() / "bin/postgres")) versions[version] = entry.path() / "bin";
  }
  return versions;
}

}  // namespace

ClusterHome find_cluster_home(const fs::path& data_dir) {
  ClusterHome home;
  home.directory = data_dir / "postgres";
  home.log_file = data_dir / "postgres.log";
  if (geteuid() == 0) {
    home.user = unprivileged_user(data_dir, home.directory);
    if (!may_enter(*home.user, data_dir)) {
      if (is_cluster(home.directory))
        throw StoreError("user " + home.user->name + ", who owns the database cluster " + home.directory.string() +
                         ", may not enter " + data_dir.string() +
                         ": give it and the folders above it the x permission for others");
      home.directory = fs::path(kRootsClusters) / short_name(data_dir);
      home.user = unprivileged_user(data_dir, home.directory);
    }
  } else if (fs::exists(home.directory) && owner_of(home.directory).uid != geteuid()) {
    throw StoreError("the database cluster " + home.directory.string() + " belongs to user " +
                     owner_of(home.directory).name + ": start as that user or as root, or choose another --data-dir");
  }
  home.socket_directory = socket_directory_for(home.directory, data_dir);
  return home;
}

fs::path find_postgresql_programs(const ClusterHome& home) {
  const std::map<int, fs::path> versions = installed_versions();
  if (versions.empty())
    throw StoreError(std::string("PostgreSQL's server is not installed (no ") + kInstalledVersions +
                     "/*/bin/postgres): install the package postgresql, or give a database with --database");
  if (!is_cluster(home.directory)) return versions.rbegin()->second;
  int version = 0;
  std::ifstream(home.directory / "PG_VERSION") >> version;
  const auto same = versions.find(version);
  if (same == versions.end())
    throw StoreError("the database cluster " + home.directory.string() + " was made by PostgreSQL " +
                     std::to_string(version) +
                     ", which is not installed (newest: " + std::to_string(versions.rbegin()->first) +
                     "): install postgresql-" + std::to_string(version) + ", or move the data with pg_upgrade");
  return same->second;
}

void make_private_directory(const fs::path& directory, const std::optional<UnixUser>& owner) {
  if (mkdir(directory.c_str(), 0700) == 0) {
    if (owner && chown(directory.c_str(), owner->uid, owner->gid) != 0) throw_errno(directory.string());
    return;
  }
  if (errno != EEXIST) throw_errno(directory.string());
  // Somebody else may have put it there, in /tmp for instance, to listen in.
  struct stat status {};
  if (lstat(directory.c_str(), &status) != 0) throw_errno(directory.string());
  const uid_t expected = owner ? owner->uid : geteuid();
  if (!S_ISDIR(status.st_mode) || status.st_uid != expected || (status.st_mode & 077) != 0)
    throw StoreError(directory.string() + " exists and is not a folder that only user " + std::to_string(expected) +
                     " may enter: remove it");
}

}  // namespace clearwell::store
