// 1×1 on a photograph: red, green and blue of one pixel, mixed by three rows of weights into grey and two colour-opponent maps, which an
// activation may cut at 0.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/plane.h"
#include "app/views/pointwise.h"
#include "app/views/sum_bar.h"
#include "app/views/together.h"

namespace convscope {
namespace {

constexpr int kMaps = 3, kChannels = 3;
constexpr std::array<const char*, kMaps> kNames = {"grey", "red_green", "blue_yellow"};

struct Map {
  ViewContext context;
  Focus focus;
  int bent = -1;  // the layer that cuts it at 0; -1: none does
};

struct Mixing {
  const ViewContext& context;
  Pen& pen;
  std::vector<Map> maps;
  int told = 0;                  // whose sum is written
  Index rows = 1, columns = 1;   // of the photograph
  Index row = 0, column = 0;     // the pixel
  double slide = 1, multiply = 1, sum = 1, activate = 1, drop = 1;

  const Words& words() const { return context.words; }
  const Map& map(int i) const { return maps[static_cast<std::size_t>(i)]; }
  Index pixel() const { return row * columns + column; }
  bool bends() const { return maps.front().bent >= 0; }
  const LayerModel& bent(int i) const { return context.model.layers[static_cast<std::size_t>(map(i).bent)]; }
};

int bent_of(const Model& model, const std::string& map) {
  for (std::size_t i = 0; i < model.layers.size(); ++i)
    if (model.layers[i].name == map + "_relu") return static_cast<int>(i);
  return -1;
}

Mixing mixing_of(const ViewContext& context, Pen& pen) {
  Mixing m{context, pen, {}};
  const ViewContext leader = at_layer(context, kNames[0]);
  const Target asked = context.hover.none() ? context.state.pin : context.hover;
  for (int i = 0; i < kMaps; ++i) {
    const ViewContext own = at_layer(context, kNames[static_cast<std::size_t>(i)]);
    m.maps.push_back({own, focus_together(context, leader.stage, own.stage), bent_of(context.model, own.layer().name)});
    if ((asked.kind == TargetKind::kOutput || asked.kind == TargetKind::kWeight) && asked.stage == own.stage) m.told = i;
  }
  const Extents& e = leader.layer().output().extents;
  m.rows = e[2];
  m.columns = e[3];
  const Focus& focus = m.map(0).focus;
  m.row = focus.step.position[2];
  m.column = focus.step.position[3];
  if (focus.inspected) return m;
  m.slide = phase_share(leader, "slide");
  m.multiply = phase_share(leader, "multiply");
  m.sum = phase_share(leader, "sum");
  m.activate = phase_share(leader, "activate");
  m.drop = phase_share(leader, "drop");
  return m;
}

// ---- pictures with the pixel's place ------------------------------------------------------------------------------------------------

void draw_place(const Mixing& m, Box picture, Color color) {
  const double scale = picture.w / number(m.columns), side = std::max(9.0, scale);
  const double x = picture.x + (number(m.column) + 0.5) * scale, y = picture.y + (number(m.row) + 0.5) * scale;
  const Box mark{std::max(picture.x, std::min(x - side / 2, picture.right() - side)),
                 std::max(picture.y, std::min(y - side / 2, picture.bottom() - side)), side, side};
  m.pen.rect(mark, {0, 0, 0, 0}, 2, {m.pen.theme().surface, 4});
  m.pen.rect(mark, {0, 0, 0, 0}, 2, {color, 2});
}

// The picture in the largest box of its shape; returns where it lies.
Box draw_photo(const Mixing& m, Box box, const Picture& picture, const Target& target, Color color) {
  const double scale = std::min(box.w / number(m.columns), box.h / number(m.rows));
  const Box place{box.x, box.y + (box.h - scale * number(m.rows)) / 2, scale * number(m.columns), scale * number(m.rows)};
  m.pen.image(place, picture.pixels, {}, target);
  draw_place(m, place, color);
  return place;
}

void draw_input(const Mixing& m, Box box) {
  const Theme& t = m.pen.theme();
  const Model& model = m.context.model;
  const int stage = m.map(0).context.stage;
  const bool titled = box.h > m.pen.type(220);
  if (titled) {
    const Box head = cut_top(box, m.pen.type(28));
    m.pen.whole({head.x, head.y + m.pen.type(9)}, m.words()("view.pointwise.photograph"), {15, Weight::kSemiBold}, t.input, head.w);
  }
  const double aspect = number(m.rows) / number(m.columns), gap = 8;
  const double small = (box.w - 2 * gap) / kChannels, below = small * aspect + m.pen.type(26);
  const double large = std::min(box.w, std::max(10.0, (box.h - below) / aspect));
  draw_photo(m, {box.x, box.y, large, large * aspect}, model.pictures.at("input"), {TargetKind::kInput, stage, 0}, t.input);
  const double y = box.y + large * aspect + m.pen.type(22);
  for (int c = 0; c < kChannels && box.h > below; ++c) {
    const Box place{box.x + (small + gap) * c, y, small, small * aspect};
    m.pen.whole({place.x, y - m.pen.type(10)}, m.words()("view.pointwise.channel_" + std::to_string(c)),
                {kLabelSize, Weight::kMedium, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, small);
    const Target target{TargetKind::kInput, stage, c * m.rows * m.columns};
    draw_photo(m, place, model.planes.at("input")[static_cast<std::size_t>(c)], target, t.input);
  }
}

// ---- the rows of weights, under the pixel's three values -----------------------------------------------------------------------------

struct Rows {
  double x = 0, top = 0, row = 100, name = 24, gap = 8, cell = 46, sum_x = 0, sum_w = 60, picture_x = 0, picture_w = 200, bent_x = 0;
  bool bends = false;  // what the activation makes has room
  double picture_h() const { return std::max(4.0, row - name - gap); }
  double middle(int i) const { return top + row * i + name + picture_h() / 2; }
};

Rows rows_of(const Mixing& m, Box box) {
  Rows r;
  const double head = m.pen.type(52), sign = m.pen.type(30);
  r.top = box.y + head;
  r.row = (box.h - head) / kMaps;
  r.name = r.row > m.pen.type(60) ? m.pen.type(24) : 0;
  r.gap = m.pen.type(8);
  r.cell = std::clamp(box.w * 0.048, m.pen.type(44), m.pen.type(62));
  r.sum_w = m.pen.type(62);
  const double before = r.cell * kChannels + sign + r.sum_w + m.pen.type(34);
  double arrow = r.sum_w + m.pen.type(24);
  r.bends = m.bends() && box.w - before - arrow > m.pen.type(300);
  if (!r.bends) arrow = 0;
  const double share = r.bends ? 0.24 : 0.5;  // two pictures, or one
  r.picture_w = std::clamp(r.picture_h() * number(m.columns) / number(m.rows), 20.0, std::max(20.0, (box.w - before - arrow) * share));
  r.bent_x = box.right() - r.picture_w;
  r.picture_x = r.bends ? r.bent_x - arrow - r.picture_w : r.bent_x;
  r.x = r.picture_x + r.picture_w - before - r.picture_w;
  r.sum_x = r.x + r.cell * kChannels + sign;
  return r;
}

// The pixel's red, green and blue above the columns of weights.
void draw_values(const Mixing& m, const Rows& r) {
  const Tensor& input = m.map(0).context.layer().input();
  const double height = std::min(m.pen.type(38), r.cell), y = r.top;
  for (int c = 0; c < kChannels; ++c) {
    const Index flat = c * m.rows * m.columns + m.pixel();
    m.pen.whole({r.x + r.cell * (c + 0.5), y - height / 2 - m.pen.type(11)}, m.words()("view.pointwise.channel_" + std::to_string(c)),
                {kSmallSize, Weight::kMedium, Anchor::kMiddle, Face::kWords, Importance::kNote}, m.pen.theme().input, r.cell);
    CellLook look;
    look.text = number_text(input[flat], 0);
    look.tint = grey_color(input[flat]);
    look.hidden = m.slide <= 0;
    m.pen.cell({r.x + r.cell * c, y - height / 2, r.cell, height}, look, Role::kInput, m.pen.type(14),
               {TargetKind::kInput, m.map(0).context.stage, flat});
  }
}

// The map as the activation leaves it: what was negative is black.
void draw_bent(const Mixing& m, const Rows& r, int i, Box mixed) {
  const Theme& t = m.pen.theme();
  const LayerModel& layer = m.bent(i);
  const double left = mixed.right() + m.pen.type(6), right = r.bent_x - m.pen.type(6), y = mixed.center().y;
  const double height = std::min(m.pen.type(34), r.row * 0.3), middle = (left + right) / 2;
  m.pen.arrow({left, y}, {right, y}, t.output, 2);
  m.pen.whole({middle, y - m.pen.type(15)}, "ReLU", {14, Weight::kSemiBold, Anchor::kMiddle}, t.output, right - left);
  CellLook look;
  look.kind = m.activate > 0 ? CellKind::kValue : CellKind::kEmpty;
  look.appear = ease_out(m.activate);
  look.text = number_text(layer.output()[m.pixel()], 1);
  look.hot = i == m.told;
  m.pen.cell({middle - r.sum_w / 2, y + m.pen.type(12), r.sum_w, height}, look, Role::kOutput, m.pen.type(14.5),
             {TargetKind::kOutput, m.map(i).bent, m.pixel()});
  const Box box{r.bent_x, r.top + r.row * i + r.name, r.picture_w, r.picture_h()};
  draw_photo(m, box, m.context.model.pictures.at(layer.name), {TargetKind::kOutput, m.map(i).bent, 0}, t.output);
  if (r.name > 0)
    m.pen.whole({box.x, box.y - r.name / 2}, m.words()("view.pointwise.activated"), {14, Weight::kSemiBold}, t.output, box.w);
}

void draw_row(const Mixing& m, const Rows& r, int i) {
  const Theme& t = m.pen.theme();
  const Map& map = m.map(i);
  const LayerModel& layer = map.context.layer();
  const int decimals = std::max(decimals_of(layer.weight(), 3), 0);
  const double height = std::min(m.pen.type(40), r.row * 0.4), y = r.middle(i);
  const double size = std::clamp(r.cell * 0.26, m.pen.type(kSmallestText), m.pen.type(14));
  for (int c = 0; c < kChannels; ++c) {
    CellLook look;
    look.text = number_text(layer.weight()[c], decimals);
    look.lit = m.multiply > 0 && m.multiply < 1 ? map.focus.lit(static_cast<std::size_t>(c)) : 0;
    look.hot = map.focus.weights.count(c) != 0;
    m.pen.cell({r.x + r.cell * c, y - height / 2, r.cell, height}, look, Role::kWeight, size,
               {TargetKind::kWeight, map.context.stage, c});
  }
  m.pen.text({r.sum_x - m.pen.type(15), y}, "=", {20, Weight::kRegular, Anchor::kMiddle}, t.muted);
  CellLook sum;
  sum.kind = m.sum > 0 ? CellKind::kValue : CellKind::kEmpty;
  sum.appear = ease_out(m.sum);
  sum.text = number_text(map.focus.step.result, 1);
  sum.hot = i == m.told;
  m.pen.cell({r.sum_x, y - height / 2, r.sum_w, height}, sum, Role::kOutput, m.pen.type(14.5),
             {TargetKind::kOutput, map.context.stage, map.focus.step.cell});
  const Box box{r.picture_x, r.top + r.row * i + r.name, r.picture_w, r.picture_h()};
  if (r.name > 0)
    m.pen.whole({box.x, box.y - r.name / 2}, m.words()(std::string("view.pointwise.") + kNames[static_cast<std::size_t>(i)]),
              {14, Weight::kSemiBold}, t.output, box.w);
  const Box picture = draw_photo(m, box, m.context.model.pictures.at(layer.name), {TargetKind::kOutput, map.context.stage, 0}, t.output);
  m.pen.link({r.sum_x + r.sum_w + 3, y}, {picture.x - 3, picture.center().y},
             {with_alpha(t.output, m.drop > 0 ? 1 : 0.35), 2, m.drop > 0 ? 0.0 : 4.0, m.drop > 0 ? 0.0 : 4.0});
  if (r.bends) draw_bent(m, r, i, picture);
}

BarContent bar_of(const Mixing& m, double room) {
  const Map& map = m.map(m.told);
  WrittenSum sum = written_sum(m.pen, map.context, map.focus, room, true);
  if (m.bends() && m.activate > 0 && map.focus.sum >= 1) {
    const LayerModel& bent = m.bent(m.told);
    sum.runs.push_back({"  →  ReLU  ", m.pen.theme().muted});
    sum.runs.push_back({number_text(bent.output()[m.pixel()], 2), m.pen.theme().output});
  }
  return {sum.runs,
          m.words()("view.pointwise.photo_sentence"),
          {{LegendMark::kInput, m.words()("view.one_pixel")},
           {LegendMark::kWeight, m.words()("legend.weight")},
           {LegendMark::kOutput, m.words()("view.mixed")}},
          sum.size,
          {}};
}

}  // namespace

void build_pointwise_photo(const ViewContext& context, Pen& pen, Box area) {
  const Mixing m = mixing_of(context, pen);
  const Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const Rows rows = rows_of(m, area);
  const double gap = std::max(pen.type(24), area.w * 0.03);
  const double room = rows.x - gap - area.x;
  if (room > pen.type(60)) draw_input(m, {area.x, area.y, room, area.h});
  draw_values(m, rows);
  for (int i = 0; i < kMaps; ++i) draw_row(m, rows, i);
  draw_bar(pen, context, bar, bar_of(m, bar.w - 40));
}

}  // namespace convscope
