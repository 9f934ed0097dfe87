// The stack of layers beside the pyramid, changed where it stands.
#include <algorithm>
#include <cmath>

#include "app/scenes/controls.h"
#include "app/views/receptive_field.h"
#include "engine/ops/axis.h"

namespace convscope {
namespace {

double share(const ViewContext& context, int phase) {
  if (!context.hover.none() || !context.state.pin.none()) return 1;
  if (context.moment.phase != phase) return context.moment.phase > phase ? 1.0 : 0.0;
  return context.state.reduce_motion ? 1.0 : std::clamp(context.moment.progress, 0.0, 1.0);
}

}  // namespace

double opened(const Pyramid& p, std::size_t level) {
  if (level == p.tower.top) return share(p.context, 0);
  const double turns = static_cast<double>(p.tower.top), turn = static_cast<double>(p.tower.top - 1 - level);
  return ease_out(std::clamp(share(p.context, 1) * turns - turn, 0.0, 1.0));
}

Index stride_of(const Layer& layer) {
  const Result<std::vector<Index>> stride = per_axis(layer.attributes(), "stride", 2);
  return stride ? stride->front() : 1;
}

Index kernel_of(const LayerModel& layer) {
  return layer.weight().absent() ? layer.layer->attributes().integers("kernel_size").front() : layer.weight().extents[2];
}

Index padding_of(const Layer& layer) { return layer.attributes().is_word("padding") ? 0 : layer.attributes().integers("padding").front(); }

namespace {

// What can be taken hold of in the stack: numbers to drag, a name to click, a cross that takes the layer away, the plate that adds one.
enum class Grip { kKernel, kStride, kPadding, kKind, kRemove, kGrips };
enum class Kind { kConvolution, kPool, kOff };  // in the order of the control's choices
constexpr Index kAddLayer = 100;

Target grip_of(int layer, Grip grip) {
  return {TargetKind::kControl, 0, layer * static_cast<Index>(Grip::kGrips) + static_cast<Index>(grip)};
}

std::string control_of(const char* name, int layer) { return std::string(name) + "_" + std::to_string(layer + 1); }

Color edge_of(const Pyramid& p, const Target& target) { return p.context.hover == target ? p.pen.theme().accent : p.pen.theme().sunken; }

void press_sets(const Pyramid& p, const Target& target, int layer, Kind kind) {
  p.pen.handle(target, {control_of("layer", layer), {}, 0, static_cast<double>(kind), 0, 1});
}

struct Figure {
  const char* letter;
  const char* control;
  Grip grip;
  Index value;
  Color color;
};

// How a layer's row is set: closer together where the stack has little width.
struct RowSpacing {
  double plate = 30, step = 52, letter = 11, edge = 10, cross = 26;
};

RowSpacing row_spacing(const Pyramid& p, double width) {
  constexpr double kAmple = 270;
  RowSpacing spacing;
  if (width < p.pen.type(kAmple)) spacing = {24, 40, 8, 3, 23};
  for (double* each : {&spacing.plate, &spacing.step, &spacing.letter, &spacing.edge, &spacing.cross}) *each = p.pen.type(*each);
  return spacing;
}

void draw_figure(const Pyramid& p, const Figure& figure, int layer, Box plate, double letter) {
  const Theme& t = p.pen.theme();
  const Target target = grip_of(layer, figure.grip);
  p.pen.rect(plate, t.sunken, 6, {edge_of(p, target), 1.5}, target);
  p.pen.text(plate.center(), std::to_string(figure.value), {14, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers}, figure.color);
  p.pen.text({plate.x - letter, plate.center().y}, figure.letter, {13, Weight::kRegular, Anchor::kMiddle, Face::kNumbers}, t.muted);
  const std::string name = control_of(figure.control, layer);
  const double step = p.pen.type(18), value = static_cast<double>(figure.value);  // to the right or up: more
  p.pen.handle(target, {name, {}, 0, value, step, 1});
}

void draw_layer(const Pyramid& p, Box box, int number, bool lit, bool alone) {
  const Theme& t = p.pen.theme();
  const LayerModel& layer = p.context.model.layers[static_cast<std::size_t>(number)];
  p.pen.rect(box, lit ? t.select : t.surface, kCardRadius, {lit ? t.accent : t.line, lit ? 1.5 : 1.0});
  const RowSpacing spacing = row_spacing(p, box.w);
  const double y = box.center().y, height = std::min(box.h - 6, p.pen.type(28));
  const bool pool = layer.layer->op() == "max_pool2d";
  double x = box.right() - spacing.edge;
  if (!alone) {
    const Target target = grip_of(number, Grip::kRemove);
    const Box cross{x - p.pen.type(20), y - height / 2, p.pen.type(20), height};
    p.pen.rect(cross, lit ? t.select : t.surface, 6, {p.context.hover == target ? t.accent : Color{0, 0, 0, 0}, 1.5}, target);
    p.pen.text(cross.center(), "×", {15, Weight::kMedium, Anchor::kMiddle}, p.context.hover == target ? t.accent : t.muted);
    press_sets(p, target, number, Kind::kOff);
  }
  x -= spacing.cross;
  for (const Figure& figure : {Figure{"p", "padding", Grip::kPadding, padding_of(*layer.layer), t.ink},
                               Figure{"s", "stride", Grip::kStride, stride_of(*layer.layer), t.ink},
                               Figure{"k", "kernel", Grip::kKernel, kernel_of(layer), t.weight}}) {
    draw_figure(p, figure, number, {x - spacing.plate, y - height / 2, spacing.plate, height}, spacing.letter);
    x -= spacing.step;
  }
  const Target target = grip_of(number, Grip::kKind);
  const Box name{box.x + p.pen.type(6), y - height / 2, x - box.x - p.pen.type(8), height};
  p.pen.rect(name, {0, 0, 0, 0}, 6, {p.context.hover == target ? t.accent : Color{0, 0, 0, 0}, 1.5}, target);
  p.pen.whole({name.x + p.pen.type(8), y}, p.context.words(pool ? "view.field.pool" : "view.field.conv"), {14, Weight::kSemiBold}, t.ink,
              name.w - p.pen.type(12));
  press_sets(p, target, number, pool ? Kind::kConvolution : Kind::kPool);
}

// The layer that "+ layer" switches on: the first one above those that are on, else any that is off; -1: all are on.
int next_layer(const Pyramid& p) {
  int next = -1;
  for (int layer = static_cast<int>(p.context.model.layers.size()) - 1; layer >= 0; --layer) {
    if (word_parameter(*p.context.model.scene, p.context.state, control_of("layer", layer), "off") == "off") next = layer;
    else if (next >= 0) break;
  }
  return next;
}

// To the right of the image's name.
void draw_add(const Pyramid& p, Box box, double y) {
  const int layer = next_layer(p);
  if (layer < 0) return;
  const Theme& t = p.pen.theme();
  const Target target{TargetKind::kControl, 0, kAddLayer};
  const Ink ink{13, Weight::kSemiBold, Anchor::kMiddle};
  const std::string words = p.context.words("view.field.add");
  const double w = p.pen.width(words, ink) + p.pen.type(24), h = p.pen.type(26);
  const Box plate{box.right() - w, y - h / 2, w, h};
  p.pen.rect(plate, t.surface, kCardRadius, {p.context.hover == target ? t.accent : t.line, 1.2}, target);
  p.pen.text(plate.center(), words, ink, p.context.hover == target ? t.accent : t.ink);
  press_sets(p, target, layer, Kind::kConvolution);
}

}  // namespace

void draw_stack(const Pyramid& p, Box box) {
  const Theme& t = p.pen.theme();
  const Words& words = p.context.words;
  for (std::size_t level = 0; level < p.tower.levels.size(); ++level) {
    const double y = p.y(level) + p.depth / 2;
    const std::string name = level == 0 ? words("view.field.image") : words.format("view.field.map", {{"number", std::to_string(level)}});
    const double w = p.pen.whole({box.x, y}, name, {13, Weight::kSemiBold}, level == 0 ? t.input : t.muted, box.w * 0.5);
    p.pen.line({box.x + w + p.pen.type(12), y}, {box.right(), y}, {t.line, 1});
    if (level == 0) draw_add(p, box, y);
    if (level == 0) continue;
    const double middle = (p.y(level) + p.y(level - 1) + p.depth) / 2, height = std::min(p.pitch * 0.5, p.pen.type(50));
    const bool lit = level <= p.tower.top && opened(p, level - 1) > 0 && opened(p, level - 1) < 1;
    if (height >= p.pen.type(18))
      draw_layer(p, {box.x, middle - height / 2, box.w, height}, p.tower.levels[level].layer, lit, p.tower.levels.size() <= 2);
  }
}

}  // namespace convscope
