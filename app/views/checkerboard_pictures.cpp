// The small picture enlarged by a transposed convolution, and by three cures, each with its ripple; the grid amplified where asked.
#include <algorithm>
#include <cmath>

#include "app/scenes/controls.h"
#include "app/views/checkerboard.h"
#include "app/views/planes.h"
#include "app/views/slider.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr double kWhite = 255;
constexpr double kNoRipple = 1e-6;                   // what rounding leaves

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
  std::string layer, counts;              // counts "": the small picture itself
  std::string title, note;
  std::string amplified, amplified_counts;  // "": it has no grid of its own to amplify
};

struct Enlarged {
  const Checkerboard& c;
  std::vector<Shown> all;
  double full = 1;  // of the bars
};

// In little room the name may take the note's line as well.
void draw_heading(const Checkerboard& c, Box head, const std::string& title, Color color, const std::string& note, Color note_color) {
  Pen& pen = c.pen;
  const Ink name{c.tight ? kSmallSize : 14, Weight::kSemiBold};
  const std::vector<std::string> lines = pen.wrapped(title, name, head.w);
  const double first = head.y + pen.type(9), second = head.y + pen.type(28);
  constexpr double kShrinks = 1.12;  // so much too long a name fits by smaller letters
  const bool long_name = !pen.fits(title, name, head.w) || (c.tight && pen.width(title, name) > head.w * kShrinks);
  if (lines.size() == 2 && long_name) {
    pen.text({head.x, first}, lines[0], name, color);
    pen.text({head.x, second}, lines[1], name, color);
    return;
  }
  pen.fitted({head.x, first}, title, name, color, head.w);
  pen.whole({head.x, second}, note, {kSmallSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, note_color, head.w);
}

void draw_one(const Enlarged& e, Box box, Index index) {
  const Checkerboard& c = e.c;
  Pen& pen = c.pen;
  const Theme& t = pen.theme();
  const Words& words = c.context.words;
  const Shown& shown = e.all[static_cast<std::size_t>(index)];
  const bool small = shown.counts.empty(), chosen = shown.layer == c.cure.id;
  const Model& model = c.context.model;
  const Ripple ripple = small ? Ripple{1, 1, 1} : ripple_of(model.layer(shown.counts).output(), c.stride);
  const bool ripples = ripple.share() >= kNoRipple, amplified = c.amplify > 1 && ripples && !shown.amplified.empty();
  std::string note = shown.note;
  if (amplified) {
    const Ripple wide = ripple_of(model.layer(shown.amplified_counts).output(), c.stride);
    note = words.format("view.checkerboard.amplified", {{"times", std::to_string(c.amplify)}, {"ripple", percent_text(wide.share())}});
  }
  if (c.amplify > 1 && !small && !ripples) note = words("view.checkerboard.nothing_to_amplify");
  const Box head = cut_top(box, pen.type(44)), foot = cut_bottom(box, pen.type(c.tight ? kShareWithoutScale : kShareHeight));
  draw_heading(c, head, shown.title, small ? t.input : t.ink, note, amplified ? t.warning : t.muted);
  const Tensor& picture = model.layer(amplified ? shown.amplified : shown.layer == "none" ? "plain" : shown.layer).output();
  const double aspect = static_cast<double>(picture.extents[2]) / static_cast<double>(picture.extents[3]);
  const double width = std::max(4.0, std::min(box.w, box.h / aspect));
  const Box place{box.x, box.y, width, width * aspect};
  const Target target = small ? Target{} : Target{TargetKind::kPreset, 0, index - 1};
  if (!small) pen.rect(inset(place, -3), chosen ? t.accent : t.surface, 5, {}, target);
  pen.image(place, pixels_of(picture, std::max(ripple.mean, 1e-6)));
  if (!small)
    draw_share(pen, {box.x, place.bottom(), std::max(width, std::min(box.w, pen.type(110))), foot.h},
               {words("view.checkerboard.ripple"), ripple.share(), e.full});
}

}  // namespace

double full_bar(const std::vector<double>& shares) {
  constexpr double kLeast = 1.5, kStep = 0.5;
  const double most = *std::max_element(shares.begin(), shares.end());
  return std::max(kLeast, kStep * std::ceil(most / kStep));
}

