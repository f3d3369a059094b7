SELECT version, name, sha256 FROM ops.migrations ORDER BY version
