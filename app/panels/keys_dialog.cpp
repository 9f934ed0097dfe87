// Every key from the one table, in up to three columns, those of photographs by themselves, and what the pointer does below them.
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

constexpr double kAfterCaps = 10;
TextStyle words_style(const Ui& ui) { return {13.5, ui.theme.muted}; }

// A line, or as many as the words need.
double row_height(const Ui& ui, const Row& row, double width, double caps, double line) {
  const double room = width - caps - kAfterCaps;
  if (text_width(ui, row.what, words_style(ui)) <= room) return line;
  return std::max(line, paragraph_height(ui, row.what, words_style(ui), room) + 6);
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
  const double room = box.w - caps - kAfterCaps;
  if (text_width(ui, row.what, words_style(ui)) <= room) draw_text(ui, {box.x + caps + kAfterCaps, y}, row.what, words_style(ui));
  else draw_paragraph(ui, {box.x + caps + kAfterCaps, box.y + 3}, row.what, words_style(ui), room);
}

// In columns, from the top; returns the height.
double draw_rows(Ui& ui, const std::vector<Row>& rows, const Box& box, int columns, Face face) {
  const double gap = 40, width = (box.w - gap * (columns - 1)) / columns, line = ui.scaled(columns > 2 ? 26 : 30);
  const std::size_t in_column = (rows.size() + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns);
  double height = 0, x = box.x;
  for (std::size_t first = 0; first < rows.size(); first += in_column, x += width + gap) {
    const std::size_t end = std::min(rows.size(), first + in_column);
    double caps = 0, y = box.y;
    for (std::size_t i = first; i < end; ++i) caps = std::max(caps, caps_width(ui, rows[i], face));
    for (std::size_t i = first; i < end; ++i) {
      const double tall = row_height(ui, rows[i], width, caps, line);
      draw_row(ui, rows[i], {x, y, width, tall}, caps, face);
      y += tall;
    }
    height = std::max(height, y - box.y);
  }
  return height;
}

}  // namespace

void draw_keys_dialog(Ui& ui) {
  Box box = dialog_box(ui, 1440, 940);
  Modal modal(ui, "dialog.keys", box);
  bool close = draw_dialog_head(ui, "keys", box, ui.word("keys.title"));
  double head = dialog_head_height(ui);
  {
    ScrollArea area(ui, "keys.list", {box.x + 32, box.y + head, box.w - 40, box.h - head - 24});
    double width = box.w - 64, y = area.top();
    int columns = width > ui.scaled(1240) ? 3 : width > ui.scaled(680) ? 2 : 1;
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
