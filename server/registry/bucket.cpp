#include "server/registry/bucket.hpp"

#include "common/hash/sha256.hpp"
#include "server/base/log.hpp"
#include "server/base/time_text.hpp"
#include "server/registry/signature_v4.hpp"

#include <curl/curl.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <new>
#include <thread>
#include <utility>

/// HTTP by libcurl. The only file that knows the library.
namespace clearwell::registry {

struct Bucket::Request {
  const char* method;
  std::string_view name;  // empty: the bucket itself is asked
  std::string_view body = {};
  std::map<std::string, std::string> query = {};
  const std::filesystem::path* file = nullptr;  // where the body of an answer 200 goes to
  std::string_view etag = {};                   // of the content that is meant; empty: any
};

struct Bucket::Answer {
  std::string trouble;  // why there is no answer; empty when there is one
  long status = 0;
  std::string body;

  bool ok() const { return trouble.empty() && status == 200; }
  /// Such as may be over a moment later.
  bool is_passing() const { return !trouble.empty() || status >= 500 || status == 429; }
  /// The bucket is there, and nothing in it has that name.
  bool is_of_no_object() const { return trouble.empty() && status == 404 && xml_element(body, "Code") == "NoSuchKey"; }

  /// In words, where it is not ok.
  std::string reason() const {
    if (!trouble.empty()) return trouble;
    const std::string code(xml_element(body, "Code"));
    return "HTTP " + std::to_string(status) +
           (code.empty() ? "" : " " + code + ": " + std::string(xml_element(body, "Message")));
  }
};

namespace {

constexpr int kTries = 5;
constexpr long kConnectSeconds = 10;
constexpr long kSilentSeconds = 30;

struct HandleDeleter {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, HandleDeleter>;

struct HeaderListDeleter {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, HeaderListDeleter>;

Handle make_handle() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  Handle handle(started == CURLE_OK ? curl_easy_init() : nullptr);
  if (!handle) throw ArtifactError("libcurl does not start");
  return handle;
}

template <typename Value>
void set(const Handle& handle, CURLoption option, Value value) {
  const CURLcode code = curl_easy_setopt(handle.get(), option, value);
  if (code != CURLE_OK) throw ArtifactError(std::string("libcurl: ") + curl_easy_strerror(code));
}

void append(HeaderList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  list.release();  // NOLINT(bugprone-unused-return-value): the longer list begins with it
  list.reset(longer);
}

/// Where the body of an answer goes: into a file once it is known to be the object, else into a text.
struct Receiver {
  CURL* handle;
  std::string* body;
  std::ofstream* file;  // null where there is none
};

std::size_t receive(const char* data, std::size_t /*size*/, std::size_t length, void* user) noexcept {
  const Receiver& receiver = *static_cast<Receiver*>(user);
  long status = 0;
  curl_easy_getinfo(receiver.handle, CURLINFO_RESPONSE_CODE, &status);
  if (receiver.file == nullptr || status != 200) {
    receiver.body->append(data, length);
    return length;
  }
  receiver.file->write(data, static_cast<std::streamsize>(length));
  return receiver.file->good() ? length : 0;  // 0 ends the transfer
}

/// `20130524T000000Z`
std::string amazon_time(base::TimePoint time) {
  std::string text = base::format_time_seconds(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::pair<std::string, std::string> host_and_path(const std::string& url) {
  const std::size_t host = url.find("://") + 3;
  const std::size_t path = url.find('/', host);
  return {url.substr(host, path - host), url.substr(path)};
}

HeaderList signed_headers(const BucketSettings& settings, const char* method, const std::string& url,
                          const std::map<std::string, std::string>& query, std::string_view body, std::string_view etag,
                          base::TimePoint time) {
  const auto [host, path] = host_and_path(url);
  UnsignedRequest request{
      .method = method,
      .path = path,
      .query = query,
      .headers = {{"host", host}, {"x-amz-content-sha256", hash::sha256_hex(body)}, {"x-amz-date", amazon_time(time)}}};
  if (!etag.empty()) request.headers["if-match"] = etag;
  if (!settings.session_token.empty()) request.headers["x-amz-security-token"] = settings.session_token;
  HeaderList lines;
  for (const auto& [name, value] : request.headers)
    append(lines, name + ": " + value);
  append(lines, "authorization: " +
                    authorization_v4(request, settings.access_key_id, settings.secret_access_key, settings.region));
  append(lines, "content-type: application/octet-stream");
  append(lines, "expect:");  // not to wait for `100 Continue`, which not every service gives
  return lines;
}

}  // namespace

Bucket::Bucket(BucketSettings settings, base::Clock clock, std::chrono::milliseconds first_pause)
    : settings_(std::move(settings)), clock_(std::move(clock)), first_pause_(first_pause) {}

std::string Bucket::location(std::string_view name) const {
  return "s3://" + settings_.bucket + "/" + settings_.prefix + std::string(name);
}

void Bucket::write(std::string_view name, std::string_view bytes) const {
  const Request request{.method = "PUT", .name = name, .body = bytes};
  const Answer answer = ask(request);
  if (!answer.ok()) fail("store", request, answer);
}

std::string Bucket::read(std::string_view name) const {
  const Request request{.method = "GET", .name = name};
  Answer answer = ask(request);
  if (answer.is_of_no_object()) throw ArtifactLost(failure("read", request, answer.reason()));
  if (!answer.ok()) fail("read", request, answer);
  return std::move(answer.body);
}

bool Bucket::read_into(std::string_view name, const std::filesystem::path& file, std::string_view etag) const {
  const Request request{.method = "GET", .name = name, .file = &file, .etag = etag};
  const Answer answer = ask(request);
  if (answer.trouble.empty() && answer.status == 412) return false;
  if (answer.is_of_no_object()) return false;
  if (!answer.ok()) fail("read", request, answer);
  return true;
}

std::vector<ListedObject> Bucket::list(int per_page) const {
  std::vector<ListedObject> objects;
  Request request{.method = "GET",
                  .name = "",
                  .query = {{"list-type", "2"},
                            {"prefix", settings_.prefix},
                            {"delimiter", "/"},
                            {"max-keys", std::to_string(per_page)}}};
  for (;;) {
    const Answer answer = ask(request);
    if (!answer.ok()) fail("list", request, answer);
    Result<BucketListing> page = read_listing(answer.body);
    if (!page) fail("list", request, page.error().message);
    for (ListedObject& object : page->objects) {
      if (!object.name.starts_with(settings_.prefix)) continue;
      object.name.erase(0, settings_.prefix.size());
      if (!object.name.empty() && object.name.find('/') == std::string::npos) objects.push_back(std::move(object));
    }
    if (page->continuation_token.empty()) return objects;
    std::string& token = request.query["continuation-token"];
    if (token == page->continuation_token) fail("list", request, "the service tells of the same page again and again");
    token = std::move(page->continuation_token);
  }
}

std::string Bucket::url_of(const Request& request) const {
  return request.name.empty() ? bucket_url(settings_) : object_url(settings_, request.name);
}

Bucket::Answer Bucket::ask(const Request& request) const {
  std::chrono::milliseconds pause = first_pause_;
  for (int tries = 1;; ++tries, pause *= 2) {
    Answer answer = ask_once(request);
    if (!answer.is_passing() || tries == kTries) return answer;
    base::log_warning("bucket_retry", {{"object", location(request.name)},
                                       {"method", request.method},
                                       {"reason", answer.reason()},
                                       {"pause_ms", pause.count()}});
    std::this_thread::sleep_for(pause);
  }
}

Bucket::Answer Bucket::ask_once(const Request& request) const {
  const std::string url = url_of(request);
  const HeaderList headers =
      signed_headers(settings_, request.method, url, request.query, request.body, request.etag, clock_());
  const std::string whole_url = url + (request.query.empty() ? "" : "?" + query_text(request.query));
  const Handle handle = make_handle();
  Answer answer;
  std::ofstream file;
  if (request.file != nullptr) file.open(*request.file, std::ios::binary | std::ios::trunc);
  Receiver receiver{handle.get(), &answer.body, request.file == nullptr ? nullptr : &file};
  set(handle, CURLOPT_URL, whole_url.c_str());
  set(handle, CURLOPT_PATH_AS_IS, 1L);
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_CUSTOMREQUEST, request.method);
  set(handle, CURLOPT_HTTPHEADER, headers.get());
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(handle, CURLOPT_LOW_SPEED_TIME, kSilentSeconds);
  set(handle, CURLOPT_WRITEFUNCTION, receive);
  set(handle, CURLOPT_WRITEDATA, &receiver);
  if (request.method == std::string_view("PUT")) {
    set(handle, CURLOPT_POSTFIELDS, request.body.data());
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  const CURLcode code = curl_easy_perform(handle.get());
  file.close();
  if (request.file != nullptr && !file) throw ArtifactError("cannot write " + request.file->string());
  if (code != CURLE_OK) {
    answer.trouble = curl_easy_strerror(code);
    return answer;
  }
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

void Bucket::fail(const char* what, const Request& request, const Answer& answer) const {
  fail(what, request, answer.reason() + (answer.is_passing() ? " (" + std::to_string(kTries) + " tries)" : ""));
}

void Bucket::fail(const char* what, const Request& request, const std::string& reason) const {
  throw ArtifactError(failure(what, request, reason));
}

std::string Bucket::failure(const char* what, const Request& request, const std::string& reason) const {
  return std::string("cannot ") + what + " " + location(request.name) + " at " + host_and_path(url_of(request)).first +
         ": " + reason;
}

Result<Bucket> open_bucket(std::string_view place, std::string_view place_field) {
  const auto environment = [](const char* name) -> std::string_view {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
  };
  Result<BucketSettings> settings = bucket_settings(place, environment, place_field);
  if (!settings) return settings.error();
  return Bucket(std::move(settings).value());
}

}  // namespace clearwell::registry
