// The pinned cell: where it lies, its value as a field, steps of one, the way back to what the scene has there.
// Up and down change the value by a step, Tab and Shift+Tab walk on through the tensor, Enter takes what was typed. Of a deformable
// kernel's sample it is one of its two offsets.
#include <GLFW/glfw3.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>

#include "app/panels/number_text.h"
#include "app/panels/lesson_words.h"
#include "app/panels/panels.h"
#include "app/panels/scene_facts.h"
#include "app/panels/typed.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kLargestCell = 1e6;

Color color_of(const Ui& ui, const PinnedCell& cell) {
  if (cell.kind == TargetKind::kInput) return ui.theme.input;
  if (cell.kind == TargetKind::kBias) return ui.theme.bias;
  return cell.kind == TargetKind::kOutput ? ui.theme.output : ui.theme.weight;
}

std::string place_text(const PinnedCell& cell) { return fmt::format("[{}]", fmt::join(cell.cell, ", ")); }

void set_cell(Ui& ui, const PinnedCell& cell, double value, const std::string& merge = "") {
  ui.actions.change([key = CellKey{cell.slot, cell.cell}, value](State& state) { state.edits[key] = value; }, merge);
}

// The field takes its text anew and the keyboard stays in it.
void type_again(Ui& ui) {
  ImGui::ClearActiveID();
  ui.memory.panels.cell.focus = true;
}

void pin_cell(Ui& ui, Index flat) {
  ui.actions.change([flat](State& state) { state.pin.index = flat; }, "pin.walk");
  type_again(ui);
}

// Takes the typed text over: true when it is a value.
bool take_text(Ui& ui, const PinnedCell& cell) {
  CellMemory& memory = ui.memory.panels.cell;
  auto parsed = parse_real(memory.text, -kLargestCell, kLargestCell);
  if (const auto* problem = std::get_if<TypedProblem>(&parsed)) {
    memory.refused = sentence(ui.words, cell.slot + place_text(cell), *problem);
    return false;
  }
  memory.refused.clear();
  const bool untouched = memory.text == value_text(cell.value);  // the text may be rounded: walking on changes nothing
  if (!untouched && std::get<double>(parsed) != cell.value) set_cell(ui, cell, std::get<double>(parsed));
  return true;
}

void answer_keys(Ui& ui, const PinnedCell& cell) {
  double step = 0;
  for (const KeyPress& press : ui.memory.keys) {
    if (press.key == GLFW_KEY_UP) ++step;
    if (press.key == GLFW_KEY_DOWN) --step;
    if (press.key == GLFW_KEY_TAB && take_text(ui, cell)) return pin_cell(ui, walked(cell, press.shift ? -1 : 1));
  }
  if (step == 0) return;
  set_cell(ui, cell, stepped(cell, step), "cell." + cell.slot + place_text(cell));
  type_again(ui);
}

double draw_editor(Ui& ui, const PinnedCell& cell, const Box& box) {
  CellMemory& memory = ui.memory.panels.cell;
  double h = ui.scaled(34), small = ui.scaled(34), chips = 0;
  ChipSpec reset{ui.word("cell.reset"), false, true, {}, ui.word("cell.reset.tip")};
  if (cell.edited) chips = chip_width(ui, reset) + 12;
  const bool tenths = cell.step < 1;
  const std::string &less = ui.word(tenths ? "cell.less.tenth" : "cell.less"), &more = ui.word(tenths ? "cell.more.tenth" : "cell.more");
  double field = std::min(ui.scaled(110), box.w - 2 * small - 16 - chips);
  if (button(ui, "cell.less", {box.x, box.y, small, h}, {"\u2212", "", ButtonKind::kNormal, true, less}))
    set_cell(ui, cell, stepped(cell, -1));
  TextFieldSpec spec{"", "", memory.focus};
  TextFieldResult typed = text_field(ui, "cell.value", {box.x + small + 8, box.y, field, h}, memory.text, spec);
  const bool again = memory.focus && ui.memory.typing;  // takes the keyboard back: what is pressed meanwhile is the field's
  memory.focus = false;
  if (button(ui, "cell.more", {box.x + small + field + 16, box.y, small, h}, {"+", "", ButtonKind::kNormal, true, more}))
    set_cell(ui, cell, stepped(cell, 1));
  if (typed.changed) memory.refused.clear();
  if (typed.entered) {
    take_text(ui, cell);
    type_again(ui);  // refused text is selected, to be typed over
  }
  if (typed.active || again) answer_keys(ui, cell);
  if (cell.edited) {
    if (chip(ui, "cell.reset", {box.x + 2 * small + field + 28, box.y + h / 2}, reset).clicked)
      ui.actions.change([key = CellKey{cell.slot, cell.cell}](State& state) { state.edits.erase(key); });
  }
  return h;
}

