// Every key from the one table, in two columns, those of photographs by themselves, and what the pointer does below them.
#include <algorithm>
#include <string>
#include <vector>

#include "app/panels/dialog_parts.h"
#include "app/panels/panels.h"

namespace convscope {
namespace {

struct Row {
  std::vector<std::string> keys;  // each a cap; either does it
  std::string what;
};

enum class KeyGroup { kEverywhere, kPhotograph, kLesson };

KeyGroup group_of(const KeyBinding& binding) {
  if (only_in_lesson(binding.action)) return KeyGroup::kLesson;
  return only_on_photograph(binding.action) ? KeyGroup::kPhotograph : KeyGroup::kEverywhere;
}

// Keys that choose by their digit stand as one.
std::string cap_text(const KeyBinding& binding) {
  if (binding.action == ActionId::kChoose || binding.action == ActionId::kLessonDigit) return "1 – 9";
  return binding.action == ActionId::kTakeHand ? "Shift+1 – 4" : binding_text(binding);
}

// One row a name; its keys stand beside each other, long ones two at most.
std::vector<Row> key_rows(const Ui& ui, KeyGroup group) {
  const bool photograph = group == KeyGroup::kPhotograph;
  std::vector<Row> rows;
  std::vector<std::string> names;
  for (const KeyBinding& binding : key_bindings()) {
    if (group_of(binding) != group) continue;
    std::string text = cap_text(binding);
    if (text.empty()) continue;
    auto known = std::find(names.begin(), names.end(), binding.name);
    if (known == names.end()) {
      names.emplace_back(binding.name);
      rows.push_back({{text}, ui.word(binding.name)});
      continue;
    }
    auto& keys = rows[static_cast<std::size_t>(known - names.begin())].keys;
    // Shift is part of typing a plus sign on many keyboards.
    bool same = std::find(keys.begin(), keys.end(), text) != keys.end() || text.ends_with("Shift++");
    if (!same && keys.size() < (photograph && !binding.control ? 4U : 2U)) keys.push_back(text);
  }
  if (group == KeyGroup::kEverywhere) rows.push_back({{"↑", "↓"}, ui.word("keys.walk")});
  return rows;
}

std::vector<Row> pointer_rows(const Ui& ui) {
  std::vector<Row> rows;
  for (const char* habit : {"wheel", "drag", "double_click", "hover", "click", "number", "number_wheel", "type", "right_click", "drop"})
    rows.push_back({{ui.word(std::string("pointer.") + habit)}, ui.word(std::string("pointer.") + habit + ".does")});
  return rows;
}

TextStyle cap_style(const Ui& ui, Face face) { return {kSmallSize, ui.theme.ink, Weight::kMedium, face}; }

double caps_width(const Ui& ui, const Row& row, Face face) {
  double width = 0;
  for (const std::string& key : row.keys) width += text_width(ui, key, cap_style(ui, face)) + 16 + 6;
  return width;
}

void draw_row(Ui& ui, const Row& row, const Box& box, double caps, Face face) {
  const Theme& t = ui.theme;
  double x = box.x, height = ui.scaled(22), y = box.center().y;
  for (const std::string& key : row.keys) {
    double width = text_width(ui, key, cap_style(ui, face)) + 16;
    ui.painter.rect({x, y - height / 2, width, height}, t.sunken, {t.line, 1, 0, 0}, 5);
    draw_text(ui, {x + 8, y}, key, cap_style(ui, face));
    x += width + 6;
  }
  draw_fitted(ui, {box.x + caps + 10, y}, row.what, {13.5, t.muted}, box.w - caps - 10);
}

// In columns, from the top; returns the height.
double draw_rows(Ui& ui, const std::vector<Row>& rows, const Box& box, int columns, Face face) {
  double gap = 40, width = (box.w - gap * (columns - 1)) / columns, step = ui.scaled(30), caps = 0;
  for (const Row& row : rows) caps = std::max(caps, caps_width(ui, row, face));
  int count = static_cast<int>(rows.size()), in_column = (count + columns - 1) / columns;
  for (int i = 0; i < count; ++i)
    draw_row(ui, rows[static_cast<std::size_t>(i)], {box.x + (i / in_column) * (width + gap), box.y + (i % in_column) * step, width, step},
             caps, face);
  return in_column * step;
}

}  // namespace

void draw_keys_dialog(Ui& ui) {
  Box box = dialog_box(ui, 960, 760);
  Modal modal(ui, "dialog.keys", box);
  bool close = draw_dialog_head(ui, "keys", box, ui.word("keys.title"));
  double head = dialog_head_height(ui);
  {
    ScrollArea area(ui, "keys.list", {box.x + 32, box.y + head, box.w - 40, box.h - head - 24});
    double width = box.w - 64, y = area.top();
    int columns = width > ui.scaled(680) ? 2 : 1;
    auto heading = [&](const char* word) {
      draw_text(ui, {box.x + 32, y + 24 + ui.scaled(10)}, ui.word(word), {kHeadingSize, ui.theme.ink, Weight::kBold});
      y += 24 + ui.scaled(34);
    };
    y += draw_rows(ui, key_rows(ui, KeyGroup::kEverywhere), {box.x + 32, y, width, 0}, columns, Face::kNumbers);
    heading("keys.lesson");
    y += draw_rows(ui, key_rows(ui, KeyGroup::kLesson), {box.x + 32, y, width, 0}, columns, Face::kNumbers);
    heading("keys.photograph");
    y += draw_rows(ui, key_rows(ui, KeyGroup::kPhotograph), {box.x + 32, y, width, 0}, columns, Face::kNumbers);
    heading("keys.pointer");
    y += draw_rows(ui, pointer_rows(ui), {box.x + 32, y, width, 0}, columns, Face::kWords) + 8;
    area.end(y - area.top());
  }
  if (close || leaves(ui, modal)) ui.actions.show(Dialog::kNone);
}

}  // namespace convscope
