// Parameters, the pinned cell, size, words, cost and code in one scrolling column; the chips below it stay.
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kEdge = 28, kBetween = 28;

}  // namespace

void draw_right_panel(Ui& ui, Box box) {
  const Theme& t = ui.theme;
  double width = box.w - 2 * kEdge, foot = foot_height(ui, width);
  double foot_top = box.bottom() - foot - 20;
  {
    ScrollArea area(ui, "right.panel", {box.x + 1, box.y, box.w - 1, foot_top - 16 - box.y});
    double top = area.top(), y = top + 24;
    for (auto section : {draw_parameters, draw_selected_cell, draw_size, draw_what_happens, draw_cost, draw_code}) {
      double height = section(ui, {box.x + kEdge, y, width, 0});
      y += height > 0 ? height + kBetween : 0;
    }
    area.end(y - top);
  }
  ui.painter.line({box.x + kEdge, foot_top - 16}, {box.right() - kEdge, foot_top - 16}, {t.line, 1, 0, 0});
  draw_foot(ui, {box.x + kEdge, foot_top, width, foot});
}

}  // namespace convscope
