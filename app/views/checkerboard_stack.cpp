// Three transposed layers, one painting on what the one before painted: the ripple compounds. Each cell stands over the middle of its
// stamp, so that the rows widen like a fan; below, what the counts and the picture look like after each layer.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/scenes/controls.h"
#include "app/views/checkerboard.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr int kLayers = 3;

std::string of_layer(const std::string& name, int layer) { return name + "_" + std::to_string(layer); }

struct Fan {
  const ViewContext& context;
  Pen& pen;
  Index kernel = 3, stride = 2;
  std::array<Index, kLayers + 1> cells{};      // of the row that layer l made; row 0 is the input
  std::array<Index, kLayers + 1> last{};       // the last cell of row l - 1 whose stamp has landed
  std::array<double, kLayers + 1> drop{};      // how far the stamp after it has come
  double x = 0, y = 0, unit = 20, row = 20, gap = 20;

  const LayerModel& layer(int l) const { return context.model.layer(of_layer("line", l)); }
  const Tensor& values(int l) const { return l == 0 ? layer(1).input() : layer(l).output(); }
  // The edge `at` of row l, in cells of the last row: a cell stands over the middle of its stamp.
  double place(int l, double at) const {
    for (; l < kLayers; ++l) at = number(stride) * at + number(kernel - stride) / 2;
    return at;
  }
  double width(int l) const { return unit * std::pow(number(stride), kLayers - l); }
  double left(int l, double at) const { return x + unit * place(l, at); }
  double top(int l) const { return y + (row + gap) * l; }
};

Fan fan_of(const ViewContext& context, Pen& pen, Box box) {
  Fan f{context, pen};
  f.kernel = f.layer(1).weight().extents[2];
  f.stride = number_parameter(*context.model.scene, context.state, "stride", 2);
  f.cells[0] = f.values(0).count();
  for (int l = 1; l <= kLayers; ++l) {
    f.cells[static_cast<std::size_t>(l)] = f.values(l).count();
    const std::string segment = of_layer("layer", l);
    const Index step = step_in(context, segment);
    const double drop = share_in(context, segment, "stamp_drop"), count = share_in(context, segment, "stamp_count");
    f.last[static_cast<std::size_t>(l)] = count > 0 ? step : step - 1;
    f.drop[static_cast<std::size_t>(l)] = step < 0 ? 0 : drop;
  }
  // A layer may reach further to the sides than the last one: the widest row takes the box.
  double least = 0, most = number(f.cells[kLayers]);
  for (int l = 0; l < kLayers; ++l) {
    least = std::min(least, f.place(l, 0));
    most = std::max(most, f.place(l, number(f.cells[static_cast<std::size_t>(l)])));
  }
  f.unit = std::min(box.w / (most - least), pen.type(44));
  f.x = box.x - least * f.unit + (box.w - (most - least) * f.unit) / 2;
  f.y = box.y;
  f.row = std::min(box.h * 0.16, pen.type(38));
  f.gap = (box.h - f.row * (kLayers + 1)) / kLayers;
  return f;
}

// What stands in a cell of row l so far: the products of the stamps that have landed.
double painted_so_far(const Fan& f, int l, Index cell) {
  if (l == 0) return f.values(0)[cell];
  const Index last = f.last[static_cast<std::size_t>(l)];
  if (last + 1 >= f.values(l - 1).count()) return f.values(l)[cell];
  return painted(f.layer(l), cell, [last](Index input) { return input <= last; }).sum;
}

// A stamp from its cell to the cells it paints: where stamps overlap the ground is deeper.
void draw_beam(const Fan& f, int l, Index i, double share, bool current) {
  const Theme& t = f.pen.theme();
  const double inset = f.width(l - 1) * 0.12, top = f.top(l - 1) + f.row, bottom = top + f.gap * share;
  const double left = f.left(l - 1, number(i)) + inset, right = f.left(l - 1, number(i + 1)) - inset;
  const double to_left = f.left(l, number(i * f.stride)), to_right = f.left(l, number(i * f.stride + f.kernel));
  f.pen.path({{left, top}, {right, top}, {right + (to_right - right) * share, bottom}, {left + (to_left - left) * share, bottom}}, true,
             with_alpha(t.weight, current ? 0.42 : 0.17), {with_alpha(t.weight, current ? 0.9 : 0.25), current ? 1.5 : 1});
}

