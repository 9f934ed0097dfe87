// Dilated convolution, one layer seen two ways: left the kernel reads every d-th cell, right d − 1 zeros stand between its weights.
// Both sides light together and share one output.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/heading.h"
#include "app/views/planes.h"
#include "app/views/rates.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr double kReadTint = 0.42, kSkippedTint = 0.10, kReadRing = 2;

struct Layout {
  Captions captions = Captions::kFull;
  bool kernels = true;
  double cell = 40, output_cell = 40, kernel_cell = 36, spread_cell = 25, least_kernel = 32;
  double left = 0, right = 0, output = 0;  // x of the three grids
  double top = 0, names = 0, kernel_middle = 0, kernel_room = 0;
};

struct Stage {
  const ViewContext& context;
  Pen& pen;
  PlaneGeometry g;
  Focus focus;
  Layout l;
  std::array<TapGap, 2> gaps{};  // between the taps, down and across
  bool opens = false;            // the timeline opens the rate
  bool glides = false;           // another rate was set
  bool moving() const { return glides || (opens && gaps[0].share < 1); }
};

double count(Index n) { return static_cast<double>(n); }

// The largest cell of a kernel of so many rows and columns, zeros included; over small inputs its numbers stay readable.
double kernel_cell(const Layout& l, const PlaneGeometry& g, double rows, double columns) {
  return std::min({l.kernel_room / rows, std::max(l.cell, l.least_kernel), l.cell * count(g.padded_columns()) / columns});
}

// Names above the kernels, kernels above the inputs, the output between them. What height the inputs leave is the kernels'.
Layout lay_out(const Pen& pen, const PlaneGeometry& g, Box area, Captions captions, bool kernels) {
  Layout l;
  l.captions = captions;
  l.kernels = kernels;
  l.least_kernel = pen.type(32);
  const double name = captions == Captions::kNone ? 0 : pen.type(28);
  const double kernel = kernels ? std::min({area.h * 0.26, pen.type(132), count(g.kernel[0]) * pen.type(40)}) : 0;
  const double gap = kernels ? pen.type(20) : captions == Captions::kNone ? 0 : pen.type(8);
  const double link = captions == Captions::kNone ? pen.type(14) : std::max(pen.type(28), area.w * 0.045);
  constexpr double kOutputShare = 1.25;
  l.cell = fit_cell({0, 0, area.w - 2 * link, area.h - name - kernel - gap}, count(g.padded_rows()),
                    2 * count(g.padded_columns()) + kOutputShare * count(g.output_columns), std::max(60.0, pen.type(56)));
  const double input_width = l.cell * count(g.padded_columns()), input_height = l.cell * count(g.padded_rows());
  const double spare = area.h - name - kernel - gap - input_height, wanted = count(g.span[0]) * pen.type(32);
  l.kernel_room = kernels ? std::max(kernel, std::min(kernel + spare, wanted)) : 0;
  const double above = name + l.kernel_room + gap, height = above + input_height;
  l.output_cell = std::floor(
      std::min({l.cell * 1.5, (area.w - 2 * link - 2 * input_width) / count(g.output_columns), input_height / count(g.output_rows)}));
  const double used = 2 * input_width + l.output_cell * count(g.output_columns) + 2 * link;
  const double slack = std::max(0.0, std::min(area.w - used, pen.type(120)));
  const double y = area.y + std::max(0.0, (area.h - height) / 2);
  l.names = y + name / 2 - 2;
  l.kernel_middle = y + name + l.kernel_room / 2;
  l.top = y + above;
  l.left = area.x + (area.w - used - slack) / 2;
  l.output = l.left + input_width + link + slack / 2;
  l.right = l.output + l.output_cell * count(g.output_columns) + link + slack / 2;
  l.kernel_cell = std::floor(kernel_cell(l, g, count(g.kernel[0]), count(g.kernel[1])));
  l.spread_cell = std::floor(kernel_cell(l, g, count(g.span[0]), count(g.span[1])));
  return l;
}

