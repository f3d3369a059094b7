#include "server/http/static_site.hpp"

#include "common/hash/sha256.hpp"
#include "tests/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <stdexcept>

namespace clearwell::http {
namespace {

struct Fixture {
  Fixture() {
    write("index.html", "<!doctype html>");
    write("clearwell.3f2a9c1b.wasm", "wasm");
    write("clearwell.3f2a9c1b.wasm.br", "brotli");
    write("clearwell.3f2a9c1b.wasm.gz", "gzip");
    write("service_worker.js", "js");
    write(".hidden", "secret");
    write("../outside", "secret");
    std::filesystem::create_symlink(folder.path() / "outside", folder.path() / "site/link");
  }
  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(folder.path() / "site");
    std::ofstream(folder.path() / "site" / name, std::ios::binary) << text;
  }
  static Response get(const StaticSite& site, const std::string& path, Headers headers = {}) {
    Request request;
    request.method = "GET";
    request.path = path;
    request.headers = std::move(headers);
    return site.get(request);
  }

  tests::TemporaryFolder folder;
};

std::string header(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

BOOST_FIXTURE_TEST_SUITE(static_site, Fixture)

BOOST_AUTO_TEST_CASE(files_have_their_type_and_hashed_names_last_for_ever) {
  const StaticSite site(folder.path() / "site");
  const Response page = get(site, "/");
  BOOST_TEST(page.body == "<!doctype html>");
  BOOST_TEST(page.content_type == "text/html; charset=utf-8");
  BOOST_TEST(header(page, "Cache-Control") == "no-cache");
  const Response wasm = get(site, "/clearwell.3f2a9c1b.wasm");
  BOOST_TEST(wasm.body == "wasm");
  BOOST_TEST(wasm.content_type == "application/wasm");
  BOOST_TEST(header(wasm, "Cache-Control") == "public, max-age=31536000, immutable");
  BOOST_TEST(header(wasm, "ETag") == '"' + hash::sha256_hex("wasm") + '"');
  BOOST_TEST(header(get(site, "/service_worker.js"), "Cache-Control") == "no-cache");
}

BOOST_AUTO_TEST_CASE(the_twin_is_chosen_that_the_client_takes) {
  const StaticSite site(folder.path() / "site");
  const std::string path = "/clearwell.3f2a9c1b.wasm";
  const Response brotli = get(site, path, {{"Accept-Encoding", "gzip, deflate, br"}});
  BOOST_TEST(brotli.body == "brotli");
  BOOST_TEST(header(brotli, "Content-Encoding") == "br");
  BOOST_TEST(header(brotli, "Vary") == "Accept-Encoding");
  BOOST_TEST(brotli.content_type == "application/wasm");
  BOOST_TEST(get(site, path, {{"Accept-Encoding", "br;q=0, gzip;q=0.5"}}).body == "gzip");
  BOOST_TEST(get(site, path, {{"Accept-Encoding", "zstd"}}).body == "wasm");
  BOOST_TEST(header(brotli, "ETag") != header(get(site, path), "ETag"));
  BOOST_TEST(get(site, path, {{"Accept-Encoding", "br"}, {"If-None-Match", header(brotli, "ETag")}}).status == 304);
}

BOOST_AUTO_TEST_CASE(nothing_else_is_reachable) {
  const StaticSite site(folder.path() / "site");
  for (const char* path :
       {"/.hidden", "/../outside", "/link", "/clearwell.3f2a9c1b.wasm.br", "/site", "", "//index.html", "/nothing"}) {
    BOOST_TEST(!site.has(path), path);
  }
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_told) {
  BOOST_CHECK_EXCEPTION(StaticSite(folder.path() / "nowhere"), std::runtime_error,
                        [&](const std::runtime_error& error) {
                          return error.what() == (folder.path() / "nowhere").string() + " is not a folder";
                        });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace clearwell::http
