// Pooling at the border: what the padding counts as for the maximum and for the two averages, and what ceil mode does with the rest.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/pooling.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

constexpr const char* kPanels[] = {"maximum", "counted", "left_out"};
constexpr double kPanelCount = 3;

struct Panel {
  ViewContext context;
  Focus focus;
  int kind = 0;  // index of kPanels
  double share = 1;
};

// What stands in the padding as this layer takes it.
std::string padding_text(int kind) { return kind == 0 ? "−∞" : kind == 1 ? "0" : ""; }

std::string panel_note(const Panel& p) {
  const Words& words = p.context.words;
  if (p.kind == 0) return words("view.border_never_wins");
  const double divisor = p.context.layer().layer->divisor(p.focus.step.cell, p.context.layer().tensors);
  return words.format(p.kind == 1 ? "view.divide_by_all" : "view.divide_by_real", {{"count", number_text(divisor, 0)}});
}

void draw_window(Pen& pen, const Panel& p, Point origin, double cell, double compared) {
  const PlaneGeometry g = pool_geometry(p.context.layer());
  const GatherStep& step = p.focus.step;
  const int decimals = decimals_of(p.context.layer().input());
  const std::optional<std::size_t> leader = p.kind == 0 ? leader_of(step, compared) : std::nullopt;
  GridSpec spec;
  spec.origin = origin;
  spec.cell = cell;
  spec.rows = g.kernel[0];
  spec.columns = g.kernel[1];
  spec.role = Role::kInput;
  auto term_of = [&](Index r, Index c) -> const Term& { return step.terms[static_cast<std::size_t>(r * g.kernel[1] + c)]; };
  spec.target_of = [&](Index r, Index c) {
    const Term& term = term_of(r, c);
    return term.tap.data.none() ? Target{} : Target{TargetKind::kInput, p.context.stage, term.tap.data.index};
  };
  spec.look = [&](Index r, Index c) {
    const Term& term = term_of(r, c);
    CellLook look;
    if (term.tap.kind == TapKind::kPadding) {
      look.kind = CellKind::kPadding;
      look.text = padding_text(p.kind);
      return look;
    }
    look.text = number_text(term.data, decimals);
    look.ringed = p.focus.inputs.count(term.tap.data.index) != 0;
    if (leader && &step.terms[*leader] == &term) look.tint = pen.theme().input;
    return look;
  };
  pen.grid(spec);
  if (leader && step.terms[*leader].tap.kind != TapKind::kPadding) {
    const auto at = static_cast<Index>(*leader);
    draw_winner_corner(pen, {origin.x + cell * static_cast<double>(at % g.kernel[1]),
                             origin.y + cell * static_cast<double>(at / g.kernel[1]), cell, cell});
  }
  pen.rect(spec.box(), {0, 0, 0, 0}, 5, {pen.theme().accent, 3});
}