// Which of a sample's two offsets the field holds.
double draw_offset_axis(Ui& ui, const PinnedCell& cell, const PinnedOffset& offset, Point at) {
  const double height = segmented_height(ui);
  const std::vector<std::string> axes{ui.word("cell.offset_down"), ui.word("cell.offset_across")};
  if (auto chosen = segmented(ui, "cell.axis", {at.x, at.y + height / 2}, axes, offset.across ? 1 : 0))
    pin_cell(ui, walked(cell, *chosen == 1 ? 1 : -1));
  return height;
}

std::string title_of(const Ui& ui, const std::optional<PinnedOffset>& offset) {
  if (!offset) return ui.word("cell.title");
  return ui.words.format("cell.sample", {{"number", std::to_string(offset->sample + 1)}});
}

}  // namespace

double draw_selected_cell(Ui& ui, Box box) {
  auto cell = ui.model ? pinned_cell(*ui.model, ui.state) : std::nullopt;
  if (!cell) return 0;
  CellMemory& memory = ui.memory.panels.cell;
  std::string of = fmt::format("{}{} {}", cell->slot, place_text(*cell), cell->value);
  if (memory.of != of) {
    memory.of = of;
    memory.text = value_text(cell->value);
    memory.refused.clear();
  }
  double y = box.y, title = ui.scaled(28);
  const std::optional<PinnedOffset> offset = pinned_offset(*cell);
  double name = draw_text(ui, {box.x, y + title / 2}, title_of(ui, offset), {kHeadingSize, ui.theme.ink, Weight::kBold});
  std::string where = cell->slot + place_text(*cell);
  TextStyle place{kLabelSize, color_of(ui, *cell), Weight::kSemiBold, Face::kNumbers, Anchor::kEnd};
  if (name + 12 + text_width(ui, where, place) > box.w) {  // below the title
    y += ui.scaled(22);
    place.anchor = Anchor::kStart;
  }
  draw_text(ui, {place.anchor == Anchor::kEnd ? box.right() : box.x, y + title / 2}, where, place);
  y += title + 10;
  const std::string locked = lock_reason(ui.words, ui.lesson, "cells");
  if (!cell->editable || !locked.empty()) {
    memory.focus = false;  // asked for in vain: there is no field
    draw_text(ui, {box.x, y + ui.scaled(12)}, value_text(cell->value), {kHeadingSize, ui.theme.ink, Weight::kSemiBold, Face::kNumbers});
    y += ui.scaled(26);
    const std::string& why = cell->editable ? locked : ui.word("cell.only_read");
    return y + draw_paragraph(ui, {box.x, y}, why, {kLabelSize, ui.theme.muted}, box.w) - box.y;
  }
  if (offset) y += draw_offset_axis(ui, *cell, *offset, {box.x, y}) + 10;
  y += draw_editor(ui, *cell, {box.x, y, box.w, 0}) + 6;
  if (!memory.refused.empty())
    return y + draw_paragraph(ui, {box.x, y}, memory.refused, {kLabelSize, ui.theme.warning, Weight::kMedium}, box.w) - box.y;
  const std::string& keys = ui.word(offset ? "cell.keys.offset" : "cell.keys");
  return y + draw_paragraph(ui, {box.x, y}, keys, {kSmallSize, ui.theme.faint}, box.w) - box.y;
}

}  // namespace convscope
