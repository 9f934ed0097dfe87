// Transposed, by stamping: each input value times the kernel is one stamp, stamps land s apart, and where they overlap they add.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/spread.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr Index kMostOutlines = 16;  // earlier stamps that keep an outline

// What the output holds: the products that have landed, and how many stamps they came from.
struct Painted {
  std::vector<double> value;
  std::vector<int> stamps;
};

struct Stamping {
  const ViewContext& context;
  Pen& pen;
  SpreadGeometry g;
  Focus focus;        // what is hovered or pinned
  Index current = 0;  // the input cell whose stamp is told of
  ScatterStep step;
  Painted before;  // without the current stamp
  double pick = 1, fill = 1, travel = 1, land = 1, add = 1;
  int decimals = 0;

  const Tensor& input() const { return context.layer().input(); }
  const Tensor& weight() const { return context.layer().weight(); }
  Index full(std::size_t a) const { return g.axis[a].spread() + g.axis[a].span() - 1; }
  // Rows (columns) from the first place a stamp reaches to the last cell of the output or of a stamp.
  Index extent(std::size_t a) const { return std::max(full(a), g.axis[a].begin + g.output[a]); }
  Point landing(Index cell) const {  // of a stamp's corner, in cells
    const Cell at = cell_of(input().extents, cell);
    return {number(at[3] * g.axis[1].stride), number(at[2] * g.axis[0].stride)};
  }
};

Painted painted_until(const LayerModel& layer, Index cells) {
  Painted painted{std::vector<double>(static_cast<std::size_t>(layer.output().count())),
                  std::vector<int>(static_cast<std::size_t>(layer.output().count()))};
  const Trace trace = layer.trace();
  for (Index cell = 0; cell < cells; ++cell)
    for (const ScatterContribution& each : trace.scatter(cell).contributions) {
      painted.value[static_cast<std::size_t>(each.output)] += each.term.product;
      painted.stamps[static_cast<std::size_t>(each.output)] += 1;
    }
  return painted;
}

Stamping stamping_of(const ViewContext& context, Pen& pen) {
  Stamping s{context, pen, spread_geometry(context.layer()), make_focus(context), 0, {}, {}};
  const Trace trace = context.layer().trace();
  s.current = std::clamp<Index>(step_in(context, "stamp"), 0, s.input().count() - 1);
  const bool pointed = s.focus.answered.kind == TargetKind::kInput && s.focus.answered.index < s.input().count();
  if (!pointed) {
    s.pick = share_in(context, "stamp", "stamp_pick");
    s.fill = share_in(context, "stamp", "stamp_fill");
    s.travel = ease_in_out(share_in(context, "stamp", "stamp_travel"));
    s.land = share_in(context, "stamp", "stamp_land");
    s.add = share_in(context, "stamp", "stamp_add");
  }
  s.before = painted_until(context.layer(), s.current);
  if (pointed) s.current = s.focus.answered.index;
  s.step = trace.scatter(s.current);
  if (pointed) s.before = painted_until(context.layer(), s.current);
  s.decimals = std::max({decimals_of(s.input()), decimals_of(s.weight()), decimals_of(context.layer().output())});
  return s;
}

struct Page {
  Captions captions = Captions::kFull;
  bool notes = true, left_column = true;  // the column: the input and the kernel
  double cell = 40;
  PlainGrid input;
  Point kernel;
  double small = 30;
  double left = 0;  // the right end of the left column
  Point node;
  double stamp_x = 0;
  Point field;  // the corner of the first place a stamp reaches
  Point output(const Stamping& s) const { return {field.x + cell * number(s.g.axis[1].begin), field.y + cell * number(s.g.axis[0].begin)}; }
};

