#include "app/asked/cell_picture.h"

#include <algorithm>
#include <cmath>

namespace convscope {

std::optional<PlanePart> part_around(const Extents& extents, const std::set<Index>& cells) {
  const int rank = extents.rank();
  if (rank < 1 || cells.empty()) return std::nullopt;
  Index top = INT64_MAX, left = INT64_MAX, bottom = -1, right = -1;
  for (Index flat : cells) {
    const Cell at = cell_of(extents, flat);
    const Index y = rank >= 4 ? at[static_cast<std::size_t>(rank - 2)] : 0, x = at[static_cast<std::size_t>(rank - 1)];
    top = std::min(top, y);
    left = std::min(left, x);
    bottom = std::max(bottom, y);
    right = std::max(right, x);
  }
  return PlanePart{top, left, bottom - top + 1, right - left + 1};
}

void draw_planes_of(Sheet& sheet, const std::set<Index>& cells, Index most) {
  std::set<Index> wanted;
  const Index plane = sheet.rows * sheet.columns;
  for (Index flat : cells) wanted.insert(flat / plane - sheet.sample * sheet.planes);
  sheet.drawn.assign(wanted.begin(), wanted.end());
  if (static_cast<Index>(sheet.drawn.size()) > most) sheet.drawn.resize(static_cast<std::size_t>(most));
}

std::set<Index> cells_read(const GatherStep& step) {
  std::set<Index> cells;
  for (const Term& term : step.terms)
    if (term.tap.data.slot == 0) cells.insert(term.tap.data.index);
  return cells;
}

std::string place_text(const Question& question) { return question.numbers.at("cell"); }

std::string answer_text(const CellPicture& p) { return p.asked.question.choices[p.asked.question.right()].text; }

CellLook output_look(const CellPicture& p, Index number, Index y, Index x, double dropped) {
  const Index flat = p.output.flat(number, y, x), cell = p.asked.question.cell;
  const bool readable = p.output.cell >= p.asked.pen.legible_cell();
  CellLook look;
  if (flat == cell) {
    look.hot = true;
    look.strong = true;
    look.tint = dropped > 0 ? Color{0, 0, 0, 0} : p.asked.pen.theme().sunken;
    look.text = dropped > 0 ? answer_text(p) : "?";
    look.appear = dropped > 0 ? dropped : 1;
    return look;
  }
  look.kind = flat < cell && p.asked.question.kind == QuestionKind::kCellValue ? CellKind::kValue : CellKind::kEmpty;
  if (look.kind == CellKind::kValue && readable)
    look.text = number_text(static_cast<double>(p.asked.layer().output()[flat]), p.output_decimals);
  return look;
}

CellPicture make_picture(Asked& asked) {
  CellPicture p{asked, asked.layer().trace().gather(asked.question.cell), {}, &asked.layer().input(), {}, {}, {}, 0, 0, 0};
  p.input_decimals = drawn_decimals(*p.seen);
  p.weight_decimals = asked.layer().weight().absent() ? 0 : drawn_decimals(asked.layer().weight());
  p.output_decimals = drawn_decimals(asked.layer().output());
  if (asked.layer().output().count() > (1 << 16) && p.step.result != std::round(p.step.result)) p.output_decimals = 2;
  return p;
}

std::string part_note(const Asked& asked, const Sheet& sheet) {
  const std::string sizes = sizes_without_batch(sheet.extents);
  return sheet.is_cut() ? asked.words().format("asked.part_of", {{"size", sizes}}) : sizes;
}

}  // namespace convscope
