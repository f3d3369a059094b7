#pragma once

#include "server/store/cluster_process.hpp"

#include <filesystem>
#include <optional>

namespace clearwell::store {

/// Where a private cluster lives and who runs it.
struct ClusterHome {
  std::filesystem::path directory;         ///< PGDATA
  std::filesystem::path socket_directory;  ///< short enough for a unix socket's path
  std::filesystem::path log_file;
  std::optional<UnixUser> user;  ///< set when the caller is root, whom PostgreSQL refuses
};

/// Decides, from the state of the disk alone, so that every process decides alike.
/// \param data_dir  absolute, exists   \throws StoreError
ClusterHome find_cluster_home(const std::filesystem::path& data_dir);

/// Folder of `postgres` and `initdb` fit for this cluster: of the version that made it, else the newest installed.
/// \throws StoreError naming what to install
std::filesystem::path find_postgresql_programs(const ClusterHome& home);

/// An empty folder that only the cluster's user may enter. One that exists must be so already. \throws StoreError
void make_private_directory(const std::filesystem::path& directory, const std::optional<UnixUser>& owner);

}  // namespace clearwell::store
