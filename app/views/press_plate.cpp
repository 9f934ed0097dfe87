#include "app/views/press_plate.h"

namespace convscope {
namespace {

Ink ink_of(const PressPlate& plate) { return {13, Weight::kSemiBold, Anchor::kMiddle, plate.face, Importance::kNumber}; }

}  // namespace

double press_plate_width(const Pen& pen, const PressPlate& plate) { return pen.width(plate.words, ink_of(plate)) + pen.type(22); }

void draw_press_plate(Pen& pen, const ViewContext& context, Point right_middle, const PressPlate& plate) {
  const Theme& t = pen.theme();
  const bool hovered = context.hover == plate.target;
  const double w = press_plate_width(pen, plate), h = pen.type(26);
  const Box box{right_middle.x - w, right_middle.y - h / 2, w, h};
  pen.rect(box, plate.on ? t.select : t.surface, kCardRadius, {hovered || plate.on ? t.accent : t.line, 1.3}, plate.target);
  pen.text(box.center(), plate.words, ink_of(plate), hovered ? t.accent : t.ink);
  pen.handle(plate.target, {plate.control, {}, 0, plate.value, 0, 1});
}

}  // namespace convscope