void draw_row(const Fan& f, int l) {
  const auto at = static_cast<std::size_t>(l);
  const double most = std::max(1.0, range_of(f.values(l)).high), wide = std::min(f.width(l), f.row * 1.6);
  const double smallest = f.pen.type(kSmallestText);
  const bool narrow = smallest <= f.row * 0.62 && f.pen.width(number_text(most, 0), {kSmallestText, Weight::kSemiBold, Anchor::kMiddle,
                                                                                     Face::kNumbers}) <= wide - 3;
  const double size = std::max(number_size(f.pen, {number_text(most, 0)}, std::min(wide, f.row)), narrow ? smallest : 0);
  const int stage = f.context.model.index_of(of_layer("line", std::max(1, l)));
  for (Index i = 0; i < f.cells[at]; ++i) {
    const double value = painted_so_far(f, l, i);
    CellLook look;
    look.kind = l == 0 || value > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.text = size >= f.pen.type(kSmallestText) - 0.01 ? number_text(value, 0) : "";
    if (l > 0) look.tint = f.pen.pale(Role::kOutput, 0.12 + 0.62 * value / most);
    const double middle = f.left(l, number(i) + 0.5);
    f.pen.cell({middle - wide / 2, f.top(l), wide, f.row}, look, l == 0 ? Role::kInput : Role::kOutput, size,
               {l == 0 ? TargetKind::kInput : TargetKind::kOutput, stage, i});
  }
}

void draw_fan(const Fan& f, double gutter_x, double gutter) {
  const Theme& t = f.pen.theme();
  const Words& words = f.context.words;
  for (int l = 1; l <= kLayers; ++l) {
    const auto at = static_cast<std::size_t>(l);
    for (Index i = 0; i <= f.last[at]; ++i) draw_beam(f, l, i, 1, i == f.last[at] && f.last[at] + 1 < f.cells[at - 1]);
    if (f.drop[at] > 0 && f.last[at] + 1 < f.cells[at - 1]) draw_beam(f, l, f.last[at] + 1, f.drop[at], true);
  }
  for (int l = 0; l <= kLayers; ++l) {
    draw_row(f, l);
    const std::string name = l == 0 ? words("view.checkerboard.row_input")
                                    : words.format("view.checkerboard.row_layer", {{"layer", std::to_string(l)}});
    f.pen.whole({gutter_x, f.top(l) + f.row / 2}, name, {kLabelSize, Weight::kMedium, Anchor::kStart, Face::kWords, Importance::kNote},
                l == 0 ? t.input : t.output, gutter - 8);
  }
}

// ---- after each layer -----------------------------------------------------------------------------------------------------------

struct After {
  std::string counts, photo, title;
  std::string shown;  // the photograph with its grid amplified; "": it has none
  int layer = 1;
};

// So many cells of the map from its middle, in step with the period; never more than there are.
MapPart middle_of(const Tensor& map, Index most) {
  const Index rows = std::min(most, map.extents[2]), columns = std::min(most, map.extents[3]);
  return {(map.extents[2] - rows) / 2, (map.extents[3] - columns) / 2, rows, columns};
}

// The middle of the picture: as many small pixels as the last layer can show one by one.
Box middle_of_picture(const Fan& f, const Picture& picture, double side, int layer, bool stamped) {
  const double factor = std::pow(number(f.stride), layer), last = std::pow(number(f.stride), kLayers);
  const Extents& small = f.context.model.layer("small").output().extents;
  const double pixels = std::clamp(std::floor(side / last), 4.0, number(std::min(small[2], small[3])));
  double y = number(small[2]) / 2, x = number(small[3]) / 2;
  for (int l = 0; stamped && l < layer; ++l) {
    y = y * number(f.stride) + number(f.kernel - f.stride) / 2;
    x = x * number(f.stride) + number(f.kernel - f.stride) / 2;
  }
  if (!stamped) y *= factor, x *= factor;
  const double wanted = std::round(pixels * factor);
  const double high = std::min(wanted, number(picture.pixels->height)), wide = std::min(wanted, number(picture.pixels->width));
  return {std::clamp(std::round(x - wide / 2), 0.0, number(picture.pixels->width) - wide),
          std::clamp(std::round(y - high / 2), 0.0, number(picture.pixels->height) - high), wide, high};
}

Ripple ripple_after(const Fan& f, const After& after) {
  Index period = 1;
  for (int l = 0; l < after.layer; ++l) period *= f.stride;
  return ripple_of(f.context.model.layer(after.counts).output(), period);
}

void draw_after(const Fan& f, Box box, const After& after, double full) {
  constexpr Index kMostCells = 24;
  Pen& pen = f.pen;
  const Model& model = f.context.model;
  const Box head = cut_top(box, pen.type(28)), foot = cut_bottom(box, pen.type(kShareHeight));
  pen.fitted({head.x, head.y + pen.type(10)}, after.title, {14, Weight::kSemiBold}, pen.theme().ink, head.w);
  const double gap = 6, side = std::max(4.0, std::min(box.h, (box.w - gap) / 2));
  const Tensor& counts = model.layer(after.counts).output();
  const Index gain = amplified(f.context);
  draw_count_map(pen, {box.x, box.y, side, side}, counts, middle_of(counts, kMostCells), {ripple_after(f, after).mean, gain});
  const Picture& picture = model.pictures.at(gain > 1 && !after.shown.empty() ? after.shown : after.photo);
  pen.image({box.x + side + gap, box.y, side, side}, picture.pixels,
            middle_of_picture(f, picture, side, after.layer, after.photo.rfind("photo_resized", 0) != 0));
  draw_share(pen, {box.x, box.y + side, 2 * side + gap, foot.h},
             {f.context.words("view.checkerboard.ripple"), ripple_after(f, after).share(), full});
}

