#pragma once

#include "web/imgui_backend.hpp"
#include "web/platform/frame_loop.hpp"
#include "web/platform/input_sink.hpp"
#include "web/platform/touch_gesture.hpp"
#include "web/state/look_around.hpp"
#include "web/state/reduce.hpp"
#include "web/state/seal_run.hpp"
#include "web/state/text_twin.hpp"
#include "web/views/page.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace clearwell {

/// The running page: gets events from the platform, turns them into actions, draws when something changed, and does
/// what the state asks for (fetching, the seal, the address, the text twin).
class App final : public platform::InputSink, private platform::FrameLoop {
 public:
  /// \param draws  whether the canvas is open; without, the text of the page is the page
  explicit App(bool draws);

  /// Facts for tests, as JSON: frames drawn, widget rectangles, the estimate with its bits, the model, the seal.
  std::string facts_json() const;
  const state::State& state() const { return state_; }

  void pointer_moved(const platform::PointerEvent& event) override;
  void pointer_pressed(const platform::PointerEvent& event) override;
  void pointer_released(const platform::PointerEvent& event) override;
  void pointer_cancelled() override;
  void pointer_left() override;
  void scrolled(float x, float y, float pixels) override;
  void pinched(float x, float y, float factor) override;
  void key(platform::Key key, bool down, platform::Modifiers modifiers) override;
  void text(std::string_view utf8) override;
  void pasted(std::string_view utf8) override;
  void focus_changed(bool focused) override;
  void canvas_resized() override;
  void context_lost() override;
  void context_restored() override;
  void fetched(int request, int status, std::string body, std::int64_t stored_at) override;
  void address_changed(std::string_view hash) override;
  void connection_changed(bool online) override;
  void visibility_changed(bool visible) override;
  bool settle() override;

 private:
  void draw() override;
  void wake() override;

  void dispatch(const state::Action& action);
  void run_frame(bool draw);
  void take_touch(const platform::TouchGesture::Outcome& outcome);
  void glide(double now);
  void start_requests();
  void start_seal();
  void start_look_around();
  void compute_after(double seconds);
  void write_address();
  void write_twin();

  const bool draws_;
  ImGuiBackend imgui_;
  state::State state_;
  views::WidgetMap widgets_;
  views::PageInput input_;
  platform::TouchGesture touch_;
  float glide_speed_ = 0;  ///< CSS pixels a second that the page goes on scrolling after a finger threw it
  double glide_time_ = 0;
  bool reduced_motion_ = false;
  bool context_is_lost_ = false;
  bool styled_dark_ = false;
  float styled_scale_ = 0;
  std::vector<state::Request> requests_;  ///< by number
  int unanswered_ = 0;                    ///< requests
  std::unique_ptr<state::SealRun> seal_;
  std::shared_ptr<const state::ModelSteps> steps_;
  std::unique_ptr<state::LookAround> look_around_;
  bool computing_ = false;  ///< a slice of computation is due
  std::optional<state::TextTwin> twin_;
  std::string hash_;
  double text_written_at_ = -1;  ///< address and twin; seconds since navigation
  int moves_written_ = 0;        ///< of the state, when the address was written
  int frames_drawn_ = 0;
  double first_frame_at_ = 0;  ///< seconds since navigation
};

}  // namespace clearwell
