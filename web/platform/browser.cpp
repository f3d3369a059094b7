// The C++ side of library.js: declarations of its functions, and the functions that it calls.
#include "web/platform/canvas.hpp"
#include "web/platform/clipboard.hpp"
#include "web/platform/clock.hpp"
#include "web/platform/download.hpp"
#include "web/platform/fetch.hpp"
#include "web/platform/input_sink.hpp"
#include "web/platform/location.hpp"
#include "web/platform/preferences.hpp"
#include "web/platform/text_twin.hpp"
#include "web/platform/wheel.hpp"

#include <emscripten/emscripten.h>
#include <emscripten/html5.h>

#include <cstdlib>

extern "C" {
void cw_listen();
double cw_canvas_width();
double cw_canvas_height();
int cw_store_width();
int cw_store_height();
double cw_text_scale();
void cw_copy(const char* text);
void cw_download(const char* file_name, const char* media_type, const char* text);
void cw_typing_of(int numbers);
void cw_download_address(const char* url, const char* file_name);
void cw_fetch(int request, const char* url);
char* cw_location_hash();
void cw_set_location_hash(const char* hash, int new_entry);
char* cw_language();
int cw_prefers_dark();
int cw_reduced_motion();
int cw_online();
void cw_set_language(const char* code, int chosen);
void cw_set_theme(int dark, int chosen);
double cw_now();
double cw_wall_clock();
double cw_utc_offset(const char* time_zone, double time);
void cw_twin_begin(const char* status, const char* title);
void cw_twin_add(const char* tag, const char* text);
void cw_twin_link(const char* words, const char* hash);
void cw_twin_table();
void cw_twin_cell(const char* text, int new_row);
void cw_twin_end();
void cw_show_canvas();
void cw_show_text();
}

namespace clearwell::platform {
namespace {

InputSink* the_sink = nullptr;

/// Takes a string that JavaScript allocated.
std::string taken(char* text) {
  std::string copy(text);
  std::free(text);
  return copy;
}

}  // namespace

void listen(InputSink& sink) {
  the_sink = &sink;
  cw_listen();
}

bool open_canvas() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = attributes.depth = attributes.stencil = attributes.antialias = false;
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context("#canvas", &attributes);
  return context > 0 && emscripten_webgl_make_context_current(context) == EMSCRIPTEN_RESULT_SUCCESS;
}

CanvasSize canvas_size() {
  return {static_cast<float>(cw_canvas_width()), static_cast<float>(cw_canvas_height()), cw_store_width(),
          cw_store_height()};
}
float text_scale() {
  return static_cast<float>(cw_text_scale());
}

void copy_to_clipboard(const std::string& text) {
  cw_copy(text.c_str());
}
void download(const std::string& file_name, const std::string& media_type, const std::string& text) {
  cw_download(file_name.c_str(), media_type.c_str(), text.c_str());
}
void expect_typing_of(Typing typing) {
  cw_typing_of(typing == Typing::numbers ? 1 : 0);
}
void fetch(int request, const std::string& url) {
  cw_fetch(request, url.c_str());
}

void download_address(const std::string& url, const std::string& file_name) {
  cw_download_address(url.c_str(), file_name.c_str());
}

std::string location_hash() {
  return taken(cw_location_hash());
}
void set_location_hash(const std::string& hash, bool new_entry) {
  cw_set_location_hash(hash.c_str(), new_entry ? 1 : 0);
}

std::string preferred_language() {
  return taken(cw_language());
}
bool prefers_dark() {
  return cw_prefers_dark() != 0;
}
bool prefers_reduced_motion() {
  return cw_reduced_motion() != 0;
}
bool is_online() {
  return cw_online() != 0;
}
void set_language(const std::string& code, bool chosen) {
  cw_set_language(code.c_str(), chosen ? 1 : 0);
}
void set_theme(bool dark, bool chosen) {
  cw_set_theme(dark ? 1 : 0, chosen ? 1 : 0);
}

double seconds_since_navigation() {
  return cw_now() / 1000;
}
std::int64_t wall_clock() {
  return static_cast<std::int64_t>(cw_wall_clock());
}
std::int64_t utc_offset(const std::string& time_zone, std::int64_t time) {
  return static_cast<std::int64_t>(cw_utc_offset(time_zone.c_str(), static_cast<double>(time)));
}

