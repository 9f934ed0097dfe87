// The card that says what is wrong with a lesson's files: file, line and what was expected, in place of the lesson.
#include <algorithm>

#include "app/i18n/sentence.h"
#include "app/panels/overlay.h"
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kWidest = 640, kPad = 24;
constexpr std::size_t kMostShown = 6;

TextStyle fault_style(const Ui& ui) { return {kBodySize, ui.theme.ink, Weight::kMedium}; }

std::vector<std::string> fault_texts(const Ui& ui) {
  std::vector<std::string> texts;
  const std::vector<Error>& faults = ui.lesson_faults;
  for (std::size_t i = 0; i < std::min(faults.size(), kMostShown); ++i) texts.push_back(sentence(ui.words, faults[i]));
  if (faults.size() > kMostShown)
    texts.push_back(ui.words.format("lesson.faults.more", {{"count", std::to_string(faults.size() - kMostShown)}}));
  return texts;
}

}  // namespace

void draw_lesson_faults(Ui& ui, Box stage) {
  if (ui.lesson_faults.empty()) return;
  const Theme& t = ui.theme;
  const double width = std::min(ui.scaled(kWidest), stage.w - 32), inner = width - 2 * kPad;
  const std::string& title = ui.word(ui.lesson != nullptr ? "lesson.faults.running" : "lesson.faults.title");
  const TextStyle head{kHeadingSize, t.ink, Weight::kBold}, hint{kLabelSize, t.muted};
  const std::vector<std::string> texts = fault_texts(ui);
  const double button_height = std::max(34.0, ui.scaled(24) + 10);
  double needed = 2 * kPad + paragraph_height(ui, title, head, inner) + 10 + 12 + button_height +
                  paragraph_height(ui, ui.word("lesson.faults.hint"), hint, inner);
  for (const std::string& text : texts) needed += paragraph_height(ui, text, fault_style(ui), inner - 14) + 10;
  const double height = std::min(needed, stage.h - 24);
  const Box box{stage.center().x - width / 2, stage.center().y - height / 2, width, height};
  Overlay overlay(ui, "lesson.faults", box);
  ui.painter.rect({box.x - 1, box.y + 2, box.w + 2, box.h + 2}, {0, 0, 0, 40}, {}, 10);
  ui.painter.rect(box, t.surface, {t.warning, 1.5, 0, 0}, kCardRadius);
  ui.probe.place("lesson.faults", box);
  ui.probe.fact("lesson.faults", texts.front());
  const Box close{box.right() - kPad - ui.scaled(110), box.bottom() - kPad - button_height, ui.scaled(110), button_height};
  {
    ScrollArea area(ui, "lesson.faults.list", {box.x + kPad, box.y + kPad, inner + 8, close.y - 12 - box.y - kPad});
    double y = area.top();
    y += draw_paragraph(ui, {box.x + kPad, y}, title, head, inner) + 10;
    for (const std::string& text : texts) {
      const double used = draw_paragraph(ui, {box.x + kPad + 14, y}, text, fault_style(ui), inner - 14);
      ui.painter.rect({box.x + kPad, y + 2, 3, used - 4}, t.warning, {}, 1.5);
      y += used + 10;
    }
    y += draw_paragraph(ui, {box.x + kPad, y}, ui.word("lesson.faults.hint"), hint, inner);
    area.end(y - area.top());
  }
  if (button(ui, "lesson.faults.close", close, {ui.word("lesson.faults.close"), "", ButtonKind::kPrimary, true, ""}))
    ui.actions.add(act::DismissFaults{});
}

}  // namespace convscope
