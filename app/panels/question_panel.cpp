// The question of a step with its choices.
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {

double draw_question(Ui& ui, Box box) {
  if (ui.lesson == nullptr || !ui.lesson->question) return 0;
  const TextStyle style{kHeadingSize, ui.theme.ink, Weight::kBold};
  return draw_paragraph(ui, {box.x, box.y}, question_text(*ui.lesson->question, ui.words), style, box.w);
}

}  // namespace convscope
