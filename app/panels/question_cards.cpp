#include "app/panels/question_cards.h"

#include <algorithm>

#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kPad = 14, kBetween = 10, kCompactPad = 4, kCompactBetween = 6;
constexpr double kLinePad = 8, kStrip = 5;  // of lines and pairs; the bar at their lower edge
constexpr double kTilePicture = 66;

bool in_two_columns(CardShape shape) { return shape == CardShape::kPair || shape == CardShape::kTile; }
bool is_line(CardShape shape) { return shape == CardShape::kLine || shape == CardShape::kPair; }
double between(CardShape shape) { return shape == CardShape::kRoomy ? kBetween : kCompactBetween; }

double card_width(const Cards& c, CardShape shape) { return in_two_columns(shape) ? (c.width - kCompactBetween) / 2 : c.width; }

TextStyle choice_style(const Cards& c, bool quiet) {
  return {.size = c.look.choice, .color = quiet ? c.ui.theme.muted : c.ui.theme.ink, .weight = Weight::kBold};
}

TextStyle right_style(const Cards& c) {
  return {.size = kBodySize, .color = c.ui.theme.output, .weight = Weight::kSemiBold, .anchor = Anchor::kEnd};
}

TextStyle count_style(const Ui& ui) { return {.size = kLabelSize, .color = ui.theme.muted, .anchor = Anchor::kEnd}; }

double number_width(const Ui& ui) { return std::max(ui.scaled(24), text_width(ui, "88", count_style(ui))); }

double buttons_width(const Cards& c) { return c.counting ? 2 * c.ui.scaled(26) + 18 : 0; }

bool is_right(const Cards& c, const Choice& choice) { return c.revealed && choice.is_right(); }

// Of a card's width, what the choice's text may take.
double text_room(const Cards& c, const Choice& choice, CardShape shape) {
  const double key = c.ui.scaled(26) + 10, width = card_width(c, shape);
  if (is_line(shape)) return width - 2 * kLinePad - key - number_width(c.ui) - 8;
  if (shape == CardShape::kRow) return width - 2 * kPad - key - buttons_width(c) - c.ui.scaled(96);
  const double word = is_right(c, choice) ? text_width(c.ui, c.ui.word("question.right"), right_style(c)) + 10 : 0;
  return width - 2 * kPad - key - buttons_width(c) - word;
}

double text_height(const Cards& c, const Choice& choice, CardShape shape) {
  return paragraph_height(c.ui, choice_text(choice, c.ui.words), choice_style(c, false), text_room(c, choice, shape));
}

// What stands above the bar, or beside it.
double head_height(const Cards& c, const Choice& choice) {
  if (choice.picture) return c.ui.scaled(in_low_window(c.ui) ? 72 : 104);
  return std::max(c.ui.scaled(is_line(c.look.shape) ? 26 : 30), text_height(c, choice, c.look.shape));
}

double card_height(const Cards& c, const Choice& choice) {
  switch (c.look.shape) {
    case CardShape::kRoomy: return head_height(c, choice) + c.ui.scaled(22) + 2 * kPad - 4;
    case CardShape::kRow: return head_height(c, choice) + 2 * kCompactPad;
    case CardShape::kLine:
    case CardShape::kPair: return head_height(c, choice) + 2 * kCompactPad + kStrip;
    case CardShape::kTile: return c.ui.scaled(24) + c.ui.scaled(kTilePicture) + 24;
  }
  return 0;
}

