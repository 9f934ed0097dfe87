#include "app/views/heading.h"

namespace convscope {

void draw_heading(Pen& pen, Box& area, const std::string& title, const std::string& subtitle, double least) {
  constexpr double kTitle = 20, kSubtitle = 14, kHeight = 56;
  if (area.h < pen.type(least)) return;
  const Box head = cut_top(area, pen.type(kHeight), kSpace);
  pen.whole({head.x, head.y + pen.type(12)}, title, {kTitle, Weight::kBold}, pen.theme().ink, head.w);
  Ink quiet{kSubtitle, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  pen.whole({head.x, head.y + pen.type(38)}, subtitle, quiet, pen.theme().muted, head.w);
}

}  // namespace convscope
