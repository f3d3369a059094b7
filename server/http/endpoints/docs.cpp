#include "server/http/endpoints/docs.hpp"

#include "common/hash/sha256.hpp"
#include "server/http/entity_tag.hpp"
#include "server/http/error_mapping.hpp"

#include <cstddef>
#include <string>
#include <string_view>

// The build says where the files are; the assembler puts them between two labels.
#define CLEARWELL_EMBED(label, path)                                                                     \
  asm(".section .rodata\n" #label "_begin:\n.incbin \"" path "\"\n" #label "_end:\n.previous\n");        \
  extern "C" const char label##_begin[]; /* NOLINT(modernize-avoid-c-arrays): labels of the assembler */ \
  extern "C" const char label##_end[];   /* NOLINT(modernize-avoid-c-arrays) */

CLEARWELL_EMBED(clearwell_docs_page, CLEARWELL_DOCS_DIR "/index.html")
CLEARWELL_EMBED(clearwell_docs_start, CLEARWELL_DOCS_DIR "/start.js")
CLEARWELL_EMBED(clearwell_docs_script, CLEARWELL_SWAGGER_UI_DIR "/swagger-ui-bundle.js")
CLEARWELL_EMBED(clearwell_docs_style, CLEARWELL_SWAGGER_UI_DIR "/swagger-ui.css")

namespace clearwell::http {
namespace {

struct File {
  File(std::string_view its_name, const char* its_type, const char* begin, const char* end)
      : name(its_name),
        content_type(its_type),
        bytes(begin, static_cast<std::size_t>(end - begin)),
        sha256(hash::sha256_hex(bytes)) {}

  std::string_view name;
  const char* content_type;
  std::string_view bytes;
  std::string sha256;
};

constexpr std::string_view kPage;  // no file of a name

/// Null where there is none of that name.
const File* find_file(std::string_view name) {
  constexpr const char* kScript = "text/javascript; charset=utf-8";
  static const File files[] = {
      {kPage, "text/html; charset=utf-8", clearwell_docs_page_begin, clearwell_docs_page_end},
      {"start.js", kScript, clearwell_docs_start_begin, clearwell_docs_start_end},
      {"swagger-ui-bundle.js", kScript, clearwell_docs_script_begin, clearwell_docs_script_end},
      {"swagger-ui.css", "text/css; charset=utf-8", clearwell_docs_style_begin, clearwell_docs_style_end}};
  for (const File& file : files)
    if (file.name == name) return &file;
  return nullptr;
}

/// The page runs what this server sends, and asks nobody else.
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

Answer answer(const File& file, const Request& request) {
  return under_entity_tag({200, file.content_type, std::string(file.bytes), {{"Content-Security-Policy", kPolicy}}},
                          file.sha256, kRevalidate, request);
}

}  // namespace

Answer DocsPage::operator()(const Request& request) const {
  return answer(*find_file(kPage), request);
}

Answer DocsFile::operator()(const Request& request) const {
  const std::string& name = request.path_parameter("file");
  const File* const file = name == kPage ? nullptr : find_file(name);
  if (file == nullptr) return not_found("unknown_file", "the page /docs has no file \"" + name + "\"", "file");
  return answer(*file, request);
}

}  // namespace clearwell::http
