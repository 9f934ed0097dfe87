// The question of a step: its choices on cards with the hands that are counted; then which one is right, and what the others mistook.
#include <algorithm>

#include "app/lessons/run.h"
#include "app/panels/lesson_words.h"
#include "app/panels/panels.h"
#include "app/panels/question_cards.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kUnderWords = 14, kUnderCards = 8;

TextStyle setting_style(const Cards& c) { return {.size = c.look.setting, .color = c.ui.theme.ink, .weight = Weight::kBold}; }
TextStyle asked_style(const Cards& c) { return {.size = c.look.asked, .color = c.ui.theme.ink, .weight = Weight::kMedium}; }
TextStyle quiet_style(const Ui& ui) { return {.size = kLabelSize, .color = ui.theme.muted}; }
TextStyle had_right_style(const Ui& ui) { return {.size = kHeadingSize, .color = ui.theme.ink, .weight = Weight::kBold}; }

// Of a picture the stage's bar says it to a class; and once the layer on the stage is another one, it is not what was asked.
std::string setting_text(const Cards& c) {
  const bool said = c.shown.as_asked && c.look.shape != CardShape::kTile;
  return said ? question_setting(*c.ui.model, c.question, c.ui.words) : "";
}

// Of practice: what the seed is.
std::vector<std::string> practice_lines(const LessonShown& shown) {
  return shown.lesson->practice && shown.section != nullptr ? shown.section->paragraphs : std::vector<std::string>{};
}

std::string had_right(const Cards& c) {
  return c.ui.words.format("question.had_right", {{"right", std::to_string(c.hands_of(c.question.right()))},
                                                  {"all", std::to_string(hands(c.shown.run))}});
}

std::string counted_so_far(const Ui& ui, int all) {
  return all == 0 ? ui.word("question.counted_none") : counted_words(ui, "question.counted", "question.counted_one", all);
}

// What a class is shown of a question, before its answer and after.
double presented_height(const Cards& c) {
  double height = kUnderWords + cards_height(c) + kUnderCards;
  for (const std::string& line : practice_lines(c.shown)) height += paragraph_height(c.ui, line, quiet_style(c.ui), c.width) + 6;
  if (const std::string setting = setting_text(c); !setting.empty())
    height += paragraph_height(c.ui, setting, setting_style(c), c.width) + 4;
  height += paragraph_height(c.ui, question_text(c.question, c.ui.words), asked_style(c), c.width);
  return height + std::max(paragraph_height(c.ui, counted_so_far(c.ui, 88), quiet_style(c.ui), c.width),
                           paragraph_height(c.ui, had_right(c), had_right_style(c.ui), c.width));
}

// Before a class all of a question is seen at once: the largest type, and of its kinds of cards the first, with which it has room.
QuestionLook presented_look(Cards c, double height) {
  const QuestionLook largest{CardShape::kRoomy, 19, 17, 20};
  c.revealed = true;  // so that the answer's words have room already
  if (c.question.kind == QuestionKind::kPicture) return {CardShape::kTile, largest.setting, largest.asked, largest.choice};
  for (int percent = 100; true; percent -= 10) {
    auto size = [percent](double whole) { return std::max(kSmallestText, whole * percent / 100); };
    c.look = {CardShape::kLine, size(largest.setting), size(largest.asked), size(largest.choice)};
    for (CardShape shape : {CardShape::kRow, CardShape::kRoomy, CardShape::kPair, CardShape::kLine}) {
      const bool one_line = shape == CardShape::kRow || shape == CardShape::kPair;
      if (one_line && !fits_in_one_line(c, shape)) continue;
      c.look.shape = shape;
      if (presented_height(c) <= height) return c.look;
    }
    if (c.look.choice <= kSmallestText) return c.look;
  }
}

QuestionLook panel_look(const Cards& c) {
  return {in_low_window(c.ui) && fits_in_one_line(c, CardShape::kRow) ? CardShape::kRow : CardShape::kRoomy};
}

double draw_wide_button(Ui& ui, const char* name, const Box& at, const ButtonSpec& spec, const Action& action) {
  const double height = ui.scaled(42);
  if (button(ui, name, {at.x, at.y, at.w, height}, spec)) ui.actions.add(action);
  return height;
}

double draw_lines(Ui& ui, const Box& at, const std::string& text) {
  return draw_paragraph(ui, {at.x, at.y}, text, quiet_style(ui), at.w);
}

