// The choices of a question on cards, with the hands that are counted for each: how they look, how much room they take, their drawing.
#pragma once

#include "app/lessons/question.h"
#include "app/panels/lesson_shown.h"
#include "app/panels/ui.h"

namespace convscope {

enum class CardShape {
  kRoomy,  // the choice, its bar of hands below it
  kRow,    // a choice of one line with its bar beside it
  kLine,   // the choice over nearly the whole width, its bar along the lower edge
  kPair,   // the same, two cards beside each other
  kTile,   // a picture, two cards beside each other, the bar above
};

struct QuestionLook {
  CardShape shape = CardShape::kRoomy;
  double setting = 20, asked = 17, choice = 20;  // sizes at 100 % of what is given, what is asked, the choices
};

struct Cards {
  Ui& ui;
  const LessonShown& shown;
  const Question& question;
  bool counting = false;  // with buttons that count hands
  bool revealed = false;
  double width = 0;
  QuestionLook look;

  int hands_of(std::size_t choice) const { return choice < shown.run.votes.size() ? shown.run.votes[choice] : 0; }
  int most() const;
  bool shows_counts() const;  // hidden, so that no one follows the crowd
};

// Whether choices stand in rows and pictures are smaller, so that all of a question is seen at once.
bool in_low_window(const Ui& ui);
// "1 hand", "12 hands".
std::string counted_words(const Ui& ui, const char* key, const char* one, int count);

// Whether every choice stands in one line of such a card.
bool fits_in_one_line(const Cards& c, CardShape shape);
// All cards with what is between and below them; draw_cards takes the same.
double cards_height(const Cards& c);
double draw_cards(const Cards& c, Point at);

}  // namespace convscope