std::vector<After> all_after(const Fan& f) {
  std::vector<After> all;
  for (int l = 1; l <= kLayers; ++l)
    all.push_back({of_layer("counts", l), of_layer("photo", l),
                   f.context.words.format(l == 1 ? "view.checkerboard.after_one" : "view.checkerboard.after_many",
                                          {{"layers", std::to_string(l)}}),
                   of_layer("photo_shown", l), l});
  const std::string resized = f.context.words("view.checkerboard.after_resized");
  all.push_back({of_layer("counts_resized", kLayers), of_layer("photo_resized", kLayers), resized, "", kLayers});
  return all;
}

void draw_stack_bar(const Fan& f, Box bar, const std::vector<After>& all) {
  const Words& words = f.context.words;
  const int playing = f.context.model.playing(f.context.moment);
  ViewContext told = at_stage(f.context, playing);
  for (int l = 1; l <= kLayers; ++l) {
    const ViewContext other = at_stage(f.context, f.context.model.index_of(of_layer("line", l)));
    if (make_focus(other).inspected) told.stage = other.stage;
  }
  Focus focus = make_focus(told);
  if (!focus.inspected) {  // the first cell of the last stamp: no later one reaches it
    int l = 1;
    while (l < kLayers && f.context.model.index_of(of_layer("line", l)) != told.stage) ++l;
    const Index last = std::max<Index>(0, f.last[static_cast<std::size_t>(l)]);
    focus.step = told.layer().trace().gather(std::min(last * f.stride, told.layer().output().count() - 1));
  }
  std::erase_if(focus.step.terms, [](const Term& term) { return term.tap.data.none(); });
  WrittenSum sum = written_sum(f.pen, told, focus, bar.w - 40, true);
  if (!sum.runs.empty() && !sum.runs.front().text.empty()) sum.runs.front().text = "output[" + std::to_string(focus.step.cell) + "]  =  ";
  auto percent = [&](int at) { return number_text(100 * ripple_after(f, all[static_cast<std::size_t>(at)]).share(), 0) + " %"; };
  draw_bar(f.pen, f.context, bar,
           {sum.runs,
            words.format("view.checkerboard.compounds", {{"one", percent(0)}, {"two", percent(1)}, {"three", percent(2)}}),
            {{LegendMark::kInput, words("legend.input")},
             {LegendMark::kWeight, words("legend.checkerboard.stamp")},
             {LegendMark::kOutput, words("legend.checkerboard.painted")}},
            sum.size,
            {}});
}

}  // namespace

void build_checkerboard_stack(const ViewContext& context, Pen& pen, Box area) {
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  const std::string quiet = context.words("view.checkerboard.stack_note");
  const double gap = std::max(14.0, area.w * 0.024), width = (area.w - gap * kLayers) / (kLayers + 1);
  const double below = pen.type(28 + kShareHeight) + width / 2;  // two squares beside each other, with what stands above and below them
  const bool pictures = area.h > pen.type(290);  // on a low stage the counts stay
  Box top = pictures ? cut_top(area, std::max(area.h * 0.5, area.h - below - pen.type(20)), pen.type(20)) : area;
  if (top.h > pen.type(130)) {
    const double knob = pictures && top.w > pen.type(700) ? pen.type(310) : 0;
    if (knob > 0) draw_amplifier(pen, context, {top.right() - knob, top.y, knob, pen.type(22)}, context.words("parameter.amplify"));
    Box head = top;
    head.w -= knob + pen.type(16);
    draw_part_heading(pen, head, context.words("view.checkerboard.stack"), quiet);
    top = {top.x, head.y, top.w, head.h};
  }
  const double gutter = top.w > pen.type(340) ? pen.type(64) : 0;
  const Fan f = fan_of(context, pen, {top.x + gutter, top.y, top.w - gutter, top.h});
  draw_fan(f, top.x, gutter);
  const std::vector<After> all = all_after(f);
  std::vector<double> shares;
  for (const After& after : all) shares.push_back(ripple_after(f, after).share());
  for (const After& after : all) {
    if (!pictures) break;
    draw_after(f, {area.x, area.y, width, area.h}, after, full_bar(shares));
    area.x += width + gap;
  }
  draw_stack_bar(f, bar, all);
}

}  // namespace convscope
