#include "app/views/activation_plot.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

constexpr double kReach = ActivationPlot::kReach;
constexpr double kBesideEnd = 1e-6;

void draw_label(Pen& pen, Point at, const std::string& text, Anchor anchor, Color color) {
  const Ink ink{14, Weight::kBold, anchor, Face::kNumbers, Importance::kNote};
  const double w = pen.width(text, ink), h = pen.type(18);
  const double x = anchor == Anchor::kMiddle ? at.x - w / 2 : anchor == Anchor::kEnd ? at.x - w : at.x;
  pen.rect({x - 4, at.y - h / 2, w + 8, h}, pen.theme().surface, 3);
  pen.text(at, text, ink, color);
}

}  // namespace

ActivationPlot activation_plot(const Pen& pen, const ActivationLayer& curve, Box area) {
  ActivationPlot plot;
  cut_left(area, pen.type(34));
  cut_bottom(area, pen.type(28));
  cut_top(area, pen.type(8));
  cut_right(area, pen.type(10));
  plot.box = area;
  if (curve.value(kReach) <= 2) {
    plot.low = -0.5;
    plot.high = 1.5;
    plot.step = 0.5;
  }
  return plot;
}

void draw_plot_axes(Pen& pen, const ActivationPlot& plot) {
  const Theme& t = pen.theme();
  const Ink ink{12.5, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNote};
  const double number_room = pen.type(26), narrow = plot.box.w / kReach;  // of a number at every second place
  const double every = narrow >= number_room ? 2 : narrow * 2 >= number_room ? 4 : 8;
  for (double v = -kReach; v <= kReach; v += every) {
    pen.line({plot.x(v), plot.box.y}, {plot.x(v), plot.box.bottom()}, {v == 0 ? t.faint : t.line, 1});
    pen.text({plot.x(v), plot.box.bottom() + pen.type(16)}, number_text(v, 0), ink, t.muted);
  }
  Ink left = ink;
  left.anchor = Anchor::kEnd;
  for (double v = plot.low; v <= plot.high + 1e-9; v += plot.step) {
    pen.line({plot.box.x, plot.y(v)}, {plot.box.right(), plot.y(v)}, {std::abs(v) < 1e-9 ? t.faint : t.line, 1});
    pen.text({plot.box.x - 8, plot.y(v)}, number_text(v, plot.step < 1 ? 1 : 0), left, t.muted);
  }
}

void draw_plot_function(Pen& pen, const ActivationPlot& plot, double from, double to, const std::function<double(double)>& function,
                        Stroke stroke) {
  const int points = std::max(2, static_cast<int>((to - from) * 20));
  std::vector<Point> line;
  for (int i = 0; i <= points; ++i) {
    const double x = std::clamp(from + (to - from) * i / points, from + kBesideEnd, to - kBesideEnd);
    const double value = function(x);
    if (value < plot.low - 1e-9 || value > plot.high + 1e-9) continue;
    line.push_back({plot.x(x), plot.y(value)});
  }
  if (line.size() > 1) pen.path(std::move(line), false, {0, 0, 0, 0}, stroke);
}

void draw_plot_curve(Pen& pen, const ActivationPlot& plot, const ActivationLayer& curve) {
  draw_plot_function(pen, plot, -kReach, kReach, [&](double x) { return curve.value(x); }, {pen.theme().output, 3.2});
}

void draw_plot_point(Pen& pen, const ActivationPlot& plot, const PlotPoint& p) {
  const Theme& t = pen.theme();
  const double x = std::clamp(p.x, -kReach, kReach), y = std::clamp(p.y, plot.low, plot.high), reached = y * p.lift;
  const double end = x * (1 - p.across);
  pen.path({{plot.x(x), plot.y(0)}, {plot.x(x), plot.y(reached)}}, false, {0, 0, 0, 0}, {t.input, 2, 4, 4});
  if (p.across > 0) pen.path({{plot.x(x), plot.y(y)}, {plot.x(end), plot.y(y)}}, false, {0, 0, 0, 0}, {t.output, 2, 4, 4});
  draw_label(pen, {plot.x(x), plot.y(0) + (p.x_above ? -pen.type(20) : pen.type(20))}, p.x_text, Anchor::kMiddle, t.input);
  if (p.across >= 1)
    draw_label(pen, {plot.x(0) + (x < 0 ? 14 : -14), plot.y(y)}, p.y_text, x < 0 ? Anchor::kStart : Anchor::kEnd, t.output);
  pen.circle({plot.x(x), plot.y(0)}, 6, t.input, {t.surface, 2});
  if (p.lift > 0) pen.circle({plot.x(x), plot.y(reached)}, 7.5, t.output, {t.surface, 2.5});
  if (p.across > 0) pen.circle({plot.x(end), plot.y(y)}, 6, t.output, {t.surface, 2});
}

}  // namespace convscope