// Cards beside each other are equally tall.
double row_height(const Cards& c, std::size_t first) {
  const std::vector<Choice>& choices = c.question.choices;
  const double height = card_height(c, choices[first]);
  return in_two_columns(c.look.shape) && first + 1 < choices.size() ? std::max(height, card_height(c, choices[first + 1])) : height;
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

void draw_bar(const Cards& c, const Box& track, std::size_t index) {
  const Theme& t = c.ui.theme;
  const int hands = c.hands_of(index);
  c.ui.painter.rect(track, t.sunken, {}, track.h / 2);
  if (!c.shows_counts() || hands == 0) return;
  const double share = static_cast<double>(hands) / static_cast<double>(c.most());
  c.ui.painter.rect({track.x, track.y, std::max(track.h, track.w * share), track.h},
                    is_right(c, c.question.choices[index]) ? t.output : t.muted, {}, track.h / 2);
}

// A bar and its number in one line.
void draw_count(const Cards& c, const Box& line, std::size_t index) {
  const bool roomy = c.look.shape == CardShape::kRoomy;
  auto words = [&](int count) { return roomy ? counted_words(c.ui, "question.hands", "question.hand", count) : std::to_string(count); };
  const TextStyle style = count_style(c.ui);
  const double label = roomy ? std::max(c.ui.scaled(70), text_width(c.ui, words(888), style)) : number_width(c.ui);
  draw_bar(c, {line.x, line.center().y - c.ui.scaled(4), line.w - label - 12, c.ui.scaled(8)}, index);
  if (c.shows_counts()) draw_text(c.ui, {line.right(), line.center().y}, words(c.hands_of(index)), style);
}

void draw_thumbnail(const Cards& c, const Box& box, const std::shared_ptr<const Pixels>& pixels) {
  const double scale = std::min(box.w / pixels->width, box.h / pixels->height);
  const Box place{box.x, box.y + (box.h - pixels->height * scale) / 2, pixels->width * scale, pixels->height * scale};
  c.ui.painter.image(place, pixels);
  c.ui.painter.rect(place, {0, 0, 0, 0}, {c.ui.theme.line, 1, 0, 0}, 0);
}

void draw_choice(const Cards& c, Point start, const Choice& choice) {
  const std::string text = choice_text(choice, c.ui.words);
  const TextStyle style = choice_style(c, c.revealed && !choice.is_right());
  const double room = text_room(c, choice, c.look.shape);
  draw_paragraph(c.ui, {start.x, start.y - paragraph_height(c.ui, text, style, room) / 2}, text, style, room);
}

void draw_roomy_or_row(const Cards& c, const Box& box, std::size_t index) {
  const Choice& choice = c.question.choices[index];
  const bool right = is_right(c, choice), row = c.look.shape == CardShape::kRow;
  const double head = head_height(c, choice), bar = c.ui.scaled(22), key = c.ui.scaled(26);
  const double y = row ? box.center().y : box.y + kPad - 2 + head / 2, x = box.x + kPad + key + 10;
  draw_key(c, {box.x + kPad, y - key / 2, key, key}, index + 1, right);
  double end = box.right() - kPad;
  if (c.counting) draw_hand_buttons(c, end, y, index);
  end -= buttons_width(c);
  if (right && !row) end -= draw_text(c.ui, {end, y}, c.ui.word("question.right"), right_style(c)) + 10;
  if (choice.picture) {
    const double letter = draw_text(c.ui, {x, y}, choice.text, choice_style(c, c.revealed && !right)) + 10;
    draw_thumbnail(c, {x + letter, box.y + kPad - 2, end - x - letter, head}, choice.picture);
  } else {
    draw_choice(c, {x, y}, choice);
  }
  const double count = c.ui.scaled(88);
  if (row) draw_count(c, {end - count, y - bar / 2, count, bar}, index);
  else draw_count(c, {box.x + kPad, box.bottom() - kPad + 2 - bar, c.width - 2 * kPad, bar}, index);
}

void draw_line(const Cards& c, const Box& box, std::size_t index) {
  const Choice& choice = c.question.choices[index];
  const double key = c.ui.scaled(26), y = box.y + (box.h - kStrip) / 2;
  draw_key(c, {box.x + kLinePad, y - key / 2, key, key}, index + 1, is_right(c, choice));
  draw_choice(c, {box.x + kLinePad + key + 10, y}, choice);
  if (c.shows_counts()) draw_text(c.ui, {box.right() - kLinePad, y}, std::to_string(c.hands_of(index)), count_style(c.ui));
  draw_bar(c, {box.x + kLinePad, box.bottom() - kCompactPad - kStrip, box.w - 2 * kLinePad, kStrip}, index);
}

void draw_tile(const Cards& c, const Box& box, std::size_t index) {
  const Choice& choice = c.question.choices[index];
  const double pad = 8, line = c.ui.scaled(24);
  const bool right = is_right(c, choice);
  draw_key(c, {box.x + pad, box.y + pad, line, line}, index + 1, right);
  const Point start{box.x + 2 * pad + line, box.y + pad + line / 2};
  const double from = start.x + pad + draw_text(c.ui, start, choice.text, choice_style(c, c.revealed && !right));
  draw_count(c, {from, box.y + pad, box.right() - pad - from, line}, index);
  draw_thumbnail(c, {box.x + pad, box.y + line + 2 * pad, box.w - 2 * pad, box.h - line - 3 * pad}, choice.picture);
}

void draw_card(const Cards& c, const Box& box, std::size_t index) {
  const Theme& t = c.ui.theme;
  const bool right = is_right(c, c.question.choices[index]);
  c.ui.painter.rect(box, right ? mix(t.surface, t.output, 0.10) : t.surface, {right ? t.output : t.line, right ? 2.5 : 1, 0, 0},
                    kCardRadius);
  if (c.look.shape == CardShape::kTile) draw_tile(c, box, index);
  else if (is_line(c.look.shape)) draw_line(c, box, index);
  else draw_roomy_or_row(c, box, index);
  c.ui.probe.place("question.card." + std::to_string(index + 1), box);
}

}  // namespace

bool in_low_window(const Ui& ui) {
  constexpr double kLow = 860;  // at 100 %
  return ui.window.h < kLow * ui.theme.text_scale;
}

int Cards::most() const {
  int most = 1;
  for (int each : shown.run.votes) most = std::max(most, each);
  return most;
}

bool Cards::shows_counts() const { return revealed || !ui.memory.panels.lesson.hide_hands; }

std::string counted_words(const Ui& ui, const char* key, const char* one, int count) {
  return count == 1 ? ui.word(one) : ui.words.format(key, {{"count", std::to_string(count)}});
}

bool fits_in_one_line(const Cards& c, CardShape shape) {
  return std::all_of(c.question.choices.begin(), c.question.choices.end(), [&](const Choice& choice) {
    return !choice.picture && text_width(c.ui, choice_text(choice, c.ui.words), choice_style(c, false)) <= text_room(c, choice, shape);
  });
}

double cards_height(const Cards& c) {
  double height = 0;
  for (std::size_t i = 0; i < c.question.choices.size(); i += in_two_columns(c.look.shape) ? 2 : 1)
    height += row_height(c, i) + between(c.look.shape);
  return height;
}

double draw_cards(const Cards& c, Point at) {
  const std::size_t columns = in_two_columns(c.look.shape) ? 2 : 1;
  const double width = card_width(c, c.look.shape), top = at.y;
  for (std::size_t i = 0; i < c.question.choices.size(); i += columns) {
    const double height = row_height(c, i);
    for (std::size_t k = 0; k < columns && i + k < c.question.choices.size(); ++k)
      draw_card(c, {at.x + (width + kCompactBetween) * static_cast<double>(k), at.y, width, height}, i + k);
    at.y += height + between(c.look.shape);
  }
  return at.y - top;
}

}  // namespace convscope
