// Before a session with changes is left: save them, leave without, or stay.
#include "app/panels/dialog_parts.h"
#include "app/panels/file_list.h"
#include "app/panels/panels.h"

namespace convscope {

void draw_unsaved_dialog(Ui& ui) {
  Box box = dialog_box(ui, 520, 10);
  double pad = 28, inner = box.w - 2 * pad, title = ui.scaled(30), row = ui.scaled(36);
  std::string name = ui.session.path.empty() ? ui.word("unsaved.untitled") : file_name(ui.session.path);
  std::string text = ui.words.format("unsaved.text", {{"name", name}});
  TextStyle body{kBodySize, ui.theme.muted};
  box.h = 2 * pad + title + 8 + paragraph_height(ui, text, body, inner) + 20 + row;
  box.y = (ui.window.h - box.h) / 2;
  Modal modal(ui, "dialog.unsaved", box);
  double y = box.y + pad;
  draw_text(ui, {box.x + pad, y + title / 2}, ui.word("unsaved.title"), {kHeadingSize + 3, ui.theme.ink, Weight::kBold});
  y += title + 8;
  y += draw_paragraph(ui, {box.x + pad, y}, text, body, inner) + 20;
  ButtonSpec save{ui.word("unsaved.save"), "", ButtonKind::kPrimary, true, ""},
      leave{ui.word("unsaved.leave"), "", ButtonKind::kNormal, true, ""},
      stay{ui.word("unsaved.stay"), "Esc", ButtonKind::kNormal, true, ""};
  double x = box.right() - pad - button_width(ui, save);
  if (button(ui, "unsaved.save", {x, y, button_width(ui, save), row}, save)) {
    ui.actions.run(ActionId::kSave);
  }
  x -= 8 + button_width(ui, stay);
  bool back = button(ui, "unsaved.stay", {x, y, button_width(ui, stay), row}, stay);
  if (button(ui, "unsaved.leave", {box.x + pad, y, button_width(ui, leave), row}, leave)) {
    ui.actions.add(act::Discard{});
  } else if (back || leaves(ui, modal)) {
    ui.actions.show(Dialog::kNone);
  }
}

}  // namespace convscope