void begin_text_twin(const std::string& status, const std::string& title) {
  cw_twin_begin(status.c_str(), title.c_str());
}
void add_twin_heading(const std::string& heading) {
  cw_twin_add("h2", heading.c_str());
}
void add_twin_sentence(const std::string& sentence) {
  cw_twin_add("p", sentence.c_str());
}
void add_twin_link(const std::string& words, const std::string& hash) {
  cw_twin_link(words.c_str(), hash.c_str());
}
void add_twin_table(const std::vector<std::vector<std::string>>& rows) {
  cw_twin_table();
  for (const std::vector<std::string>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      cw_twin_cell(row[i].c_str(), i == 0 ? 1 : 0);
  }
}
void end_text_twin() {
  cw_twin_end();
}

void show_canvas() {
  cw_show_canvas();
}
void show_text() {
  cw_show_text();
}

}  // namespace clearwell::platform

// What library.js calls. Kinds, keys and modifiers are the numbers of the enumerations above.
using clearwell::platform::Key;
using clearwell::platform::Modifiers;
using clearwell::platform::PointerKind;
using clearwell::platform::the_sink;

extern "C" {
EMSCRIPTEN_KEEPALIVE void cw_pointer_moved(int kind, int id, float x, float y) {
  the_sink->pointer_moved({static_cast<PointerKind>(kind), id, x, y, 0});
}
EMSCRIPTEN_KEEPALIVE void cw_pointer_pressed(int kind, int id, float x, float y, int button) {
  the_sink->pointer_pressed({static_cast<PointerKind>(kind), id, x, y, button});
}
EMSCRIPTEN_KEEPALIVE void cw_pointer_released(int kind, int id, float x, float y, int button) {
  the_sink->pointer_released({static_cast<PointerKind>(kind), id, x, y, button});
}
EMSCRIPTEN_KEEPALIVE void cw_pointer_cancelled() {
  the_sink->pointer_cancelled();
}
EMSCRIPTEN_KEEPALIVE void cw_pointer_left() {
  the_sink->pointer_left();
}
EMSCRIPTEN_KEEPALIVE void cw_wheel(float x, float y, float delta, int mode, int ctrl) {
  const float pixels = clearwell::platform::wheel_pixels(delta, mode, static_cast<float>(cw_canvas_height()));
  // Trackpads report a pinch as a wheel with Ctrl.
  if (ctrl != 0) return the_sink->pinched(x, y, pixels < 0 ? 1 - pixels / 200 : 1 / (1 + pixels / 200));
  the_sink->scrolled(x, y, -pixels);
}
EMSCRIPTEN_KEEPALIVE void cw_key(int key, int down, int modifiers) {
  the_sink->key(static_cast<Key>(key), down != 0,
                Modifiers{(modifiers & 1) != 0, (modifiers & 2) != 0, (modifiers & 4) != 0, (modifiers & 8) != 0});
}
EMSCRIPTEN_KEEPALIVE void cw_text(const char* utf8) {
  the_sink->text(utf8);
}
EMSCRIPTEN_KEEPALIVE void cw_pasted(const char* utf8) {
  the_sink->pasted(utf8);
}
EMSCRIPTEN_KEEPALIVE void cw_focus_changed(int focused) {
  the_sink->focus_changed(focused != 0);
}
EMSCRIPTEN_KEEPALIVE void cw_resized() {
  the_sink->canvas_resized();
}
EMSCRIPTEN_KEEPALIVE void cw_context_lost() {
  the_sink->context_lost();
}
EMSCRIPTEN_KEEPALIVE void cw_context_restored() {
  the_sink->context_restored();
}
EMSCRIPTEN_KEEPALIVE void cw_fetched(int request, int status, const char* body, int length, double stored_at) {
  the_sink->fetched(request, status, std::string(body, static_cast<std::size_t>(length)),
                    static_cast<std::int64_t>(stored_at));
}
EMSCRIPTEN_KEEPALIVE void cw_address_changed(const char* hash) {
  the_sink->address_changed(hash);
}
EMSCRIPTEN_KEEPALIVE void cw_connection_changed(int online) {
  the_sink->connection_changed(online != 0);
}
EMSCRIPTEN_KEEPALIVE void cw_visibility_changed(int visible) {
  the_sink->visibility_changed(visible != 0);
}
EMSCRIPTEN_KEEPALIVE int cw_settle() {
  return the_sink->settle() ? 1 : 0;
}
}