// The two kernels are what the scene is about: they and their names go last, after the numbers of large inputs.
Layout best_layout(const Pen& pen, const PlaneGeometry& g, Box area) {
  constexpr double kSeenCell = 4;
  const auto shows = [&](const Layout& l, double cell) { return std::min(l.cell, l.output_cell) >= cell; };
  const Layout whole = lay_out(pen, g, area, Captions::kFull, true), bare = lay_out(pen, g, area, Captions::kNone, true);
  for (const Layout& l : {whole, bare})
    if (shows(l, pen.legible_cell()) && l.kernel_cell >= pen.legible_cell()) return l;
  if (shows(whole, kSeenCell)) return whole;
  return shows(bare, kSeenCell) ? bare : lay_out(pen, g, area, Captions::kNone, false);
}

// Before the layer slides its rate opens, from 1 on; later the gaps go over from one rate to the next.
void set_gaps(Stage& s) {
  s.opens = s.focus.state == StageState::kLater && !s.focus.inspected;
  const double opened = s.opens ? ease_in_out(share_in(s.context, "rate", "open_rate")) : 1;
  const auto gliding = opened < 1 ? std::nullopt : gliding_gaps(s.context, "dilation");
  s.glides = gliding.has_value();
  for (std::size_t axis = 0; axis < 2; ++axis)
    s.gaps[axis] = gliding ? gliding->at(axis) : TapGap{s.opens ? 1 : s.g.dilation[axis], s.g.dilation[axis], opened};
}

InputPlane input_plane(const Stage& s, bool spread) {
  InputPlane plane;
  plane.origin = {spread ? s.l.right : s.l.left, s.l.top};
  plane.cell = s.l.cell;
  plane.sample = s.focus.step.position[0];
  plane.dress = [&s, spread](CellLook& look, std::optional<std::size_t> term) {
    if (term && s.focus.lit(*term) > 0) {
      look.tint = mix(s.pen.theme().surface, s.pen.theme().input, look.kind == CellKind::kValue ? kReadTint : kSkippedTint);
      look.strong = true;
    } else if (!term && spread) {
      look.badge = "0";
      look.badge_quiet = true;
      look.badge_alpha = s.focus.multiply > 0 ? 1 : 0;
    }
  };
  return plane;
}

// A ring in the weights' colour around every cell that is read.
void draw_read_rings(const Stage& s, const InputPlane& plane) {
  if (s.focus.arrive < 1 || s.focus.multiply <= 0) return;
  for (std::size_t i = 0; i < s.focus.step.terms.size(); ++i) {
    if (s.focus.lit(i) <= 0) continue;
    const Point middle = term_center(s.g, plane, s.focus.step.terms[i]);
    const double half = plane.cell / 2 - 1;
    s.pen.rect({middle.x - half, middle.y - half, 2 * half, 2 * half}, {0, 0, 0, 0}, kCellRadius,
               {with_alpha(s.pen.theme().weight, std::min(1.0, 2 * s.focus.lit(i))), kReadRing});
  }
}

// How far an element stands from the kernel's corner, in cells, while the gaps between the elements open or close.
double opened_at(const Stage& s, int axis, Index element) { return count(element) * s.gaps[static_cast<std::size_t>(axis)].apart(); }

// What the kernel spans on the way.
double span_now(const Stage& s, int axis) { return opened_at(s, axis, s.g.kernel[static_cast<std::size_t>(axis)] - 1) + 1; }

// A row or column of the kernel on the way: a weight's, or one of the zeros between two.
struct Slot {
  double begin = 0, width = 1;  // in cells
  bool weight = true;
};

std::vector<Slot> slots_of(const Stage& s, int axis) {
  const Index elements = s.g.kernel[static_cast<std::size_t>(axis)];
  std::vector<Slot> slots;
  for (Index element = 0; element < elements; ++element) {
    slots.push_back({opened_at(s, axis, element), 1, true});
    double at = slots.back().begin + 1;
    for (double width : element + 1 < elements ? s.gaps[static_cast<std::size_t>(axis)].zeros() : std::vector<double>{}) {
      slots.push_back({at, width, false});
      at += width;
    }
  }
  return slots;
}

