#!/usr/bin/env python3
"""Writes openapi.yaml as a C++ source that holds its JSON: embed_openapi.py IN.yaml OUT.cpp (run by the build)."""
import json
import sys

import yaml

source, target = sys.argv[1:3]
with open(source, encoding="utf-8") as file:
    document = json.dumps(yaml.safe_load(file), ensure_ascii=False, separators=(",", ":"))
with open(target, "w", encoding="utf-8") as file:
    file.write(
        "// Made by server/http/embed_openapi.py from openapi.yaml. Do not edit.\n"
        '#include "server/http/endpoints/openapi.hpp"\n\n'
        "namespace clearwell::http {\n\n"
        f'constinit const std::string_view kOpenApiJson = R"clearwell({document})clearwell";\n\n'
        "}  // namespace clearwell::http\n"
    )
