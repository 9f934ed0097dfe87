#include "app/scenes/controls.h"
#include "app/views/deformable.h"
#include "app/views/slider.h"

namespace convscope {
namespace {

// Its value beside it; dragging the knob changes it.
void draw_strength(const Deform& d, Box box) {
  const ViewContext& context = d.context;
  const Scene& scene = *context.model.scene;
  const Control* control = find_control(scene, "strength");
  if (control == nullptr || !concerns(scene, context.state, *control)) return;
  const AttributeValue* given = find_parameter(scene, context.state, "strength");
  if (given == nullptr || !std::holds_alternative<double>(*given)) return;
  const double value = std::get<double>(*given), low = static_cast<double>(control->minimum), high = static_cast<double>(control->maximum);
  constexpr double kStep = 0.05;
  const Target knob{TargetKind::kControl, 0, control - scene.controls.data()};
  draw_slider(d.pen, box, {"strength", knob, context.words("parameter.strength"), number_text(value, 2), "0.00", value, low, high, kStep});
}

}  // namespace

void draw_field_choice(const Deform& d, Box& area) {
  const Scene& scene = *d.context.model.scene;
  const Control* control = find_control(scene, "offsets");
  if (control == nullptr || area.h < d.pen.type(360)) return;
  const Theme& t = d.pen.theme();
  const Words& words = d.context.words;
  const std::string chosen = word_parameter(scene, d.context.state, "offsets", "zero");
  const Ink ink{kLabelSize, Weight::kMedium, Anchor::kMiddle};
  const double pad = d.pen.type(22), height = d.pen.type(30);
  double tiles = 0;
  for (const std::string& choice : control->choices) tiles += d.pen.width(words("choice.offsets." + choice), ink) + pad;
  if (tiles > area.w) return;
  Box row = cut_top(area, height, 14);
  d.pen.rect({row.x, row.y, tiles, height}, t.sunken, kCardRadius);
  double x = row.x;
  for (std::size_t i = 0; i < control->choices.size(); ++i) {
    const std::string text = words("choice.offsets." + control->choices[i]);
    const bool on = control->choices[i] == chosen;
    const Box tile{x, row.y, d.pen.width(text, ink) + pad, height};
    d.pen.rect(inset(tile, 2), on ? t.surface : t.sunken, kCardRadius - 2, {on ? t.accent : t.sunken, on ? 1.5 : 0.0},
               {TargetKind::kPreset, 0, static_cast<Index>(i)});
    d.pen.text(tile.center(), text, ink, on ? t.ink : t.muted);
    x = tile.right();
  }
  cut_left(row, tiles, d.pen.type(28));
  const double widest = d.pen.type(320);
  if (row.w > widest) row = {row.right() - widest, row.y, widest, row.h};
  draw_strength(d, row);
}

}  // namespace convscope
