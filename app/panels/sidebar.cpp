// name and fold button · the box that opens the palette · scenes or lessons · groups of scenes, the chosen one with its presets below it
// By keys: up and down walk the rows, Enter chooses the one they stand on, letters search.
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/panels/panels.h"
#include "app/panels/scene_facts.h"
#include "app/panels/sidebar_parts.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kEdge = kSidebarEdge, kRow = 30, kPresetRow = 26, kGroupGap = 12, kLargestFold = 44;

void choose_scene(Ui& ui, const Scene& scene) {
  ui.actions.change([id = scene.id](State& state) { enter_scene(state, id); });
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
  const SidebarMemory& memory = ui.memory.panels.sidebar;
  bool at = memory.active && memory.at == name;
  if (at) ui.painter.rect(row, {0, 0, 0, 0}, {t.input, 1.5, 0, 0}, kButtonRadius);
  TextStyle shown = style;
  if (press.hovered || at) shown.color = t.ink;
  double room = row.w - indent - 4;
  draw_shrunk(ui, {row.x + indent, row.center().y}, label, shown, room);
  shown.size = kSmallestText;
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
      ui.actions.change([scene = &scene, parameters = preset.parameters](State& state) { apply_preset(state, *scene, parameters); });
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

// ---- keys -----------------------------------------------------------------------------------------------------------
// Scrolls to the row that the keys stand on, which is one of the scene's from `from` down.
void show_walked(Ui& ui, const Scene& scene, ScrollArea& area, double from, bool walked) {
  const std::string& at = ui.memory.panels.sidebar.at;
  if (!walked) return;
  if (at == "scene." + scene.id) return area.show(from - ui.scaled(24) - kGroupGap, from + ui.scaled(kRow));
  if (scene.id != ui.state.scene) return;
  from += ui.scaled(kRow);
  for (const Preset& preset : scene.presets) {
    if (at == "preset." + preset.id) area.show(from, from + ui.scaled(kPresetRow));
    from += ui.scaled(kPresetRow);
  }
}

struct Row {
  std::string name;  // as in the probe
  const Scene* scene = nullptr;    // null: a lesson
  const Preset* preset = nullptr;
};

std::vector<Row> rows_of(const Ui& ui) {
  std::vector<Row> rows;
  if (ui.memory.panels.sidebar.lessons) {
    for (const std::string& name : lesson_rows(ui)) rows.push_back({name, nullptr, nullptr});
    return rows;
  }
  for (const Scene* scene : by_group(ui.catalog.scenes)) {
    rows.push_back({"scene." + scene->id, scene, nullptr});
    if (scene->id != ui.state.scene) continue;
    const Scene& shown = in_mode(*scene, ui.state.mode);
    for (const Preset& preset : shown.presets) rows.push_back({"preset." + preset.id, &shown, &preset});
  }
  return rows;
}

void choose_row(Ui& ui, const Row& row) {
  if (row.scene == nullptr) return ui.actions.add(act::BeginLesson{row.name.substr(std::string_view("lessons.").size())});
  if (row.preset != nullptr)
    ui.actions.change([scene = row.scene, parameters = row.preset->parameters](State& state) { apply_preset(state, *scene, parameters); });
  else if (row.scene->id != ui.state.scene)
    choose_scene(ui, *row.scene);
}

void search_for(Ui& ui, const std::string& text) {
  ui.memory.panels.palette.begun = text;
  ui.memory.panels.sidebar.active = false;
  ui.actions.show(Dialog::kPalette);
}

// True when the row that the keys stand on is another one.
bool answer_keys(Ui& ui, const Box& box) {
  SidebarMemory& memory = ui.memory.panels.sidebar;
  ImVec2 mouse = ImGui::GetMousePos();
  if (ImGui::IsMouseClicked(0) && !box.contains({mouse.x, mouse.y})) memory.active = false;
  if (ui.memory.dialog != Dialog::kNone || ui.memory.typing) return false;
  std::vector<Row> rows = rows_of(ui);
  auto at = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == memory.at; });
  if (!memory.active || at == rows.end())
    at = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.scene != nullptr && row.scene->id == ui.state.scene; });
  if (rows.empty()) return false;
  if (at == rows.end()) at = rows.begin();
  bool moved = false, begins = memory.active || ui.model == nullptr || !ui.model->scene->on_image;  // a photograph has the arrows itself
  for (const KeyPress& press : ui.memory.keys) {
    if (press.control || press.alt) continue;
    bool up = begins && press.key == GLFW_KEY_UP, down = begins && press.key == GLFW_KEY_DOWN;
    if (up && at != rows.begin()) --at;
    if (down && at + 1 != rows.end()) ++at;
    moved = moved || up || down;
    bool enter = is_enter(press.key);
    if (enter && (memory.active || moved)) choose_row(ui, *at);
  }
  if (moved) memory.active = true;
  memory.at = at->name;
  if (memory.active && !ui.memory.text.empty() && ui.memory.text != " ") search_for(ui, ui.memory.text);
  return moved;
}