void draw_panel(Pen& pen, const Panel& p, Box box, bool heads, double compared) {
  const Words& words = p.context.words;
  const PlaneGeometry g = pool_geometry(p.context.layer());
  if (heads) {
    Box head = cut_top(box, pen.type(44), kSpace);
    pen.fitted({head.x, head.y + pen.type(10)}, words(std::string("view.border.") + kPanels[p.kind]), {15, Weight::kSemiBold},
               pen.theme().output, head.w);
    pen.fitted({head.x, head.y + pen.type(31)}, panel_note(p),
               {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, pen.theme().muted, head.w);
  }
  // The window, an arrow, and a result 1.3 cells wide.
  constexpr double kResult = 1.3, kArrow = 0.7;
  const auto columns = static_cast<double>(g.kernel[1]);
  const double cell =
      fit_cell(box, std::max(kResult, static_cast<double>(g.kernel[0])), columns + kResult + kArrow, std::max(pen.type(52), box.h * 0.3));
  const double height = cell * static_cast<double>(g.kernel[0]);
  const Point origin{box.x, box.y + std::max(0.0, (box.h - height) / 2)};
  draw_window(pen, p, origin, cell, compared);
  const double middle = origin.y + height / 2, x = origin.x + columns * cell;
  pen.arrow({x + 6, middle}, {x + kArrow * cell - 2, middle}, pen.theme().output);
  GridSpec spec;
  spec.cell = kResult * cell;
  spec.origin = {x + kArrow * cell, middle - spec.cell / 2};
  spec.rows = spec.columns = 1;
  spec.role = Role::kOutput;
  spec.target = TargetKind::kOutput;
  const Tensor& output = p.context.layer().output();
  for (float value : output.data) spec.all_texts.push_back(number_text(value, decimals_of(output)));
  spec.target_of = [&](Index, Index) { return Target{TargetKind::kOutput, p.context.stage, p.focus.step.cell}; };
  spec.look = [&](Index, Index) {
    CellLook look;
    look.kind = p.share > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = p.share;
    look.text = number_text(p.focus.step.result, decimals_of(output));
    look.hot = true;
    return look;
  };
  pen.grid(spec);
}

// One row of cells, its windows, and what they give; `playing` windows are there, the last of them by its share.
struct Row {
  ViewContext context;
  const char* title;
  double windows = 0;  // shown so far
};

void draw_row(Pen& pen, const Row& row, Box box, bool heads) {
  const PlaneGeometry g = pool_geometry(row.context.layer());
  const Tensor &input = row.context.layer().input(), &output = row.context.layer().output();
  const Theme& t = pen.theme();
  if (heads) {
    Box head = cut_top(box, pen.type(26), 4);
    pen.fitted({head.x, head.center().y}, row.context.words(row.title), {14, Weight::kSemiBold}, t.output, head.w);
  }
  const double columns = static_cast<double>(g.padded_columns() + std::max<Index>(1, columns_beyond(g)));
  const double cell = fit_cell(box, 2.6, columns, std::max(pen.type(56), box.h / 2.9));
  const int decimals = std::max(decimals_of(input), decimals_of(output));
  GridSpec spec;
  spec.origin = {box.x, box.y + std::max(0.0, (box.h - 2.6 * cell) / 2)};
  spec.cell = cell;
  spec.rows = 1;
  spec.columns = g.columns + columns_beyond(g);
  spec.role = Role::kInput;
  spec.target_of = [&](Index, Index c) { return c < g.columns ? Target{TargetKind::kInput, row.context.stage, c} : Target{}; };
  spec.look = [&](Index, Index c) {
    CellLook look;
    if (c >= g.columns) {
      look.kind = CellKind::kWaiting;
      return look;
    }
    if (!g.column_reached(c)) look.kind = CellKind::kUnreached;
    look.text = number_text(input[c], decimals);
    return look;
  };
  pen.grid(spec);
  for (Index i = 0; i < g.output_columns; ++i) {
    const double share = std::clamp(row.windows - static_cast<double>(i), 0.0, 1.0);
    if (share <= 0) continue;
    const double x = spec.origin.x + cell * static_cast<double>(i * g.stride[1]), w = cell * static_cast<double>(g.span[1]);
    pen.rect(inset({x, spec.origin.y, w, cell}, 0.5), {0, 0, 0, 0}, 5, {t.accent, 3});
    const Box result{x + w / 2 - cell / 2, spec.origin.y + 1.6 * cell, cell, cell};
    pen.arrow({x + w / 2, spec.origin.y + cell + 5}, {x + w / 2, result.y - 3}, t.output);
    CellLook look;
    look.appear = share;
    look.text = number_text(output[i], decimals);
    pen.cell(result, look, Role::kOutput, std::min(cell * 0.4, pen.type(34)), {TargetKind::kOutput, row.context.stage, i});
  }
}

double windows_shown(const ViewContext& context, const char* leader) {
  const ViewContext row = at_layer(context, leader);
  const StageTime time = stage_time(row);
  if (time.state != StageState::kNow) return 1e6;  // before and after its turn it stands there whole
  return static_cast<double>(time.step) + ease_out(phase_share(row, "drop"));
}

WrittenLine size_line(Pen& pen, const ViewContext& context, const char* name, const char* open, const char* close) {
  const PlaneGeometry g = pool_geometry(context.layer());
  const Theme& t = pen.theme();
  const std::string inside = " − " + std::to_string(g.span[1]) + ") ÷ " + std::to_string(g.stride[1]) + close + " + 1  =  ";
  return {{{{context.words(name) + "  " + open + "(", t.muted},
            {std::to_string(g.padded_columns()), t.input},
            {inside, t.muted},
            {std::to_string(g.output_columns), t.output}},
           {{context.words(name) + "  ", t.muted}, {std::to_string(g.output_columns), t.output}}}};
}

void draw_heading(Pen& pen, Box head, const std::string& title, const std::string& note) {
  pen.fitted({head.x, head.y + pen.type(10)}, title, {16, Weight::kBold}, pen.theme().ink, head.w);
  pen.fitted({head.x, head.y + pen.type(33)}, note, {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
             pen.theme().muted, head.w);
}

struct Shares {
  double compare = 1, drop = 1;
};

void draw_windows(const ViewContext& context, Pen& pen, Box area, bool heads, bool headings) {
  const ViewContext lead = at_layer(context, "maximum");
  const Focus first = focus_together(context, lead.stage, lead.stage);
  Shares shares;
  if (!first.inspected && first.state == StageState::kNow) shares = {phase_share(lead, "compare"), ease_out(phase_share(lead, "drop"))};
  if (headings) {
    const PlaneGeometry g = pool_geometry(lead.layer());
    draw_heading(pen, cut_top(area, pen.type(46), kSpace), context.words("view.at_the_border"),
                 context.words.format("view.border_window", {{"kernel", std::to_string(g.kernel[0])},
                                                             {"padding", std::to_string(g.top)},
                                                             {"number", std::to_string(first.step.cell + 1)},
                                                             {"all", std::to_string(lead.layer().output().count())}}));
  }
  const double gap = 3 * kSpace, w = (area.w - 2 * gap) / kPanelCount;
  for (int i = 0; i < 3; ++i) {
    const ViewContext own = at_layer(context, kPanels[i]);
    draw_panel(pen, {own, focus_together(context, lead.stage, own.stage), i, shares.drop}, {area.x + (w + gap) * i, area.y, w, area.h},
               heads, shares.compare);
  }
}

void draw_rows(const ViewContext& context, Pen& pen, Box area, bool heads, bool headings) {
  const double shown = windows_shown(context, "ceil");
  if (headings) {
    const PlaneGeometry g = pool_geometry(at_layer(context, "ceil").layer());
    draw_heading(pen, cut_top(area, pen.type(46), kSpace),
                 context.words(g.leftover_columns() == 0 ? "view.stride_divides" : "view.stride_does_not_divide"),
                 context.words.format("view.row_sizes", {{"cells", std::to_string(g.columns)},
                                                         {"kernel", std::to_string(g.kernel[1])},
                                                         {"stride", std::to_string(g.stride[1])}}));
  }
  const double gap = 4 * kSpace, w = (area.w - gap) / 2;
  draw_row(pen, {at_layer(context, "floor"), "view.floor_row", shown}, {area.x, area.y, w, area.h}, heads);
  draw_row(pen, {at_layer(context, "ceil"), "view.ceil_row", shown}, {area.x + w + gap, area.y, w, area.h}, heads);
}

}  // namespace

void build_pooling_border(const ViewContext& context, Pen& pen, Box area) {
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const bool headings = area.h >= pen.type(460), heads = area.h >= pen.type(330);
  Box upper = cut_top(area, area.h * 0.54, kSpace);
  if (headings) {
    pen.line({area.x, area.y}, {area.right(), area.y}, {pen.theme().line, 1});
    cut_top(area, 2 * kSpace);
  }
  draw_windows(context, pen, upper, heads, headings);
  draw_rows(context, pen, area, heads, headings);
  draw_lines(pen, bar,
             {size_line(pen, at_layer(context, "floor"), "view.floor", "⌊", "⌋"),
              size_line(pen, at_layer(context, "ceil"), "view.ceil", "⌈", "⌉")},
             context.words("view.border_zero_would_win"), pen.theme().muted);
}

}  // namespace convscope
