// The hint of a first start: three things to do in a corner of the stage. Each line is ticked when the person did it.
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
  bool at_end = ui.model && ui.state.moment.step + 1 >= ui.model->timeline.steps;
  if (ui.state.playing != memory.was_playing && !(memory.was_playing && at_end)) memory.steps.did(FirstStep::kPlay);
  memory.was_playing = ui.state.playing;
  if (ui.state.parameters != memory.parameters_then) memory.steps.did(FirstStep::kChange);
  if (memory.steps.finished() && memory.finished_at < 0) memory.finished_at = ui.now;
}

void draw_step(Ui& ui, FirstStep step, const Box& row) {
  const Theme& t = ui.theme;
  const FirstSteps& steps = ui.memory.panels.first_start.steps;
  bool done = steps.done(step), now = !steps.finished() && steps.current() == step;
  double r = ui.scaled(9), x = row.x + r, y = row.center().y;
  ui.painter.circle({x, y}, r, done ? t.output : t.surface, {done ? t.output : now ? t.accent : t.line, 1.8, 0, 0});
  if (done) {
    double s = r / 9;
    ui.painter.path({{x - 4 * s, y}, {x - 1 * s, y + 3.4 * s}, {x + 4.4 * s, y - 3.4 * s}}, false, {0, 0, 0, 0}, {t.surface, 2 * s, 0, 0});
  }
  draw_text(ui, {x + r + 12, y}, ui.word(key_of(step)), {kBodySize, done ? t.faint : t.ink, now ? Weight::kSemiBold : Weight::kRegular});
}

}  // namespace

void draw_first_steps(Ui& ui, Box stage) {
  FirstStartMemory& memory = ui.memory.panels.first_start;
  if (!memory.showing) return;
  notice(ui);
  if (memory.finished_at >= 0) {
    double left = memory.finished_at + kStays - ui.now;
    if (left <= 0) {
      memory.showing = false;
      return;
    }
    ui.actions.wake_in(left + 0.01);
  }
  TextStyle widest_style{kBodySize, ui.theme.ink, Weight::kSemiBold};
  double row = ui.scaled(30), pad = 18, title = ui.scaled(26), widest = 0;
  for (FirstStep step : {FirstStep::kPlay, FirstStep::kChange, FirstStep::kHover})
    widest = std::max(widest, text_width(ui, ui.word(key_of(step)), widest_style));
  ButtonSpec skip{ui.word("first.skip"), "", ButtonKind::kQuiet, true, ""};
  std::string head = ui.word(memory.steps.finished() ? "first.done" : "first.title");
  double heading = text_width(ui, head, {15, ui.theme.ink, Weight::kBold}) + 16 + button_width(ui, skip);
  double width = std::max(heading, widest + ui.scaled(18) + 12) + 2 * pad, height = 2 * pad + title + 6 + kFirstSteps * row;
  Box box{stage.right() - width - 20, stage.y + 20, width, height};
  Overlay overlay(ui, "first_steps", box);
  ui.painter.rect({box.x - 1, box.y + 2, box.w + 2, box.h + 2}, {0, 0, 0, 30}, {}, 11);
  ui.painter.rect(box, ui.theme.surface, {ui.theme.line, 1, 0, 0}, 10);
  draw_text(ui, {box.x + pad, box.y + pad + title / 2}, head, {15, ui.theme.ink, Weight::kBold});
  double y = box.y + pad + title + 6, wide = button_width(ui, skip);
  for (FirstStep step : {FirstStep::kPlay, FirstStep::kChange, FirstStep::kHover}) {
    draw_step(ui, step, {box.x + pad, y, box.w - 2 * pad, row});
    y += row;
  }
  if (button(ui, "first.skip", {box.right() - pad - wide + 14, box.y + pad - 2, wide, title + 4}, skip)) memory.showing = false;
}

}  // namespace convscope
