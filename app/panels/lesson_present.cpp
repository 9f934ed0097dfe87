// The caption of a presentation: what the step says, or what is to be done.
#include <algorithm>

#include "app/panels/lesson_words.h"
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kLargest = 15;

MarkedRuns caption_of(const Ui& ui) {
  const LessonShown& shown = *ui.lesson;
  const bool answered = shown.run.stage == RunStage::kRevealed && shown.shown >= 1;
  if (const std::string mistake = answered ? common_mistake(ui.words, shown) : ""; !mistake.empty()) return {{mistake}};
  const bool read = shown.run.stage == RunStage::kText || shown.run.stage == RunStage::kMoving;
  MarkedRuns sentence = read ? first_sentence(shown) : MarkedRuns{};
  if (sentence.empty()) sentence = {{guidance(ui.words, *ui.model->scene, shown)}};
  return sentence;
}

}  // namespace

void draw_lesson_caption(Ui& ui, Box box) {
  const Theme& t = ui.theme;
  const MarkedRuns text = caption_of(ui);
  const bool done = ui.lesson->run.stage == RunStage::kWaiting && ui.lesson->complete;
  sunken(ui, box);
  TextStyle style{kLargest, done ? t.output : t.ink, Weight::kMedium};
  const double room = box.w - 48;
  while (style.size > kSmallestText && marked_height(ui, text, style, room) > box.h - 12)
    style.size = std::max(kSmallestText, style.size - 0.5);
  const double height = marked_height(ui, text, style, room);
  draw_marked(ui, {box.x + 24, box.center().y - height / 2}, text, style, room);
}

}  // namespace convscope
