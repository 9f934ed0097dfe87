// A hand-out of the scene or of the lesson that runs: its pages at the left, what may be chosen at the right, the file at the foot.
#include <fmt/format.h>

#include <algorithm>

#include "app/panels/dialog_parts.h"
#include "app/panels/file_browser.h"
#include "app/panels/file_list.h"
#include "app/panels/number_text.h"
#include "app/panels/panels.h"

namespace convscope {
namespace {

constexpr double kEdge = 32, kBetween = 40, kRowGap = 16;

std::string suggested_file(const Ui& ui, const HandoutMemory& memory) {
  return (memory.of_lesson && ui.lesson != nullptr ? ui.lesson->lesson->id : ui.state.scene) + "_handout.pdf";
}

void begin(Ui& ui) {
  HandoutMemory& memory = ui.memory.panels.handout;
  memory.open = true;
  memory.choosing_folder = memory.started = false;
  memory.replaces.clear();
  if (memory.folder.empty()) memory.folder = home_folder();
}

std::string target_of(const HandoutMemory& memory) {
  return joined(memory.folder, with_ending(memory.name, ".pdf"));
}

// Pages follow what was chosen, in the frame in which it was.
void lay_out_pages(Ui& ui) {
  HandoutMemory& memory = ui.memory.panels.handout;
  if (memory.name.empty() || memory.name == memory.suggested) memory.name = memory.suggested = suggested_file(ui, memory);
  if (memory.laid_out == memory.made && memory.laid_out_with == memory.options) return;
  memory.laid_out = memory.made;
  memory.laid_out_with = memory.options;
  memory.pages = memory.made ? handout_pages(ui.catalog, *memory.made, memory.options) : std::vector<DisplayList>{};
  memory.page = 0;
}

// ---- the page -------------------------------------------------------------------------------------------------------------
void draw_turning(Ui& ui, const Box& room, double middle) {
  HandoutMemory& memory = ui.memory.panels.handout;
  const int count = static_cast<int>(memory.pages.size());
  const double side = ui.scaled(32);
  const std::string text =
      ui.words.format("handout.page", {{"page", std::to_string(memory.page + 1)}, {"pages", std::to_string(count)}});
  const TextStyle style{kBodySize, ui.theme.muted, Weight::kMedium, Face::kNumbers, Anchor::kMiddle};
  const double half = text_width(ui, text, style) / 2 + 16, x = room.center().x;
  draw_text(ui, {x, middle}, text, style);
  auto turn = [&](const char* name, const char* sign, double left, int by) {
    const bool possible = memory.page + by >= 0 && memory.page + by < count;
    if (button(ui, name, {left, middle - side / 2, side, side}, {sign, "", ButtonKind::kNormal, possible, ""})) memory.page += by;
  };
  turn("handout.previous", "‹", x - half - side, -1);
  turn("handout.next", "›", x + half, 1);
}

void draw_page(Ui& ui, const Box& room) {
  const HandoutMemory& memory = ui.memory.panels.handout;
  if (memory.pages.empty()) {
    draw_paragraph(ui, {room.x, room.y}, memory.fault, {kBodySize, ui.theme.warning}, room.w);
    return;
  }
  const double below = ui.scaled(32) + 16;
  const DisplayList& page = memory.pages[static_cast<std::size_t>(memory.page)];
  const double zoom = std::min(room.w / page.width, (room.h - below) / page.height);
  const double x = room.x + (room.w - page.width * zoom) / 2;
  const Box box{x, room.y, page.width * zoom, page.height * zoom};
  ui.painter.rect(box, page.background);
  ui.painter.draw(page, {box.x, box.y}, zoom, box);
  ui.painter.rect(box, {0, 0, 0, 0}, {ui.theme.line, 1, 0, 0});
  ui.probe.place("handout.preview", box);
  draw_turning(ui, {room.x, 0, room.w, 0}, room.bottom() - ui.scaled(16));
}

// ---- what may be chosen -----------------------------------------------------------------------------------------------------
// A bold label above its control; returns the index that was pressed. `y` moves below.
std::optional<int> draw_row(Ui& ui, double x, double& y, const char* key, const std::vector<std::string>& labels, int selected) {
  draw_text(ui, {x, y + ui.scaled(10)}, ui.word(key), {15, ui.theme.ink, Weight::kSemiBold});
  y += ui.scaled(20) + 8;
  const double height = segmented_height(ui);
  const auto chosen = segmented(ui, key, {x, y + height / 2}, labels, selected);
  y += height;
  return chosen;
}

void draw_subject(Ui& ui, double x, double& y) {
  if (ui.lesson == nullptr) return;
  const bool lesson = ui.memory.panels.handout.of_lesson;
  if (auto chosen = draw_row(ui, x, y, "handout.of", {ui.word("handout.of.lesson"), ui.word("handout.of.scene")}, lesson ? 0 : 1))
    ui.actions.add(act::MakeHandout{*chosen == 0});
  y += kRowGap;
}

void draw_answers(Ui& ui, double x, double& y) {
  HandoutMemory& memory = ui.memory.panels.handout;
  const bool asks = memory.made && std::any_of(memory.made->parts.begin(), memory.made->parts.end(),
                                               [](const HandoutPart& part) { return !part.choices.empty(); });
  if (!asks) return;
  const double row = ui.scaled(32);
  if (checkbox(ui, "handout.with_answers", {x, y + row / 2}, {ui.word("handout.with_answers"), memory.options.answers, true, ""}))
    memory.options.answers = !memory.options.answers;
  y += row + kRowGap;
}

void draw_file(Ui& ui, double x, double& y, double width) {
  HandoutMemory& memory = ui.memory.panels.handout;
  draw_text(ui, {x, y + ui.scaled(10)}, ui.word("export.file"), {15, ui.theme.ink, Weight::kSemiBold});
  y += ui.scaled(20) + 8;
  const double height = ui.scaled(34);
  const ButtonSpec folder{ui.word("export.folder"), "", ButtonKind::kNormal, true, memory.folder};
  const double wide = button_width(ui, folder);
  text_field(ui, "handout.name", {x, y, width - wide - 8, height}, memory.name, {ui.word("files.name_hint"), "", false});
  if (button(ui, "handout.folder", {x + width - wide, y, wide, height}, folder)) {
    memory.choosing_folder = true;
    begin_browsing(ui.memory.panels.files, memory.folder, "");
  }
  y += height + 4;
  const bool written = memory.started && ui.exporting.path == target_of(memory);
  const bool there = is_file(target_of(memory)) && !written, nameless = memory.name.empty();
  const std::string text = nameless ? ui.word("export.no_name")
                           : there  ? ui.word("export.replaces")
                                    : ui.words.format("export.goes_to", {{"folder", memory.folder}});
  const TextStyle style{kSmallSize, there || nameless ? ui.theme.warning : ui.theme.faint};
  y += draw_paragraph(ui, {x, y}, text, style, width) + 8;
}

void draw_choices(Ui& ui, const Box& box) {
  HandoutOptions& options = ui.memory.panels.handout.options;
  ScrollArea area(ui, "handout.settings", box);
  const double x = box.x, width = box.w - 16;
  double y = area.top();
  draw_subject(ui, x, y);
  if (auto chosen = draw_row(ui, x, y, "handout.per_page", {"2", "3", "4"}, options.per_page - 2)) options.per_page = *chosen + 2;
  y += 6;
  const TextStyle hint{kLabelSize, ui.theme.muted};
  y += draw_paragraph(ui, {x, y}, ui.word(fmt::format("handout.per_page.{}", options.per_page)), hint, width) + kRowGap;
  const int paper = options.paper == Paper::kA4 ? 0 : 1;
  if (auto chosen = draw_row(ui, x, y, "handout.paper", {"A4", "Letter"}, paper))
    options.paper = *chosen == 0 ? Paper::kA4 : Paper::kLetter;
  y += kRowGap;
  draw_answers(ui, x, y);
  draw_file(ui, x, y, width);
  area.end(y - area.top());
}

// ---- the foot -----------------------------------------------------------------------------------------------------------------
std::string told(const Ui& ui, Color& color) {
  const HandoutMemory& memory = ui.memory.panels.handout;
  if (!memory.replaces.empty()) {
    color = ui.theme.warning;
    return ui.words.format("files.overwrite", {{"name", file_name(memory.replaces)}});
  }
  if (!memory.started || ui.exporting.running) return "";
  color = ui.exporting.failure.empty() ? ui.theme.output : ui.theme.warning;
  if (!ui.exporting.failure.empty()) return ui.exporting.failure;
  return ui.words.format("export.done", {{"path", ui.exporting.path}, {"time", clock_text(ui.exporting.seconds)}});
}

void write(Ui& ui) {
  HandoutMemory& memory = ui.memory.panels.handout;
  const std::string target = target_of(memory);
  if (is_file(target) && memory.replaces != target) {
    memory.replaces = target;
    return;
  }
  memory.replaces.clear();
  memory.started = true;
  ui.actions.add(act::StartHandout{target, memory.options});
}

void draw_foot(Ui& ui, const Box& box, bool enter) {
  HandoutMemory& memory = ui.memory.panels.handout;
  ui.painter.rect({box.x + 1, box.y, box.w - 2, box.h - 1}, ui.theme.bg, {}, 12);
  ui.painter.rect({box.x + 1, box.y, box.w - 2, 16}, ui.theme.bg);
  ui.painter.line({box.x, box.y}, {box.right(), box.y}, {ui.theme.line, 1, 0, 0});
  if (memory.replaces != target_of(memory)) memory.replaces.clear();
  const bool possible = !memory.pages.empty() && !memory.name.empty() && !ui.exporting.running;
  const ButtonSpec go{ui.word(memory.replaces.empty() ? "handout.write" : "files.replace"), "Enter", ButtonKind::kPrimary, possible, ""};
  const ButtonSpec leave{ui.word("export.close"), "Esc", ButtonKind::kNormal, true, ""};
  const double height = ui.scaled(32) + 8, y = box.center().y - height / 2;
  const double wide = button_width(ui, go), narrow = button_width(ui, leave);
  double x = box.right() - kEdge - wide;
  if (button(ui, "handout.write", {x, y, wide, height}, go) || (enter && possible)) write(ui);
  x -= 8 + narrow;
  if (button(ui, "handout.close", {x, y, narrow, height}, leave)) ui.actions.show(Dialog::kNone);
  Color color = ui.theme.muted;
  const std::string text = told(ui, color);
  ui.probe.fact("handout.told", text);
  const TextStyle style{kBodySize, color, Weight::kMedium};
  const double room = x - 24 - box.x - kEdge, tall = paragraph_height(ui, text, style, room);
  draw_paragraph(ui, {box.x + kEdge, box.center().y - tall / 2}, text, style, room);
}

void choose_folder(Ui& ui, const Box& box, double head) {
  HandoutMemory& memory = ui.memory.panels.handout;
  const Box room{box.x + kEdge, box.y + head, box.w - 2 * kEdge, box.h - head - 28};
  const BrowserAnswer answer = draw_browser(ui, room, BrowserPurpose::kFolder);
  if (answer.chosen) memory.folder = *answer.chosen;
  if (!answer.chosen && !answer.leave && !ui.memory.escape_pressed) return;
  memory.choosing_folder = false;
  ui.memory.panels.files.open = false;
}

}  // namespace

void draw_handout_dialog(Ui& ui) {
  HandoutMemory& memory = ui.memory.panels.handout;
  if (!memory.open) begin(ui);
  lay_out_pages(ui);
  const bool was_choosing = memory.choosing_folder;
  Box box = dialog_box(ui, 980, 840);
  Modal modal(ui, "dialog.handout", box);
  const std::string title = memory.made ? memory.made->title : "";
  const bool close = draw_dialog_head(ui, "handout", box, ui.word(was_choosing ? "export.choose_folder" : "handout.title"),
                                      was_choosing ? "" : title);
  const double head = dialog_head_height(ui), foot = ui.scaled(64) + 16;
  if (was_choosing) {
    choose_folder(ui, box, head);
    if (close) ui.actions.show(Dialog::kNone);
    return;
  }
  const std::vector<KeyPress>& keys = ui.memory.keys;
  const bool enter = std::any_of(keys.begin(), keys.end(), [](const KeyPress& k) { return is_enter(k.key) && !k.repeat; });
  const double right = std::clamp(ui.scaled(360), 300.0, box.w * 0.46), bottom = box.bottom() - foot;
  const double left = box.w - 2 * kEdge - kBetween - right;
  draw_page(ui, {box.x + kEdge, box.y + head, left, bottom - 16 - box.y - head});
  draw_choices(ui, {box.x + kEdge + left + kBetween, box.y + head, right + 16, bottom - 8 - box.y - head});
  draw_foot(ui, {box.x, bottom, box.w, foot}, enter);
  if (close || leaves(ui, modal)) ui.actions.show(Dialog::kNone);
}

}  // namespace convscope
