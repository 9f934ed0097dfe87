// The card of batch normalisation: one channel's cells on three lines of one scale, shifted and then stretched.
#include <algorithm>
#include <cmath>

#include "app/views/small_layers.h"

namespace convscope {

namespace {

double mean_of(const Tensor& tensor) {
  double sum = 0;
  for (float value : tensor.data) sum += value;
  return sum / std::max<double>(1, static_cast<double>(tensor.count()));
}

struct Strip {
  double y = 0;
  const Tensor* values = nullptr;
  Color color;
  std::string label;
  double arrived = 1;
  TargetKind target = TargetKind::kOutput;
  int stage = 0;
};

// The numbers that the strips share as their scale.
struct Scale {
  double low = 0, high = 1, unit = 1;
};

Scale scale_of(const Pen& pen, std::initializer_list<const Tensor*> tensors, double width) {
  double low = (*tensors.begin())->data.front(), high = low;
  for (const Tensor* tensor : tensors)
    for (float value : tensor->data) {
      low = std::min<double>(low, value);
      high = std::max<double>(high, value);
    }
  double unit = 1;
  while ((high - low) / unit * pen.type(34) > width) unit *= 2;
  return {std::floor(low / unit) * unit, std::max(std::floor(low / unit) + 1, std::ceil(high / unit)) * unit, unit};
}

void draw_scale(Pen& pen, const Scale& scale, double y, const std::function<double(double)>& place) {
  const Ink ink{kSmallestText, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNote};
  for (double value = scale.low; value <= scale.high; value += scale.unit) {
    pen.line({place(value), y + 7}, {place(value), y + 11}, {pen.theme().faint, 1});
    pen.text({place(value), y + 11 + pen.type(9)}, number_text(value, 0), ink, pen.theme().muted);
  }
}

void draw_strip(Pen& pen, const Strip& strip, const Strip* above, double left, double width, double right,
                const std::function<double(double)>& place) {
  const Theme& t = pen.theme();
  pen.rect({left - 6, strip.y - 0.5, width + 12, 1}, t.faint, 0);
  for (Index i = 0; i < strip.values->count(); ++i) {
    const double to = place((*strip.values)[i]), from = above ? place((*above->values)[i]) : to, e = ease_in_out(strip.arrived);
    if (strip.arrived > 0)
      pen.circle({from + (to - from) * e, (above ? above->y + (strip.y - above->y) * e : strip.y)}, 5.5, strip.color, {t.surface, 1.5},
                 {strip.target, strip.stage, i});
  }
  if (strip.arrived >= 1) {
    const double m = place(mean_of(*strip.values));
    pen.path({{m - 6, strip.y - 18}, {m + 6, strip.y - 18}, {m, strip.y - 9}}, true, t.ink, {});
  }
  Ink name{12.5, Weight::kSemiBold, Anchor::kEnd, Face::kWords, Importance::kNote}, mean = name;
  mean.weight = Weight::kRegular;
  mean.face = Face::kNumbers;
  const double room = right - left - width - 16;
  pen.whole({right, strip.y - pen.type(8)}, strip.label, name, strip.color, room);
  if (strip.arrived < 1) return;
  pen.whole({right, strip.y + pen.type(9)}, pen.words().format("view.mean_is", {{"mean", number_text(mean_of(*strip.values), 2)}}), mean,
            t.muted, room);
}

}  // namespace

void draw_normalisation(const SmallLayer& normalised, const SmallLayer& scaled, Box box) {
  Pen& pen = scaled.pen;
  const Theme& t = pen.theme();
  const Words& words = scaled.context.words;
  const bool noted = box.h >= pen.type(160);
  Box foot = cut_bottom(box, noted ? pen.type(56) : 0);
  const double left = box.x + 14, labels = std::min(pen.type(118), box.w * 0.4), width = box.w - labels - 28;
  const Scale scale = scale_of(pen, {&normalised.layer().input(), &normalised.layer().output(), &scaled.layer().output()}, width);
  const auto place = [&](double value) { return left + (value - scale.low) / (scale.high - scale.low) * width; };
  const double step = box.h / 3;
  const double shift = normalised.share("normalisation", "shift"), stretch = normalised.share("normalisation", "stretch");
  const Strip input{box.y + step * 0.55, &normalised.layer().input(), t.input, words("view.input"), 1,
                    TargetKind::kInput,  normalised.context.stage};
  const Strip middle{box.y + step * 1.55, &normalised.layer().output(), t.muted, words("view.normalised"), shift,
                     TargetKind::kOutput, normalised.context.stage};
  const Strip output{box.y + step * 2.55, &scaled.layer().output(), t.output, "× γ + β", stretch,
                     TargetKind::kOutput, scaled.context.stage};
  const auto links = [&](const Strip& a, const Strip& b) {
    for (Index i = 0; i < a.values->count() && b.arrived >= 1; ++i) {
      const Point from{place((*a.values)[i]), a.y + 7}, to{place((*b.values)[i]), b.y - 7};
      pen.path({from, {(from.x + to.x) / 2, (from.y + to.y) / 2}, to}, false, {0, 0, 0, 0}, {t.line, 1.2});
    }
  };
  links(input, middle);
  links(middle, output);
  draw_strip(pen, input, nullptr, left, width, box.right(), place);
  draw_strip(pen, middle, &input, left, width, box.right(), place);
  draw_strip(pen, output, &middle, left, width, box.right(), place);
  if (step * 0.45 >= 11 + pen.type(18)) draw_scale(pen, scale, output.y, place);
  if (!noted) return;
  const std::vector<TextRun> line = normalisation_line(scaled).ways.front();
  draw_first(pen, {foot.x, foot.y + pen.type(16)}, {line}, foot.w);
  pen.whole({foot.x, foot.y + pen.type(42)}, words("view.two_per_channel"), kSmallNote, t.muted, foot.w);
}

WrittenLine normalisation_line(const SmallLayer& s) {
  const Theme& t = s.pen.theme();
  const LayerModel& layer = s.layer();
  const std::string mean = number_text(layer.tensor("running_mean")[0], 2), variance = number_text(layer.tensor("running_var")[0], 2);
  std::vector<TextRun> brief{{"× γ + β", t.output}};
  return {{{{"y = (x − " + mean + ") / √" + variance + " · ", t.muted},
            {factor_text(layer.weight()[0], decimals_of(layer.weight())), t.weight},
            {" + ", t.muted},
            {factor_text(layer.bias()[0], decimals_of(layer.bias())), t.bias}},
           brief}};
}

}  // namespace convscope
