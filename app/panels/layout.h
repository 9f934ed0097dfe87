// Where the parts of the window lie: wide as in the design, compact below 1440 × 860, and with panels folded away.
#pragma once

#include "app/canvas/display_list.h"

namespace convscope {

struct Layout {
  Box sidebar, header, stage, transport, right;  // w = 0: not there
  bool compact = false;
  bool two_line_transport = false;  // compact, but too narrow for a scrubber beside the words
};

struct LayoutWish {
  double left = 1, right = 1;  // how far the panels are out, 0..1
  double text_scale = 1;       // 1 to 2.5
};

Layout lay_out(double width, double height, const LayoutWish& wish);

struct PresentationLayout {
  Point title;     // left, middle
  double title_size = 38, note_size = 28;
  double margin = 80;
  Box stage, transport;
  double text_scale = 1;    // of everything, so that no text is smaller than kLeastPresentedText; may exceed 2.5 on large screens
};

// Pixels of the smallest text on a screen of 1920 × 1080; on others in proportion.
inline constexpr double kLeastPresentedText = 28;

// `text_scale`: the person's, 1 to 2.5, which counts where it is larger.
PresentationLayout lay_out_presentation(double width, double height, double text_scale);

// What a lesson takes of the stage: a caption below it and, while it asks, the question at its right.
struct LessonRoom {
  Box caption, question;  // w = 0: not there
};
LessonRoom make_room_for_lesson(PresentationLayout& layout, bool asks);

}  // namespace convscope
