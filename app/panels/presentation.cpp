#include "app/panels/presentation.h"

#include <imgui.h>

#include <algorithm>

#include "app/panels/header_parts.h"
#include "app/panels/panels.h"
#include "app/panels/transport.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kGrowSeconds = 0.25, kPointerHides = 2.0, kFadeSeconds = 0.3, kBackSeconds = 0.1;
constexpr double kGone = 0.6;  // of the transport, while the pointer rests

double towards(double at, double goal, double step) { return at < goal ? std::min(goal, at + step) : std::max(goal, at - step); }

void draw_title(Ui& ui, const PresentationLayout& l, double rise) {
  const double unit = ui.theme.text_scale, y = l.title.y - rise;
  TextStyle title{.size = l.title_size / unit, .color = ui.theme.ink, .weight = Weight::kBold};
  TextStyle note{.size = l.note_size / unit, .color = ui.theme.faint, .anchor = Anchor::kEnd};
  const double used = draw_text(ui, {ui.window.w - l.margin, y}, ui.word("presentation.ends"), note);
  draw_fitted(ui, {l.title.x, y}, header_words(ui).title, title, ui.window.w - 2 * l.margin - used - 24);
}

struct Places {
  PresentationLayout layout;
  LessonRoom lesson;
};

Places places_of(const Ui& ui) {
  Places places{lay_out_presentation(ui.window.w, ui.window.h, ui.state.text_scale), {}};
  if (ui.lesson != nullptr) places.lesson = make_room_for_lesson(places.layout, ui.lesson->asks());
  return places;
}

void draw_lesson(Ui& ui, const Places& places) {
  draw_lesson_caption(ui, places.lesson.caption);
  if (const Box& question = places.lesson.question; question.w > 0) {
    ScrollArea area(ui, "presentation.question", question);
    area.end(draw_question(ui, {question.x, area.top(), question.w - 12, question.h}));
  }
  draw_step_done(ui, places.layout.stage);
  draw_lesson_faults(ui, places.layout.stage);
}

double size_of(const Ui& ui) { return std::max(0.6, std::min(ui.window.w / 1600, ui.window.h / 1000)); }

}  // namespace

bool PresentationMotion::advance(bool presenting, bool pointed, bool reduce_motion, double seconds, double now) {
  const double goal = presenting ? 1 : 0;
  if (pointed || !presenting || grown < 0) touched = now;
  if (grown < 0 || reduce_motion) grown = goal;
  const double before = faded;
  const bool was_growing = grown != goal;
  grown = towards(grown, goal, seconds / kGrowSeconds);
  const bool hides = pointer_hides(now);
  faded = reduce_motion ? (hides ? 1 : 0) : towards(faded, hides ? 1 : 0, seconds / (hides ? kFadeSeconds : kBackSeconds));
  return was_growing || faded != before;
}

bool PresentationMotion::pointer_hides(double now) const { return grown >= 1 && now - touched >= kPointerHides; }

double PresentationMotion::wake(double now) const {
  if (grown < 1 || pointer_hides(now)) return -1;
  return kPointerHides - (now - touched) + 0.01;
}

Box between(const Box& from, const Box& to, double part) {
  auto mixed = [part](double a, double b) { return a + (b - a) * part; };
  return {mixed(from.x, to.x), mixed(from.y, to.y), mixed(from.w, to.w), mixed(from.h, to.h)};
}

std::vector<Box> draw_presentation(Ui& ui, const PresentationMotion& motion, StageMemory& stage, std::uint64_t look) {
  const Theme& t = ui.theme;
  const Places places = places_of(ui);
  const PresentationLayout& l = places.layout;
  ui.painter.rect(ui.window, t.surface);
  draw_title(ui, l, 0);
  draw_stage(ui, l.stage, t, stage, look);
  place_targets(ui, l.stage, stage);
  if (ui.lesson != nullptr) draw_lesson(ui, places);
  draw_presentation_transport(ui, l.transport, size_of(ui));
  if (motion.faded > 0) ui.painter.rect(l.transport, with_alpha(t.surface, kGone * motion.faded));
  if (motion.pointer_hides(ui.now)) ImGui::SetMouseCursor(ImGuiMouseCursor_None);
  if (const double wake = motion.wake(ui.now); wake >= 0) ui.actions.wake_in(wake);
  if (ui.lesson != nullptr) return {};  // its words may change with the playhead
  return {l.stage, l.transport};
}

void draw_coming_presentation(Ui& ui, double part, const Box& stage_now, StageMemory& stage, std::uint64_t look) {
  const PresentationLayout l = places_of(ui).layout;
  draw_stage_in_motion(ui, l.stage, stage_now, ui.theme, stage, look);
  if (part <= 0) return;
  draw_title(ui, l, (1 - part) * (l.title.y + l.title_size));
  const double sinks = (1 - part) * l.transport.h;
  draw_presentation_transport(ui, {l.transport.x, l.transport.y + sinks, l.transport.w, l.transport.h}, size_of(ui));
}

}  // namespace convscope
