#include <algorithm>

#include "app/scenes/controls.h"
#include "app/views/deformable.h"

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
  const Theme& t = d.pen.theme();
  const Ink name{kLabelSize}, number{14, Weight::kSemiBold, Anchor::kEnd, Face::kNumbers};
  const std::string label = context.words("parameter.strength");
  const double y = box.center().y, figure = d.pen.width("0.00", number) + 14;
  const double named = d.pen.width(label, name) + 14, room = box.w - figure - 20;
  double x = box.x + 10;
  if (room - named >= d.pen.type(110)) {
    d.pen.text({box.x, y}, label, name, t.muted);
    x = box.x + named + 10;
  }
  const Box track{x, y - 3, box.right() - figure - 10 - x, 6};
  if (track.w < d.pen.type(70)) return;
  const double part = std::clamp((value - low) / (high - low), 0.0, 1.0);
  const Target knob{TargetKind::kControl, 0, control - scene.controls.data()};
  d.pen.rect(track, t.line, 3);
  d.pen.rect({track.x, track.y, track.w * part, track.h}, t.accent, 3);
  d.pen.circle({track.x + track.w * part, y}, 9, t.surface, {t.accent, 2.5}, knob);
  constexpr double kStep = 0.05;
  d.pen.handle(knob, {"strength", {}, 0, value, track.w / (high - low), kStep});
  d.pen.text({box.right(), y}, number_text(value, 2), number, t.ink);
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
