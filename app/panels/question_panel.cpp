// The question of a step: its choices on cards with the hands that are counted; then which one is right, and what the others mistook.
#include <algorithm>

#include "app/lessons/run.h"
#include "app/panels/lesson_words.h"
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kPad = 14, kBetween = 10, kCompactPad = 4, kCompactBetween = 6;
constexpr double kLowWindow = 860;  // at 100 %: below it choices stand in rows, so that all of a question is seen at once

struct Cards {
  Ui& ui;
  const LessonShown& shown;
  const Question& question;
  bool counting = false, revealed = false;
  double width = 0;
  bool compact = false;  // a choice and its hands in one row

  int hands_of(std::size_t choice) const { return choice < shown.run.votes.size() ? shown.run.votes[choice] : 0; }
  int most() const {
    int most = 1;
    for (int each : shown.run.votes) most = std::max(most, each);
    return most;
  }
  // Hidden, so that no one follows the crowd.
  bool shows_counts() const { return revealed || !ui.memory.panels.lesson.hide_hands; }
};

std::string counted_words(const Ui& ui, const char* key, const char* one, int count) {
  return count == 1 ? ui.word(one) : ui.words.format(key, {{"count", std::to_string(count)}});
}

TextStyle choice_style(const Ui& ui, bool quiet) {
  return {.size = 20, .color = quiet ? ui.theme.muted : ui.theme.ink, .weight = Weight::kBold};
}

// Of a compact card, what the choice itself leaves: the key, the bar with its number, the buttons.
double room_of_choice(const Cards& c) {
  return c.width - 2 * kPad - c.ui.scaled(36) - c.ui.scaled(96) - (c.counting ? c.ui.scaled(64) : 0);
}

bool fits_in_rows(const Cards& c) {
  return std::all_of(c.question.choices.begin(), c.question.choices.end(), [&](const Choice& choice) {
    return !choice.picture && text_width(c.ui, choice_text(choice, c.ui.words), choice_style(c.ui, false)) <= room_of_choice(c);
  });
}

double head_height(const Cards& c, const Choice& choice) {
  if (choice.picture) return c.ui.scaled(c.ui.window.h < kLowWindow * c.ui.theme.text_scale ? 72 : 104);
  const double room = c.width - 2 * kPad - c.ui.scaled(36) - (c.counting ? c.ui.scaled(64) : 0);
  return std::max(c.ui.scaled(30), paragraph_height(c.ui, choice_text(choice, c.ui.words), choice_style(c.ui, false), room));
}

void draw_key(const Cards& c, const Box& box, std::size_t number, bool right) {
  const Theme& t = c.ui.theme;
  c.ui.painter.rect(box, right ? t.output : t.sunken, {}, 5);
  draw_text(c.ui, box.center(), std::to_string(number),
            {.size = kLabelSize, .color = right ? t.surface : t.muted, .weight = Weight::kSemiBold, .anchor = Anchor::kMiddle});
}

// − and +; they are small so that a hand counted twice is taken back at once.
void draw_hand_buttons(const Cards& c, double right, double y, std::size_t index) {
  const double side = c.ui.scaled(26), gap = 6;
  const std::string name = "question.choice." + std::to_string(index + 1);
  if (button(c.ui, name + ".add", {right - side, y - side / 2, side, side},
             {.label = "+", .shortcut = "", .tooltip = c.ui.word("question.add")}))
    c.ui.actions.add(act::Vote{index, 1});
  if (button(c.ui, name + ".take", {right - 2 * side - gap, y - side / 2, side, side},
             {.label = "−", .shortcut = "", .tooltip = c.ui.word("question.take")}))
    c.ui.actions.add(act::Vote{index, -1});
}

void draw_count(const Cards& c, const Box& line, std::size_t index, bool right) {
  const Theme& t = c.ui.theme;
  const int hands = c.hands_of(index);
  auto words = [&](int count) { return c.compact ? std::to_string(count) : counted_words(c.ui, "question.hands", "question.hand", count); };
  const TextStyle style{.size = kLabelSize, .color = t.muted, .anchor = Anchor::kEnd};
  const double label = std::max(c.ui.scaled(c.compact ? 24 : 70), text_width(c.ui, words(c.compact ? 88 : 888), style));
  const Box track{line.x, line.center().y - c.ui.scaled(4), line.w - label - 12, c.ui.scaled(8)};
  c.ui.painter.rect(track, t.sunken, {}, track.h / 2);
  if (!c.shows_counts()) return;
  const double share = static_cast<double>(hands) / static_cast<double>(c.most());
  if (hands > 0)
    c.ui.painter.rect({track.x, track.y, std::max(track.h, track.w * share), track.h}, right ? t.output : t.muted, {}, track.h / 2);
  draw_text(c.ui, {line.right(), line.center().y}, words(hands), style);
}

