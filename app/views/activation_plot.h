// The curve of an activation in a frame of its own, and the value that is looked up on it.
#pragma once

#include <functional>
#include <string>

#include "app/views/kit.h"
#include "engine/ops/activation.h"

namespace convscope {

struct ActivationPlot {
  static constexpr double kReach = 8;  // x is shown from −8 to 8
  Box box;
  double low = -2, high = 8;
  double step = 2;
  double x(double value) const { return box.x + (value + kReach) / (2 * kReach) * box.w; }
  double y(double value) const { return box.y + (high - value) / (high - low) * box.h; }
};

ActivationPlot activation_plot(const Pen& pen, const ActivationLayer& curve, Box area);
void draw_plot_axes(Pen& pen, const ActivationPlot& plot);
// A polyline of a function over [from, to], without its ends.
void draw_plot_function(Pen& pen, const ActivationPlot& plot, double from, double to, const std::function<double(double)>& function,
                        Stroke stroke);
void draw_plot_curve(Pen& pen, const ActivationPlot& plot, const ActivationLayer& curve);

// From x on its axis up to the curve, and across to y: as far as `lift` and `across` (0..1) say.
struct PlotPoint {
  double x = 0, y = 0;
  std::string x_text, y_text;
  bool x_above = false;  // its label, where the way to the curve goes down
  double lift = 1, across = 1;
};
void draw_plot_point(Pen& pen, const ActivationPlot& plot, const PlotPoint& point);

}  // namespace convscope
