// A photograph enlarged in four ways, beside each other, with the same pixel of each.
#include "app/views/builders.h"
#include "app/views/going_up.h"
#include "app/views/photo_columns.h"
#include "app/views/sum_bar.h"

namespace convscope {

void build_going_up_photo(const ViewContext& context, Pen& pen, Box area) {
  const int leader = at_layer(context, "photo_nearest").stage;
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  std::vector<PhotoColumn> columns;
  std::vector<WrittenLine> lines(1);
  std::vector<TextRun> line, named;
  const Theme& t = pen.theme();
  Index channel = 0, shown = 0;
  for (int kind = 0; kind < kUpWayCount; ++kind) {
    const std::string name = std::string("photo_") + kUpWays[kind];
    const ViewContext own = at_layer(context, name);
    const Focus focus = photo_focus(context, leader, own.stage);
    const Cell& p = focus.step.position;
    channel = p[1];
    if (kind == 0) shown = focus.step.cell;
    if (kind == 0) line.push_back({"output[" + std::to_string(p[2]) + ", " + std::to_string(p[3]) + "]  =  ", t.muted});
    if (kind > 0) line.push_back({"  |  ", t.muted});
    const std::string number = number_text(focus.step.result, 0), way = context.words(std::string("view.up.") + kUpWays[kind]);
    if (focus.drop > 0) line.push_back({number, t.output});
    if (kind > 0) named.push_back({"  |  ", t.muted});
    if (focus.drop > 0) named.push_back({number, t.output});
    named.push_back({" " + way, t.muted});
    columns.push_back({own,
                       name,
                       false,
                       way,
                       context.words(std::string("view.up.") + kUpWays[kind] + ".tail") + "   " + number,
                       {static_cast<double>(p[2]), static_cast<double>(p[3]), 1, 1},
                       -1,
                       1});
  }
  std::vector<TextRun> first{{"= ", t.muted}, {number_text(at_stage(context, leader).layer().trace().gather(shown).result, 0), t.output}};
  std::vector<TextRun> placed = named, equal = named;
  placed.insert(placed.begin(), line.front());
  equal.insert(equal.begin(), {"= ", t.muted});
  lines.front().ways = {placed, equal, line, {line.begin() + 1, line.end()}, first};
  draw_photo_columns(pen, columns, area, 10, channel);
  draw_lines(pen, bar, lines, context.words("view.up.photo_sentence"), t.muted);
}

}  // namespace convscope
