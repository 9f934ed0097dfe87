// name and fold button · the box that opens the palette · groups of scenes, the chosen one with its presets below it
#include <algorithm>
#include <string>
#include <vector>

#include "app/panels/panels.h"
#include "app/panels/scene_facts.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kEdge = 24, kRow = 30, kPresetRow = 26, kGroupGap = 12;

void choose_scene(Ui& ui, const Scene& scene) {
  ui.actions.change([id = scene.id](State& state) { enter_scene(state, id); });
}

void draw_head(Ui& ui, const Box& box) {
  const Theme& t = ui.theme;
  draw_text(ui, {box.x + kEdge, box.y + 36}, "ConvScope", {20, t.ink, Weight::kBold});
  double side = ui.scaled(28);
  Box fold{box.right() - 20 - side, box.y + 36 - side / 2, side, side};
  Press press = press_area(ui, "sidebar.fold", fold);
  if (press.hovered) {
    hand_cursor();
    ui.painter.rect(fold, t.sunken, {}, kButtonRadius);
  }
  Point c = fold.center();
  double d = ui.scaled(4);
  Stroke stroke{press.hovered ? t.ink : t.faint, 1.6, 0, 0};
  ui.painter.path({{c.x + d / 2, c.y - d}, {c.x - d / 2, c.y}, {c.x + d / 2, c.y + d}}, false, {0, 0, 0, 0}, stroke);
  tooltip(ui, ui.word("sidebar.fold") + "  " + key_text(ActionId::kLeftPanel));
  if (press.clicked) ui.actions.run(ActionId::kLeftPanel);
}

void draw_search(Ui& ui, const Box& box) {
  const Theme& t = ui.theme;
  Press press = press_area(ui, "sidebar.search", box);
  ui.painter.rect(box, t.sunken, press.hovered ? Stroke{t.faint, 1, 0, 0} : Stroke{}, kCardRadius);
  TextStyle key{kSmallestText, t.faint, Weight::kRegular, Face::kNumbers, Anchor::kEnd};
  std::string shortcut = key_text(ActionId::kPalette);
  draw_text(ui, {box.right() - 12, box.center().y}, shortcut, key);
  double room = box.w - 14 - 20 - text_width(ui, shortcut, key);
  draw_fitted(ui, {box.x + 14, box.center().y}, ui.word("sidebar.find"), {13.5, t.faint}, room);
  if (press.hovered) hand_cursor();
  if (press.clicked) ui.actions.run(ActionId::kPalette);
}

// One pressable line; `mark`: the bar at the left of the chosen scene.
bool draw_row(Ui& ui, const std::string& name, const Box& row, const std::string& label, double indent, const TextStyle& style,
              bool chosen) {
  const Theme& t = ui.theme;
  Press press = press_area(ui, name, row);
  if (press.hovered) {
    hand_cursor();
    if (!chosen) ui.painter.rect(row, t.sunken, {}, kButtonRadius);
  }
  TextStyle shown = style;
  if (press.hovered) shown.color = t.ink;
  double room = row.w - indent - 8;
  draw_fitted(ui, {row.x + indent, row.center().y}, label, shown, room);
  if (text_width(ui, label, shown) > room) tooltip(ui, label);
  return press.clicked;
}

double draw_presets(Ui& ui, const Scene& scene, const Box& column, double y) {
  double height = ui.scaled(kPresetRow), top = y;
  for (const Preset& preset : scene.presets) {
    bool on = preset_is_on(scene, preset, ui.state);
    Box row{column.x + 12, y, column.w - 24, height};
    TextStyle style{kLabelSize, on ? ui.theme.input : ui.theme.muted, on ? Weight::kSemiBold : Weight::kRegular};
    double dot = row.x + 24;
    ui.painter.circle({dot, row.center().y}, on ? 3 : 2, on ? ui.theme.input : ui.theme.line);
    if (draw_row(ui, "preset." + preset.id, row, ui.word("preset." + preset.id), 36, style, false))
      ui.actions.change([&scene, parameters = preset.parameters](State& state) { apply_preset(state, scene, parameters); });
    y += height;
  }
  return scene.presets.empty() ? 0 : y - top + ui.scaled(4);
}

double draw_scene(Ui& ui, const Scene& scene, const Box& column, double y) {
  const Theme& t = ui.theme;
  bool chosen = scene.id == ui.state.scene;
  Box row{column.x + 12, y, column.w - 24, ui.scaled(kRow)};
  if (chosen) {
    ui.painter.rect(row, t.select, {}, kButtonRadius);
    ui.painter.rect({row.x, row.center().y - ui.scaled(9), 3, ui.scaled(18)}, t.input, {}, 1.5);
  }
  TextStyle style{13.5, chosen ? t.ink : t.muted, chosen ? Weight::kSemiBold : Weight::kRegular};
  if (draw_row(ui, "scene." + scene.id, row, ui.word("scene." + scene.id + ".title"), 16, style, chosen) && !chosen)
    choose_scene(ui, scene);
  return row.h + (chosen ? draw_presets(ui, scene, column, y + row.h) : 0);
}

}  // namespace

void draw_sidebar(Ui& ui, Box box) {
  draw_head(ui, box);
  double field = ui.scaled(34), list_top = box.y + 62 + field + 12;
  draw_search(ui, {box.x + 20, box.y + 62, box.w - 40, field});
  double card = first_steps_height(ui, box.w - 32), bottom = box.bottom() - (card > 0 ? card + 28 : 0);
  if (card > 0) draw_first_steps_in(ui, {box.x + 16, box.bottom() - card - 16, box.w - 32, card});
  ScrollArea area(ui, "sidebar.list", {box.x, list_top, box.w - 1, bottom - list_top});
  double y = area.top(), top = y;
  std::string group;
  for (const Scene& scene : ui.catalog.scenes) {
    if (scene.group != group) {
      if (!group.empty()) y += kGroupGap;
      group = scene.group;
      double height = ui.scaled(24);
      std::string label = capitals(ui.word("group." + group));
      draw_fitted(ui, {box.x + kEdge, y + height / 2}, label, {kSmallestText, ui.theme.faint, Weight::kSemiBold}, box.w - 2 * kEdge);
      y += height;
    }
    double height = draw_scene(ui, scene, box, y);
    if (scene.id == ui.state.scene && ui.memory.panels.sidebar.seen_scene != scene.id) {
      area.show(y - top, y - top + height);
      ui.memory.panels.sidebar.seen_scene = scene.id;
    }
    y += height;
  }
  area.end(y - top + 16);
}

}  // namespace convscope
