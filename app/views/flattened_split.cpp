// A filter that is no product of three: the best across × down × along, what it loses slice by slice, and what that does to the output.
#include <algorithm>
#include <cmath>

#include "app/scenes/controls.h"
#include "app/views/builders.h"
#include "app/views/many_channels.h"
#include "app/views/press_plate.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"
#include "engine/graph/svd.h"

namespace convscope {
namespace {

struct Board {
  const ViewContext& context;
  Pen& pen;
  double limit = 1;  // of the diverging scale
  double kept = 1;   // of the filter's energy
  const Words& words() const { return context.words; }
  const Theme& theme() const { return pen.theme(); }
};

double share(const ViewContext& context, int phase) {
  if (context.moment.phase != phase) return context.moment.phase > phase ? 1.0 : 0.0;
  return context.state.reduce_motion ? 1.0 : ease_in_out(std::clamp(context.moment.progress, 0.0, 1.0));
}

struct RowOfSlices {
  const Tensor& filter;  // 1 × C × h × w
  const char* name;
  std::string note;
  double appear = 1;
  Target first;  // of cell 0; none: not to be edited
  Color color;
};

void draw_slices(const Board& b, Box box, double label, double cell, const RowOfSlices& row) {
  const Extents& e = row.filter.extents;
  const double step = (box.w - label) / static_cast<double>(e[1]), y = box.y;
  const double middle = y + cell * static_cast<double>(e[2]) / 2;
  b.pen.whole({box.x, middle - b.pen.type(11)}, b.words()(row.name), {16, Weight::kBold}, row.color, label - b.pen.type(8));
  b.pen.whole({box.x, middle + b.pen.type(12)}, row.note, {13, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
              b.theme().muted, label - b.pen.type(8));
  const int decimals = decimals_of(row.filter, 1);
  for (Index channel = 0; channel < e[1]; ++channel) {
    const Index first = channel * e[2] * e[3];
    GridSpec spec;
    spec.origin = {box.x + label + step * static_cast<double>(channel) + (step - cell * static_cast<double>(e[3])) / 2, y};
    spec.cell = cell;
    spec.rows = e[2];
    spec.columns = e[3];
    spec.role = Role::kWeight;
    for (float value : row.filter.data) spec.all_texts.push_back(number_text(value, decimals));
    spec.look = [&](Index r, Index c) {
      CellLook look;
      const double value = row.filter[first + r * e[3] + c];
      look.kind = row.appear > 0 ? CellKind::kValue : CellKind::kEmpty;
      look.appear = row.appear;
      look.tint = diverging(0.5 + std::clamp(value / b.limit, -1.0, 1.0) / 2);
      look.text = number_text(value, decimals);
      return look;
    };
    if (!row.first.none()) spec.target_of = [&](Index r, Index c) { return Target{row.first.kind, row.first.stage, first + r * e[3] + c}; };
    b.pen.grid(spec);
  }
}

// Where something is lost: a press takes the flattened filter in place of the one asked for, another one goes back.
void draw_choice_of_nearest(const Board& b, Box row, double height, double label) {
  constexpr double kLost = 1e-9;
  const bool nearest = flag_parameter(*b.context.model.scene, b.context.state, "nearest", false);
  const PressPlate plate{b.words()(nearest ? "view.flat.back" : "view.flat.take"), "nearest", nearest ? 0.0 : 1.0,
                         {TargetKind::kControl, 0, 0}, nearest};
  const double width = press_plate_width(b.pen, plate), middle = row.y + height / 2 + b.pen.type(42);
  if ((1 - b.kept < kLost && !nearest) || width > label - 4 || middle + b.pen.type(14) > row.y + height + b.pen.type(14)) return;
  draw_press_plate(b.pen, b.context, {row.x + width, middle}, plate);
}

void draw_rows(const Board& b, Box box) {
  const Model& m = b.context.model;
  const Tensor& asked = m.tensors.at("asked");
  const Extents& e = asked.extents;
  const double label = std::min(b.pen.type(168), box.w * 0.27), head = b.pen.type(28), gap = std::max(b.pen.type(10), box.h * 0.05);
  const double cell =
      std::floor(std::min({(box.h - head - 2 * gap) / (3 * static_cast<double>(e[2])),
                           (box.w - label) / (static_cast<double>(e[1]) * (static_cast<double>(e[3]) + 0.4)), b.pen.type(50)}));
  const double height = cell * static_cast<double>(e[2]), step = (box.w - label) / static_cast<double>(e[1]);
  for (Index c = 0; c < e[1]; ++c)
    b.pen.text({box.x + label + step * (static_cast<double>(c) + 0.5), box.y + b.pen.type(9)}, channel_name(c, e[1]),
               {16, Weight::kBold, Anchor::kMiddle}, b.theme().weight);
  auto weights = [&](Index count) { return b.words().format("view.flat.count", {{"count", std::to_string(count)}}); };
  const double spread = std::min(gap * 2.2, (box.h - head - 3 * height) / 2);
  auto row = [&](int i) { return Box{box.x, box.y + head + i * (height + spread), box.w, height}; };
  draw_slices(b, row(0), label, cell,
              {asked, "view.flat.asked", weights(asked.count()), 1, {TargetKind::kWeight, m.index_of("whole"), 0}, b.theme().ink});
  draw_slices(b, row(1), label, cell,
              {m.layer("filter").output(), "view.flat.best", weights(e[1] + e[2] + e[3]), share(b.context, 0), {}, b.theme().ink});
  draw_slices(b, row(2), label, cell,
              {m.layer("lost").output(), "view.flat.lost", b.words()("view.flat.minus"), share(b.context, 1), {}, b.theme().warning});
  draw_choice_of_nearest(b, row(1), cell * static_cast<double>(e[2]), label);
  const double y = row(2).y - spread / 2;
  if (spread > 6) b.pen.line({box.x, y}, {box.right(), y}, {b.theme().line, 1.5});
}

// ---- the right side -----------------------------------------------------------------------------------------------------------

double draw_vector(const Board& b, Point at, double room, double cell, const Tensor& tensor, const char* name) {
  b.pen.whole({at.x, at.y + b.pen.type(7)}, b.words()(name), {13, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
              b.theme().muted, room);
  GridSpec spec;
  spec.origin = {at.x, at.y + b.pen.type(18)};
  spec.cell = cell;
  spec.cell_width = std::min(cell * 1.2, room / static_cast<double>(tensor.count()));
  spec.rows = 1;
  spec.columns = tensor.count();
  spec.role = Role::kWeight;
  const int decimals = decimals_in(b.pen, tensor, std::min(spec.cell_width, cell * 1.4));
  spec.look = [&](Index, Index c) {
    CellLook look;
    look.appear = share(b.context, 0);
    look.kind = look.appear > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.text = number_text(tensor[c], decimals);
    return look;
  };
  for (float value : tensor.data) spec.all_texts.push_back(number_text(value, decimals));
  b.pen.grid(spec);
  return b.pen.type(18) + cell + b.pen.type(10);
}

void draw_kept(const Board& b, Box box) {
  const Theme& t = b.theme();
  const double shown = share(b.context, 1);
  b.pen.whole({box.x, box.y + b.pen.type(12)}, b.words()("view.flat.kept_energy"),
              {13, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, box.w - b.pen.type(84));
  b.pen.text({box.right(), box.y + b.pen.type(11)}, percent_text(b.kept), {20, Weight::kBold, Anchor::kEnd, Face::kNumbers}, t.ink);
  const Box track{box.x, box.y + b.pen.type(30), box.w, b.pen.type(12)};
  b.pen.rect(track, mix(t.surface, t.warning, 0.3), 3);
  b.pen.rect({track.x, track.y, track.w * (1 - (1 - b.kept) * shown), track.h}, t.weight, 3);
  Ink ink{13, Weight::kSemiBold};
  b.pen.text({track.x, track.bottom() + b.pen.type(14)}, b.words()("view.flat.kept"), ink, t.weight);
  ink.anchor = Anchor::kEnd;
  if (b.kept < 0.9999) b.pen.text({track.right(), track.bottom() + b.pen.type(14)}, b.words()("view.flat.lost_short"), ink, t.warning);
}

void draw_output(const Board& b, Box box, const LayerModel& layer, int stage, double appear, const char* name) {
  const Extents& e = layer.output().extents;
  const double cell =
      std::floor(std::min({box.w / static_cast<double>(e[3]), (box.h - b.pen.type(24)) / static_cast<double>(e[2]), b.pen.type(54)}));
  if (cell < 6) return;
  const int decimals = decimals_of(layer.output(), 1);
  GridSpec spec;
  spec.origin = {box.center().x - cell * static_cast<double>(e[3]) / 2, box.y + b.pen.type(24)};
  spec.cell = cell;
  spec.rows = e[2];
  spec.columns = e[3];
  spec.role = Role::kOutput;
  for (float value : layer.output().data) spec.all_texts.push_back(number_text(value, decimals));
  spec.look = [&](Index r, Index c) {
    CellLook look;
    look.appear = appear;
    look.kind = appear > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.text = number_text(layer.output()[r * e[3] + c], decimals);
    return look;
  };
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kOutput, stage, r * e[3] + c}; };
  b.pen.grid(spec);
  b.pen.whole({box.center().x, box.y + b.pen.type(9)}, b.words()(name), {13.5, Weight::kSemiBold, Anchor::kMiddle}, b.theme().output,
              box.w + 16);
}

void draw_side(const Board& b, Box box) {
  const Model& m = b.context.model;
  b.pen.whole({box.x, box.y + b.pen.type(9)}, b.words()("view.flat.three"), {14.5, Weight::kSemiBold}, b.theme().weight, box.w);
  cut_top(box, b.pen.type(28));
  const double cell = std::min(b.pen.type(44), box.h * 0.085);
  const bool vectors = cell >= b.pen.type(19);
  if (vectors) {
    const char* names[][2] = {
        {"across_weight", "view.flat.across"}, {"down_weight", "view.flat.vertical"}, {"along_weight", "view.flat.horizontal"}};
    for (const auto& each : names) cut_top(box, draw_vector(b, {box.x, box.y}, box.w, cell, m.tensors.at(each[0]), each[1]));
  }
  draw_kept(b, cut_top(box, b.pen.type(66), b.pen.type(8)));
  const double half = box.w / 2 - 8;
  const double appear = share(b.context, 2);
  draw_output(b, {box.x, box.y, half, box.h}, m.layer("whole"), m.index_of("whole"), appear, "view.flat.output_asked");
  draw_output(b, {box.right() - half, box.y, half, box.h}, m.layer("along"), m.index_of("along"), appear, "view.flat.output_flat");
}

}  // namespace

void build_flattened_split(const ViewContext& context, Pen& pen, Box area) {
  const Model& m = context.model;
  const Tensor& asked = m.tensors.at("asked");
  const Extents& e = asked.extents;
  const FlatSplit split = flatten_kernel({asked.data.begin(), asked.data.end()}, e[1], e[2], e[3]);
  Board b{context, pen, 1e-9, 1 - split.relative_error * split.relative_error};
  for (const Tensor* tensor : {&asked, &m.layer("filter").output(), &m.layer("lost").output()})
    for (float value : tensor->data) b.limit = std::max(b.limit, std::abs(static_cast<double>(value)));
  const Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const double side = std::min(pen.type(230), area.w * 0.3);
  const Box right = cut_right(area, side, pen.type(40));
  draw_rows(b, area);
  draw_side(b, right);
  const bool exact = split.relative_error < 1e-5;
  const std::string line =
      exact ? context.words("view.flat.exact") : context.words.format("view.flat.inexact", {{"kept", percent_text(b.kept)}});
  if (bar.h <= 0) return;
  pen.rect(bar, pen.theme().sunken, kCardRadius);
  const bool two = bar.h >= pen.type(60);
  pen.whole({bar.x + 20, two ? bar.y + pen.type(24) : bar.center().y}, line, {16, Weight::kSemiBold}, pen.theme().ink, bar.w - 40);
  if (two)
    pen.whole({bar.x + 20, bar.bottom() - pen.type(20)}, context.words(exact ? "view.flat.exact_why" : "view.flat.inexact_why"),
              {13, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, pen.theme().muted, bar.w - 40);
}

}  // namespace convscope
