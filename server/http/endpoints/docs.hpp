#pragma once

#include "server/http/message.hpp"

namespace clearwell::http {

/// GET /docs: openapi.yaml as a page. Its files, Swagger UI among them, are built into the program.
struct DocsPage {
  Answer operator()(const Request& request) const;
};

/// GET /docs/{file}: what the page loads.
struct DocsFile {
  Answer operator()(const Request& request) const;
};

}  // namespace clearwell::http