Page lay_out(const Stamping& s, Box area, Captions captions, bool left) {
  const Pen& pen = s.pen;
  Page page;
  page.captions = captions;
  page.notes = area.h > pen.type(240);
  const double caption = pen.caption_height(captions), between = pen.type(18) + caption;
  const Index small_columns = std::max(s.g.axis[1].input, s.g.axis[1].kernel), small_rows = s.g.axis[0].input + s.g.axis[0].kernel;
  page.left_column = left;
  const double node_gap = left ? pen.type(62) : 0, way = pen.type(page.notes ? 96 : 64), share = 0.8,
               named = left ? pen.width(s.context.words("view.transposed.unturned"), {15, Weight::kSemiBold}) + 4 : 0;
  const double rows = number(s.extent(0)), grids = number(s.g.axis[1].span() + s.extent(1)), most = std::max(72.0, area.h * 0.15);
  const Box room{0, 0, area.w - node_gap - way, area.h - caption - pen.type(page.notes ? 24 : 0)};
  page.cell = fit_cell(room, rows, (left ? share * number(small_columns) : 0) + grids, most);
  if (page.cell * share * number(small_columns) < named) page.cell = fit_cell({0, 0, room.w - named, room.h}, rows, grids, most);
  const double c = page.cell;
  page.small = std::min(std::floor(c * share), std::floor((area.h - caption - between) / number(small_rows)));
  const double left_width = left ? std::max(page.small * number(small_columns), named) : 0;
  const double used = left_width + node_gap + way + c * number(s.g.axis[1].span() + s.extent(1));
  double x = area.x + std::max(0.0, (area.w - used) / 2);
  const double height = page.small * number(small_rows) + between, middle = area.y + caption + (area.h - caption) / 2;
  const double top = std::max(area.y + caption, middle - height / 2);
  page.input.origin = {x + (left_width - page.small * number(s.g.axis[1].input)) / 2, top};
  page.input.cell = page.small;
  page.kernel = {x + (left_width - page.small * number(s.g.axis[1].kernel)) / 2, top + page.small * number(s.g.axis[0].input) + between};
  page.left = x + left_width;
  page.node = {page.left + node_gap * 0.5, 0};
  page.stamp_x = page.left + node_gap;
  page.field = {page.stamp_x + c * number(s.g.axis[1].span()) + way, middle - c * number(s.extent(0)) / 2};
  return page;
}

Page best_page(const Stamping& s, Box area) {
  for (Captions captions : {Captions::kFull, Captions::kNames}) {
    Page page = lay_out(s, area, captions, true);
    if (page.cell >= s.pen.legible_cell() && page.small >= s.pen.legible_cell()) return page;
  }
  return lay_out(s, area, Captions::kNames, false);
}

// The stamp with its corner at `at`: only the products that the trace tells of have a number; the others are cut off by the padding.
void draw_stamp(const Stamping& s, Point at, double cell, double filled, bool numbered) {
  Pen& pen = s.pen;
  const Index rows = s.g.axis[0].kernel, columns = s.g.axis[1].kernel, count = rows * columns;
  std::vector<std::string> texts;
  for (const ScatterContribution& each : s.step.contributions) texts.push_back(number_text(each.term.product, s.decimals));
  const double size = number_size(pen, texts, cell);
  for (Index e = 0; e < count; ++e) {
    const Box box{at.x + number(e % columns * s.g.axis[1].dilation) * cell, at.y + number(e / columns * s.g.axis[0].dilation) * cell, cell,
                  cell};
    auto found = std::find_if(s.step.contributions.begin(), s.step.contributions.end(),
                              [&](const ScatterContribution& each) { return each.term.tap.weight.index == e; });
    CellLook look;
    Target target;
    if (found == s.step.contributions.end()) {
      look.kind = CellKind::kPadding;
    } else {
      const double appear = std::clamp(filled * static_cast<double>(count) - number(e), 0.0, 1.0);
      look.kind = appear > 0 ? CellKind::kValue : CellKind::kEmpty;
      look.appear = ease_out(appear);
      if (numbered) look.text = number_text(found->term.product, s.decimals);
      look.tint = pen.pale(Role::kOutput, 0.26);
      look.ringed = s.focus.outputs.count(found->output) != 0 || s.focus.weights.count(e) != 0;
      if (numbered) target = {TargetKind::kOutput, s.context.stage, found->output};
    }
    pen.cell(box, look, Role::kOutput, size, target);
  }
}

Box stamp_box(const Stamping& s, Point at, double cell) {
  return {at.x, at.y, cell * number(s.g.axis[1].span()), cell * number(s.g.axis[0].span())};
}

