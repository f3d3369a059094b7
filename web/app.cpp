#include "web/app.hpp"

#include "web/platform/clipboard.hpp"
#include "web/platform/clock.hpp"
#include "web/platform/download.hpp"
#include "web/platform/fetch.hpp"
#include "web/platform/location.hpp"
#include "web/platform/preferences.hpp"
#include "web/platform/text_twin.hpp"
#include "web/state/history_csv.hpp"

#include <cmath>
#include <utility>
#include <variant>

namespace clearwell {
namespace {

// The library needs up to three frames until a change has settled (hover, focus, scroll position).
constexpr int kFramesAfterEvent = 3;
constexpr int kMostSettleFrames = 6;
constexpr double kTextPauseSeconds = 0.5;  // browsers allow a hundred changes of the address in half a minute
constexpr double kSliceSeconds = 0.006;    // less than half a frame
constexpr double kPause = 0.004;           // between two slices, for events and the picture

/// Goes on with a computation for a slice of time. \return  whether it is done
template <typename Computation>
bool in_slice(Computation& computation) {
  const double until = platform::seconds_since_navigation() + kSliceSeconds;
  while (!computation.done() && platform::seconds_since_navigation() < until)
    computation.step();
  return computation.done();
}

/// The page's own wishes that reach the browser as well.
struct Outside {
  const state::State& state;