// From one rate to another the kernel keeps its room, so its cells change their size.
double moving_cell(const Stage& s) {
  if (!s.glides) return s.l.spread_cell;
  const auto span_of = [&](std::size_t axis) { return count((s.g.kernel[axis] - 1) * s.gaps[axis].from) + 1; };
  const double before = std::floor(kernel_cell(s.l, s.g, span_of(0), span_of(1))), share = s.gaps[0].share;
  return std::min(before + (s.l.spread_cell - before) * share, kernel_cell(s.l, s.g, span_now(s, 0), span_now(s, 1)));
}

// The kernel on its way to its rate: the weights part, zeros slide into the gaps. What moves carries no numbers.
void draw_moving_kernel(const Stage& s, Point middle) {
  const double cell = moving_cell(s);
  const Point origin{middle.x - cell * span_now(s, 1) / 2, middle.y - cell * span_now(s, 0) / 2};
  CellLook zero;
  zero.kind = CellKind::kInserted;
  const std::vector<Slot> rows = slots_of(s, 0), columns = slots_of(s, 1);
  for (const bool weights : {false, true})
    for (const Slot& row : rows)
      for (const Slot& column : columns) {
        const Box box{origin.x + column.begin * cell, origin.y + row.begin * cell, column.width * cell, row.width * cell};
        if ((row.weight && column.weight) != weights || std::min(box.w, box.h) < 2) continue;
        s.pen.cell(box, weights ? CellLook{} : zero, Role::kWeight, 0);
      }
}

// In the inputs the cells that are read part with the rate: rings go from where a kernel read before to where this one does.
void draw_moving_reads(const Stage& s, const InputPlane& plane) {
  const double ring = plane.cell - 2, alpha = s.opens || s.focus.multiply > 0 ? 1 : seen_on_the_way(s.context);
  WindowPlace place = window_place(s.context, s.focus);
  if (s.glides) {  // a window that is still wide, or that stands where another stride had none, stays on the padded input
    place.row = std::clamp(place.row, -count(s.g.top), std::max(-count(s.g.top), count(s.g.rows + s.g.bottom) - span_now(s, 0)));
    place.column = std::clamp(place.column, -count(s.g.left), std::max(-count(s.g.left), count(s.g.columns + s.g.right) - span_now(s, 1)));
  }
  for (const Term& term : s.focus.step.terms) {
    const Point at =
        plane.cell_origin(s.g, place.row + opened_at(s, 0, term.tap.element[1]), place.column + opened_at(s, 1, term.tap.element[2]));
    s.pen.rect({at.x + 1, at.y + 1, ring, ring}, with_alpha(s.pen.theme().input, 0.18 * alpha), kCellRadius,
               {with_alpha(s.pen.theme().weight, alpha), kReadRing});
  }
  const Point corner = plane.cell_origin(s.g, place.row, place.column);
  s.pen.frame({corner.x, corner.y, plane.cell * span_now(s, 1), plane.cell * span_now(s, 0)}, Role::kWeight, 3, s.opens ? 1 : place.alpha);
}

void draw_spread_kernel(const Stage& s, Point origin) {
  const Tensor& weight = s.context.layer().weight();
  const int decimals = decimals_of(weight);
  auto element = [&](Index r, Index c) {
    return r % s.g.dilation[0] == 0 && c % s.g.dilation[1] == 0
               ? flat_index(weight.extents, {s.focus.step.position[1], 0, r / s.g.dilation[0], c / s.g.dilation[1]})
               : Index{-1};
  };
  GridSpec spec;
  spec.origin = origin;
  spec.cell = s.l.spread_cell;
  spec.rows = s.g.span[0];
  spec.columns = s.g.span[1];
  spec.role = Role::kWeight;
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = element(r, c);
    if (flat < 0) look.kind = CellKind::kInserted;
    look.text = flat < 0 ? "0" : number_text(weight[flat], decimals);
    look.hot = flat >= 0 && s.focus.weights.count(flat) != 0;
    return look;
  };
  spec.target_of = [&](Index r, Index c) {
    const Index flat = element(r, c);
    return flat < 0 ? Target{} : Target{TargetKind::kWeight, s.context.stage, flat};
  };
  s.pen.grid(spec);
}