// Scenes or lessons, each half as wide as the list.
double draw_tabs(Ui& ui, const Box& box) {
  const Theme& t = ui.theme;
  SidebarMemory& memory = ui.memory.panels.sidebar;
  const double height = std::max(30.0, ui.scaled(22) + 8), half = (box.w - 4) / 2;
  ui.painter.rect({box.x, box.y, box.w, height}, t.sunken, {}, kCardRadius);
  for (const bool lessons : {false, true}) {
    const bool on = memory.lessons == lessons;
    const Box tab{box.x + 2 + (lessons ? half : 0), box.y + 2, half, height - 4};
    const Press press = press_area(ui, lessons ? "sidebar.tab.lessons" : "sidebar.tab.scenes", tab);
    if (on) ui.painter.rect(tab, t.surface, {t.line, 1, 0, 0}, kButtonRadius);
    TextStyle style{13.5, on || press.hovered ? t.ink : t.muted, on ? Weight::kSemiBold : Weight::kRegular, Face::kWords, Anchor::kMiddle};
    const std::string& label = ui.word(lessons ? "sidebar.lessons" : "sidebar.scenes");
    if (const double wide = text_width(ui, label, style); wide > half - 12) style.size *= (half - 12) / wide;  // large text
    draw_text(ui, tab.center(), label, style);
    if (press.hovered && !on) hand_cursor();
    if (press.clicked && !on) {
      memory.lessons = lessons;
      memory.active = false;
    }
  }
  return height;
}

void draw_scenes(Ui& ui, const Box& list, const Box& box, bool walked) {
  ScrollArea area(ui, "sidebar.list", list);
  double y = area.top(), top = y;
  std::string group;
  for (const Scene* each : by_group(ui.catalog.scenes)) {
    const Scene& scene = each->id == ui.state.scene ? in_mode(*each, ui.state.mode) : *each;  // a mode may have presets of its own
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
    show_walked(ui, scene, area, y - top, walked);
    y += height;
  }
  area.end(y - top + 16);
}

}  // namespace

void draw_sidebar_head(Ui& ui, const Box& box) {
  const Theme& t = ui.theme;
  double side = std::min(ui.scaled(28), kLargestFold);
  TextStyle name{20, t.ink, Weight::kBold};
  double room = box.w - kEdge - 20 - side - 8, width = text_width(ui, "ConvScope", name);
  if (width > room) name.size *= room / width;  // large text in a narrow list
  double drawn = draw_text(ui, {box.x + kEdge, box.y + 36}, "ConvScope", name);
  ui.probe.place("sidebar.title", {box.x + kEdge, box.y + 36 - ui.scaled(name.size) / 2, drawn, ui.scaled(name.size)});
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

void draw_sidebar(Ui& ui, Box box) {
  draw_sidebar_head(ui, box);
  if (ui.lesson != nullptr) return draw_lesson_panel(ui, {box.x, box.y + 62, box.w, box.h - 62});
  const bool walked = answer_keys(ui, box);
  if (ui.memory.panels.sidebar.active) ui.probe.fact("sidebar.at", ui.memory.panels.sidebar.at);
  double field = ui.scaled(34), list_top = box.y + 62 + field + 12;
  draw_search(ui, {box.x + 20, box.y + 62, box.w - 40, field});
  list_top += draw_tabs(ui, {box.x + 20, list_top, box.w - 40, 0}) + 8;
  constexpr double kMostForHint = 0.5;  // of what the list has
  double card = first_steps_height(ui, box.w - 32);
  if (card > (box.bottom() - list_top) * kMostForHint) card = 0;
  const double bottom = box.bottom() - (card > 0 ? card + 28 : 0);
  if (card > 0) draw_first_steps_in(ui, {box.x + 16, box.bottom() - card - 16, box.w - 32, card});
  const Box list{box.x, list_top, box.w - 1, bottom - list_top};
  ui.memory.panels.sidebar.lessons ? draw_lesson_list(ui, list, walked) : draw_scenes(ui, list, box, walked);
}

}  // namespace convscope
