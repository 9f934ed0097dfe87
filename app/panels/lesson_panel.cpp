// The left panel while a lesson runs: its title, its steps with what is done, how far one is, and the way out.
#include <algorithm>
#include <string>
#include <vector>

#include "app/panels/sidebar_parts.h"
#include "app/panels/widgets.h"
#include "app/panels/scene_facts.h"

namespace convscope {
namespace {

constexpr double kIcon = 10;      // radius at 100 %
constexpr double kLargestIcon = 16;
constexpr double kStepSize = 13.5;

double icon_radius(const Ui& ui) { return std::min(ui.scaled(kIcon), kLargestIcon); }

TextStyle step_style(const Ui& ui, bool now) {
  return {kStepSize, now ? ui.theme.ink : ui.theme.muted, now ? Weight::kSemiBold : Weight::kRegular};
}

void draw_tick(Ui& ui, Point c, double r, Color color) {
  ui.painter.path({{c.x - 0.45 * r, c.y}, {c.x - 0.12 * r, c.y + 0.36 * r}, {c.x + 0.45 * r, c.y - 0.38 * r}}, false, {0, 0, 0, 0},
                  {color, 0.2 * r, 0, 0});
}

// Done: a tick. A question: its mark. Something to do: a square to be ticked. Else a ring.
void draw_icon(Ui& ui, const LessonStep& step, Point c, bool done, bool now) {
  const Theme& t = ui.theme;
  const double r = icon_radius(ui);
  const Stroke ring{done || now ? t.accent : t.line, 1.8, 0, 0};
  const Color ground = done ? t.accent : t.surface;
  if (!step.wait.empty()) ui.painter.rect({c.x - 0.9 * r, c.y - 0.9 * r, 1.8 * r, 1.8 * r}, ground, ring, 4);
  else ui.painter.circle(c, r, ground, ring);
  if (done) return draw_tick(ui, c, r, t.on_accent);
  const double size = 1.3 * r / t.text_scale;
  if (step.question) draw_text(ui, c, "?", {size, now ? t.ink : t.faint, Weight::kBold, Face::kWords, Anchor::kMiddle});
  else if (now && step.wait.empty()) ui.painter.circle(c, 0.4 * r, t.accent);
  else if (now && ui.lesson->complete) draw_tick(ui, c, r, t.output);
}

std::string tip_of(const Ui& ui, const LessonStep& step, bool done) {
  if (done) return ui.word("lesson.step.done");
  if (step.question) return ui.word("lesson.step.question");
  return step.wait.empty() ? "" : ui.word("lesson.step.wait");
}

double draw_step(Ui& ui, std::size_t index, const Box& column, double y) {
  const Theme& t = ui.theme;
  const LessonShown& shown = *ui.lesson;
  const LessonStep& step = shown.lesson->steps[index];
  const bool over = shown.run.stage == RunStage::kOver, now = index == shown.run.step && !over, done = index < steps_done(shown);
  const double r = icon_radius(ui), indent = 12 + 2 * r + 12, room = column.w - 24 - indent - 8;
  const LessonSection* section = shown.text != nullptr ? shown.text->find(step.id) : nullptr;
  const std::string title = section != nullptr ? section->title : step.id;
  const double words = paragraph_height(ui, title, step_style(ui, true), room);
  const Box row{column.x + 12, y, column.w - 24, std::max(words, 2 * r) + 18};
  const Press press = press_area(ui, "lesson.step." + std::to_string(index), row);
  if (now) {
    ui.painter.rect(row, t.select, {}, kButtonRadius);
    ui.painter.rect({row.x, row.center().y - ui.scaled(10), 3, ui.scaled(20)}, t.input, {}, 1.5);
  } else if (press.hovered) {
    ui.painter.rect(row, t.sunken, {}, kButtonRadius);
  }
  if (press.hovered) hand_cursor();
  tooltip(ui, tip_of(ui, step, done));
  const double first = row.center().y - words / 2 + line_height(ui, step_style(ui, now)) / 2;
  draw_icon(ui, step, {row.x + 12 + r, first}, done, now);
  TextStyle style = step_style(ui, now);
  if (press.hovered) style.color = t.ink;
  draw_paragraph(ui, {row.x + indent, row.center().y - words / 2}, title, style, room);
  if (press.clicked) ui.actions.add(act::LessonGoTo{index});
  return row.h + 4;
}

double draw_progress(Ui& ui, const Box& box) {
  const Theme& t = ui.theme;
  const std::size_t done = steps_done(*ui.lesson), all = ui.lesson->lesson->steps.size();
  ui.painter.rect({box.x, box.y, box.w, 6}, t.sunken, {}, 3);
  if (done > 0) ui.painter.rect({box.x, box.y, box.w * static_cast<double>(done) / static_cast<double>(all), 6}, t.accent, {}, 3);
  const std::string text = ui.words.format("lesson.progress", {{"done", std::to_string(done)}, {"steps", std::to_string(all)}});
  const TextStyle style{kLabelSize, t.muted};
  return 16 + draw_paragraph(ui, {box.x, box.y + 14}, text, style, box.w);
}

double draw_lesson_head(Ui& ui, const Box& box) {
  const Theme& t = ui.theme;
  const LessonShown& shown = *ui.lesson;
  const std::string number = std::to_string(shown.lesson->number);
  const std::string label = shown.lesson->number > 0 ? ui.words.format("lesson.number", {{"number", number}}) : ui.word("lesson.own");
  double y = box.y + draw_paragraph(ui, {box.x, box.y}, capitals(label), {kSmallestText, t.faint, Weight::kSemiBold}, box.w) + 2;
  const std::string title = shown.text != nullptr ? shown.text->title : shown.lesson->id;
  y += draw_paragraph(ui, {box.x, y}, title, {kHeadingSize, t.ink, Weight::kBold}, box.w);
  return y - box.y;
}

}  // namespace

void draw_lesson_panel(Ui& ui, const Box& box) {
  const double width = box.w - 2 * kSidebarEdge, button_height = std::max(34.0, ui.scaled(24) + 10);
  const double foot = box.bottom() - button_height - 20;
  {
    ScrollArea area(ui, "lesson.steps", {box.x, box.y, box.w - 1, foot - 12 - box.y});
    const double top = area.top();
    double y = top + 6 + draw_lesson_head(ui, {box.x + kSidebarEdge, top + 6, width, 0}) + 12;
    const std::size_t now = ui.lesson->run.step;
    for (std::size_t i = 0; i < ui.lesson->lesson->steps.size(); ++i) {
      const double height = draw_step(ui, i, box, y);
      LessonMemory& memory = ui.memory.panels.lesson;
      if (i == now && memory.seen_step != ui.lesson->step().id) {
        area.show(y - top - height, y - top + 2 * height);
        memory.seen_step = ui.lesson->step().id;
      }
      y += height;
    }
    y += 16 + draw_progress(ui, {box.x + kSidebarEdge, y + 16, width, 0});
    area.end(y - top + 8);
  }
  const ButtonSpec leave{ui.word("lesson.leave"), "", ButtonKind::kNormal, true, ui.word("lesson.leave.tip")};
  if (button(ui, "lesson.leave", {box.x + kSidebarEdge, foot, width, button_height}, leave)) ui.actions.add(act::LeaveLesson{});
}

}  // namespace convscope