void draw_kernels(const Stage& s) {
  if (!s.l.kernels) return;
  const double middle_left = s.l.left + s.l.cell * count(s.g.padded_columns()) / 2,
               middle_right = s.l.right + s.l.cell * count(s.g.padded_columns()) / 2;
  KernelPlane kernel;
  kernel.cell = s.l.kernel_cell;
  kernel.origin = {middle_left - kernel.cell * count(s.g.kernel[1]) / 2, s.l.kernel_middle - kernel.cell * count(s.g.kernel[0]) / 2};
  draw_kernel_plane(s.pen, s.context, s.focus, kernel);
  if (s.moving()) draw_moving_kernel(s, {middle_right, s.l.kernel_middle});
  else
    draw_spread_kernel(
        s, {middle_right - s.l.spread_cell * count(s.g.span[1]) / 2, s.l.kernel_middle - s.l.spread_cell * count(s.g.span[0]) / 2});
  Ink size{12.5, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote};
  s.pen.text({middle_left + kernel.cell * count(s.g.kernel[1]) / 2 + 14, s.l.kernel_middle}, shape_text({s.g.kernel[0], s.g.kernel[1]}),
             size, s.pen.theme().muted);
  const double rests = s.l.spread_cell * count(s.g.span[1]), now = s.glides ? moving_cell(s) * span_now(s, 1) : rests;
  s.pen.text({middle_right + std::max(now, rests) / 2 + 14, s.l.kernel_middle}, shape_text({s.g.span[0], s.g.span[1]}), size,
             s.pen.theme().muted);
}

void draw_names(const Stage& s) {
  if (s.l.captions == Captions::kNone) return;
  const Words& words = s.context.words;
  const Index rate = s.g.dilation[0], zeros = rate - 1;
  const bool even = s.g.dilation[0] == s.g.dilation[1];
  auto key = [&](const std::string& side) {
    const char* which = !even ? "uneven" : rate == 1 ? "1" : rate == 2 ? "2" : rate == 3 ? "3" : "more";
    return "view.dilated." + side + "_" + which;
  };
  const double width = s.l.cell * count(s.g.padded_columns());
  Ink ink{15, Weight::kSemiBold, Anchor::kMiddle};
  s.pen.whole({s.l.left + width / 2, s.l.names}, words.format(key("read"), {{"rate", std::to_string(rate)}}), ink, s.pen.theme().ink,
              width + s.pen.type(40));
  s.pen.whole({s.l.right + width / 2, s.l.names}, words.format(key("spread"), {{"zeros", std::to_string(zeros)}}), ink, s.pen.theme().ink,
              width + s.pen.type(40));
}

OutputPlane output_plane(const Stage& s) {
  OutputPlane plane;
  plane.cell = s.l.output_cell;
  plane.sample = s.focus.step.position[0];
  plane.origin = {s.l.output, s.l.top + (s.l.cell * count(s.g.padded_rows()) - plane.cell * count(s.g.output_rows)) / 2};
  return plane;
}

void draw_links(const Stage& s, const InputPlane& left, const InputPlane& right, const OutputPlane& output) {
  const WindowPlace place = window_place(s.context, s.focus);
  const Box from = window_box(s.g, left, place), to = window_box(s.g, right, place);
  const double y = output_center(s.context, output, s.focus.step.cell).y;
  draw_result_link(s.pen, s.focus, {left.box(s.g).right() + 2, from.center().y}, {output.origin.x - 3, y});
  draw_result_link(s.pen, s.focus, {output.origin.x + output.cell * count(s.g.output_columns) + 3, y}, {right.origin.x - 2, to.center().y});
}

