// Whether shapes fit, for the layers that ask it: the shapes that are set, to drag where they stand, and the engine's
// answer in its own words.
#include "app/i18n/sentence.h"
#include "app/scenes/controls.h"
#include "app/views/small_layers.h"
#include "engine/ops/operator.h"

namespace convscope {
namespace {

constexpr double kLeading = 1.35;
constexpr Index kSide = 28;  // of the first shape
constexpr Index kAddPieces = 0, kJoinPieces = 20, kLinearPieces = 40;  // targets of the numbers, one after the other
constexpr Ink kShape{13.5, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kName};

// A piece of the line: a number that a drag changes stands on a plate.
struct Piece {
  std::string text;
  Color color;
  std::string control;  // "": cannot be changed
  Index value = 0;
};

double width_of(const Pen& pen, const Piece& piece) { return pen.width(piece.text, kShape) + (piece.control.empty() ? 0 : pen.type(10)); }

double draw_piece(const SmallLayer& s, const Piece& piece, Point at, Index number) {
  const Theme& t = s.pen.theme();
  const double w = width_of(s.pen, piece);
  if (piece.control.empty()) {
    s.pen.text(at, piece.text, kShape, piece.color);
    return w;
  }
  const Target target{TargetKind::kControl, 0, number};
  const double h = s.pen.type(22);
  s.pen.rect({at.x, at.y - h / 2, w, h}, t.sunken, 5, {s.context.hover == target ? t.accent : t.sunken, 1.5}, target);
  Ink middle = kShape;
  middle.anchor = Anchor::kMiddle;
  s.pen.text({at.x + w / 2, at.y}, piece.text, middle, piece.color);
  s.pen.handle(target, {piece.control, {}, 0, static_cast<double>(piece.value), s.pen.type(6), 1});
  return w;
}

// Shapes as they are set, what the engine says of them, and what to say where they fit.
struct Question {
  std::vector<Piece> pieces;
  Index first_target = 0;
  std::optional<Error> refusal;
  std::string fits;
};

Index set_number(const SmallLayer& s, const char* name, Index fallback) {
  return number_parameter(*s.context.model.scene, s.context.state, name, fallback);
}

Piece verdict(const Pen& pen, const Question& question) {
  return {question.refusal ? "  ✗" : "  ✓", question.refusal ? pen.theme().warning : pen.theme().output, "", 0};
}

double width_of(const Pen& pen, const Question& question) {
  double width = width_of(pen, verdict(pen, question));
  for (const Piece& piece : question.pieces) width += width_of(pen, piece);
  return width;
}

void draw_question(const SmallLayer& s, Question question, Box box, bool explained) {
  const Theme& t = s.pen.theme();
  if (width_of(s.pen, question) > box.w + 0.01) return;
  question.pieces.push_back(verdict(s.pen, question));
  Point at{box.x, box.y + s.pen.type(13)};
  Index number = question.first_target;
  for (const Piece& piece : question.pieces) at.x += draw_piece(s, piece, at, number++);
  if (!explained) return;
  const double beside = box.right() - at.x - s.pen.type(16), line = s.pen.type(12.5) * kLeading;
  if (beside >= s.pen.type(220)) box = {at.x + s.pen.type(16), at.y - line / 2, beside, box.bottom() - at.y + line / 2};
  else cut_top(box, s.pen.type(27));
  const Ink note{12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  if (question.refusal) s.pen.paragraph(box, sentence(s.context.words, *question.refusal), note, t.warning, kLeading);
  else s.pen.paragraph(box, question.fits, note, t.muted, kLeading);
}

// Two maps of the branches that meet: the first has a side of its own, the second's can be dragged.
struct Branches {
  Index first, second, side;
  Shapes shapes() const { return {Extents{1, first, kSide, kSide}, Extents{1, second, side, side}}; }
};

Branches branches_of(const SmallLayer& s) {
  return {set_number(s, "first_channels", 16), set_number(s, "second_channels", 32), set_number(s, "branch_side", kSide)};
}

std::vector<Piece> pieces_of(const SmallLayer& s, const Branches& b) {
  const Theme& t = s.pen.theme();
  const std::string by = "×" + std::to_string(kSide), side = std::to_string(b.side);
  return {{std::to_string(b.first), t.input, "first_channels", b.first},
          {by + by, t.ink, "", 0},
          {"  +  ", t.muted, "", 0},
          {std::to_string(b.second), t.input, "second_channels", b.second},
          {"×", t.ink, "", 0},
          {side, t.ink, "branch_side", b.side},
          {"×" + side, t.ink, "", 0}};
}

}  // namespace

void draw_addable(const SmallLayer& s, Box box, bool explained) {
  const Branches b = branches_of(s);
  const auto answer = find_operator("add").value()->layer({}, b.shapes());
  Question question{pieces_of(s, b), kAddPieces, {}, ""};
  if (!answer) {
    question.refusal = answer.error();
  } else {
    const Extents& sum = (*answer)->output();
    const bool repeats = b.first != b.second || b.side != kSide;
    question.fits =
        s.context.words.format(repeats ? "view.add_repeats" : "view.add_equal", {{"shape", shape_text({sum[1], sum[2], sum[3]})}});
  }
  draw_question(s, std::move(question), box, explained);
}

bool joins(const SmallLayer& s) { return !s.layer().refused; }

std::vector<TextRun> refused_join(const SmallLayer& s) {
  const Theme& t = s.pen.theme();
  const Shapes shapes = branches_of(s).shapes();
  const auto written = [](const Extents& shape) { return shape_text({shape[1], shape[2], shape[3]}); };
  return {{written(shapes[0]), t.input}, {"  +  ", t.muted}, {written(shapes[1]), t.input}, {"  ✗", t.warning}};
}

void draw_joinable(const SmallLayer& s, Box box, bool explained) {
  const Branches b = branches_of(s);
  Question question{pieces_of(s, b), kJoinPieces, s.layer().refused, ""};
  if (!question.refusal) {
    const Extents& whole = s.layer().output().extents;
    question.fits = s.context.words.format("view.joins", {{"first", std::to_string(b.first)},
                                                       {"second", std::to_string(b.second)},
                                                       {"shape", shape_text({whole[1], whole[2], whole[3]})}});
  }
  draw_question(s, std::move(question), box, explained);
}

bool draw_multipliable(const SmallLayer& s, Box& box) {
  const Theme& t = s.pen.theme();
  const Shapes& own = s.layer().layer->shapes();
  const Index filters = own[1][0], features = set_number(s, "features", own[1][1]);
  Question question{{{"x ", t.muted, "", 0},
                     {std::to_string(own[0][1]), t.input, "", 0},
                     {"   W ", t.muted, "", 0},
                     {std::to_string(filters) + "×", t.output, "", 0},
                     {std::to_string(features), t.weight, "features", features}},
                    kLinearPieces,
                    s.layer().refused,
                    ""};
  if (question.refusal) {
    draw_question(s, std::move(question), box, true);
    return false;
  }
  const double width = width_of(s.pen, question);
  if (width < box.w / 2) draw_question(s, std::move(question), cut_right(box, width, s.pen.type(16)), false);
  return true;
}

}  // namespace convscope
