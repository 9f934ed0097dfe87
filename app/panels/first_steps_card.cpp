// The hint of a first start: three things to do at the foot of the sidebar. Each line is ticked when the person did it.
#include <algorithm>
#include <string>

#include "app/panels/overlay.h"
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kStays = 2.5;  // seconds after the last was done

const char* key_of(FirstStep step) {
  switch (step) {
    case FirstStep::kPlay: return "first.play";
    case FirstStep::kChange: return "first.change";
    case FirstStep::kHover: break;
  }
  return "first.hover";
}

// What the person did since the frame before. Pointing at a cell is told by the stage.
void notice(Ui& ui) {
  FirstStartMemory& memory = ui.memory.panels.first_start;
  if (!memory.begun) {
    memory.begun = true;
    memory.was_playing = ui.state.playing;
    memory.parameters_then = ui.state.parameters;
  }
  bool at_end = ui.model && ui.state.moment.step + 1 >= ui.model->timeline.steps();
  if (ui.state.playing != memory.was_playing && !(memory.was_playing && at_end)) memory.steps.did(FirstStep::kPlay);
  memory.was_playing = ui.state.playing;
  if (ui.state.parameters != memory.parameters_then) memory.steps.did(FirstStep::kChange);
  if (memory.steps.finished() && memory.finished_at < 0) memory.finished_at = ui.now;
}

constexpr double kPad = 16;
constexpr FirstStep kSteps[] = {FirstStep::kPlay, FirstStep::kChange, FirstStep::kHover};

TextStyle step_style(const Ui& ui, bool done, bool now) {
  return {kBodySize, done ? ui.theme.faint : ui.theme.ink, now ? Weight::kSemiBold : Weight::kRegular};
}

double step_indent(const Ui& ui) { return ui.scaled(18) + 12; }

// Heights are those of the bold words, so that nothing moves when a step becomes the next to do.
double step_height(const Ui& ui, FirstStep step, double width) {
  return paragraph_height(ui, ui.word(key_of(step)), step_style(ui, false, true), width - step_indent(ui)) + 8;
}

void draw_step(Ui& ui, FirstStep step, const Box& row) {
  const Theme& t = ui.theme;
  const FirstSteps& steps = ui.memory.panels.first_start.steps;
  bool done = steps.done(step), now = !steps.finished() && steps.current() == step;
  TextStyle style = step_style(ui, done, now);
  double r = ui.scaled(9), x = row.x + r, y = row.y + line_height(ui, style) / 2;
  ui.painter.circle({x, y}, r, done ? t.output : t.surface, {done ? t.output : now ? t.accent : t.line, 1.8, 0, 0});
  if (done) {
    double s = r / 9;
    ui.painter.path({{x - 4 * s, y}, {x - 1 * s, y + 3.4 * s}, {x + 4.4 * s, y - 3.4 * s}}, false, {0, 0, 0, 0}, {t.surface, 2 * s, 0, 0});
  }
  draw_paragraph(ui, {row.x + step_indent(ui), row.y}, ui.word(key_of(step)), style, row.w - step_indent(ui));
}

double card_height(const Ui& ui, double width) {
  double height = 2 * kPad + ui.scaled(30);
  for (FirstStep step : kSteps) height += step_height(ui, step, width - 2 * kPad);
  return height;
}

// True when it was pressed.
bool draw_cross(Ui& ui, const Box& box) {
  Press press = press_area(ui, "first.skip", box);
  if (press.hovered) {
    hand_cursor();
    ui.painter.rect(box, ui.theme.sunken, {}, kButtonRadius);
  }
  Point c = box.center();
  double d = ui.scaled(4.5);
  Stroke stroke{press.hovered ? ui.theme.ink : ui.theme.faint, 1.6, 0, 0};
  ui.painter.line({c.x - d, c.y - d}, {c.x + d, c.y + d}, stroke);
  ui.painter.line({c.x - d, c.y + d}, {c.x + d, c.y - d}, stroke);
  tooltip(ui, ui.word("first.skip"));
  return press.clicked;
}

void draw_card(Ui& ui, const Box& box) {
  FirstStartMemory& memory = ui.memory.panels.first_start;
  ui.painter.rect(box, ui.theme.surface, {ui.theme.line, 1, 0, 0}, 10);
  double title = ui.scaled(24), inner = box.w - 2 * kPad;
  std::string head = ui.word(memory.steps.finished() ? "first.done" : "first.title");
  double cross = memory.steps.finished() ? 0 : ui.scaled(24);
  draw_fitted(ui, {box.x + kPad, box.y + kPad + title / 2}, head, {15, ui.theme.ink, Weight::kBold}, inner - cross + kPad - 8);
  double y = box.y + kPad + ui.scaled(30);
  for (FirstStep step : kSteps) {
    draw_step(ui, step, {box.x + kPad, y, inner, 0});
    y += step_height(ui, step, inner);
  }
  if (cross > 0 && draw_cross(ui, {box.right() - 8 - cross, box.y + kPad + (title - cross) / 2, cross, cross})) memory.showing = false;
}

// Ends the hint a moment after the last step was done.
void leave_when_done(Ui& ui) {
  FirstStartMemory& memory = ui.memory.panels.first_start;
  if (memory.finished_at < 0) return;
  double left = memory.finished_at + kStays - ui.now;
  if (left <= 0)
    memory.showing = false;
  else
    ui.actions.wake_in(left + 0.01);
}

}  // namespace

double first_steps_height(const Ui& ui, double width) { return ui.memory.panels.first_start.showing ? card_height(ui, width) : 0; }

void draw_first_steps_in(Ui& ui, Box box) {
  if (ui.memory.panels.first_start.showing) draw_card(ui, box);
}

void draw_first_steps(Ui& ui, Box stage) {
  if (!ui.memory.panels.first_start.showing) return;
  notice(ui);
  leave_when_done(ui);
  if (ui.state.left_open) return;                           // the card stands in the sidebar
  if (ui.model != nullptr && ui.model->comparison) return;  // two stages leave it no room
  double width = std::min(ui.scaled(280), stage.w / 2), height = card_height(ui, width);
  Box box{stage.right() - width - 20, stage.y + 20, width, height};
  Overlay overlay(ui, "first_steps", box);
  ui.painter.rect({box.x - 1, box.y + 2, box.w + 2, box.h + 2}, {0, 0, 0, 30}, {}, 11);
  draw_card(ui, box);
}

}  // namespace convscope