void draw_sources(const Stamping& s, const Page& page) {
  if (!page.left_column) return;
  Pen& pen = s.pen;
  const Words& words = s.context.words;
  PlainGrid grid = page.input;
  grid.hot = s.pick > 0 ? s.current : -1;
  const Box input = grid.box(s.input());
  const Box kernel{page.kernel.x, page.kernel.y, page.small * number(s.g.axis[1].kernel), page.small * number(s.g.axis[0].kernel)};
  const Cell at = cell_of(s.input().extents, s.current);
  const double y = input.y + (number(at[2]) + 0.5) * page.small, reach = ease_out(s.pick), radius = pen.type(13);
  auto grow = [&](Point from, Role role) {
    const Point to{from.x + (page.node.x - radius - from.x) * reach, from.y + (page.node.y - from.y) * reach};
    pen.link(from, to, {pen.theme().role(role), 2.5});
  };
  if (s.pick > 0) {
    const Point clear{std::max(input.right(), page.left), y};  // of the kernel's name
    pen.line({input.right(), y}, clear, {pen.theme().input, 2.5});
    grow(clear, Role::kInput);
    grow({kernel.right() - 2, kernel.center().y}, Role::kWeight);
  }
  pen.caption({input.center().x, input.y}, words("view.input"), shape_text({s.g.axis[0].input, s.g.axis[1].input}), Role::kInput,
              page.captions);
  draw_plain_grid(pen, s.input(), s.focus.inputs, grid);
  pen.caption({kernel.center().x, kernel.y}, words("view.transposed.unturned"), shape_text({s.g.axis[0].kernel, s.g.axis[1].kernel}),
              Role::kWeight, page.captions);
  PlainGrid weights{page.kernel, page.small, Role::kWeight, TargetKind::kWeight, s.context.stage, -1};
  if (s.fill > 0 && s.fill < 1) weights.hot = static_cast<Index>(s.fill * static_cast<double>(s.weight().count()));
  draw_plain_grid(pen, s.weight(), s.focus.weights, weights);
  const Color line = pen.theme().muted;
  if (s.pick >= 1) pen.arrow({page.node.x + radius, page.node.y}, {page.stamp_x - 5, page.node.y}, line, 2);
  pen.circle(page.node, radius, pen.theme().surface, {line, 2});
  pen.text(page.node, "×", {17, Weight::kSemiBold, Anchor::kMiddle, Face::kWords, Importance::kNumber}, pen.theme().ink);
}

// The pale track on which the stamp goes level to its place.
void draw_track(const Stamping& s, const Page& page, Box stamp, Box landed) {
  Pen& pen = s.pen;
  if (s.fill < 1) return;
  pen.rect({stamp.right(), stamp.y, landed.x - stamp.right(), stamp.h}, pen.pale(Role::kWeight, 0.10), 0);
  const double from = stamp.right() + pen.type(12), to = page.field.x - pen.type(12), y = stamp.center().y, middle = (from + to) / 2;
  pen.arrow({from, y}, {to, y}, pen.theme().weight, 2.5);
  if (!page.notes || stamp.h < pen.type(70)) return;
  const Ink ink{kLabelSize, Weight::kRegular, Anchor::kMiddle, Face::kWords, Importance::kNote};
  pen.text({middle, y - pen.type(18)}, s.context.words("view.transposed.lands"), ink, pen.theme().muted);
  pen.text({middle, y + pen.type(18)}, s.context.words("view.transposed.adds"), ink, pen.theme().muted);
}

struct Field {
  std::vector<double> product;  // of the current stamp, per output cell
  std::vector<bool> hit;
};

Field field_of(const Stamping& s) {
  const auto count = static_cast<std::size_t>(s.context.layer().output().count());
  Field field{std::vector<double>(count), std::vector<bool>(count)};
  for (const ScatterContribution& each : s.step.contributions) {
    field.product[static_cast<std::size_t>(each.output)] = each.term.product;
    field.hit[static_cast<std::size_t>(each.output)] = true;
  }
  return field;
}

CellLook painted_look(const Stamping& s, const Field& field, Index flat) {
  const auto i = static_cast<std::size_t>(flat);
  CellLook look;
  const bool lands = field.hit[i] && s.land > 0, added = lands && (s.add >= 0.5 || s.before.stamps[i] == 0);
  const int stamps = s.before.stamps[i] + (added ? 1 : 0);
  const bool ended = s.current == s.input().count() - 1 && s.add >= 1;
  if (stamps > 0) {
    look.text = number_text(s.before.value[i] + (added ? field.product[i] : 0), s.decimals);
    look.tint = s.pen.pale(Role::kOutput, std::min(0.16 + 0.16 * stamps, 0.72));
    look.appear = lands && s.before.stamps[i] == 0 ? ease_out(s.land) : 1;
  } else {
    look.kind = ended ? CellKind::kUnreached : CellKind::kEmpty;
  }
  look.ringed = s.focus.outputs.count(flat) != 0;
  look.hot = s.focus.answered.kind == TargetKind::kOutput && s.focus.answered.index == flat;
  return look;
}

