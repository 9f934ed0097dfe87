// The small picture enlarged by a transposed convolution whose weights are all equal, and by three cures, each with its ripple.
#include <algorithm>
#include <cmath>

#include "app/views/checkerboard.h"
#include "app/views/planes.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr double kWhite = 255, kWorstRipple = 1.5;  // a full bar

// Weights of 1 make a picture as much brighter as a cell is painted: `gain` times; it is shown on a scale that ends there.
std::shared_ptr<const Pixels> pixels_of(const Tensor& picture, double gain) {
  const Index rows = picture.extents[2], columns = picture.extents[3], plane = rows * columns;
  auto level = [&](Index channel, Index at) {
    return static_cast<std::uint8_t>(std::clamp(std::round(picture[channel * plane + at] / gain), 0.0, kWhite));
  };
  return plane_pixels(rows, columns, [&](Index y, Index x) {
    const Index at = y * columns + x, second = picture.extents[1] > 1 ? 1 : 0, third = picture.extents[1] > 2 ? 2 : 0;
    return Color{level(0, at), level(second, at), level(third, at), 255};
  });
}

struct Shown {
  std::string layer, counts;  // counts "": the small picture itself
  std::string title, note;
};

void draw_ripple(const Checkerboard& c, Box box, double share) {
  Pen& pen = c.pen;
  const Theme& t = pen.theme();
  constexpr double kNoticed = 0.01, kStrong = 0.8;
  const Color color = share < kNoticed ? t.output : share > kStrong ? t.warning : t.muted;
  const double y = box.y + pen.type(14);
  pen.text({box.x, y}, c.context.words("view.checkerboard.ripple"), {kLabelSize}, t.muted);
  pen.text({box.right(), y}, number_text(100 * share, 0) + " %", {15, Weight::kBold, Anchor::kEnd, Face::kNumbers, Importance::kNumber},
           color);
  const Box track{box.x, y + pen.type(14), box.w, 5};
  pen.rect(track, t.sunken, 2.5);
  if (share >= kNoticed) pen.rect({track.x, track.y, track.w * std::min(1.0, share / kWorstRipple), track.h}, color, 2.5);
}

void draw_one(const Checkerboard& c, Box box, const Shown& shown) {
  Pen& pen = c.pen;
  const Tensor& picture = c.context.model.layer(shown.layer).output();
  const Box head = cut_top(box, pen.type(44)), foot = cut_bottom(box, pen.type(40));
  pen.fitted({head.x, head.y + pen.type(9)}, shown.title, {14, Weight::kSemiBold},
             shown.counts.empty() ? pen.theme().input : pen.theme().ink, head.w);
  pen.fitted({head.x, head.y + pen.type(28)}, shown.note, {kSmallSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
             pen.theme().muted, head.w);
  const double aspect = static_cast<double>(picture.extents[2]) / static_cast<double>(picture.extents[3]);
  const double width = std::max(4.0, std::min(box.w, box.h / aspect));
  Ripple ripple{1, 1, 1};
  if (!shown.counts.empty()) ripple = ripple_of(c.context.model.layer(shown.counts).output(), c.stride);
  pen.image({box.x, box.y, width, width * aspect}, pixels_of(picture, std::max(ripple.mean, 1e-6)));
  if (!shown.counts.empty())
    draw_ripple(c, {box.x, box.y + width * aspect, std::max(width, std::min(box.w, pen.type(110))), foot.h}, ripple.share());
}

}  // namespace

void draw_enlarged(const Checkerboard& c, Box box) {
  const Words& words = c.context.words;
  const std::string kernel = std::to_string(c.kernel), stride = std::to_string(c.stride), doubled = std::to_string(2 * c.stride);
  const Tensor& small = c.context.model.layer("small").output();
  const std::vector<Shown> all = {
      {"small", "", words("view.checkerboard.small"), shape_text({small.extents[3], small.extents[2]})},
      {"plain", "counts_plain", words.format("view.checkerboard.plain", {{"kernel", kernel}, {"stride", stride}}),
       words("view.checkerboard.plain_note")},
      {"divisible", "counts_divisible", words("view.checkerboard.divisible"),
       words.format("view.checkerboard.divisible_note", {{"kernel", doubled}, {"stride", stride}})},
      {"smoothed", "counts_smoothed", words("view.checkerboard.smoothed"), words("view.checkerboard.smoothed_note")},
      {"resized", "counts_resized", words("view.checkerboard.resized"),
       words.format("view.checkerboard.resized_note", {{"stride", stride}})}};
  const double gap = std::max(10.0, box.w * 0.022),
               width = (box.w - gap * static_cast<double>(all.size() - 1)) / static_cast<double>(all.size());
  for (const Shown& shown : all) {
    draw_one(c, {box.x, box.y, width, box.h}, shown);
    box.x += width + gap;
  }
}

}  // namespace convscope