void draw_planes(const Stage& s) {
  InputPlane left = input_plane(s, false), right = input_plane(s, true);
  const OutputPlane output = output_plane(s);
  const bool moving = s.opens || s.glides;
  if (moving) left.window_alpha = right.window_alpha = 0;
  else draw_links(s, left, right, output);
  for (const InputPlane* plane : {&left, &right}) {
    draw_input_plane(s.pen, s.context, s.focus, s.g, *plane);
    if (moving) draw_moving_reads(s, *plane);
    else draw_read_rings(s, *plane);
  }
  const double above = output.origin.y, room = above - s.l.top;
  const Captions captions = room >= 0 || s.l.kernels ? s.l.captions : Captions::kNone;
  s.pen.caption({output.origin.x + output.cell * count(s.g.output_columns) / 2, above}, s.context.words("view.dilated.one_output"),
                shape_text({s.g.output_rows, s.g.output_columns}), Role::kOutput, captions);
  draw_output_plane(s.pen, s.context, s.focus, output);
  if (s.focus.inspected || moving) return;
  for (const InputPlane* plane : {&left, &right})
    draw_gathering(
        s.pen, s.focus, s.focus.sum, [&](const Term& term) { return term_center(s.g, *plane, term); },
        output_center(s.context, output, s.focus.step.cell));
}

std::string span_sentence(const Stage& s) {
  const Index products = s.g.kernel[0] * s.g.kernel[1], all = s.g.span[0] * s.g.span[1];
  const bool even = s.g.dilation[0] == s.g.dilation[1] && s.g.kernel[0] == s.g.kernel[1];
  return s.context.words.format(even ? "view.dilated.span" : "view.dilated.spans",
                                {{"rate", std::to_string(s.g.dilation[0])},
                                 {"kernel", std::to_string(s.g.kernel[0])},
                                 {"span", even ? std::to_string(s.g.span[0]) : shape_text({s.g.span[0], s.g.span[1]})},
                                 {"products", std::to_string(products)},
                                 {"all", std::to_string(all)}});
}

// "d·(k − 1) + 1 = 2·(3 − 1) + 1 = 5": what the rate makes of the kernel.
std::vector<TextRun> span_line(const Stage& s) {
  const Theme& t = s.pen.theme();
  std::vector<TextRun> line{{"d·(k \u2212 1) + 1  =  ", t.muted}};
  const bool even = s.g.dilation[0] == s.g.dilation[1] && s.g.kernel[0] == s.g.kernel[1];
  for (std::size_t axis = 0; axis < (even ? 1U : 2U); ++axis) {
    if (axis > 0) line.push_back({",   ", t.muted});
    line.push_back({std::to_string(s.g.dilation[axis]), t.ink});
    line.push_back({"·(" + std::to_string(s.g.kernel[axis]) + " − 1) + 1  =  ", t.muted});
    line.push_back({std::to_string(s.g.span[axis]), t.weight});
  }
  return line;
}

}  // namespace

void build_dilated(const ViewContext& context, Pen& pen, Box area) {
  const Words& words = context.words;
  Stage s{context, pen, plane_geometry(context.layer()), make_focus(context), {}};
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  const bool even = s.g.dilation[0] == s.g.dilation[1];
  draw_heading(pen, area, words("view.dilated.title"),
               words.format("view.dilated.subtitle",
                            {{"rate", even ? std::to_string(s.g.dilation[0]) : shape_text({s.g.dilation[0], s.g.dilation[1]})},
                             {"kernel", shape_text({s.g.kernel[0], s.g.kernel[1]})},
                             {"span", shape_text({s.g.span[0], s.g.span[1]})},
                             {"weights", std::to_string(s.g.kernel[0] * s.g.kernel[1])}}));
  s.l = best_layout(pen, s.g, inset(area, 2));
  set_gaps(s);
  draw_names(s);
  draw_kernels(s);
  draw_planes(s);
  WrittenSum sum = written_sum(pen, context, s.focus, bar.w - 40);
  if (s.opens) sum.runs = span_line(s);
  BarContent content{sum.runs, span_sentence(s), {{LegendMark::kInput, words("legend.read")}}, sum.size, {}};
  content.legend.push_back({LegendMark::kWindow, words("legend.window")});
  if (s.g.span != s.g.kernel) content.legend.push_back({LegendMark::kInserted, words("legend.inserted_zero")});
  tell_unreached(context, s.g, content);
  draw_bar(pen, context, bar, content);
}

}  // namespace convscope
