// preview and range at the left, settings at the right, progress at the foot; it may be closed while an export goes on
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/panels/dialog_parts.h"
#include "app/panels/export_parts.h"
#include "app/panels/file_browser.h"
#include "app/panels/file_list.h"
#include "app/panels/number_text.h"
#include "app/panels/panels.h"
#include "app/panels/scene_facts.h"

namespace convscope {
namespace {

void begin(Ui& ui) {
  ExportMemory& memory = ui.memory.panels.exporting;
  const Scene* scene = scene_of(ui.catalog.scenes, ui.state);
  memory.open = true;
  memory.choosing_folder = false;
  memory.replaces.clear();
  if (memory.settings.folder.empty()) memory.settings.folder = home_folder();
  bool untouched = memory.settings.name.empty() || memory.settings.name == memory.suggested;
  if (scene && untouched && !ui.exporting.running)
    memory.settings.name = memory.suggested = suggested_name(*scene, ui.state, memory.settings.format);
  if (ui.model && memory.settings.range == memory.proposed && !ui.exporting.running)
    memory.settings.range = memory.proposed = opening_range(ui.model->timeline.steps());
}

// The moment the preview shows: the frame being written, else the one on the screen.
Moment preview_moment(const Ui& ui, const ExportRequest& request) {
  if (ui.exporting.running && is_film(ui.memory.panels.exporting.settings) && ui.exporting.frames > 0)
    return frame_moment(*ui.model, request, std::min(ui.exporting.frame, ui.exporting.frames - 1));
  Moment moment = ui.state.moment;
  moment.step = std::clamp(moment.step, request.first_step, request.last_step);
  return moment;
}

// A chequered ground shows what is clear.
void draw_chequers(Ui& ui, const Box& box) {
  ui.painter.rect(box, ui.theme.surface);
  constexpr double kSide = 12;
  for (int row = 0; row * kSide < box.h; ++row)
    for (int column = row % 2; column * kSide < box.w; column += 2) {
      double x = box.x + column * kSide, y = box.y + row * kSide;
      ui.painter.rect({x, y, std::min(kSide, box.right() - x), std::min(kSide, box.bottom() - y)}, ui.theme.sunken);
    }
}

void draw_preview(Ui& ui, const Box& room) {
  if (!ui.model) return;
  const ExportSettings& settings = ui.memory.panels.exporting.settings;
  ExportRequest request = shown_request(ui);
  State state = ui.state;
  state.theme = theme_of(settings, ui.state.theme);
  DisplayList list = frame(ui.catalog, *ui.model, state, preview_moment(ui, request), request.size, request.options);
  double zoom = std::min(room.w / list.width, room.h / list.height);
  Box box{room.x + (room.w - list.width * zoom) / 2, room.y + (room.h - list.height * zoom) / 2, list.width * zoom, list.height * zoom};
  if (request.options.transparent) {
    draw_chequers(ui, box);
    list.background.a = 0;
  }
  ui.painter.draw(list, {box.x, box.y}, zoom, box);
  ui.painter.rect(box, {0, 0, 0, 0}, {ui.theme.line, 1, 0, 0}, 4);
  ui.probe.place("export.preview", box);
}

void draw_left(Ui& ui, const Box& box) {
  double caption = ui.scaled(28), gap = 16, range = draw_export_range(ui, box, false);
  FrameSize size = size_of(ui.memory.panels.exporting.settings, kStageSize);
  double tall = std::min(box.h - caption - gap - range, box.w * size.height / size.width);
  draw_preview(ui, {box.x, box.y, box.w, std::max(40.0, tall)});
  double y = box.y + std::max(40.0, tall) + caption / 2 + 2;
  TextStyle number{kLabelSize, ui.theme.muted, Weight::kRegular, Face::kNumbers, Anchor::kEnd};
  double wide = draw_text(ui, {box.right(), y}, fmt::format("{} × {}", size.width, size.height), number);
  draw_fitted(ui, {box.x, y}, ui.word("export.preview"), {kLabelSize, ui.theme.muted}, box.w - wide - 16);
  draw_export_range(ui, {box.x, y + caption / 2 + gap, box.w, range}, true);
}

ButtonSpec handout_button(const Ui& ui) {
  return {ui.word("handout.title"), key_text(ActionId::kHandout), ButtonKind::kNormal, true, ui.word("action.handout")};
}

// The scene's name, as much of it as stands between the title and the way to the hand-out.
std::string beside_title(const Ui& ui, const Box& box, const std::string& title) {
  const double taken = 32 + text_width(ui, title, {kTitleSize, ui.theme.ink, Weight::kBold}) + 18 + 2 * 16 + 28 + ui.scaled(32);
  const double room = box.w - taken - button_width(ui, handout_button(ui));
  return fitted(ui, ui.word("scene." + ui.state.scene + ".title"), {kBodySize, ui.theme.muted}, room);
}

// At the left of the cross.
void draw_way_to_handout(Ui& ui, const Box& box) {
  const ButtonSpec spec = handout_button(ui);
  const double height = ui.scaled(24) + 10, wide = button_width(ui, spec), middle = box.y + 24 + ui.scaled(18);
  const Box place{box.right() - 28 - ui.scaled(32) - 16 - wide, middle - height / 2, wide, height};
  if (button(ui, "export.handout", place, spec)) ui.actions.run(ActionId::kHandout);
}

void choose_folder(Ui& ui, const Box& box, double head) {
  ExportMemory& memory = ui.memory.panels.exporting;
  BrowserAnswer answer = draw_browser(ui, {box.x + 32, box.y + head, box.w - 64, box.h - head - 28}, BrowserPurpose::kFolder);
  if (answer.chosen) memory.settings.folder = *answer.chosen;
  if (answer.chosen || answer.leave || ui.memory.escape_pressed) {
    memory.choosing_folder = false;
    ui.memory.panels.files.open = false;
  }
}

}  // namespace

void draw_export_dialog(Ui& ui) {
  ExportMemory& memory = ui.memory.panels.exporting;
  if (!memory.open) begin(ui);
  bool was_choosing = memory.choosing_folder;
  Box box = dialog_box(ui, 1168, 792);
  box.w = std::min(box.w, box.h * 1.9);
  box.x = (ui.window.w - box.w) / 2;
  Modal modal(ui, "dialog.export", box);
  const std::string title = ui.word(was_choosing ? "export.choose_folder" : "export.title");
  bool close = draw_dialog_head(ui, "export", box, title, was_choosing ? "" : beside_title(ui, box, title));
  double head = dialog_head_height(ui), foot = ui.scaled(64) + 40;
  if (was_choosing) {
    choose_folder(ui, box, head);
    if (close) ui.actions.show(Dialog::kNone);
    return;
  }
  draw_way_to_handout(ui, box);
  // Enter ends what is typed into a number's field before it starts the export.
  bool enter = ui.memory.draft.name.empty() &&
               std::any_of(ui.memory.keys.begin(), ui.memory.keys.end(), [](const KeyPress& k) { return is_enter(k.key) && !k.repeat; });
  double right = std::clamp(ui.scaled(424), 320.0, box.w * 0.46), between = 40, bottom = box.bottom() - foot;
  double left = box.w - 64 - between - right;
  draw_left(ui, {box.x + 32, box.y + head, left, bottom - 16 - box.y - head});
  draw_export_settings(ui, {box.x + 32 + left + between, box.y + head, right + 16, bottom - 8 - box.y - head});
  draw_export_foot(ui, {box.x, bottom, box.w, foot}, enter);
  if (close || leaves(ui, modal)) ui.actions.show(Dialog::kNone);
}

}  // namespace convscope
