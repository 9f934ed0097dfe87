#include "app/asked/parts.h"

#include <algorithm>
#include <cmath>

#include "app/views/planes.h"

namespace convscope {

std::optional<std::size_t> Sheet::slot_of(Index plane) const {
  auto found = std::find(drawn.begin(), drawn.end(), plane);
  if (found == drawn.end()) return std::nullopt;
  return static_cast<std::size_t>(found - drawn.begin());
}

Box Sheet::plane_box(std::size_t slot) const {
  const auto number = static_cast<Index>(slot);
  const double column = static_cast<double>(number % across), row = static_cast<double>(number / across);
  return {origin.x + column * (plane_width() + gap) + side, origin.y + row * (plane_height() + gap) + head,
          cell * static_cast<double>(part.columns), cell * static_cast<double>(part.rows)};
}

Box Sheet::box() const {
  const auto count = static_cast<Index>(drawn.size());
  const double over = static_cast<double>(std::min(count, across)), down = static_cast<double>((count + across - 1) / across);
  return {origin.x, origin.y, over * plane_width() + (over - 1) * gap, down * plane_height() + (down - 1) * gap};
}

Point Sheet::cell_origin(std::size_t slot, double y, double x) const {
  const Box plane = plane_box(slot);
  return {plane.x + (x - static_cast<double>(part.column)) * cell, plane.y + (y - static_cast<double>(part.row)) * cell};
}

Box Sheet::cell_box(Index flat_cell) const {
  const Index plane = flat_cell / (rows * columns) - sample * planes, y = flat_cell / columns % rows, x = flat_cell % columns;
  const std::optional<std::size_t> slot = slot_of(plane);
  if (!slot || !part.has(y, x)) return {};
  const Point at = cell_origin(*slot, static_cast<double>(y), static_cast<double>(x));
  return {at.x, at.y, cell, cell};
}

namespace {

// Of one axis: as much of `count` cells (and their border) around the middle of what is asked about.
void cut(Index first, Index count, Index around_first, Index around_count, Index& from, Index& size) {
  from = first;
  size = count;
  if (count <= kMostSide) return;
  size = std::min(count, std::max<Index>(9, around_count + 2));
  from = std::clamp(around_first + around_count / 2 - size / 2, first, first + count - size);
}

}  // namespace

Sheet make_sheet(const Extents& extents, Index sample, const PlanePart& border, const std::optional<PlanePart>& around) {
  Sheet sheet;
  sheet.extents = extents;
  sheet.sample = sample;
  const int rank = extents.rank();
  if (rank >= 1) sheet.columns = extents[rank - 1];
  if (rank >= 4) sheet.rows = extents[rank - 2];
  if (rank >= 3) sheet.planes = extents[1] * (rank >= 5 ? extents[2] : 1);
  sheet.part = {-border.row, -border.column, sheet.rows + border.row + border.rows, sheet.columns + border.column + border.columns};
  if (around) {
    const PlanePart whole = sheet.part;
    cut(whole.row, whole.rows, around->row, around->rows, sheet.part.row, sheet.part.rows);
    cut(whole.column, whole.columns, around->column, around->columns, sheet.part.column, sheet.part.columns);
  }
  for (Index plane = 0; plane < std::min(sheet.planes, kMostPlanes); ++plane) sheet.drawn.push_back(plane);
  sheet.numbered = sheet.planes > 1;
  return sheet;
}

namespace {

constexpr Ink kChannelInk{kSmallSize, Weight::kMedium, Anchor::kStart, Face::kWords, Importance::kNote};

std::string channel_name(const Words& words, Index plane) { return words.format("asked.channel", {{"number", std::to_string(plane)}}); }

// The cell's size with so many planes beside each other; 0: their names do not fit.
double cell_of(const Sheet& sheet, Box room, Index across) {
  const auto count = static_cast<Index>(sheet.drawn.size());
  const double over = static_cast<double>(across), down = static_cast<double>((count + across - 1) / across);
  const double plane = (room.w - (over - 1) * sheet.gap) / over, height = (room.h - (down - 1) * sheet.gap) / down - sheet.head;
  if (across > 1 && plane < sheet.least_width) return 0;
  return std::min((plane - sheet.side) / static_cast<double>(sheet.part.columns), height / static_cast<double>(sheet.part.rows));
}

}  // namespace

void place_sheet(const Pen& pen, Sheet& sheet, Box room, double most_cell) {
  const auto count = static_cast<Index>(sheet.drawn.size());
  sheet.ruled = sheet.ruled && sheet.rows * sheet.columns > 1;
  sheet.least_width = sheet.numbered ? pen.width(channel_name(pen.words(), sheet.drawn.empty() ? 0 : sheet.drawn.back()), kChannelInk) : 0;
  sheet.head = sheet.numbered ? pen.type(20) : sheet.ruled ? pen.type(18) : 0;
  if (sheet.numbered && sheet.ruled) sheet.head = pen.type(36);
  sheet.side = sheet.ruled && sheet.part.rows > 1 ? pen.type(22) : 0;
  sheet.gap = count > 1 ? pen.type(14) : 0;
  double best = 0;
  for (Index across = 1; across <= count; ++across) {
    const double fits = cell_of(sheet, room, across);
    if (fits <= best) continue;
    best = fits;
    sheet.across = across;
  }
  sheet.cell = std::min(most_cell, best);
  if (sheet.cell > 8) sheet.cell = std::floor(sheet.cell);
  sheet.origin = {room.x, room.y};
  sheet.origin.x += std::max(0.0, (room.w - sheet.box().w) / 2);
  sheet.origin.y += std::max(0.0, (room.h - sheet.box().h) / 2);
}

namespace {

void draw_rules(Pen& pen, const Sheet& sheet, Box plane) {
  const Ink ink{kSmallestText, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNote};
  const double width = pen.width("00", ink) + 4;
  const auto every = static_cast<Index>(std::max(1.0, std::ceil(width / sheet.cell)));
  for (Index i = 0; i < sheet.part.columns; ++i) {
    const Index x = sheet.part.column + i;
    if (x < 0 || x >= sheet.columns || x % every != 0) continue;
    pen.text({plane.x + (static_cast<double>(i) + 0.5) * sheet.cell, plane.y - pen.type(9)}, std::to_string(x), ink, pen.theme().muted);
  }
  if (sheet.side <= 0) return;
  const auto every_row = static_cast<Index>(std::max(1.0, std::ceil(pen.type(16) / sheet.cell)));
  for (Index i = 0; i < sheet.part.rows; ++i) {
    const Index y = sheet.part.row + i;
    if (y < 0 || y >= sheet.rows || y % every_row != 0) continue;
    pen.text({plane.x - pen.type(11), plane.y + (static_cast<double>(i) + 0.5) * sheet.cell}, std::to_string(y), ink, pen.theme().muted);
  }
}

void draw_as_texture(Pen& pen, const Sheet& sheet, Box plane, Index number, Role role,
                     const std::function<CellLook(Index plane, Index y, Index x)>& look) {
  auto pixels = plane_pixels(sheet.part.rows, sheet.part.columns, [&](Index r, Index c) {
    const CellLook cell = look(number, sheet.part.row + r, sheet.part.column + c);
    return cell.tint.a ? cell.tint : cell.kind == CellKind::kPadding ? pen.theme().zero : pen.pale(role);
  });
  pen.image(plane, pixels);
}

}  // namespace

void draw_sheet(Pen& pen, const Sheet& sheet, Role role, TargetKind target, int stage,
                const std::function<CellLook(Index plane, Index y, Index x)>& look) {
  for (std::size_t slot = 0; slot < sheet.drawn.size(); ++slot) {
    const Index plane = sheet.drawn[slot];
    const Box box = sheet.plane_box(slot);
    if (sheet.numbered)
      pen.text({box.x, box.y - sheet.head + pen.type(8)}, channel_name(pen.words(), plane), kChannelInk, pen.theme().muted);
    if (sheet.ruled) draw_rules(pen, sheet, box);
    if (sheet.part.rows * sheet.part.columns > kMostDrawnCells) {
      draw_as_texture(pen, sheet, box, plane, role, look);
      continue;
    }
    GridSpec grid;
    grid.origin = {box.x, box.y};
    grid.cell = sheet.cell;
    grid.rows = sheet.part.rows;
    grid.columns = sheet.part.columns;
    grid.role = role;
    grid.look = [&](Index r, Index c) { return look(plane, sheet.part.row + r, sheet.part.column + c); };
    grid.target_of = [&](Index r, Index c) {
      const Index y = sheet.part.row + r, x = sheet.part.column + c;
      return sheet.inside(y, x) && target != TargetKind::kNone ? Target{target, stage, sheet.flat(plane, y, x)} : Target{};
    };
    pen.grid(grid);
  }
  if (sheet.planes <= static_cast<Index>(sheet.drawn.size())) return;
  const Box box = sheet.box();
  const std::string more =
      pen.words().format("view.more_channels", {{"count", count_text(sheet.planes - static_cast<Index>(sheet.drawn.size()))}});
  pen.text({box.x, box.bottom() + pen.type(14)}, more, {kSmallSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
           pen.theme().muted);
}

Box question_sheet(const Pen& pen, Box room) {
  const double side = std::max(40.0, std::min({room.w, room.h, pen.type(252)}));
  return {room.x + (room.w - side) / 2, room.y + (room.h - side) / 2, side, side};
}

void draw_question_sheet(Pen& pen, Box box, double above) {
  pen.rect(box, pen.theme().sunken, kCardRadius, {pen.theme().muted, 2, 8, 6});
  cut_top(box, above);
  const double size = std::clamp(box.h * 0.42 / pen.theme().text_scale, kSmallestText, 96.0);
  pen.text(box.center(), "?", {size, Weight::kBold, Anchor::kMiddle, Face::kWords, Importance::kNumber}, pen.theme().muted);
}

void draw_title(Pen& pen, Point at, const std::string& name, const std::string& note, Role role, double room) {
  const double used = pen.text(at, name, {16, Weight::kSemiBold}, pen.theme().role(role)) + 12;
  if (!note.empty())
    pen.whole({at.x + used, at.y}, note, {kBodySize, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote},
              pen.theme().muted, room - used);
}

// ---- the whole picture --------------------------------------------------------------------------------------------------------------

double Asked::share(double begin, double length) const {
  if (shown >= 1) return 1;
  return std::clamp((shown * total - begin) / std::max(1.0, length), 0.0, 1.0);
}

AskedArea asked_area(const Asked& asked, Box area) {
  const Pen& pen = asked.pen;
  AskedArea parts;
  parts.bar = cut_bottom(area, pen.type(area.h > pen.type(360) ? 64 : 46), pen.type(14));
  parts.legend = {area.x, area.bottom(), area.w, 0};
  if (area.h > pen.type(240)) parts.legend = cut_bottom(area, pen.type(22), pen.type(12));
  parts.main = area;
  return parts;
}

namespace {

// Parts that stay together: up to a blank.
std::vector<TextRun> pieces_of(const std::vector<TextRun>& line) {
  std::vector<TextRun> pieces;
  for (const TextRun& run : line)
    for (std::size_t at = 0; at < run.text.size();) {
      const std::size_t blank = run.text.find(' ', at), end = blank == std::string::npos ? run.text.size() : blank + 1;
      pieces.push_back({run.text.substr(at, end - at), run.color});
      at = end;
    }
  return pieces;
}

// Of an "=" and what stays with it: up to the next one where a line holds that, else what follows it at once.
double width_from_sign(const Pen& pen, const std::vector<TextRun>& pieces, std::size_t sign, Ink ink, double room) {
  double all = pen.width(pieces[sign].text, ink), first = all;
  for (std::size_t i = sign + 1; i < pieces.size() && pieces[i].text != "= "; ++i) {
    all += pen.width(pieces[i].text, ink);
    if (i == sign + 1) first = all;
  }
  return all <= room ? all : first;
}

std::vector<std::vector<TextRun>> broken(const Pen& pen, const std::vector<TextRun>& pieces, Ink ink, double room) {
  std::vector<std::vector<TextRun>> lines(1);
  double used = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const TextRun& piece = pieces[i];
    const double wide = pen.width(piece.text, ink), needed = piece.text == "= " ? width_from_sign(pen, pieces, i, ink, room) : wide;
    if (used > 0 && used + needed > room && piece.text != " ") {
      lines.emplace_back();
      used = 0;
    }
    if (piece.text == " " && (used == 0 || used + wide > room)) continue;
    lines.back().push_back(piece);
    used += wide;
  }
  return lines;
}

}  // namespace

// In one line where that can be read well, else in as many as the bar holds; where even those are too few, what it comes to stays.
void draw_asked_bar(const Asked& asked, Box bar, const std::vector<TextRun>& line) {
  constexpr double kLargest = 22, kSingle = 15, kLeading = 1.35;
  Pen& pen = asked.pen;
  pen.rect(bar, pen.theme().sunken, kCardRadius);
  Ink ink{kLargest, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNumber};
  const double room = bar.w - 2 * pen.type(20), wide = pen.width(line, ink), fits = std::min(kLargest, kLargest * room / wide);
  if (fits >= kSingle) {
    ink.size = fits;
    pen.runs({bar.x + pen.type(20), bar.center().y}, line, ink);
    return;
  }
  std::vector<TextRun> pieces = pieces_of(line);
  std::vector<std::vector<TextRun>> lines;
  auto tall = [&] { return static_cast<double>(lines.size()) * pen.type(ink.size) * kLeading; };
  for (ink.size = 18; ink.size >= kSmallestText; ink.size -= 0.5) {
    lines = broken(pen, pieces, ink, room);
    if (tall() <= bar.h - 6) break;
  }
  ink.size = std::max(ink.size, kSmallestText);
  for (lines = broken(pen, pieces, ink, room); tall() > bar.h - 6 && lines.size() > 1; lines = broken(pen, pieces, ink, room))
    pieces.erase(pieces.begin());
  double y = bar.center().y - tall() / 2 + pen.type(ink.size) * kLeading / 2;
  for (const std::vector<TextRun>& each : lines) {
    pen.runs({bar.x + pen.type(20), y}, each, ink);
    y += pen.type(ink.size) * kLeading;
  }
}

// What has no room is left out, the last first.
void draw_asked_legend(const Asked& asked, Box box, const std::vector<LegendItem>& items) {
  if (box.h <= 0) return;
  Pen& pen = asked.pen;
  const double side = pen.type(18);
  double x = box.x;
  for (const LegendItem& item : items) {
    if (x + side + 7 + pen.width(item.words, {kSmallSize}) > box.right()) return;
    const Box mark{x, box.center().y - side / 2, side, side};
    CellLook look;
    look.kind = item.mark == LegendMark::kPadding ? CellKind::kPadding : CellKind::kUnreached;
    if (item.mark == LegendMark::kWindow)
      pen.rect(inset(mark, 1), pen.pale(Role::kWeight, 0.30), kCellRadius, {pen.theme().weight, 1.5});
    else
      pen.cell(mark, look, Role::kInput, 0);
    x += side + 7;
    x += pen.text({x, box.center().y}, item.words, {kSmallSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
                  pen.theme().muted) +
         24;
  }
}

std::string sizes_without_batch(const Extents& extents) {
  std::string text;
  const int first = extents.rank() > 2 ? (extents[1] == 1 ? 2 : 1) : extents.rank() > 1 ? 1 : 0;
  for (int axis = first; axis < extents.rank(); ++axis) text += (text.empty() ? "" : " × ") + count_text(extents[axis]);
  return text;
}

bool draw_photograph(const Asked& asked, const Sheet& sheet, const std::string& tensor) {
  if (sheet.rows * sheet.columns <= kMostDrawnCells) return false;
  const Model& model = asked.context.model;
  const auto planes = model.planes.find(tensor);
  const auto whole = model.pictures.find(tensor);
  if (sheet.drawn.size() > 1 ? planes == model.planes.end() : whole == model.pictures.end()) return false;
  for (std::size_t slot = 0; slot < sheet.drawn.size(); ++slot) {
    const Box box = sheet.plane_box(slot);
    const Point at = sheet.cell_origin(slot, 0, 0);  // within its border
    const Picture& picture = sheet.drawn.size() > 1 ? planes->second[static_cast<std::size_t>(sheet.drawn[slot])] : whole->second;
    asked.pen.rect(box, asked.pen.theme().zero, 0);
    asked.pen.image({at.x, at.y, sheet.cell * static_cast<double>(sheet.columns), sheet.cell * static_cast<double>(sheet.rows)},
                    picture.pixels);
  }
  return true;
}

int drawn_decimals(const Tensor& tensor) {
  constexpr Index kMostLooked = 1 << 16;  // cells; beyond, numbers are a photograph's
  return tensor.count() > kMostLooked ? 0 : decimals_of(tensor);
}

}  // namespace convscope
