#include "app/views/slider.h"

#include <algorithm>

namespace convscope {

bool draw_slider(Pen& pen, Box box, const Slider& slider) {
  constexpr double kKnob = 9, kTrack = 6, kShortest = 70, kNamed = 80;
  const Theme& t = pen.theme();
  const Ink name{kLabelSize}, number{14, Weight::kSemiBold, Anchor::kEnd, Face::kNumbers};
  const double y = box.center().y, figure = pen.width(slider.widest, number) + 14;
  const double named = pen.width(slider.name, name) + 14, room = box.w - figure - 20;
  double x = box.x + 10;
  if (room - named >= pen.type(kNamed)) {
    pen.text({box.x, y}, slider.name, name, t.muted);
    x = box.x + named + 10;
  }
  const Box track{x, y - kTrack / 2, box.right() - figure - 10 - x, kTrack};
  if (track.w < pen.type(kShortest)) return false;
  const double part = std::clamp((slider.value - slider.low) / (slider.high - slider.low), 0.0, 1.0);
  pen.rect(track, t.line, kTrack / 2);
  pen.rect({track.x, track.y, track.w * part, track.h}, t.accent, kTrack / 2);
  pen.circle({track.x + track.w * part, y}, kKnob, t.surface, {t.accent, 2.5}, slider.target);
  pen.handle(slider.target, {slider.control, {}, 0, slider.value, track.w / (slider.high - slider.low), slider.step});
  pen.text({box.right(), y}, slider.figure, number, t.ink);
  return true;
}

}  // namespace convscope
