#include "web/platform/touch_gesture.hpp"
#include "web/platform/wheel.hpp"

#include <boost/test/unit_test.hpp>

using clearwell::platform::TouchGesture;
using clearwell::platform::wheel_pixels;
using Kind = TouchGesture::Outcome::Kind;

BOOST_AUTO_TEST_SUITE(touch_gesture)

BOOST_AUTO_TEST_CASE(a_finger_that_hardly_moves_taps) {
  TouchGesture touch;
  BOOST_TEST((touch.finger_down(1, 100, 100, 0).kind == Kind::none));
  BOOST_TEST((touch.finger_moved(1, 104, 103, 0.05).kind == Kind::none));
  BOOST_TEST((touch.finger_up(1, 104, 103, 0.1) == TouchGesture::Outcome{Kind::tap, 104, 103, 0}));
}

BOOST_AUTO_TEST_CASE(sideways_presses_where_it_began_and_drags) {
  TouchGesture touch;
  touch.finger_down(1, 100, 100, 0);
  BOOST_TEST((touch.finger_moved(1, 110, 103, 0.02) == TouchGesture::Outcome{Kind::press, 100, 100, 0}));
  BOOST_TEST((touch.finger_moved(1, 140, 160, 0.04) == TouchGesture::Outcome{Kind::drag, 140, 160, 0}));
  BOOST_TEST((touch.finger_up(1, 141, 160, 0.06) == TouchGesture::Outcome{Kind::release, 141, 160, 0}));
}

BOOST_AUTO_TEST_CASE(up_and_down_scrolls_and_throws) {
  TouchGesture touch;
  touch.finger_down(1, 100, 100, 0);
  BOOST_TEST((touch.finger_moved(1, 101, 90, 0.02) == TouchGesture::Outcome{Kind::scroll, 100, 100, -10}));
  BOOST_TEST((touch.finger_moved(1, 130, 70, 0.04) == TouchGesture::Outcome{Kind::scroll, 100, 100, -20}));
  const auto thrown = touch.finger_up(1, 130, 70, 0.05);
  BOOST_TEST((thrown.kind == Kind::end_scroll));
  BOOST_TEST(thrown.amount < -100);
}

BOOST_AUTO_TEST_CASE(a_finger_that_rested_throws_nothing) {
  TouchGesture touch;
  touch.finger_down(1, 100, 100, 0);
  touch.finger_moved(1, 100, 50, 0.02);
  BOOST_TEST(touch.finger_up(1, 100, 50, 0.5).amount == 0);
}

BOOST_AUTO_TEST_CASE(two_fingers_zoom_around_their_middle) {
  TouchGesture touch;
  touch.finger_down(1, 100, 100, 0);
  touch.finger_down(2, 200, 100, 0.01);
  BOOST_TEST((touch.finger_moved(2, 300, 100, 0.02) == TouchGesture::Outcome{Kind::pinch, 200, 100, 2}));
  BOOST_TEST((touch.finger_up(1, 100, 100, 0.03).kind == Kind::none));
  BOOST_TEST((touch.finger_moved(2, 50, 100, 0.04).kind == Kind::none));  // the finger that stays does nothing more
}

BOOST_AUTO_TEST_CASE(a_second_finger_lets_go_of_what_was_dragged) {
  TouchGesture touch;
  touch.finger_down(1, 100, 100, 0);
  touch.finger_moved(1, 120, 100, 0.01);
  BOOST_TEST((touch.finger_down(2, 200, 100, 0.02).kind == Kind::release));
}

BOOST_AUTO_TEST_CASE(a_gesture_that_the_browser_takes_away_lets_go) {
  TouchGesture touch;
  touch.finger_down(1, 100, 100, 0);
  touch.finger_moved(1, 120, 100, 0.01);
  BOOST_TEST((touch.cancelled().kind == Kind::release));
  BOOST_TEST((touch.finger_up(1, 120, 100, 0.02).kind == Kind::none));
}

BOOST_AUTO_TEST_CASE(wheels_count_in_pixels_lines_or_pages) {
  BOOST_TEST(wheel_pixels(100, 0, 800) == 100);
  BOOST_TEST(wheel_pixels(3, 1, 800) == 120);
  BOOST_TEST(wheel_pixels(1, 2, 800) == 720);
}

BOOST_AUTO_TEST_SUITE_END()