  void operator()(const state::ChooseLanguage& wish) const {
    platform::set_language(std::string(i18n::code_of(wish.language)), true);
  }
  void operator()(const state::ChooseTheme& wish) const { platform::set_theme(wish.dark, true); }
  void operator()(const state::CopyFileHash&) const { platform::copy_to_clipboard(state.file_sha256); }
  void operator()(const state::DownloadHistory&) const {
    platform::download(state::history_csv_name(state), "text/csv", state::history_csv(state));
  }
  void operator()(const state::DownloadModel&) const {
    const state::ModelVersion& version = *state.version;
    platform::download_address(version.model_url, version.name + "-" + std::to_string(version.version) + ".onnx");
  }
  template <typename Other>
  void operator()(const Other&) const {}
};

}  // namespace

App::App(bool draws) : draws_(draws), imgui_(draws) {
  reduced_motion_ = platform::prefers_reduced_motion();
  platform::listen(*this);
  const i18n::Language language = i18n::language_of(platform::preferred_language());
  hash_ = platform::location_hash();
  dispatch(state::Start{language, platform::prefers_dark(), platform::wall_clock(), platform::is_online(), hash_});
  platform::set_language(std::string(i18n::code_of(language)), false);
  platform::set_theme(state_.dark, false);
  request(kFramesAfterEvent);
}

void App::dispatch(const state::Action& action) {
  state_ = state::reduce(std::move(state_), action);
  start_requests();
  start_seal();
  start_look_around();
  request(kFramesAfterEvent);
}

void App::start_requests() {
  for (const state::Request& wanted : state::wanted_requests(state_)) {
    state_ = state::reduce(std::move(state_), state::RequestStarted{wanted.resource, wanted.url});
    requests_.push_back(wanted);
    ++unanswered_;
    platform::fetch(static_cast<int>(requests_.size()) - 1, wanted.url);
  }
}

void App::fetched(int request, int status, std::string body, std::int64_t stored_at) {
  --unanswered_;
  const state::Request& asked = requests_[static_cast<std::size_t>(request)];
  state::ResponseArrived news{asked.resource, asked.url, status, std::move(body), std::nullopt};
  if (stored_at != 0) news.stored_at = stored_at;
  dispatch(news);
  if (asked.resource != state::Resource::plant || !state_.results) return;
  const std::int64_t time = state_.results->plant.last_sample_at.value_or(state_.now);
  dispatch(state::PlantClockKnown{platform::utc_offset(state_.results->plant.time_zone, time)});
}

void App::start_seal() {
  if (seal_ != nullptr || state_.seal.status != state::Seal::Status::running) return;
  seal_ = std::make_unique<state::SealRun>(state_.predictor, state_.seal.rows);
  compute_after(0.1);  // the first picture comes first
}

void App::start_look_around() {
  const state::WhatIf& what_if = state_.what_if;
  if (!what_if.estimate || what_if.surroundings) return look_around_.reset();
  if (look_around_ != nullptr && look_around_->revision() == what_if.revision) return;
  if (steps_ == nullptr || steps_->predictor != state_.predictor)
    steps_ = std::make_shared<const state::ModelSteps>(state_.predictor);
  look_around_ = std::make_unique<state::LookAround>(steps_, what_if);
  compute_after(kPause);
}

void App::compute_after(double seconds) {
  if (computing_) return;
  computing_ = true;
  wake_after(seconds);
}

void App::wake() {
  computing_ = false;
  // What the person waits for comes before the seal.
  if (look_around_ != nullptr && in_slice(*look_around_)) {
    const state::LookedAround found{look_around_->revision(), look_around_->surroundings()};
    look_around_.reset();
    dispatch(found);
  } else if (look_around_ == nullptr && seal_ != nullptr && in_slice(*seal_)) {
    const std::string digest = seal_->digest();
    seal_.reset();
    dispatch(state::SealFinished{digest});
  }
  if (look_around_ != nullptr || seal_ != nullptr) compute_after(kPause);
}

void App::run_frame(bool draw) {
  const platform::CanvasSize size = platform::canvas_size();
  input_.width = size.width;
  input_.height = size.height;
  input_.scale = platform::text_scale();
  if (styled_scale_ != input_.scale || styled_dark_ != state_.dark) {
    views::apply_theme(views::palette(state_.dark), input_.scale);
    styled_scale_ = input_.scale;
    styled_dark_ = state_.dark;
  }
  imgui_.begin_frame(size, platform::seconds_since_navigation());
  const std::vector<state::Action> wishes = views::draw_page(state_, input_, imgui_.fonts(), widgets_);
  imgui_.end_frame(draw, views::palette(state_.dark).ground);
  input_.scroll = 0;
  input_.pinch = 1;
  for (const state::Action& wish : wishes) {
    std::visit(Outside{state_}, wish);
    dispatch(wish);
  }
}

void App::draw() {
  if (!draws_) {
    write_address();
    write_twin();
    return platform::show_text();
  }
  if (context_is_lost_) return;
  glide(platform::seconds_since_navigation());
  run_frame(true);
  ++frames_drawn_;
  if (frames_drawn_ == 1) {
    first_frame_at_ = platform::seconds_since_navigation();
    platform::show_canvas();
  }
  if (imgui_.has_pending_events()) request(1);
  // While a finger moves, nobody reads what changes with every frame; where the person went is written at once.
  const double now = platform::seconds_since_navigation();
  if (more_to_come() && state_.moves == moves_written_ && now - text_written_at_ < kTextPauseSeconds) return;
  text_written_at_ = now;
  write_address();
  write_twin();
}

bool App::settle() {
  if (!draws_ || context_is_lost_) return false;
  for (int frame = 0; frame < kMostSettleFrames && (frame == 0 || imgui_.has_pending_events()); ++frame)
    run_frame(false);
  run_frame(false);  // a text field says in the next frame that it has the focus
  platform::expect_typing_of(state_.section == state::Section::plants ? platform::Typing::words
                                                                      : platform::Typing::numbers);
  return imgui_.wants_text();
}

void App::write_address() {
  const std::string hash = state::to_hash(state::address_of(state_));
  // Until the lists arrived the state does not yet know what it shows.
  if (hash == hash_ || state_.slot(state::Resource::plants).status != state::LoadStatus::ready) return;
  platform::set_location_hash(hash, state_.moves != moves_written_);
  hash_ = hash;
  moves_written_ = state_.moves;
}

void App::write_twin() {
  state::TextTwin twin = state::text_twin(state_);
  if (twin_ && *twin_ == twin) return;
  platform::begin_text_twin(twin.status, twin.title);
  for (const state::TwinSection& section : twin.sections) {
    if (!section.heading.empty()) platform::add_twin_heading(section.heading);
    for (const std::string& sentence : section.sentences)
      platform::add_twin_sentence(sentence);
    if (!section.rows.empty()) platform::add_twin_table(section.rows);
    for (const state::TwinLink& link : section.links)
      platform::add_twin_link(link.words, link.hash);
  }
  platform::end_text_twin();
  twin_ = std::move(twin);
}

void App::pointer_moved(const platform::PointerEvent& event) {
  if (event.kind == platform::PointerKind::touch) {
    return take_touch(touch_.finger_moved(event.id, event.x, event.y, platform::seconds_since_navigation()));
  }
  input_.touch = false;
  imgui_.move(event.kind, event.x, event.y);
  request(kFramesAfterEvent);
}

void App::pointer_pressed(const platform::PointerEvent& event) {
  glide_speed_ = 0;
  if (event.kind == platform::PointerKind::touch) {
    return take_touch(touch_.finger_down(event.id, event.x, event.y, platform::seconds_since_navigation()));
  }
  input_.touch = false;
  imgui_.move(event.kind, event.x, event.y);
  imgui_.press(event.kind, event.button, true);
  request(kFramesAfterEvent);
}

void App::pointer_released(const platform::PointerEvent& event) {
  if (event.kind == platform::PointerKind::touch) {
    return take_touch(touch_.finger_up(event.id, event.x, event.y, platform::seconds_since_navigation()));
  }
  imgui_.move(event.kind, event.x, event.y);
  imgui_.press(event.kind, event.button, false);
  request(kFramesAfterEvent);
}

void App::pointer_cancelled() {
  take_touch(touch_.cancelled());
}

void App::pointer_left() {
  if (input_.touch) return;
  imgui_.no_pointer();
  request(kFramesAfterEvent);
}

void App::take_touch(const platform::TouchGesture::Outcome& outcome) {
  using Kind = platform::TouchGesture::Outcome::Kind;
  constexpr auto kTouch = platform::PointerKind::touch;
  input_.touch = true;
  request(kFramesAfterEvent);
  switch (outcome.kind) {
    case Kind::none:
      return;
    case Kind::tap:
      imgui_.move(kTouch, outcome.x, outcome.y);
      imgui_.press(kTouch, 0, true);
      imgui_.press(kTouch, 0, false);
      return;
    case Kind::press:
      imgui_.move(kTouch, outcome.x, outcome.y);
      imgui_.press(kTouch, 0, true);
      return;
    case Kind::drag:
      return imgui_.move(kTouch, outcome.x, outcome.y);
    case Kind::release:
      imgui_.move(kTouch, outcome.x, outcome.y);
      imgui_.press(kTouch, 0, false);
      return;
    case Kind::scroll:
      return scrolled(outcome.x, outcome.y, outcome.amount);
    case Kind::pinch:
      return pinched(outcome.x, outcome.y, outcome.amount);
    case Kind::end_scroll:
      glide_speed_ = reduced_motion_ ? 0 : outcome.amount;
      glide_time_ = platform::seconds_since_navigation();
      return;
  }
}

void App::glide(double now) {
  if (std::abs(glide_speed_) < 20) {
    glide_speed_ = 0;
    return;
  }
  const auto seconds = static_cast<float>(now - glide_time_);
  glide_time_ = now;
  input_.scroll += glide_speed_ * seconds;
  glide_speed_ *= std::exp(-4 * seconds);
  request(kFramesAfterEvent);
}

void App::scrolled(float x, float y, float pixels) {
  // The pointer tells which part of the page is meant.
  imgui_.move(input_.touch ? platform::PointerKind::touch : platform::PointerKind::mouse, x, y);
  input_.gesture_at = {x, y};
  input_.scroll += pixels;
  request(kFramesAfterEvent);
}

void App::pinched(float x, float y, float factor) {
  imgui_.move(input_.touch ? platform::PointerKind::touch : platform::PointerKind::mouse, x, y);
  input_.gesture_at = {x, y};
  input_.pinch *= factor;
  request(kFramesAfterEvent);
}

void App::key(platform::Key key, bool down, platform::Modifiers modifiers) {
  imgui_.key(key, down, modifiers);
  request(kFramesAfterEvent);
}

void App::text(std::string_view utf8) {
  imgui_.text(utf8);
  request(kFramesAfterEvent);
}

void App::pasted(std::string_view utf8) {
  imgui_.paste(utf8);
  request(kFramesAfterEvent);
}

void App::focus_changed(bool focused) {
  imgui_.focus(focused);
  request(kFramesAfterEvent);
}

void App::canvas_resized() {
  request(kFramesAfterEvent);
}

void App::context_lost() {
  context_is_lost_ = true;
  imgui_.drop_device_objects();
}

void App::context_restored() {
  context_is_lost_ = false;
  imgui_.make_device_objects();
  request(kFramesAfterEvent);
}

void App::address_changed(std::string_view hash) {
  hash_ = hash;
  dispatch(state::AddressChanged{std::string(hash)});
}

void App::connection_changed(bool online) {
  dispatch(state::ConnectionChanged{online});
}

void App::visibility_changed(bool visible) {
  if (visible) request(kFramesAfterEvent);
}

}  // namespace clearwell
