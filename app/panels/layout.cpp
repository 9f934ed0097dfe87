#include "app/panels/layout.h"

#include <algorithm>
#include <cmath>

#include "app/theme/theme.h"

namespace convscope {
namespace {

constexpr double kWideWidth = 1440, kWideHeight = 860;
constexpr double kOneLineTransport = 600;  // at 100 %
constexpr double kLargestPresentedScale = 5;  // of a screen of 3840 × 2160

}  // namespace

Layout lay_out(double width, double height, const LayoutWish& wish) {
  Layout l;
  l.compact = width < kWideWidth || height < kWideHeight;
  // Panels grow with the text, but leave the stage half of the window.
  double grow = 1 + (wish.text_scale - 1) * 0.8;
  double left = std::round(std::min((l.compact ? 208.0 : 256.0) * grow, width * 0.21)) * wish.left;
  double right = std::round(std::min((l.compact ? 296.0 : 360.0) * grow, width * 0.29)) * wish.right;
  double margin = l.compact ? 16 : 32, margin_right = l.compact ? 16 : 24;
  double header = l.compact ? 24 + 60 * wish.text_scale : 60 + 68 * wish.text_scale;
  double x = left + margin, w = std::max(1.0, width - left - right - margin - margin_right);
  l.two_line_transport = l.compact && w < kOneLineTransport * wish.text_scale;
  double transport = l.two_line_transport ? std::max(48.0, 42 * wish.text_scale) + 40 : l.compact ? 64 : 66 + 50 * wish.text_scale;
  double gap = l.compact ? 12 : 16, below = l.compact ? 12 : 24;
  if (!l.compact) header += 16 - gap;
  l.sidebar = {left > 0 ? left - left / std::max(wish.left, 0.001) : 0, 0, left > 0 ? left / wish.left : 0, height};
  l.right = {width - right, 0, right > 0 ? right / wish.right : 0, height};
  l.header = {x, 0, w, header};
  double top = header + gap, bottom = height - below - transport;
  l.stage = {x, top, w, std::max(1.0, bottom - gap - top)};
  l.transport = {x, bottom, w, transport};
  return l;
}

PresentationLayout lay_out_presentation(double width, double height, double text_scale) {
  PresentationLayout l;
  double k = std::min(width / 1600, height / 1000), screen = std::min(width / 1920, height / 1080);
  l.text_scale = std::clamp(std::max(text_scale, kLeastPresentedText / kSmallestText * screen), 1.0, kLargestPresentedScale);
  l.margin = std::round(80 * k);
  l.title = {l.margin, std::round(68 * k)};
  l.note_size = kSmallestText * l.text_scale;
  l.title_size = std::max(38 * k, 1.35 * l.note_size);
  double top = std::round(112 * k), transport = std::round(104 * k);
  l.stage = {l.margin, top, width - 2 * l.margin, height - top - transport};
  l.transport = {l.margin, height - transport, width - 2 * l.margin, transport};
  return l;
}

LessonRoom make_room_for_lesson(PresentationLayout& layout, bool asks) {
  LessonRoom room;
  Box& stage = layout.stage;
  const double gap = std::round(layout.margin / 5), caption = std::round(layout.note_size * 3.7);
  stage.h = std::max(1.0, stage.h - caption - gap);
  room.caption = {stage.x, stage.bottom() + gap, stage.w, caption};
  if (!asks) return room;
  constexpr double kQuestionPart = 0.34;
  const double width = std::round(stage.w * kQuestionPart);
  stage.w = std::max(1.0, stage.w - width - 2 * gap);
  room.question = {stage.right() + 2 * gap, stage.y, width, stage.h};
  return room;
}

}  // namespace convscope
