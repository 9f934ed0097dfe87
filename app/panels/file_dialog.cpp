// Open a session or a photograph; save a session under a name.
#include "app/panels/dialog_parts.h"
#include "app/panels/file_browser.h"
#include "app/panels/file_list.h"
#include "app/panels/panels.h"

namespace convscope {

void draw_file_dialog(Ui& ui) {
  bool saving = ui.memory.dialog == Dialog::kSave;
  FileMemory& memory = ui.memory.panels.files;
  if (!memory.open) {
    std::string folder = !ui.session.path.empty()     ? parent_folder(ui.session.path)
                         : !ui.session.recent.empty() ? parent_folder(ui.session.recent.front())
                                                      : home_folder();
    std::string name = !saving ? "" : ui.session.path.empty() ? ui.state.scene + ".json" : file_name(ui.session.path);
    begin_browsing(memory, folder, name);
  }
  Box box = dialog_box(ui, 860, 600);
  Modal modal(ui, "dialog.files", box);
  bool close = draw_dialog_head(ui, "files", box, ui.word(saving ? "files.save_title" : "files.open_title"),
                                ui.word(saving ? "files.save_kinds" : "files.open_kinds"));
  double head = dialog_head_height(ui);
  BrowserAnswer answer =
      draw_browser(ui, {box.x + 28, box.y + head, box.w - 56, box.h - head - 28}, saving ? BrowserPurpose::kSave : BrowserPurpose::kOpen);
  if (answer.chosen) {
    if (saving) {
      ui.actions.add(act::Save{*answer.chosen});
    } else {
      ui.actions.show(Dialog::kNone);
      ui.actions.add(act::Open{*answer.chosen});
    }
  } else if (close || answer.leave || leaves(ui, modal)) {
    ui.actions.show(Dialog::kNone);
  }
}

}  // namespace convscope
