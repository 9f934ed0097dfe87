// left: places and recent files · right: the path with the way up, the entries · below: the name, the buttons
#include "app/panels/file_browser.h"

#include <algorithm>

#include "app/i18n/sentence.h"
#include "app/panels/file_list.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kGap = 12;

struct Place {
  std::string label, path;
  bool folder = true;
};

std::vector<Place> places(const Ui& ui, BrowserPurpose purpose) {
  std::vector<Place> all = {{ui.word("files.home"), home_folder(), true}};
  for (const char* name : {"Desktop", "Documents", "Pictures", "Downloads"}) {
    std::string path = joined(home_folder(), name);
    if (is_folder(path)) all.push_back({ui.word(std::string("files.") + name), path, true});
  }
  all.push_back({ui.word("files.computer"), "/", true});
  if (purpose == BrowserPurpose::kOpen)
    for (const std::string& path : ui.session.recent)
      if (is_file(path)) all.push_back({file_name(path), path, false});
  return all;
}

bool draw_line(Ui& ui, const std::string& name, const Box& row, const std::string& label, bool folder, bool chosen,
               const std::string& beside, Press& press) {
  const Theme& t = ui.theme;
  press = press_area(ui, name, row);
  if (chosen || press.hovered) ui.painter.rect(row, chosen ? t.select : t.sunken, {}, kButtonRadius);
  if (press.hovered) hand_cursor();
  double y = row.center().y, s = ui.scaled(6), x = row.x + 10;
  if (folder)
    ui.painter.path({{x, y - s * 0.7},
                     {x + s * 0.8, y - s * 0.7},
                     {x + s, y - s * 0.35},
                     {x + 2 * s, y - s * 0.35},
                     {x + 2 * s, y + s * 0.8},
                     {x, y + s * 0.8}},
                    true, mix(t.surface, t.weight, 0.35), {t.weight, 1.2, 0, 0});
  else
    ui.painter.rect({x + s * 0.3, y - s * 0.9, s * 1.4, s * 1.8}, mix(t.surface, t.input, 0.2), {t.input, 1.2, 0, 0}, 1.5);
  double right = row.right() - 10;
  if (!beside.empty())
    right -= draw_text(ui, {right, y}, beside, {kSmallSize, t.faint, Weight::kRegular, Face::kNumbers, Anchor::kEnd}) + 12;
  double left = x + 2 * s + 10;
  draw_fitted(ui, {left, y}, label, {13.5, t.ink, chosen ? Weight::kSemiBold : Weight::kRegular}, right - left);
  return press.clicked;
}

void draw_places(Ui& ui, const Box& box, BrowserPurpose purpose, BrowserAnswer& answer) {
  FileMemory& memory = ui.memory.panels.files;
  ScrollArea area(ui, "files.places", box);
  double y = area.top(), step = ui.scaled(30);
  bool recent = false;
  int number = 0;
  for (const Place& place : places(ui, purpose)) {
    if (!place.folder && !recent) {
      recent = true;
      draw_text(ui, {box.x + 8, y + ui.scaled(20)}, ui.word("files.recent"), {kSmallestText, ui.theme.faint, Weight::kSemiBold});
      y += ui.scaled(34);
    }
    Press press;
    bool pressed = draw_line(ui, "files.place." + std::to_string(number++), {box.x, y, box.w, step}, place.label, place.folder,
                             place.path == memory.folder, "", press);
    tooltip(ui, place.path);
    if (pressed && place.folder) go_to_folder(memory, place.path, purpose);
    if (pressed && !place.folder) answer.chosen = place.path;
    y += step;
  }
  area.end(y - area.top());
}

const char* nothing_key(BrowserPurpose purpose) {
  if (purpose == BrowserPurpose::kFolder) return "files.no_folders";
  return purpose == BrowserPurpose::kSave ? "files.no_sessions" : "files.empty";
}

void draw_entries(Ui& ui, const Box& box, BrowserPurpose purpose, BrowserAnswer& answer) {
  FileMemory& memory = ui.memory.panels.files;
  ui.painter.rect(box, {0, 0, 0, 0}, {ui.theme.line, 1, 0, 0}, kCardRadius);
  ScrollArea area(ui, "files.list", {box.x + 4, box.y + 4, box.w - 8, box.h - 8});
  if (!memory.entries || memory.entries->empty()) {
    std::string text = memory.entries ? ui.word(nothing_key(purpose)) : sentence(ui.words, memory.entries.error());
    Color color = memory.entries ? ui.theme.faint : ui.theme.warning;
    area.end(draw_paragraph(ui, {box.x + 16, area.top() + 12}, text, {kBodySize, color}, box.w - 32) + 24);
    return;
  }
  double step = ui.scaled(30);
  std::string go;
  std::vector<FileEntry>& entries = *memory.entries;
  for (int i = 0; i < static_cast<int>(entries.size()); ++i) {
    const FileEntry& entry = entries[static_cast<std::size_t>(i)];
    Box row{box.x + 8, area.top() + i * step, box.w - 16, step};
    if (row.bottom() < box.y || row.y > box.bottom()) continue;  // a folder may hold thousands
    Press press;
    if (draw_line(ui, "files.entry." + entry.name, row, entry.name, entry.folder, i == memory.chosen,
                  entry.folder ? "" : size_text(entry.bytes), press)) {
      memory.chosen = i;
      if (!entry.folder) memory.name = entry.name;
      memory.overwrite_question = false;
    }
    if (!press.double_clicked) continue;
    if (entry.folder)
      go = joined(memory.folder, entry.name);
    else if (purpose == BrowserPurpose::kOpen)
      answer.chosen = joined(memory.folder, entry.name);
  }
  area.end(step * static_cast<double>(entries.size()));
  if (!go.empty()) go_to_folder(memory, go, purpose);
}

