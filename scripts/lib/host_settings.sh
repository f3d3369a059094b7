# shellcheck shell=bash
# How this machine reaches its package registries, read at run time, so that a machine made from it reaches them too.

# apt_sources SUITE: one-line sources with this machine's mirrors; nothing if it has none for Debian, and mmdebstrap then
# takes its own.
apt_sources() {
  local mirror security
  mirror=$(apt_site Debian)
  security=$(apt_site Debian-Security)
  if [ -n "$mirror" ]; then
    echo "deb $mirror $1 main"
    echo "deb $mirror $1-updates main"
  fi
  if [ -n "$security" ]; then
    echo "deb $security $1-security main"
  fi
}

# apt_site LABEL: the address of this machine's repository with that label.
apt_site() {
  # shellcheck disable=SC2016  # apt-get's own placeholders
  apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Identifier: Packages' 2>/dev/null |
    sed -n "s/^Debian $1 //p" | head -n 1
}

apt_settings() { apt-config dump Acquire | grep -i proxy || true; }

# registry_environment ROOT: settings of pip, npm and proxies as NAME=VALUE lines. A value that names a file is handed on
# only if the file exists in ROOT too.
registry_environment() {
  local name value
  while IFS='=' read -r name value; do
    case $value in
      /*) [ -e "$1$value" ] || continue ;;
    esac
    printf '%s=%s\n' "$name" "$value"
  done < <(registry_variables)
}

registry_variables() {
  env | grep -iE '^(https?_proxy|no_proxy|pip_[a-z_]+|npm_config_[a-z_]+|node_extra_ca_certs|ssl_cert_(file|dir))=' || true
  /usr/bin/python3 -m pip config list 2>/dev/null | sed -n "s/^global\.index-url='\(.*\)'$/PIP_INDEX_URL=\1/p" || true
  if command -v npm >/dev/null; then
    printf 'npm_config_registry=%s\n' "$(npm config get registry 2>/dev/null)"
  fi
}
