// Ctrl+K: a line to type into, and what it finds below it. Up, down, Enter; or the pointer.
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>

#include "app/panels/dialog_parts.h"
#include "app/panels/palette_entries.h"
#include "app/panels/panels.h"
#include "app/panels/scene_facts.h"

namespace convscope {
namespace {

constexpr int kPage = 8;

void carry_out(Ui& ui, const PaletteEntry& entry) {
  ui.actions.show(Dialog::kNone);
  switch (entry.kind) {
    case EntryKind::kCommand: ui.actions.add(act::Run{entry.action, entry.number}); return;
    case EntryKind::kLesson: ui.actions.add(act::BeginLesson{entry.lesson}); return;
    case EntryKind::kCode: ui.actions.add(act::Paste{entry.choice}); return;
    case EntryKind::kScene: ui.actions.change([id = entry.scene->id](State& state) { enter_scene(state, id); }); return;
    case EntryKind::kPreset:
      ui.actions.change([scene = entry.scene, parameters = entry.preset->parameters](State& state) {
        if (state.scene != scene->id) enter_scene(state, scene->id);
        apply_preset(state, *scene, parameters);
      });
      return;
    case EntryKind::kFilter:
      ui.actions.change([id = entry.scene->id, control = *entry.control, filter = entry.choice](State& state) {
        if (state.scene != id) enter_scene(state, id);
        set_parameter(state, control, filter);
      });
  }
}

// How far the arrow keys of this frame ask to move.
int asked_move(const Ui& ui) {
  int move = 0;
  for (const KeyPress& press : ui.memory.keys) {
    if (press.key == GLFW_KEY_DOWN) ++move;
    if (press.key == GLFW_KEY_UP) --move;
    if (press.key == GLFW_KEY_PAGE_DOWN) move += kPage;
    if (press.key == GLFW_KEY_PAGE_UP) move -= kPage;
  }
  return move;
}

// What the line finds; code that stands in it comes first.
std::vector<PaletteEntry> found_by(const Ui& ui, const std::string& query) {
  auto found = found_entries(palette_entries(ui.catalog, ui.shelf, ui.words), query);
  if (auto code = code_entry(ui.words, query)) found.insert(found.begin(), *std::move(code));
  if (auto seed = seed_entry(ui.catalog, ui.words, query)) found.insert(found.begin(), *std::move(seed));
  return found;
}

bool draw_entry(Ui& ui, const PaletteEntry& entry, const Box& row, int number, bool chosen) {
  const Theme& t = ui.theme;
  Press press = press_area(ui, "palette." + std::to_string(number), row);
  if (chosen || press.hovered) ui.painter.rect(row, chosen ? t.select : t.sunken, {}, kButtonRadius);
  if (press.hovered) hand_cursor();
  bool within_scene = entry.kind == EntryKind::kPreset || entry.kind == EntryKind::kFilter;
  Color dot = entry.kind == EntryKind::kScene ? t.input : entry.kind == EntryKind::kLesson ? t.bias : within_scene ? t.weight : t.output;
  double y = row.center().y;
  ui.painter.circle({row.x + 16, y}, 3.5, dot);
  double right = row.right() - 14;
  if (!entry.shortcut.empty()) {
    TextStyle key{kSmallSize, t.muted, Weight::kMedium, Face::kNumbers, Anchor::kEnd};
    right -= draw_text(ui, {right, y}, entry.shortcut, key) + 12;
  } else if (!entry.beside.empty()) {
    right -=
        draw_fitted(ui, {right, y}, entry.beside, {kLabelSize, t.faint, Weight::kRegular, Face::kWords, Anchor::kEnd}, row.w * 0.4) + 12;
  }
  draw_fitted(ui, {row.x + 32, y}, entry.label, {kBodySize, t.ink, chosen ? Weight::kSemiBold : Weight::kRegular}, right - row.x - 32);
  return press.clicked;
}

void draw_found(Ui& ui, const std::vector<PaletteEntry>& found, const Box& box, bool moved) {
  PaletteMemory& memory = ui.memory.panels.palette;
  ScrollArea area(ui, "palette.list", box);
  double step = ui.scaled(36);
  for (int i = 0; i < static_cast<int>(found.size()); ++i) {
    Box row{box.x + 8, area.top() + i * step, box.w - 16, step};
    if (draw_entry(ui, found[static_cast<std::size_t>(i)], row, i, i == memory.chosen)) carry_out(ui, found[static_cast<std::size_t>(i)]);
  }
  if (moved) area.show(memory.chosen * step, (memory.chosen + 1) * step);
  area.end(static_cast<double>(found.size()) * step);
}

}  // namespace

void draw_palette(Ui& ui) {
  PaletteMemory& memory = ui.memory.panels.palette;
  bool fresh = !memory.open;
  if (fresh) {
    memory = {true, memory.begun, 0, "", true};
  }
  double field = ui.scaled(44);
  Box box = dialog_box(ui, 620, 460);
  box.y = std::min(box.y, ui.window.h * 0.14);
  auto found = found_by(ui, memory.query);
  Modal modal(ui, "dialog.palette", box);
  // What is typed until the field has the keyboard.
  bool early = memory.cursor_at_end && !ui.memory.text.empty();
  if (early) {
    memory.query += ui.memory.text;
    ImGui::GetIO().ClearInputCharacters();
  }
  TextFieldResult typed = text_field(ui, "palette.query", {box.x + 12, box.y + 12, box.w - 24, field}, memory.query,
                                     {ui.word("palette.hint"), "", fresh, &memory.cursor_at_end});
  if (typed.changed || early) {
    memory.chosen = 0;
    found = found_by(ui, memory.query);
  }
  int count = static_cast<int>(found.size()), move = asked_move(ui);
  memory.chosen = std::clamp(memory.chosen + move, 0, std::max(0, count - 1));
  Box list{box.x, box.y + field + 20, box.w, box.h - field - 28};
  if (found.empty())
    draw_text(ui, {box.x + 28, list.y + ui.scaled(20)}, ui.words.format("palette.nothing", {{"query", memory.query}}),
              {kBodySize, ui.theme.muted});
  else
    draw_found(ui, found, list, move != 0 || typed.changed);
  if (typed.entered && count > 0)
    carry_out(ui, found[static_cast<std::size_t>(memory.chosen)]);
  else if (leaves(ui, modal))
    ui.actions.show(Dialog::kNone);
}

}  // namespace convscope
