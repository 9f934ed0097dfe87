// Whether two shapes can be added: the shapes that are set, to drag where they stand, and the engine's answer in its own words.
#include "app/i18n/sentence.h"
#include "app/scenes/controls.h"
#include "app/views/small_layers.h"
#include "engine/ops/operator.h"

namespace convscope {
namespace {

constexpr Index kSide = 28;  // of the first shape
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

}  // namespace

void draw_addable(const SmallLayer& s, Box box, bool explained) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const Scene& scene = *s.context.model.scene;
  const auto set = [&](const char* name, Index fallback) { return number_parameter(scene, s.context.state, name, fallback); };
  const Index first = set("first_channels", 16), second = set("second_channels", 32), side = set("branch_side", kSide);
  const auto answer = find_operator("add").value()->layer({}, {Extents{1, first, kSide, kSide}, Extents{1, second, side, side}});
  const std::string by = "×" + std::to_string(kSide);
  const Piece pieces[] = {{std::to_string(first), t.input, "first_channels", first},
                          {by + by, t.ink, "", 0},
                          {"  +  ", t.muted, "", 0},
                          {std::to_string(second), t.input, "second_channels", second},
                          {"×", t.ink, "", 0},
                          {std::to_string(side), t.ink, "branch_side", side},
                          {"×" + std::to_string(side), t.ink, "", 0},
                          {answer ? "  ✓" : "  ✗", answer ? t.output : t.warning, "", 0}};
  double width = 0;
  for (const Piece& piece : pieces) width += width_of(s.pen, piece);
  if (width > box.w) return;
  Point at{box.x, box.y + s.pen.type(13)};
  Index number = 0;
  for (const Piece& piece : pieces) at.x += draw_piece(s, piece, at, number++);
  if (!explained) return;
  cut_top(box, s.pen.type(27));
  const Ink note{12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  if (!answer) {
    s.pen.paragraph(box, sentence(words, answer.error()), note, t.warning, 1.35);
    return;
  }
  const Extents& sum = (*answer)->output();
  const bool repeats = first != second || side != kSide;
  s.pen.paragraph(box,
                  words.format(repeats ? "view.add_repeats" : "view.add_equal", {{"shape", shape_text({sum[1], sum[2], sum[3]})}}), note,
                  t.muted, 1.35);
}

}  // namespace convscope
