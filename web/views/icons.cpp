#include "web/views/icons.hpp"

#include <array>
#include <cmath>

namespace clearwell::views {
namespace {

struct Pencil {
  ImDrawList* list = nullptr;
  ImVec2 center;
  float half = 0;
  ImU32 color = 0;
  ImU32 inside = 0;  ///< colour of what is cut out of a filled shape

  ImVec2 at(float x, float y) const { return {center.x + x * half, center.y + y * half}; }
  float stroke() const { return half * 0.24F; }
};

void draw_check(const Pencil& pen) {
  pen.list->AddCircleFilled(pen.center, pen.half, pen.color);
  const std::array<ImVec2, 3> hook = {pen.at(-0.45F, 0.02F), pen.at(-0.1F, 0.36F), pen.at(0.48F, -0.34F)};
  pen.list->AddPolyline(hook.data(), 3, pen.inside, 0, pen.stroke());
}

void draw_triangle(const Pencil& pen) {
  pen.list->AddTriangleFilled(pen.at(0, -0.95F), pen.at(1.05F, 0.85F), pen.at(-1.05F, 0.85F), pen.color);
  pen.list->AddLine(pen.at(0, -0.3F), pen.at(0, 0.25F), pen.inside, pen.stroke());
  pen.list->AddCircleFilled(pen.at(0, 0.56F), pen.stroke() * 0.6F, pen.inside);
}

void draw_question(const Pencil& pen) {
  pen.list->AddCircleFilled(pen.center, pen.half, pen.color);
  pen.list->PathArcTo(pen.at(0, -0.2F), pen.half * 0.34F, 3.3F, 7.2F);
  pen.list->PathLineTo(pen.at(0, 0.3F));
  pen.list->PathStroke(pen.inside, 0, pen.stroke() * 0.85F);
  pen.list->AddCircleFilled(pen.at(0, 0.6F), pen.stroke() * 0.55F, pen.inside);
}

void draw_diamond(const Pencil& pen) {
  pen.list->AddQuadFilled(pen.at(0, -1), pen.at(0.85F, 0), pen.at(0, 1), pen.at(-0.85F, 0), pen.color);
}

void draw_drop(const Pencil& pen) {
  pen.list->PathLineTo(pen.at(0, -1.05F));
  pen.list->PathBezierCubicCurveTo(pen.at(0.25F, -0.55F), pen.at(0.75F, -0.1F), pen.at(0.75F, 0.32F));
  pen.list->PathArcTo(pen.at(0, 0.32F), pen.half * 0.75F, 0, 3.14159F);
  pen.list->PathBezierCubicCurveTo(pen.at(-0.75F, -0.1F), pen.at(-0.25F, -0.55F), pen.at(0, -1.05F));
  pen.list->PathFillConcave(pen.color);
  pen.list->PathArcTo(pen.at(0, 0.32F), pen.half * 0.42F, 1.7F, 2.9F);
  pen.list->PathStroke(pen.inside, 0, pen.stroke() * 0.7F);
}

void draw_moon(const Pencil& pen) {
  pen.list->PathArcTo(pen.at(0.1F, 0), pen.half * 0.85F, 0.75F, 5.0F);
  pen.list->PathArcTo(pen.at(0.52F, -0.28F), pen.half * 0.72F, 4.15F, 1.45F);
  pen.list->PathFillConcave(pen.color);
}

void draw_sun(const Pencil& pen) {
  pen.list->AddCircleFilled(pen.center, pen.half * 0.42F, pen.color);
  for (int ray = 0; ray < 8; ++ray) {
    const float angle = static_cast<float>(ray) * 0.785398F;
    pen.list->AddLine(pen.at(0.65F * std::cos(angle), 0.65F * std::sin(angle)),
                      pen.at(0.95F * std::cos(angle), 0.95F * std::sin(angle)), pen.color, pen.stroke() * 0.8F);
  }
}

void draw_chevron(const Pencil& pen, float direction) {
  const std::array<ImVec2, 3> hook = {pen.at(-0.55F, -0.28F * direction), pen.at(0, 0.28F * direction),
                                      pen.at(0.55F, -0.28F * direction)};
  pen.list->AddPolyline(hook.data(), 3, pen.color, 0, pen.stroke());
}

void draw_sideways(const Pencil& pen, float direction) {
  const std::array<ImVec2, 3> hook = {pen.at(-0.28F * direction, -0.55F), pen.at(0.28F * direction, 0),
                                      pen.at(-0.28F * direction, 0.55F)};
  pen.list->AddPolyline(hook.data(), 3, pen.color, 0, pen.stroke());
}

void draw_search(const Pencil& pen) {
  pen.list->AddCircle(pen.at(-0.15F, -0.15F), pen.half * 0.6F, pen.color, 0, pen.stroke());
  pen.list->AddLine(pen.at(0.3F, 0.3F), pen.at(0.85F, 0.85F), pen.color, pen.stroke() * 1.2F);
}

void draw_close(const Pencil& pen) {
  pen.list->AddLine(pen.at(-0.55F, -0.55F), pen.at(0.55F, 0.55F), pen.color, pen.stroke());
  pen.list->AddLine(pen.at(-0.55F, 0.55F), pen.at(0.55F, -0.55F), pen.color, pen.stroke());
}

void draw_minus(const Pencil& pen) {
  pen.list->AddLine(pen.at(-0.7F, 0), pen.at(0.7F, 0), pen.color, pen.stroke());
}

void draw_plus(const Pencil& pen) {
  draw_minus(pen);
  pen.list->AddLine(pen.at(0, -0.7F), pen.at(0, 0.7F), pen.color, pen.stroke());
}

/// Two arrows to the edges: everything at once.
void draw_fit(const Pencil& pen) {
  draw_minus(pen);
  for (const float side : {-1.0F, 1.0F}) {
    const std::array<ImVec2, 3> hook = {pen.at(side * 0.4F, -0.4F), pen.at(side * 0.8F, 0), pen.at(side * 0.4F, 0.4F)};
    pen.list->AddPolyline(hook.data(), 3, pen.color, 0, pen.stroke());
  }
}

void draw_download(const Pencil& pen) {
  pen.list->AddLine(pen.at(0, -0.85F), pen.at(0, 0.3F), pen.color, pen.stroke());
  const std::array<ImVec2, 3> hook = {pen.at(-0.45F, -0.12F), pen.at(0, 0.33F), pen.at(0.45F, -0.12F)};
  pen.list->AddPolyline(hook.data(), 3, pen.color, 0, pen.stroke());
  pen.list->AddLine(pen.at(-0.75F, 0.8F), pen.at(0.75F, 0.8F), pen.color, pen.stroke());
}

void draw_chart(const Pencil& pen) {
  const std::array<ImVec2, 4> line = {pen.at(-0.9F, 0.5F), pen.at(-0.3F, -0.2F), pen.at(0.2F, 0.2F),
                                      pen.at(0.9F, -0.7F)};
  pen.list->AddPolyline(line.data(), 4, pen.color, 0, pen.stroke() * 0.8F);
  for (const ImVec2& point : line)
    pen.list->AddCircleFilled(point, pen.stroke() * 0.8F, pen.color);
}

void draw_sliders(const Pencil& pen) {
  const std::array<float, 3> knobs = {0.35F, -0.35F, 0.1F};
  for (int i = 0; i < 3; ++i) {
    const float y = -0.65F + 0.65F * static_cast<float>(i);
    pen.list->AddLine(pen.at(-0.9F, y), pen.at(0.9F, y), pen.color, pen.stroke() * 0.6F);
    pen.list->AddCircleFilled(pen.at(knobs[static_cast<std::size_t>(i)], y), pen.half * 0.24F, pen.color);
  }
}

}  // namespace

void draw_icon(ImDrawList* list, Icon icon, ImVec2 center, float size, ImU32 color, ImU32 inside) {
  const Pencil pen{list, center, size / 2, color, inside};
  switch (icon) {
    case Icon::check:
      return draw_check(pen);
    case Icon::triangle:
      return draw_triangle(pen);
    case Icon::question:
      return draw_question(pen);
    case Icon::diamond:
      return draw_diamond(pen);
    case Icon::drop:
      return draw_drop(pen);
    case Icon::moon:
      return draw_moon(pen);
    case Icon::sun:
      return draw_sun(pen);
    case Icon::chevron_down:
      return draw_chevron(pen, 1);
    case Icon::chevron_up:
      return draw_chevron(pen, -1);
    case Icon::chevron_left:
      return draw_sideways(pen, -1);
    case Icon::chevron_right:
      return draw_sideways(pen, 1);
    case Icon::chart:
      return draw_chart(pen);
    case Icon::sliders:
      return draw_sliders(pen);
    case Icon::search:
      return draw_search(pen);
    case Icon::close:
      return draw_close(pen);
    case Icon::plus:
      return draw_plus(pen);
    case Icon::minus:
      return draw_minus(pen);
    case Icon::fit:
      return draw_fit(pen);
    case Icon::download:
      return draw_download(pen);
  }
}

}  // namespace clearwell::views