double dot_radius(double cell) { return std::min(2.4, cell * 0.045); }

bool has_dots(const Pen& pen, double cell, int stamps) { return cell >= pen.type(30) && 3 * dot_radius(cell) * stamps < cell * 0.9; }

// One dot for each stamp in the cell, and above the number what is being added to what.
void draw_marks(const Stamping& s, const Field& field, Box cell, Index flat) {
  const auto i = static_cast<std::size_t>(flat);
  Pen& pen = s.pen;
  const bool lands = field.hit[i] && s.land > 0;
  const int stamps = s.before.stamps[i] + (lands && (s.add >= 0.5 || s.before.stamps[i] == 0) ? 1 : 0);
  const double radius = dot_radius(cell.w), pitch = radius * 3;
  if (has_dots(pen, cell.w, stamps))
    for (int k = 0; k < stamps; ++k)
      pen.circle({cell.center().x + (k - (stamps - 1) / 2.0) * pitch, cell.bottom() - radius - std::max(4.0, cell.h * 0.09)}, radius,
                 with_alpha(pen.theme().ink, 0.7), {});
  if (!lands || s.before.stamps[i] == 0) return;
  const std::string text = number_text(s.before.value[i], s.decimals) + "+" + factor_text(field.product[i], s.decimals);
  const Ink ink{kSmallestText, Weight::kBold, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
  const double width = pen.width(text, ink) + 6, height = pen.type(14);
  if (width > cell.w - 4 || cell.h < pen.type(46)) return;
  pen.rect({cell.center().x - width / 2, cell.y + 3, width, height}, pen.theme().surface, 3);
  pen.text({cell.center().x, cell.y + 3 + height / 2}, text, ink, pen.theme().weight);
}

void draw_field(const Stamping& s, const Page& page) {
  Pen& pen = s.pen;
  const double c = page.cell;
  const Field field = field_of(s);
  const Point o = page.output(s);
  CellLook cut;
  cut.kind = CellKind::kPadding;
  for (Index y = 0; y < s.extent(0); ++y)
    for (Index x = 0; x < s.extent(1); ++x) {
      const bool inside = y >= s.g.axis[0].begin && y < s.g.axis[0].begin + s.g.output[0] && x >= s.g.axis[1].begin &&
                          x < s.g.axis[1].begin + s.g.output[1];
      if (!inside) pen.cell({page.field.x + number(x) * c, page.field.y + number(y) * c, c, c}, cut, Role::kOutput, 0);
    }
  GridSpec spec;
  spec.origin = o;
  spec.cell = c;
  spec.rows = s.g.output[0];
  spec.columns = s.g.output[1];
  spec.role = Role::kOutput;
  spec.target = TargetKind::kOutput;
  for (float value : s.context.layer().output().data) spec.all_texts.push_back(number_text(value, s.decimals));
  spec.look = [&](Index r, Index k) { return painted_look(s, field, r * spec.columns + k); };
  pen.grid(spec);
  for (Index flat = 0; flat < spec.rows * spec.columns; ++flat)
    draw_marks(s, field, {o.x + number(flat % spec.columns) * c, o.y + number(flat / spec.columns) * c, c, c}, flat);
  const Index first = std::max<Index>(0, s.current - kMostOutlines);
  for (Index cell = first; cell < s.current; ++cell) {
    const Point at = s.landing(cell);
    pen.dashed_frame(stamp_box(s, {page.field.x + at.x * c, page.field.y + at.y * c}, c), with_alpha(pen.theme().weight, 0.7), 1.3);
  }
}

// The output cell whose sum is written: the pinned one, or the middle.
Focus written_focus(const Stamping& s) {
  Focus focus = s.focus;
  const Index middle = s.g.output[0] / 2 * s.g.output[1] + s.g.output[1] / 2;
  const Index cell = s.focus.answered.kind == TargetKind::kOutput ? s.focus.step.cell : middle;
  focus.step = s.context.layer().trace().gather(cell);
  const Index reached = s.land > 0 ? s.current : s.current - 1;
  std::erase_if(focus.step.terms, [&](const Term& term) { return term.tap.data.none() || term.tap.data.index > reached; });
  std::sort(focus.step.terms.begin(), focus.step.terms.end(),
            [](const Term& a, const Term& b) { return a.tap.data.index < b.tap.data.index; });
  focus.step.result = 0;
  for (const Term& term : focus.step.terms) focus.step.result += term.product;
  return focus;
}

BarContent bar_content(const Stamping& s, double cell, double room) {
  const Words& words = s.context.words;
  const Focus focus = written_focus(s);
  WrittenSum sum = written_sum(s.pen, s.context, focus, room, true);
  BarContent content{sum.runs, "", {{LegendMark::kWindow, words("legend.transposed.stamp")}}, sum.size, {}};
  if (has_dots(s.pen, cell, 1)) content.legend.push_back({LegendMark::kDots, words("legend.transposed.dots")});
  if (s.extent(0) > s.g.output[0] || s.extent(1) > s.g.output[1])
    content.legend.push_back({LegendMark::kPadding, words("legend.transposed.cut")});
  content.sentence = sum.other_terms_dropped
                         ? words("view.largest_terms")
                         : words.format("view.transposed.meet",
                                        {{"count", count_text(static_cast<Index>(focus.step.terms.size()))},
                                         {"cell", count_text(focus.step.position[2]) + ", " + count_text(focus.step.position[3])}});
  return content;
}

void draw_stamp_names(const Stamping& s, const Page& page, Box stamp) {
  if (!page.notes) return;
  Pen& pen = s.pen;
  const std::string name = s.context.words.format("view.transposed.stamp_number",
                                                  {{"number", count_text(s.current + 1)}, {"all", count_text(s.input().count())}});
  const std::string value = number_text(s.input()[s.current], decimals_of(s.input()));
  double y = stamp.bottom() + pen.type(16);
  const bool above = y + pen.type(28) > s.context.height - sum_bar_height(s.context) - pen.type(30);
  if (above) y = stamp.y - pen.type(34);
  pen.text({stamp.center().x, y}, name, {14, Weight::kSemiBold, Anchor::kMiddle}, pen.theme().weight);
  pen.runs({stamp.center().x, y + pen.type(19)},
           {{value, pen.theme().input}, {" × ", pen.theme().muted}, {s.context.words("view.weights"), pen.theme().weight}},
           {kLabelSize, Weight::kMedium, Anchor::kMiddle, Face::kWords, Importance::kNote});
}

}  // namespace

