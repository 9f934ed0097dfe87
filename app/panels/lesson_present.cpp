// The caption of a presentation: what the step says, or what is to be done.
#include <algorithm>

#include "app/panels/lesson_words.h"
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kLargest = 15;

std::string caption_of(const Ui& ui) {
  const LessonShown& shown = *ui.lesson;
  const bool answered = shown.run.stage == RunStage::kRevealed && shown.shown >= 1;
  if (const std::string mistake = answered ? common_mistake(ui.words, shown) : ""; !mistake.empty()) return mistake;
  const bool read = shown.run.stage == RunStage::kText || shown.run.stage == RunStage::kMoving;
  const std::string sentence = read ? first_sentence(shown) : "";
  return sentence.empty() ? guidance(ui.words, *ui.model->scene, shown) : sentence;
}

}  // namespace

void draw_lesson_caption(Ui& ui, Box box) {
  const Theme& t = ui.theme;
  const std::string text = caption_of(ui);
  const bool done = ui.lesson->run.stage == RunStage::kWaiting && ui.lesson->complete;
  sunken(ui, box);
  TextStyle style{kLargest, done ? t.output : t.ink, Weight::kMedium};
  const double room = box.w - 48;
  while (style.size > kSmallestText && paragraph_height(ui, text, style, room) > box.h - 12)
    style.size = std::max(kSmallestText, style.size - 0.5);
  const double height = paragraph_height(ui, text, style, room);
  draw_paragraph(ui, {box.x + 24, box.center().y - height / 2}, text, style, room);
}

}  // namespace convscope