void draw_thumbnail(const Cards& c, const Box& box, const std::shared_ptr<const Pixels>& pixels) {
  const double scale = std::min(box.w / pixels->width, box.h / pixels->height);
  const Box place{box.x, box.y + (box.h - pixels->height * scale) / 2, pixels->width * scale, pixels->height * scale};
  c.ui.painter.image(place, pixels);
  c.ui.painter.rect(place, {0, 0, 0, 0}, {c.ui.theme.line, 1, 0, 0}, 0);
}

double draw_card(const Cards& c, Point at, std::size_t index) {
  const Theme& t = c.ui.theme;
  const Choice& choice = c.question.choices[index];
  const bool right = c.revealed && choice.is_right();
  const double head = head_height(c, choice), bar = c.ui.scaled(22);
  const double height = c.compact ? head + 2 * kCompactPad : head + bar + 2 * kPad - 4;
  const Box box{at.x, at.y, c.width, height};
  c.ui.painter.rect(box, right ? mix(t.surface, t.output, 0.10) : t.surface, {right ? t.output : t.line, right ? 2.5 : 1, 0, 0},
                    kCardRadius);
  const double y = c.compact ? box.center().y : box.y + kPad - 2 + head / 2, key = c.ui.scaled(26);
  draw_key(c, {box.x + kPad, y - key / 2, key, key}, index + 1, right);
  const double x = box.x + kPad + key + 10;
  double end = box.right() - kPad;
  if (c.counting) draw_hand_buttons(c, end, y, index), end -= 2 * c.ui.scaled(26) + 18;
  if (right && !c.compact) {
    const TextStyle word{.size = kBodySize, .color = t.output, .weight = Weight::kSemiBold, .anchor = Anchor::kEnd};
    end -= draw_text(c.ui, {end, y}, c.ui.word("question.right"), word) + 10;
  }
  if (choice.picture) {
    const double letter = draw_text(c.ui, {x, y}, choice.text, choice_style(c.ui, c.revealed && !right)) + 10;
    draw_thumbnail(c, {x + letter, box.y + kPad - 2, end - x - letter, head}, choice.picture);
  } else {
    const std::string text = choice_text(choice, c.ui.words);
    const TextStyle style = choice_style(c.ui, c.revealed && !right);
    draw_paragraph(c.ui, {x, y - paragraph_height(c.ui, text, style, end - x) / 2}, text, style, end - x);
  }
  const double count = c.compact ? c.ui.scaled(88) : 0;
  if (c.compact) draw_count(c, {end - count, y - bar / 2, count, bar}, index, right);
  else draw_count(c, {box.x + kPad, box.bottom() - kPad + 2 - bar, c.width - 2 * kPad, bar}, index, right);
  c.ui.probe.place("question.card." + std::to_string(index + 1), box);
  return height;
}

// Of a class all pictures are seen at once: two beside each other, the keys and the hands above them.
double draw_picture_tiles(const Cards& c, Point at) {
  const Theme& t = c.ui.theme;
  const double pad = 8, line = c.ui.scaled(24), gap = kCompactBetween, width = (c.width - gap) / 2;
  const double height = line + c.ui.scaled(66) + 3 * pad;
  for (std::size_t i = 0; i < c.question.choices.size(); ++i) {
    const Choice& choice = c.question.choices[i];
    const bool right = c.revealed && choice.is_right();
    const Box box{at.x + (width + gap) * static_cast<double>(i % 2), at.y + (height + gap) * static_cast<double>(i / 2), width, height};
    c.ui.painter.rect(box, right ? mix(t.surface, t.output, 0.10) : t.surface, {right ? t.output : t.line, right ? 2.5 : 1, 0, 0},
                      kCardRadius);
    const double y = box.y + pad + line / 2;
    draw_key(c, {box.x + pad, box.y + pad, line, line}, i + 1, right);
    const double letter = draw_text(c.ui, {box.x + 2 * pad + line, y}, choice.text, choice_style(c.ui, c.revealed && !right));
    const double from = box.x + 3 * pad + line + letter;
    draw_count(c, {from, box.y + pad, box.right() - pad - from, line}, i, right);
    draw_thumbnail(c, {box.x + pad, box.y + line + 2 * pad, width - 2 * pad, height - line - 3 * pad}, choice.picture);
    c.ui.probe.place("question.card." + std::to_string(i + 1), box);
  }
  const auto rows = static_cast<double>((c.question.choices.size() + 1) / 2);
  return rows * (height + gap);
}