void build_transposed_stamp(const ViewContext& context, Pen& pen, Box area) {
  const Stamping s = stamping_of(context, pen);
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  Page page = best_page(s, area);
  const double c = page.cell;
  const Point at = s.landing(s.current);
  const Box landed = stamp_box(s, {page.field.x + at.x * c, page.field.y + at.y * c}, c);
  const Box stamp{page.stamp_x, landed.y, landed.w, landed.h};
  page.node.y = stamp.center().y;
  draw_track(s, page, stamp, landed);
  draw_sources(s, page);
  const Point o = page.output(s);
  pen.caption({o.x + c * number(s.g.output[1]) / 2, page.field.y}, context.words("view.output"), shape_text({s.g.output[0], s.g.output[1]}),
              Role::kOutput, page.captions);
  draw_field(s, page);
  draw_stamp(s, {stamp.x, stamp.y}, c, s.pick >= 1 ? s.fill : 0, true);
  pen.frame(stamp, Role::kWeight, 3, s.pick);
  draw_stamp_names(s, page, stamp);
  if (s.travel > 0 && s.land <= 0) {
    const double x = stamp.x + (landed.x - stamp.x) * s.travel;
    draw_stamp(s, {x, stamp.y}, c, 1, s.travel >= 1);  // numbers stand still
    pen.frame({x, stamp.y, stamp.w, stamp.h}, Role::kWeight, 3);
  } else if (s.land > 0) {
    pen.frame(landed, Role::kWeight, 3);
  }
  draw_bar(pen, context, bar, bar_content(s, c, bar.w - 40));
}

}  // namespace convscope
