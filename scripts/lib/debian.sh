# shellcheck shell=bash
# Debian packages: which are missing, and installing them without leaving a daemon behind.
# Needs lib/messages.sh and ROOT.

require_debian_12_or_13() {
  local name=unknown id='' version=''
  if [ -r /etc/os-release ]; then
    # shellcheck disable=SC1091
    read -r id version name < <(. /etc/os-release && echo "${ID:-?} ${VERSION_ID:-?} ${PRETTY_NAME:-?}")
  fi
  case "$id $version" in
    'debian 12' | 'debian 13') ;;
    *) die "Clearwell installs what it needs on Debian 12 and 13 only; this is $name." \
      "Elsewhere install the packages listed in scripts/bootstrap by hand, and use --no-install." ;;
  esac
}

# as_root COMMAND…: directly or through sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo -- "$@"
  fi
}

require_root_or_sudo() {
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    die "Installing needs root or sudo, and neither is here. As root: apt-get install --no-install-recommends $*"
}

# missing_packages NAME…: those not installed, one a line.
missing_packages() {
  local installed
  # A name that dpkg has never heard of makes it fail, which is no error here.
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' || true)
  printf '%s\n' "$@" | grep -vxF -f <(printf '%s\n' "$installed") || true
}

# The nginx, postgresql and prometheus packages start a daemon when installed and at every boot. Clearwell starts its
# own copies as children, so the system's stay off: during installation by a policy (a machine that has one keeps its
# own), later by disabling the units that this installation brought.
readonly policy_file=/usr/sbin/policy-rc.d
readonly cluster_file=/etc/postgresql-common/createcluster.conf

forbid_daemons() {
  [ -e "$policy_file" ] && return
  printf '#!/bin/sh\n# Made by Clearwell'\''s scripts/bootstrap while it installs packages.\nexit 101\n' |
    as_root tee "$policy_file" >/dev/null
  as_root chmod 755 "$policy_file"
}

allow_daemons() {
  if grep -qs "Clearwell's scripts/bootstrap" "$policy_file"; then
    as_root rm -f "$policy_file"
  fi
}

# Without this the postgresql package would also create a database cluster that nobody asked for.
forbid_main_cluster() {
  apt_install postgresql-common
  [ -e "$cluster_file" ] || return 0
  as_root cp -p "$cluster_file" "$cluster_file.before-clearwell"
  echo 'create_main_cluster = false' | as_root tee -a "$cluster_file" >/dev/null
}

allow_main_cluster() {
  if [ -e "$cluster_file.before-clearwell" ]; then
    as_root mv "$cluster_file.before-clearwell" "$cluster_file"
  fi
}

disable_units() {
  local package
  command -v systemctl >/dev/null || return 0
  for package in "$@"; do
    case $package in
      nginx | postgresql | prometheus) as_root systemctl disable --quiet "$package.service" 2>/dev/null || true ;;
    esac
  done
}

# apt_get ARGUMENT…: quiet while it goes well; the log's end otherwise.
apt_get() {
  local log=$ROOT/build/bootstrap.log
  mkdir -p "${log%/*}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=900 -o Dpkg::Use-Pty=0 "$@" \
    >>"$log" 2>&1 </dev/null && return
  tail -n 20 "$log" >&2
  die "apt-get $1 failed; the whole log is build/bootstrap.log"
}

apt_install() { apt_get install --yes --no-install-recommends "$@"; }

restore_daemons() {
  allow_daemons
  allow_main_cluster
}

# install_packages NAME…: all or an error.
install_packages() {
  require_root_or_sudo "$@"
  trap restore_daemons EXIT
  apt_get update
  forbid_daemons
  if printf '%s\n' "$@" | grep -qx postgresql; then
    forbid_main_cluster
  fi
  apt_install "$@"
  disable_units "$@"
  restore_daemons
  trap - EXIT
}