// Before the answer: how many hands, the answer's button, what the keys do.
double draw_counting(const Cards& c, Box box) {
  Ui& ui = c.ui;
  const double top = box.y;
  auto next = [&](double height, double gap) { box.y += height + gap; };
  next(draw_lines(ui, box, counted_so_far(ui, hands(c.shown.run))), ui.state.presenting ? 0 : 10);
  if (ui.state.presenting) return box.y - top;  // keys do the rest
  next(draw_wide_button(ui, "question.reveal", box,
                        {.label = ui.word("question.reveal"), .shortcut = "Enter", .kind = ButtonKind::kPrimary, .tooltip = ""},
                        act::Reveal{}),
       14);
  const double line = ui.scaled(26);
  if (checkbox(ui, "question.hide", {box.x, box.y + line / 2},
               {.label = ui.word("question.hide"), .on = ui.memory.panels.lesson.hide_hands, .tooltip = ""}))
    ui.memory.panels.lesson.hide_hands = !ui.memory.panels.lesson.hide_hands;
  next(line, 8);
  next(draw_lines(ui, box, ui.words.format("question.keys", {{"most", std::to_string(c.question.choices.size())}})), 0);
  return box.y - top;
}

// After it: how many had it right, the most frequent mistake and what leads to it, what comes next.
double draw_answer(const Cards& c, Box box) {
  Ui& ui = c.ui;
  const double top = box.y;
  auto next = [&](double height, double gap) { box.y += height + gap; };
  const int all = hands(c.shown.run);
  if (all > 0) next(draw_paragraph(ui, {box.x, box.y}, had_right(c), had_right_style(ui), box.w), ui.state.presenting ? 0 : 8);
  if (ui.state.presenting) return box.y - top;  // the caption tells the mistake
  if (const std::string line = common_mistake(ui.words, c.shown); !line.empty()) {
    next(draw_lines(ui, box, line), 14);
  } else if (all == 0) {  // nobody voted: every mistake is explained
    for (const Choice& each : c.question.choices)
      if (!each.is_right()) next(draw_lines(ui, box, choice_text(each, ui.words) + ui.word("handout.then") + reason(each, ui.words)), 8);
    box.y += 6;
  }
  const bool more = question_place(c.shown).number < question_place(c.shown).count;
  next(draw_wide_button(ui, "question.next", box,
                        {.label = ui.word(more && c.shown.lesson->practice ? "question.next" : "question.on"),
                         .shortcut = "PgDn",
                         .kind = ButtonKind::kPrimary,
                         .tooltip = ""},
                        act::LessonForward{}),
       8);
  next(draw_wide_button(ui, "question.again", box, {.label = ui.word("question.again"), .shortcut = "Space", .tooltip = ""},
                        act::Run{ActionId::kPlay}),
       0);
  return box.y - top;
}

}  // namespace

double draw_ask_me(Ui& ui, Box box) {
  return draw_wide_button(
             ui, "question.ask_me", box,
             {.label = ui.word("question.ask_me"), .shortcut = key_text(ActionId::kAskMe), .tooltip = ui.word("action.ask_me")},
             act::Run{ActionId::kAskMe}) +
         24;
}

double draw_question(Ui& ui, Box box) {
  if (ui.lesson == nullptr || !ui.lesson->question || !ui.lesson->asks() || ui.model == nullptr) return 0;
  const RunStage stage = ui.lesson->run.stage;
  // Before a class keys count: buttons that a projector shows well would leave no room for the bars.
  const bool counting = stage == RunStage::kAsked && !ui.state.presenting;
  Cards c{ui, *ui.lesson, *ui.lesson->question, counting, stage == RunStage::kRevealed && ui.lesson->shown >= 1, box.w, {}};
  c.look = ui.state.presenting ? presented_look(c, box.h) : panel_look(c);
  const double top = box.y;
  const QuestionPlace place = question_place(c.shown);
  const std::string number =
      ui.words.format("question.number", {{"number", std::to_string(place.number)}, {"count", std::to_string(place.count)}});
  if (!ui.state.presenting) {
    const TextStyle quiet{.size = kLabelSize, .color = ui.theme.muted, .weight = Weight::kSemiBold};
    draw_fitted(ui, {box.x, box.y + ui.scaled(10)}, number, quiet, box.w);
    box.y += ui.scaled(24) + 6;
  }
  for (const std::string& line : practice_lines(c.shown)) box.y += draw_lines(ui, box, line) + 6;
  if (const std::string setting = setting_text(c); !setting.empty())
    box.y += draw_paragraph(ui, {box.x, box.y}, setting, setting_style(c), box.w) + 4;
  box.y += draw_paragraph(ui, {box.x, box.y}, question_text(c.question, ui.words), asked_style(c), box.w) + kUnderWords;
  box.y += draw_cards(c, {box.x, box.y}) + kUnderCards;
  if (stage != RunStage::kRevealed)
    box.y += draw_counting(c, box);
  else if (c.revealed)
    box.y += draw_answer(c, box);
  return box.y - top;
}

}  // namespace convscope