void take_name(Ui& ui, BrowserPurpose purpose, BrowserAnswer& answer) {
  FileMemory& memory = ui.memory.panels.files;
  bool folder_chosen =
      memory.name.empty() && memory.entries && memory.chosen >= 0 && memory.chosen < static_cast<int>(memory.entries->size());
  std::string name =
      folder_chosen && purpose != BrowserPurpose::kFolder ? (*memory.entries)[static_cast<std::size_t>(memory.chosen)].name : memory.name;
  if (folder_chosen && purpose == BrowserPurpose::kFolder) {
    answer.chosen = joined(memory.folder, (*memory.entries)[static_cast<std::size_t>(memory.chosen)].name);
    return;
  }
  NameReading reading = read_name(memory.folder, name, purpose);
  memory.fault.clear();
  switch (reading.meaning) {
    case NameMeaning::kGo:
      memory.name.clear();
      go_to_folder(memory, reading.path, purpose);
      break;
    case NameMeaning::kTake: answer.chosen = reading.path; break;
    case NameMeaning::kAskOverwrite:
      if (memory.overwrite_question) answer.chosen = reading.path;
      memory.overwrite_question = true;
      break;
    case NameMeaning::kMissing: memory.fault = ui.words.format("files.missing", {{"path", reading.path}}); break;
    case NameMeaning::kNothing: break;
  }
}

// The path of the folder, and the way to the one above.
void draw_path(Ui& ui, const Box& box, BrowserPurpose purpose) {
  FileMemory& memory = ui.memory.panels.files;
  ButtonSpec up{ui.word("files.up"), "", ButtonKind::kNormal, memory.folder != "/", ui.word("files.up.tip")};
  double width = button_width(ui, up);
  if (button(ui, "files.up", {box.right() - width, box.y, width, box.h}, up)) go_to_folder(memory, parent_folder(memory.folder), purpose);
  TextStyle style{13.5, ui.theme.muted, Weight::kRegular, Face::kNumbers};
  std::string path = memory.folder;
  double room = box.w - width - kGap;
  while (text_width(ui, path, style) > room && path.size() > 4) {  // the end of a path tells more than its beginning
    std::size_t slash = path.find('/', path.starts_with("…") ? 4 : 1);
    if (slash == std::string::npos) break;
    path = "…" + path.substr(slash);
  }
  draw_fitted(ui, {box.x, box.center().y}, path, style, room);
}

}  // namespace

BrowserAnswer draw_browser(Ui& ui, const Box& box, BrowserPurpose purpose) {
  FileMemory& memory = ui.memory.panels.files;
  BrowserAnswer answer;
  bool fresh = memory.listed_folder != memory.folder;
  if (fresh) go_to_folder(memory, memory.folder, purpose);
  double row = ui.scaled(34), left = std::min(ui.scaled(190), box.w * 0.3), note = ui.scaled(24);
  double list_bottom = box.bottom() - row - kGap - note;
  draw_places(ui, {box.x, box.y, left, list_bottom - box.y}, purpose, answer);
  double x = box.x + left + 20, width = box.right() - x;
  draw_path(ui, {x, box.y, width, row}, purpose);
  draw_entries(ui, {x, box.y + row + kGap, width, list_bottom - box.y - row - kGap}, purpose, answer);

  const char* verb = purpose == BrowserPurpose::kOpen     ? "files.open"
                     : purpose == BrowserPurpose::kFolder ? "files.choose"
                     : memory.overwrite_question          ? "files.replace"
                                                          : "files.save";
  ButtonSpec take{ui.word(verb), "", ButtonKind::kPrimary, true, ""}, stay{ui.word("files.cancel"), "", ButtonKind::kNormal, true, ""};
  double wide = button_width(ui, take), narrow = button_width(ui, stay), y = box.bottom() - row;
  TextFieldResult typed =
      text_field(ui, "files.name", {x, y, width - wide - narrow - 2 * kGap, row}, memory.name, {ui.word("files.name_hint"), "", fresh});
  if (typed.changed) {
    memory.fault.clear();
    memory.overwrite_question = false;
  }
  answer.leave = button(ui, "files.cancel", {box.right() - wide - kGap - narrow, y, narrow, row}, stay);
  bool taken = button(ui, "files.take", {box.right() - wide, y, wide, row}, take);
  if (taken || typed.entered) take_name(ui, purpose, answer);
  std::string text = memory.overwrite_question
                         ? ui.words.format("files.overwrite", {{"name", file_name(joined(memory.folder, memory.name))}})
                         : memory.fault;
  draw_fitted(ui, {x, list_bottom + (note + kGap) / 2}, text, {kLabelSize, ui.theme.warning, Weight::kMedium}, width);
  return answer;
}

}  // namespace convscope
