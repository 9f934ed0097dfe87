// "Which inputs reach this cell?": the input with its rows and columns numbered, the layers between, the output with the cell asked about.
// The cells that reach it light, and are joined to it, when the answer is shown.
#include <algorithm>

#include "app/lessons/chain.h"
#include "app/lessons/unusual.h"
#include "app/asked/workings.h"
#include "engine/ops/attributes.h"

namespace convscope {
namespace {

constexpr double kLit = 750, kLinks = 500;  // ms
constexpr Index kMostReachPlanes = 16;
constexpr std::size_t kMostReachLinks = 64;

// "conv2d", and "k = 3   s = 2": only what is not as usual.
std::string sizes_text(const LayerModel& layer, const std::string& between = "   ") {
  std::string text;
  const std::optional<WindowOf> window = window_of(*layer.layer);
  if (window) {
    const Index kernel = window->axes.empty() ? window->transposed.back().kernel : window->axes.back().kernel;
    text = "k = " + std::to_string(kernel);
  }
  for (const auto& [name, sign] : {std::pair{"stride", "s"}, {"padding", "p"}, {"dilation", "d"}, {"groups", "g"}}) {
    const std::string value = unusual_attribute(*layer.layer, name);
    if (!value.empty()) text += (text.empty() ? "" : between) + (sign + (" = " + value));
  }
  return text;
}

// Wide enough for the layers' names, if the input can spare it.
Box layers_room(const Asked& asked, const std::vector<const LayerModel*>& layers, Box& room) {
  const Pen& pen = asked.pen;
  double names = 0;
  for (const LayerModel* layer : layers)
    for (const std::string& text : {layer->layer->op(), sizes_text(*layer, "  ")})
      names = std::max(names, pen.width(text, {kSmallestText, Weight::kMedium, Anchor::kMiddle, Face::kNumbers}) + 20);
  const double wide = std::max(std::min(room.w * 0.38, pen.type(250)), std::min(room.w * 0.5, names));
  return cut_right(room, wide, pen.type(28));
}

void draw_layers(const Asked& asked, const std::vector<const LayerModel*>& layers, Box room) {
  Pen& pen = asked.pen;
  const double line = pen.type(56);
  double y = room.center().y - line * static_cast<double>(layers.size()) / 2 + line / 2;
  for (const LayerModel* layer : layers) {
    pen.rect({room.x, y - line / 2 + 3, room.w, line - 6}, pen.pale(Role::kWeight, 0.12), 6);
    const Ink ink{kLabelSize, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
    std::string sizes = sizes_text(*layer);
    if (!pen.fits(sizes, ink, room.w - 12)) sizes = sizes_text(*layer, "  ");
    const double apart = sizes.empty() ? 0 : pen.type(10);
    pen.fitted({room.center().x, y - apart}, layer->layer->op(), ink, pen.theme().ink, room.w - 12);
    if (!sizes.empty()) pen.fitted({room.center().x, y + apart}, sizes, ink, pen.theme().weight, room.w - 12);
    y += line;
  }
}

// In the middle: the layers between the two tensors, and the stamps of a transposed one.
void draw_between(Asked& asked, const AskedArea& parts, const std::vector<const LayerModel*>& layers, bool single, Box middle) {
  Pen& pen = asked.pen;
  const std::optional<Stamp> stamp = layers.size() == 1 ? stamp_of(*asked.layer().layer) : std::nullopt;
  const Box below{middle.x, middle.center().y + pen.type(8), middle.w, middle.h / 2 - pen.type(8)};
  if (stamp && middle.h > pen.type(170) && stamps_fit(pen, *stamp, single, below)) {
    draw_stamps(pen, *stamp, single, below);
    middle.h = pen.type(72);
    middle.y = below.y - middle.h;
    draw_asked_legend(asked, parts.legend, stamp_legend(asked.words(), *stamp));
  }
  draw_layers(asked, layers, middle);
}

// The cells light up one after another until all that reach the asked one are lit.
CellLook reached_look(const CellPicture& p, double lit, Index number, Index y, Index x) {
  const Pen& pen = p.asked.pen;
  const std::vector<Index>& order = p.asked.question.reaching;
  CellLook look;
  const Index flat = p.input.flat(number, y, x);
  if (p.input.cell >= pen.legible_cell()) look.text = number_text(static_cast<double>((*p.seen)[flat]), p.input_decimals);
  const auto at = std::lower_bound(order.begin(), order.end(), flat);
  const bool reaches = at != order.end() && *at == flat;
  look.tint = pen.pale(Role::kInput, 0.14);
  if (!reaches || lit * static_cast<double>(order.size()) <= static_cast<double>(at - order.begin())) return look;
  look.tint = pen.pale(Role::kInput, 0.45);
  look.hot = true;
  return look;
}

}  // namespace

double reach_reveal() { return kLinks + kLit; }

void draw_asked_reach(Asked& asked, Box area) {
  const AskedArea parts = asked_area(asked, area);
  Pen& pen = asked.pen;
  CellPicture p = make_picture(asked);
  std::string tensor = asked.question.tensor;
  p.seen = &asked.context.model.tensors.at(tensor);
  p.input_decimals = drawn_decimals(*p.seen);
  p.read = {asked.question.reaching.begin(), asked.question.reaching.end()};
  const Index sample = p.seen->extents.rank() > 2 ? p.step.position[0] : 0;
  p.input = make_sheet(p.seen->extents, sample, {}, part_around(p.seen->extents, p.read));
  p.input.drawn.clear();
  for (Index plane = 0; plane < std::min(p.input.planes, kMostReachPlanes); ++plane) p.input.drawn.push_back(plane);
  p.output = make_sheet(asked.layer().output().extents, p.step.position[0], {},
                        part_around(asked.layer().output().extents, {asked.question.cell}));
  draw_planes_of(p.output, {asked.question.cell}, 1);
  p.input.ruled = p.output.ruled = true;
  std::vector<const LayerModel*> layers = layers_from(asked.context.model, asked.question.stage, tensor);
  if (layers.empty()) layers.push_back(&asked.layer());  // it is read along several branches
  Box room = parts.main;
  cut_top(room, pen.type(38));
  Box right = cut_right(room, room.w * 0.28, pen.type(28)), middle = layers_room(asked, layers, room);
  place_sheet(pen, p.input, room, 52);
  place_sheet(pen, p.output, right, 56);
  const Box in = p.input.box(), out = p.output.box();
  draw_title(pen, {in.x, in.y - pen.type(18)}, asked.words()("view.input"), part_note(asked, p.input), Role::kInput, room.w);
  draw_title(pen, {out.x, out.y - pen.type(18)}, asked.words()("view.output"), part_note(asked, p.output), Role::kOutput, right.w);
  const double lit = asked.share(0, kLit), linked = asked.share(kLit, kLinks);
  const Box target = p.output.cell_box(asked.question.cell);
  if (linked > 0 && p.read.size() <= kMostReachLinks)
    for (Index flat : p.read)
      if (const Box from = p.input.cell_box(flat); from.w > 0)
        pen.link({from.right(), from.center().y}, {out.x - 4, target.center().y}, {with_alpha(pen.theme().output, 0.5 * linked), 1.5});
  draw_between(asked, parts, layers, p.input.columns == 1, middle);
  draw_sheet(pen, p.input, Role::kInput, TargetKind::kNone, asked.context.stage,
             [&](Index number, Index y, Index x) { return reached_look(p, lit, number, y, x); });
  draw_sheet(pen, p.output, Role::kOutput, TargetKind::kNone, asked.context.stage, [&](Index number, Index y, Index x) {
    CellLook look = output_look(p, number, y, x, 0);
    look.text = "";
    return look;
  });
  const Choice& right_choice = asked.question.choices[asked.question.right()];
  const Theme& t = pen.theme();
  const std::string answer = linked > 0 ? choice_text(right_choice, asked.words()) : "?";
  draw_asked_bar(asked, parts.bar, {{"output[" + place_text(asked.question) + "]  ←  ", t.muted}, {answer, t.input}});
}

}  // namespace convscope
