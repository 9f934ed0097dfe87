// Above the stage while a lesson runs: the step's title, one sentence, Back and Next; over the stage the word that it is done.
#include <algorithm>

#include "app/panels/header.h"
#include "app/panels/header_parts.h"
#include "app/panels/lesson_words.h"
#include "app/panels/overlay.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kDoneStays = 3;  // seconds

struct LessonButton {
  const char* name;
  ButtonSpec spec;
  Action action;
};

// A press of Next that would change nothing is not offered.
bool goes_on(const LessonShown& shown) {
  return shown.run.stage != RunStage::kOver && (shown.run.stage != RunStage::kWaiting || shown.complete);
}

std::vector<LessonButton> lesson_buttons(const Ui& ui, bool shortcuts, bool presents) {
  const LessonShown& shown = *ui.lesson;
  const bool asked = shown.run.stage == RunStage::kAsked;  // the question has its own button
  auto key = [&](ActionId action) { return shortcuts ? key_text(action) : ""; };
  const std::string forward_tip = goes_on(shown) ? ui.word("action.lesson_forward") + "   " + key_text(ActionId::kLessonForward)
                                                 : guidance(ui.words, *ui.model->scene, shown);
  std::vector<LessonButton> list;
  if (presents)
    list.push_back({"header.present",
                    {ui.word("button.present"), key(ActionId::kPresent), ButtonKind::kNormal, true,
                     ui.word("action.present") + "   " + key_text(ActionId::kPresent)},
                    act::Run{ActionId::kPresent}});
  list.push_back({"lesson.back",
                  {ui.word("lesson.back"), key(ActionId::kLessonBack), ButtonKind::kNormal, true,
                   ui.word("action.lesson_back") + "   " + key_text(ActionId::kLessonBack)},
                  act::LessonBack{}});
  list.push_back({"lesson.next",
                  {ui.word("lesson.next"), key(ActionId::kLessonForward), asked ? ButtonKind::kNormal : ButtonKind::kPrimary,
                   goes_on(shown), forward_tip},
                  act::LessonForward{}});
  return list;
}

double width_of(const Ui& ui, const std::vector<LessonButton>& list) {
  constexpr double kGap = 8;
  double width = -kGap;
  for (const LessonButton& each : list) width += button_width(ui, each.spec) + kGap;
  return width;
}

}  // namespace

// What finds no room gives way: the keys' names, then the presentation, which has its key and the palette.
double draw_lesson_buttons(Ui& ui, double right, double y, double room) {
  std::vector<LessonButton> list = lesson_buttons(ui, true, true);
  if (width_of(ui, list) > room) list = lesson_buttons(ui, true, false);
  if (width_of(ui, list) > room) list = lesson_buttons(ui, false, false);
  const double height = std::max(34.0, ui.scaled(24) + 10);
  double x = right - width_of(ui, list);
  const double begin = x;
  for (const LessonButton& each : list) {
    const double width = button_width(ui, each.spec);
    if (button(ui, each.name, {x, y - height / 2, width, height}, each.spec)) ui.actions.add(each.action);
    x += width + 8;
  }
  return begin;
}

HeaderWords lesson_header_words(const Ui& ui) {
  const LessonShown& shown = *ui.lesson;
  const std::string title = shown.section != nullptr ? shown.section->title : shown.step().id;
  return {title, guidance(ui.words, *ui.model->scene, shown)};
}

void draw_step_done(Ui& ui, const Box& stage) {
  if (ui.lesson == nullptr || ui.lesson->completed_at < 0 || ui.lesson->run.stage == RunStage::kOver) return;
  const double left = ui.lesson->completed_at + kDoneStays - ui.now;
  if (left <= 0) return;
  ui.actions.wake_in(left + 0.01);
  const Theme& t = ui.theme;
  const TextStyle style{kHeadingSize, t.surface, Weight::kBold};
  const std::string text = ui.word("lesson.done");
  const double tick = ui.scaled(20), width = text_width(ui, text, style) + tick + 52, height = ui.scaled(26) + 18;
  const Box box{stage.center().x - width / 2, stage.y + 16, width, height};
  Overlay overlay(ui, "lesson.done", box);
  ui.painter.rect(box, t.output, {}, height / 2);
  const Point c{box.x + 22 + tick / 2, box.center().y};
  const double s = tick / 20;
  ui.painter.path({{c.x - 8 * s, c.y}, {c.x - 2 * s, c.y + 6 * s}, {c.x + 8 * s, c.y - 6 * s}}, false, {0, 0, 0, 0},
                  {t.surface, 3 * s, 0, 0});
  draw_text(ui, {box.x + 30 + tick, box.center().y}, text, style);
  ui.probe.place("lesson.done", box);
}

}  // namespace convscope