double draw_wide_button(Ui& ui, const char* name, const Box& at, const ButtonSpec& spec, const Action& action) {
  const double height = ui.scaled(42);
  if (button(ui, name, {at.x, at.y, at.w, height}, spec)) ui.actions.add(action);
  return height;
}

double draw_lines(Ui& ui, const Box& at, const std::string& text) {
  return draw_paragraph(ui, {at.x, at.y}, text, {.size = kLabelSize, .color = ui.theme.muted}, at.w);
}

// Before the answer: how many hands, the answer's button, what the keys do.
double draw_counting(const Cards& c, Box box) {
  Ui& ui = c.ui;
  const double top = box.y;
  const int all = hands(c.shown.run);
  auto next = [&](double height, double gap) { box.y += height + gap; };
  next(
      draw_lines(ui, box, all == 0 ? ui.word("question.counted_none") : counted_words(ui, "question.counted", "question.counted_one", all)),
      10);
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
  const int all = hands(c.shown.run), right = c.hands_of(c.question.right());
  const TextStyle heading{.size = kHeadingSize, .color = ui.theme.ink, .weight = Weight::kBold};
  const std::string had = ui.words.format("question.had_right", {{"right", std::to_string(right)}, {"all", std::to_string(all)}});
  if (all > 0) next(draw_paragraph(ui, {box.x, box.y}, had, heading, box.w), 8);
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
  Cards c{ui, *ui.lesson, *ui.lesson->question, counting, stage == RunStage::kRevealed && ui.lesson->shown >= 1, box.w};
  c.compact = (ui.state.presenting || ui.window.h < kLowWindow * ui.theme.text_scale) && fits_in_rows(c);
  const double top = box.y;
  const QuestionPlace place = question_place(c.shown);
  const std::string number =
      ui.words.format("question.number", {{"number", std::to_string(place.number)}, {"count", std::to_string(place.count)}});
  if (!ui.state.presenting) {
    const TextStyle quiet{.size = kLabelSize, .color = ui.theme.muted, .weight = Weight::kSemiBold};
    draw_fitted(ui, {box.x, box.y + ui.scaled(10)}, number, quiet, box.w);
    box.y += ui.scaled(24) + 6;
  }
  if (c.shown.lesson->practice && c.shown.section != nullptr) {
    for (const std::string& line : c.shown.section->paragraphs) box.y += draw_lines(ui, box, line) + 6;
  }
  const TextStyle setting{.size = ui.state.presenting ? 19.0 : 20.0, .color = ui.theme.ink, .weight = Weight::kBold};
  const TextStyle asked{.size = 17, .color = ui.theme.ink, .weight = Weight::kMedium};
  const bool tiles = ui.state.presenting && c.question.kind == QuestionKind::kPicture;
  if (tiles) c.compact = true;
  // Of a picture the stage's bar says it to a class; and once the layer on the stage is another one, it is not what was asked.
  if (c.shown.as_asked && !tiles)
    box.y += draw_paragraph(ui, {box.x, box.y}, question_setting(*ui.model, c.question, ui.words), setting, box.w) + 4;
  box.y += draw_paragraph(ui, {box.x, box.y}, question_text(c.question, ui.words), asked, box.w) + 14;
  const double between = c.compact ? kCompactBetween : kBetween;
  if (tiles) box.y += draw_picture_tiles(c, {box.x, box.y});
  for (std::size_t i = 0; i < c.question.choices.size() && !tiles; ++i) box.y += draw_card(c, {box.x, box.y}, i) + between;
  box.y += 8;
  if (stage != RunStage::kRevealed)
    box.y += draw_counting(c, box);
  else if (c.revealed)
    box.y += draw_answer(c, box);
  return box.y - top;
}

}  // namespace convscope
