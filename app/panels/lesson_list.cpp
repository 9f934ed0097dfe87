// The lessons there are, in the place of the scenes: number, title, how long; a person's own below those that are shipped.
#include <algorithm>
#include <filesystem>
#include <string>

#include "app/panels/panels.h"
#include "app/panels/scene_facts.h"
#include "app/panels/sidebar_parts.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kRowSize = 13.5;

bool is_shipped(const Ui& ui, const Lesson& lesson) { return lesson.folder.starts_with(ui.catalog.assets + "/"); }

std::string length_text(const Ui& ui, const Lesson& lesson) {
  const std::string steps = std::to_string(lesson.steps.size()), minutes = std::to_string(lesson.minutes);
  return ui.words.format(lesson.minutes > 0 ? "lesson.length" : "lesson.length_unknown", {{"steps", steps}, {"minutes", minutes}});
}

// A pressable row of a title and a line below it; the height.
struct RowWords {
  std::string number, title, below;
  Color color;
};

double draw_row(Ui& ui, const std::string& name, const RowWords& words, const Box& column, double y, bool& pressed) {
  const Theme& t = ui.theme;
  const TextStyle style{kRowSize, words.color, Weight::kMedium}, small{kSmallestText, t.faint};
  const TextStyle number{kRowSize, t.faint, Weight::kSemiBold, Face::kNumbers};
  const double indent = 12 + std::max(ui.scaled(18), text_width(ui, words.number, number) + 8);
  const double room = column.w - 24 - indent - 8;
  const double title = paragraph_height(ui, words.title, style, room), below = paragraph_height(ui, words.below, small, room);
  const Box row{column.x + 12, y, column.w - 24, title + below + 14};
  const Press press = press_area(ui, name, row);
  const SidebarMemory& memory = ui.memory.panels.sidebar;
  const bool at = memory.active && memory.at == name;
  if (press.hovered) {
    hand_cursor();
    ui.painter.rect(row, t.sunken, {}, kButtonRadius);
  }
  if (at) ui.painter.rect(row, {0, 0, 0, 0}, {t.input, 1.5, 0, 0}, kButtonRadius);
  const double line = line_height(ui, style);
  draw_text(ui, {row.x + 12, row.y + 7 + line / 2}, words.number, number);
  draw_paragraph(ui, {row.x + indent, row.y + 7}, words.title, style, room);
  draw_paragraph(ui, {row.x + indent, row.y + 7 + title}, words.below, small, room);
  pressed = press.clicked;
  return row.h + 2;
}

double draw_group(Ui& ui, const std::string& label, const Box& box, double y) {
  const double height = ui.scaled(24);
  const TextStyle style{kSmallestText, ui.theme.faint, Weight::kSemiBold};
  draw_fitted(ui, {box.x + kSidebarEdge, y + height / 2}, capitals(label), style, box.w - 2 * kSidebarEdge);
  return height;
}

// The folder a fault's file lies in.
std::string folder_of_fault(const Error& fault) {
  const std::string file = fault.message.substr(0, fault.message.find(':'));
  return std::filesystem::path(file).parent_path().string();
}

// Those that cannot be given; pressed, they tell why.
double draw_faulty(Ui& ui, const Box& box, double y) {
  const double top = y;
  for (std::size_t i = 0; i < ui.shelf.faults().size(); ++i) {
    const std::string folder = folder_of_fault(ui.shelf.faults()[i]);
    bool pressed = false;
    const RowWords words{"!", std::filesystem::path(folder).filename().string(), ui.word("lesson.faulty"), ui.theme.warning};
    y += draw_row(ui, "lessons.faulty." + std::to_string(i), words, box, y, pressed);
    if (pressed) ui.actions.add(act::BeginLesson{folder + "/"});
  }
  return y - top;
}

}  // namespace

std::vector<std::string> lesson_rows(const Ui& ui) {
  std::vector<std::string> rows;
  for (const LessonShelf::Entry& each : ui.shelf.lessons()) rows.push_back("lessons." + ui.shelf.name_of(each));
  return rows;
}

void draw_lesson_list(Ui& ui, const Box& box, bool walked) {
  ScrollArea area(ui, "sidebar.lessons", box);
  const double top = area.top();
  double y = top;
  for (const bool shipped : {true, false}) {
    bool headed = false;
    for (const LessonShelf::Entry& each : ui.shelf.lessons()) {
      if (is_shipped(ui, *each) != shipped) continue;
      if (!headed) y += draw_group(ui, ui.word(shipped ? "lesson.group.shipped" : "lesson.group.own"), box, y);
      headed = true;
      bool pressed = false;
      const std::string name = "lessons." + ui.shelf.name_of(each);
      const std::string number = each->number > 0 ? std::to_string(each->number) : "•";
      const RowWords words{number, lesson_title(*each, ui.state.language), length_text(ui, *each), ui.theme.ink};
      const double height = draw_row(ui, name, words, box, y, pressed);
      if (walked && ui.memory.panels.sidebar.at == name) area.show(y - top - ui.scaled(24), y - top + height);
      if (pressed) ui.actions.add(act::BeginLesson{ui.shelf.name_of(each)});
      y += height;
    }
    if (headed) y += 12;
  }
  y += draw_faulty(ui, box, y);
  const TextStyle hint{kSmallSize, ui.theme.faint};
  y += 8 + draw_paragraph(ui, {box.x + kSidebarEdge, y + 8}, ui.word("lesson.drop_hint"), hint, box.w - 2 * kSidebarEdge);
  area.end(y - top + 16);
}

}  // namespace convscope
