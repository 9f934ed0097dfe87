// Parameters, the pinned cell, size, words, cost and code in one scrolling column; the chips below it stay.

#include <utility>

#include "app/panels/comparing.h"
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kEdge = 28, kBetween = 28;

double draw_sections(Ui& ui, const Box& box) {
  double y = box.y;
  for (auto section : {draw_parameters, draw_selected_cell, draw_size, draw_what_happens, draw_cost, draw_code}) {
    double height = section(ui, {box.x, y, box.w, 0});
    y += height > 0 ? height + kBetween : 0;
  }
  return y - box.y;
}

// The step's text first; a question that is asked stands alone, so that nothing beside it gives the answer away.
double draw_lesson_sections(Ui& ui, const Box& box) {
  const double used = ui.lesson->asks() ? draw_question(ui, box) : draw_lesson_text(ui, box);
  if (ui.lesson->held) return used;
  double y = box.y + used + kBetween;
  ui.painter.line({box.x, y - kBetween / 2}, {box.right(), y - kBetween / 2}, {ui.theme.line, 1, 0, 0});
  for (auto section : {draw_parameters, draw_selected_cell, draw_size, draw_cost, draw_code}) {
    const double height = section(ui, {box.x, y, box.w, 0});
    y += height > 0 ? height + kBetween : 0;
  }
  return y - box.y;
}

// Another step is read from its begin.
void begin_at_the_text(Ui& ui, ScrollArea& area) {
  const std::string place = ui.lesson->step().id + (ui.lesson->asks() ? "?" : "");
  if (std::exchange(ui.memory.panels.lesson.read_step, place) != place) area.show(0, 1);
}

// Which of the two the sections tell of.
double draw_sides(Ui& ui, const Box& box) {
  const double height = segmented_height(ui);
  const Point at{box.x, box.y + height / 2};
  if (auto chosen = segmented(ui, "compare.side", at, {"A", "B"}, ui.state.on_other ? 1 : 0))
    ui.actions.look([other = *chosen == 1](State& s) { s.on_other = other; });
  const double x = box.x + segmented_width(ui, {"A", "B"}) + 14;
  const Side& side = ui.model->comparison->side(ui.state.on_other);
  draw_fitted(ui, {x, at.y}, ui.word("scene." + side.model->scene->id + ".title"), {kBodySize, ui.theme.ink, Weight::kSemiBold},
              box.right() - x);
  double used = height;
  if (ui.state.on_other)
    used += 10 + draw_paragraph(ui, {box.x, box.y + used + 10}, ui.word("compare.input_of_a"), {kLabelSize, ui.theme.muted}, box.w);
  return used + 20;
}

// The sections see one side as if it stood alone; what they ask of the second one becomes a change of both.
double draw_side_sections(Ui& ui, const Box& box) {
  const bool of_other = ui.state.on_other;
  const std::shared_ptr<const Comparison> both = ui.model->comparison;
  const State state = side_state(ui.state, *ui.model, of_other);
  std::optional<Error> own;  // the second side's own control, named as its panel names it
  if (of_other && ui.problem && ui.problem->attribute.starts_with(kOtherAttribute)) {
    own = *ui.problem;
    own->attribute.erase(0, std::string_view(kOtherAttribute).size());
  }
  Actions asked;
  Ui side{ui.catalog, state, both->side(of_other).model.get(), own ? &*own : ui.problem, ui.theme, ui.words, ui.painter, asked, ui.memory,
          ui.probe, ui.session, ui.exporting, ui.shelf, ui.lesson, ui.lesson_faults, ui.now, ui.window, of_other ? both->other.source : ""};
  const double height = draw_sections(side, box);
  if (asked.wake() >= 0) ui.actions.wake_in(asked.wake());
  for (Action& action : asked.take()) ui.actions.add(of_other ? for_other(std::move(action), both) : std::move(action));
  return height;
}

}  // namespace

void draw_right_panel(Ui& ui, Box box) {
  const Theme& t = ui.theme;
  double width = box.w - 2 * kEdge, foot = foot_height(ui, width);
  double foot_top = box.bottom() - foot - 20;
  {
    ScrollArea area(ui, "right.panel", {box.x + 1, box.y, box.w - 1, foot_top - 16 - box.y});
    double top = area.top(), y = top + 24;
    if (ui.lesson != nullptr && ui.model != nullptr && !ui.model->comparison) {
      y += draw_lesson_sections(ui, {box.x + kEdge, y, width, 0});
      begin_at_the_text(ui, area);
    } else if (ui.model != nullptr && ui.model->comparison) {
      y += draw_sides(ui, {box.x + kEdge, y, width, 0});
      y += draw_side_sections(ui, {box.x + kEdge, y, width, 0});
    } else {
      y += draw_sections(ui, {box.x + kEdge, y, width, 0});
      y += draw_ask_me(ui, {box.x + kEdge, y, width, 0});
    }
    area.end(y - top);
  }
  ui.painter.line({box.x + kEdge, foot_top - 16}, {box.right() - kEdge, foot_top - 16}, {t.line, 1, 0, 0});
  draw_foot(ui, {box.x + kEdge, foot_top, width, foot});
}

}  // namespace convscope