void draw_share(Pen& pen, Box box, const Share& shown) {
  const Theme& t = pen.theme();
  const double share = shown.share;
  constexpr double kNoticed = 0.01, kStrong = 0.8;
  const Color color = share < kNoticed ? t.output : share > kStrong ? t.warning : t.muted;
  const double y = box.y + pen.type(15);
  const Ink ink{15, Weight::kBold, Anchor::kEnd, Face::kNumbers, Importance::kNumber};
  const double room = box.w - pen.width(percent_text(share), ink) - pen.type(6);
  const Ink name{kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  const bool beside = pen.fits(shown.name, name, room);
  if (beside) pen.whole({box.x, y}, shown.name, name, t.muted, room);
  pen.text({box.right(), y}, percent_text(share), ink, color);
  const Box track{box.x, y + pen.type(13), box.w, 5};
  pen.rect(track, t.sunken, 2.5);
  if (share >= kNoticed) pen.rect({track.x, track.y, track.w * std::min(1.0, share / shown.full), track.h}, color, 2.5);
  if (box.h < pen.type(kShareHeight)) return;
  const double below = track.bottom() + pen.type(9);
  if (!beside) {
    pen.whole({box.x, below}, shown.name, name, t.muted, box.w);
    return;
  }
  Ink end{kSmallestText, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote};
  pen.text({box.x, below}, "0", end, t.muted);
  end.anchor = Anchor::kEnd;
  pen.text({box.right(), below}, percent_text(shown.full), end, t.muted);
}

Color CountScale::color(double count) const {
  return cividis(mean > 0 ? std::clamp(0.5 + static_cast<double>(gain) * (count - mean) / (2 * mean), 0.0, 1.0) : 0.5);
}

void draw_count_map(Pen& pen, Box box, const Tensor& counts, const MapPart& part, const CountScale& scale) {
  const Index columns = counts.extents[3];
  pen.image(box, plane_pixels(part.rows, part.columns,
                              [&](Index y, Index x) { return scale.color(counts[(part.row + y) * columns + part.column + x]); }));
}

Index amplified(const ViewContext& context) { return number_parameter(*context.model.scene, context.state, "amplify", 1); }

bool draw_amplifier(Pen& pen, const ViewContext& context, Box box, const std::string& name) {
  constexpr Index kKnob = 10;
  const Control* control = find_control(*context.model.scene, "amplify");
  if (control == nullptr) return false;
  const Index gain = amplified(context);
  return draw_slider(pen, box,
                     {"amplify", {TargetKind::kControl, 0, kKnob}, name, "× " + std::to_string(gain),
                      "× " + std::to_string(control->maximum),
                      static_cast<double>(gain), static_cast<double>(control->minimum),
                      static_cast<double>(control->maximum), 1});
}

void draw_enlarged(const Checkerboard& c, Box box) {
  const Words& words = c.context.words;
  const Scene& scene = *c.context.model.scene;
  const Index k = number_parameter(scene, c.context.state, "kernel", 3);
  const std::string kernel = std::to_string(k), stride = std::to_string(c.stride), doubled = std::to_string(2 * c.stride);
  const Tensor& small = c.context.model.layer("small").output();
  const std::string weights = word_parameter(scene, c.context.state, "stamp_weights", "equal");
  Enlarged e{
      c,
      {{"small", "", words("view.checkerboard.small"), shape_text({small.extents[3], small.extents[2]}), "", ""},
       {"none", "counts_plain", words.format("view.checkerboard.plain", {{"kernel", kernel}, {"stride", stride}}),
        words("view.checkerboard.weights." + weights), "plain_shown", "counts_plain_shown"},
       {"divisible", "counts_divisible", words("view.checkerboard.divisible"),
        words.format("view.checkerboard.divisible_note", {{"kernel", doubled}, {"stride", stride}}), "divisible_shown",
        "counts_divisible_shown"},
       {"smoothed", "counts_smoothed", words("view.checkerboard.smoothed"), words("view.checkerboard.smoothed_note"), "smoothed_shown",
        "counts_smoothed_shown"},
       {"resized", "counts_resized", words("view.checkerboard.resized"),
        words.format("view.checkerboard.resized_note", {{"stride", stride}}), "", ""}}};
  std::vector<double> shares;
  for (const Shown& shown : e.all)
    if (!shown.counts.empty()) shares.push_back(ripple_of(c.context.model.layer(shown.counts).output(), c.stride).share());
  e.full = full_bar(shares);
  const auto many = static_cast<double>(e.all.size());
  const double gap = std::max(10.0, box.w * 0.022), width = (box.w - gap * (many - 1)) / many;
  for (Index i = 0; i < static_cast<Index>(e.all.size()); ++i) {
    draw_one(e, {box.x, box.y, width, box.h}, i);
    box.x += width + gap;
  }
}

}  // namespace convscope
