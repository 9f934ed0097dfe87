// Which dialog is open, and what is forgotten when it closes.
#include "app/panels/panels.h"

namespace convscope {

void draw_dialogs(Ui& ui) {
  PanelMemory& memory = ui.memory.panels;
  Dialog open = ui.memory.dialog;
  if (open != Dialog::kPalette) memory.palette.open = false;
  if (open != Dialog::kCompare) memory.compare.open = false;
  if (open != Dialog::kOpen && open != Dialog::kSave && open != Dialog::kExport && open != Dialog::kHandout)
    memory.files.open = false;
  if (open != Dialog::kExport) memory.exporting.open = false;
  if (open != Dialog::kHandout) memory.handout.open = false;
  switch (open) {
    case Dialog::kNone: break;
    case Dialog::kExport: draw_export_dialog(ui); break;
    case Dialog::kHandout: draw_handout_dialog(ui); break;
    case Dialog::kOpen:
    case Dialog::kSave: draw_file_dialog(ui); break;
    case Dialog::kKeys: draw_keys_dialog(ui); break;
    case Dialog::kPalette: draw_palette(ui); break;
    case Dialog::kCompare: draw_compare_dialog(ui); break;
    case Dialog::kUnsaved: draw_unsaved_dialog(ui); break;
  }
  draw_toast(ui);
}

}  // namespace convscope
