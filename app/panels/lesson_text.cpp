// The right panel while a lesson runs: the step's text, what is waited for with its ticks, what may be changed; the lesson's end.
#include <algorithm>
#include <string>

#include "app/panels/lesson_words.h"
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kReadSize = 15;  // what is read, at 100 %

std::string place_text(const Ui& ui) {
  const LessonShown& shown = *ui.lesson;
  return ui.words.format("lesson.step_of", {{"step", std::to_string(shown.run.step + 1)},
                                            {"steps", std::to_string(shown.lesson->steps.size())}});
}

// A paragraph, or an entry of a list with its dot hanging.
double draw_read(Ui& ui, const Box& box, const std::string& paragraph) {
  constexpr std::string_view kDot = "• ";
  const TextStyle style{kReadSize, ui.theme.ink};
  if (!paragraph.starts_with(kDot)) return draw_marked(ui, {box.x, box.y}, marked_runs(paragraph), style, box.w);
  const double indent = ui.scaled(16);
  draw_text(ui, {box.x + 2, box.y + line_height(ui, style) / 2}, "•", style);
  return draw_marked(ui, {box.x + indent, box.y}, marked_runs(std::string_view(paragraph).substr(kDot.size())), style, box.w - indent);
}

double draw_paragraphs(Ui& ui, const Box& box) {
  double y = box.y;
  for (const std::string& paragraph : ui.lesson->section->paragraphs) y += draw_read(ui, {box.x, y, box.w, 0}, paragraph) + 10;
  return y - box.y - 10;
}

// ---- what is waited for ---------------------------------------------------------------------------------------------
double draw_wait(Ui& ui, const Box& box, const std::string& text, bool done) {
  const Theme& t = ui.theme;
  const TextStyle style{kBodySize, done ? t.muted : t.ink, done ? Weight::kRegular : Weight::kSemiBold};
  const TextStyle bold{kBodySize, t.ink, Weight::kSemiBold};  // as high as before it was done
  const double side = std::min(ui.scaled(18), 28.0), indent = side + 10, line = line_height(ui, style);
  const Box square{box.x, box.y + (line - side) / 2, side, side};
  ui.painter.rect(square, done ? t.output : t.surface, {done ? t.output : t.faint, 1.6, 0, 0}, 4);
  if (done) {
    const double s = side / 18;
    const Point c = square.center();
    ui.painter.path({{c.x - 4.5 * s, c.y}, {c.x - s, c.y + 3.8 * s}, {c.x + 4.8 * s, c.y - 4 * s}}, false, {0, 0, 0, 0},
                    {t.surface, 2 * s, 0, 0});
  }
  draw_paragraph(ui, {box.x + indent, box.y}, text, style, box.w - indent);
  return paragraph_height(ui, text, bold, box.w - indent);
}

double draw_waits(Ui& ui, const Box& box) {
  const LessonShown& shown = *ui.lesson;
  const std::vector<WaitCondition>& waits = shown.step().wait;
  if (waits.empty()) return 0;
  const Theme& t = ui.theme;
  constexpr double kPad = 14;
  const double inner = box.w - 2 * kPad;
  double height = 2 * kPad + ui.scaled(24);
  const TextStyle bold{kBodySize, t.ink, Weight::kSemiBold};
  const double indent = std::min(ui.scaled(18), 28.0) + 10;
  std::vector<std::string> texts;
  for (const WaitCondition& each : waits) {
    texts.push_back(wait_text(ui.words, *ui.model->scene, each));
    height += paragraph_height(ui, texts.back(), bold, inner - indent) + 6;
  }
  ui.painter.rect({box.x, box.y, box.w, height}, shown.complete ? mix(t.surface, t.output, 0.12) : t.surface,
                  {shown.complete ? t.output : t.line, shown.complete ? 1.8 : 1, 0, 0}, kCardRadius);
  double y = box.y + kPad;
  const TextStyle head{kLabelSize, shown.complete ? t.output : t.muted, Weight::kSemiBold};
  draw_fitted(ui, {box.x + kPad, y + ui.scaled(9)}, ui.word(shown.complete ? "lesson.done" : "lesson.your_turn"), head, inner);
  y += ui.scaled(24);
  for (std::size_t i = 0; i < texts.size(); ++i)
    y += draw_wait(ui, {box.x + kPad, y, inner, 0}, texts[i], i < shown.fulfilled.size() && shown.fulfilled[i]) + 6;
  ui.probe.fact("lesson.complete", shown.complete ? "true" : "false");
  return height;
}

double draw_end(Ui& ui, const Box& box) {
  const Theme& t = ui.theme;
  double y = box.y + draw_paragraph(ui, {box.x, box.y}, ui.word("lesson.end.title"), {20, t.ink, Weight::kBold}, box.w) + 8;
  y += draw_paragraph(ui, {box.x, y}, ui.word("lesson.end.text"), {kReadSize, t.ink}, box.w) + 16;
  const double height = std::max(40.0, ui.scaled(30) + 10);
  const ButtonSpec leave{ui.word("lesson.leave"), "", ButtonKind::kPrimary, true, ui.word("lesson.leave.tip")};
  if (button(ui, "lesson.end.leave", {box.x, y, box.w, height}, leave)) ui.actions.add(act::LeaveLesson{});
  y += height + 10;
  const auto& lessons = ui.shelf.lessons();
  auto at = std::find(lessons.begin(), lessons.end(), ui.lesson->lesson);
  if (at == lessons.end() || at + 1 == lessons.end()) return y - box.y;
  const ButtonSpec next{ui.word("lesson.end.next"), "", ButtonKind::kNormal, true, lesson_title(**(at + 1), ui.state.language)};
  if (button(ui, "lesson.end.next", {box.x, y, box.w, height}, next)) ui.actions.add(act::BeginLesson{ui.shelf.name_of(*(at + 1))});
  return y + height - box.y;
}

}  // namespace

double draw_lesson_text(Ui& ui, Box box) {
  const LessonShown& shown = *ui.lesson;
  if (shown.run.stage == RunStage::kOver) return draw_end(ui, box);
  const Theme& t = ui.theme;
  double y = box.y + draw_paragraph(ui, {box.x, box.y}, place_text(ui), {kLabelSize, t.muted, Weight::kSemiBold}, box.w) + 8;
  if (shown.section != nullptr) y += draw_paragraphs(ui, {box.x, y, box.w, 0});
  if (const double waits = draw_waits(ui, {box.x, y + 18, box.w, 0}); waits > 0) y += 18 + waits;
  if (shown.held || !shown.step().touch) return y - box.y;
  y += 14;
  y += draw_paragraph(ui, {box.x, y}, touch_text(ui.words, shown.step()), {kLabelSize, t.muted}, box.w);
  return y - box.y;
}

}  // namespace convscope
