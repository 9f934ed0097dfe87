// Activations: the curve and its derivative, the cell that is looked up on it, the map before and after, and the same on a photograph.
#include "engine/ops/activation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/scenes/controls.h"
#include "app/views/activation_plot.h"
#include "app/views/builders.h"
#include "app/views/photo_columns.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

using Curve = std::shared_ptr<const ActivationLayer>;
constexpr double kReach = ActivationPlot::kReach;
constexpr double kJump = 0.05;  // so much of a change of the derivative is a corner
constexpr double kTint = 3;     // values beyond ±3 have the strongest colour
constexpr double kBesideCorner = 1e-6;

struct Act {
  ViewContext context;
  Pen& pen;
  Focus focus;
  Curve curve;
  double x = 0, y = 0;
  double lift = 1, across = 1, drop = 1;
};

Curve curve_of(const std::string& id, const Attributes& attributes) {
  auto layer = find_operator(id).value()->layer(attributes, {Extents{1, 1, 1, 1}});
  return layer ? std::dynamic_pointer_cast<const ActivationLayer>(*layer) : nullptr;
}

Act act_of(const ViewContext& context, Pen& pen) {
  const ViewContext own = at_layer(context, "activated");
  Act a{own, pen, photo_focus(context, own.stage, own.stage), std::dynamic_pointer_cast<const ActivationLayer>(own.layer().layer)};
  a.x = a.focus.step.terms.empty() ? 0 : a.focus.step.terms.front().data;
  a.y = a.focus.step.result;
  if (a.focus.inspected) return a;
  a.lift = ease_in_out(phase_share(own, "lift"));
  a.across = ease_in_out(phase_share(own, "across"));
  a.drop = a.focus.drop;
  return a;
}

// Where the derivative jumps, between −8 and 8.
std::vector<double> corners_of(const ActivationLayer& curve) {
  std::vector<double> corners;
  for (int i = -32; i <= 32; ++i) {
    const double x = i / 4.0;
    if (std::abs(curve.derivative(x + kBesideCorner) - curve.derivative(x - kBesideCorner)) > kJump) corners.push_back(x);
  }
  return corners;
}

// ---- the cards ------------------------------------------------------------------------------------------------------------

void draw_sparkline(Pen& pen, const ActivationLayer& curve, Box box, Color color) {
  constexpr int kPoints = 48;
  constexpr double kWide = 8;
  const double high = curve.value(kWide) > 2 ? kWide : 1;
  const double base = box.bottom() - box.h * 0.12, rise = box.h * 0.8;
  pen.path({{box.x, base}, {box.center().x, base}, {box.right(), base}}, false, {0, 0, 0, 0}, {pen.theme().line, 1});
  pen.path({{box.center().x, box.y}, {box.center().x, base}, {box.center().x, box.bottom()}}, false, {0, 0, 0, 0}, {pen.theme().line, 1});
  std::vector<Point> points;
  for (int i = 0; i <= kPoints; ++i) {
    const double x = -kWide + 2 * kWide * i / kPoints;
    points.push_back({box.x + box.w * i / kPoints, base - rise * std::min(1.0, curve.value(x) / high)});
  }
  pen.path(std::move(points), false, {0, 0, 0, 0}, {color, 2.2});
}

void draw_cards(const Act& a, Box strip, bool pictures) {
  const Control* control = find_control(*a.context.model.scene, "activation");
  const Theme& t = a.pen.theme();
  const auto count = static_cast<double>(control->choices.size());
  const double gap = kSpace, w = (strip.w - gap * (count - 1)) / count;
  for (std::size_t i = 0; i < control->choices.size(); ++i) {
    const std::string& id = control->choices[i];
    const bool on = id == a.curve->op();
    const Box card{strip.x + (w + gap) * static_cast<double>(i), strip.y, w, strip.h};
    a.pen.rect(card, on ? t.select : t.surface, kCardRadius, on ? Stroke{t.accent, 2} : Stroke{t.line, 1},
               {TargetKind::kPreset, 0, static_cast<Index>(i)});
    const double name = pictures ? a.pen.type(26) : card.h;
    a.pen.whole({card.center().x, card.bottom() - name / 2 - (pictures ? 2 : 0)}, a.context.words("choice.activation." + id),
                {kLabelSize, on ? Weight::kSemiBold : Weight::kRegular, Anchor::kMiddle}, on ? t.ink : t.muted, w - 8);
    if (!pictures) continue;
    Attributes attributes;
    if (on) attributes = a.curve->attributes();
    if (const Curve curve = curve_of(id, attributes))
      draw_sparkline(a.pen, *curve, {card.x + w * 0.2, card.y + 10, w * 0.6, card.h - name - 14}, on ? t.output : t.faint);
  }
}

// ---- the plot -------------------------------------------------------------------------------------------------------------

void draw_curves(const Act& a, const ActivationPlot& plot) {
  const Theme& t = a.pen.theme();
  std::vector<double> ends{-kReach};
  std::vector<double> corners = corners_of(*a.curve);
  std::erase_if(corners, [](double x) { return std::abs(x) >= kReach; });
  if (corners.size() == 2)
    a.pen.rect({plot.x(corners[0]), plot.box.y, plot.x(corners[1]) - plot.x(corners[0]), plot.box.h}, with_alpha(t.select, 0.5), 0);
  ends.insert(ends.end(), corners.begin(), corners.end());
  ends.push_back(kReach);
  auto slope = [&](double x) { return a.curve->derivative(x); };
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) draw_plot_function(a.pen, plot, ends[i], ends[i + 1], slope, {t.gradient, 2.2});
  for (double x : corners)
    a.pen.path({{plot.x(x), plot.y(slope(x - kBesideCorner))}, {plot.x(x), plot.y(slope(x + kBesideCorner))}}, false, {0, 0, 0, 0},
               {t.gradient, 1.4, 3, 4});
  draw_plot_curve(a.pen, plot, *a.curve);
}

void draw_names(const Act& a, const ActivationPlot& plot) {
  const Theme& t = a.pen.theme();
  const double x = plot.box.x + 14, h = a.pen.type(50);
  if (plot.box.h < 3.2 * h) return;
  const Ink ink{kLabelSize, Weight::kSemiBold, Anchor::kStart, Face::kWords, Importance::kNote};
  const std::string names[] = {a.context.words("choice.activation." + a.curve->op()), a.context.words("view.its_derivative")};
  const Color colors[] = {t.output, t.gradient};
  const double words = std::max(a.pen.width(names[0], ink), a.pen.width(names[1], ink)), w = std::min(a.pen.type(170), 50 + words);
  a.pen.rect({x - 6, plot.box.y + 6, w, h}, t.surface, 4);
  for (int i = 0; i < 2; ++i) {
    const double y = plot.box.y + a.pen.type(18) + a.pen.type(24) * i;
    a.pen.rect({x, y - 1.5, 26, 3}, colors[i], 1.5);
    a.pen.whole({x + 34, y}, names[i], ink, colors[i], w - 44);
  }
}

// ---- the maps -------------------------------------------------------------------------------------------------------------

void draw_map(const Act& a, Point origin, double cell, bool after) {
  const Tensor& tensor = after ? a.context.layer().output() : a.context.layer().input();
  const int decimals = decimals_of(tensor, after && cell >= a.pen.type(48) ? 2 : 1);
  GridSpec spec;
  spec.origin = origin;
  spec.cell = cell;
  spec.rows = tensor.extents[2];
  spec.columns = tensor.extents[3];
  spec.role = after ? Role::kOutput : Role::kInput;
  spec.target = after ? TargetKind::kOutput : TargetKind::kInput;
  for (float value : tensor.data) spec.all_texts.push_back(number_text(value, decimals));
  spec.target_of = [&](Index r, Index c) { return Target{spec.target, a.context.stage, r * spec.columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * spec.columns + c;
    look.tint = diverging(0.5 + std::clamp(tensor[flat] / kTint, -1.0, 1.0) / 2);
    look.text = number_text(tensor[flat], decimals);
    look.hot = flat == a.focus.step.cell;
    if (!after) return look;
    look.appear = flat < a.focus.playing ? 1 : flat == a.focus.playing ? a.drop : 0;
    if (look.appear <= 0) look.kind = CellKind::kEmpty;
    return look;
  };
  a.pen.grid(spec);
}

void draw_picture(const Act& a, const char* name, Box box) {
  auto found = a.context.model.pictures.find(name);
  if (found == a.context.model.pictures.end()) return;
  const double aspect = static_cast<double>(found->second.pixels->width) / found->second.pixels->height;
  const double w = std::min(box.w, box.h * aspect);
  a.pen.image({box.x, box.y, w, w / aspect}, found->second.pixels);
}

void draw_scale(const Act& a, Box box) {
  constexpr int kSteps = 48;
  const Theme& t = a.pen.theme();
  for (int i = 0; i < kSteps; ++i)
    a.pen.rect({box.x + box.w * i / kSteps, box.y, box.w / kSteps + 0.6, 10}, diverging((i + 0.5) / kSteps), 0);
  const double y = box.y + 10 + a.pen.type(13);
  const Ink ink{kSmallSize, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote};
  Ink middle = ink, end = ink;
  middle.anchor = Anchor::kMiddle;
  end.anchor = Anchor::kEnd;
  a.pen.text({box.x, y}, "≤ " + number_text(-kTint, 0), ink, t.muted);
  a.pen.text({box.center().x, y}, "0", middle, t.muted);
  a.pen.text({box.right(), y}, "≥ " + number_text(kTint, 0), end, t.muted);
}

void draw_maps(const Act& a, Box area) {
  const Extents& in = a.context.layer().input().extents;
  const double gap = std::max(20.0, area.w * 0.05), w = (area.w - gap) / 2;
  const bool captions = area.h >= a.pen.type(200), pictures = area.h >= a.pen.type(270);
  if (captions) {
    Box head = cut_top(area, a.pen.type(26));
    const Ink ink{15, Weight::kSemiBold};
    a.pen.fitted({head.x, head.center().y - 2}, a.context.words("view.map_before"), ink, a.pen.theme().input, w);
    a.pen.fitted({head.x + w + gap, head.center().y - 2}, a.context.words("view.map_after"), ink, a.pen.theme().output, w);
  }
  const double picture = std::min(w / 1.5, area.h * 0.38);  // numbers come before the photograph
  const double low = pictures ? picture + a.pen.type(46) : 0;
  const double cell = fit_cell({0, 0, w, area.h - low}, static_cast<double>(in[2]), static_cast<double>(in[3]), w);
  const double row = static_cast<double>(a.focus.step.position[2]);
  draw_map(a, {area.x, area.y}, cell, false);
  draw_map(a, {area.x + w + gap, area.y}, cell, true);
  const double right = area.x + cell * static_cast<double>(in[3]);
  a.pen.arrow({right + 3, area.y + (row + 0.5) * cell}, {area.x + w + gap - 3, area.y + (row + 0.5) * cell}, a.pen.theme().output);
  if (!pictures) return;
  const double y = area.y + cell * static_cast<double>(in[2]) + a.pen.type(10), h = picture;
  draw_picture(a, "edges", {area.x, y, w, h});
  draw_picture(a, "edges_after", {area.x + w + gap, y, w, h});
  draw_scale(a, {area.x, y + h + a.pen.type(8), area.w, 10});
}

// ---- the table and the sum --------------------------------------------------------------------------------------------------

// As few decimals as say it, at most two.
std::string brief_text(double value) {
  for (int decimals = 0; decimals < 2; ++decimals) {
    const double scale = decimals == 0 ? 1 : 10;
    if (std::abs(value * scale - std::round(value * scale)) < 1e-3) return number_text(value, decimals);
  }
  return number_text(value, 2);
}

std::string slope_text(const ActivationLayer& curve, double x) {
  const double left = curve.derivative(x - kBesideCorner), right = curve.derivative(x + kBesideCorner);
  return std::abs(left - right) > kJump ? brief_text(left) + " | " + brief_text(right) : brief_text(curve.derivative(x));
}

void draw_table(const Act& a, Box box) {
  const Theme& t = a.pen.theme();
  const LayerModel& points = a.context.model.layer("table");
  const int decimals = decimals_of(points.output(), 4);
  const double row = box.h / 3, first = a.pen.type(64);
  const auto count = static_cast<double>(points.input().count());
  const Ink head{14, Weight::kSemiBold, Anchor::kStart, Face::kNumbers, Importance::kNote};
  const Ink ink{14, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
  a.pen.rect(box, t.sunken, kCardRadius);
  const char* names[] = {"x", "f(x)", "f′(x)"};
  const Color colors[] = {t.input, t.output, t.gradient};
  for (int r = 0; r < 3; ++r) {
    const double y = box.y + row * (r + 0.5), pitch = (box.w - first - 40) / count;
    a.pen.text({box.x + 20, y}, names[r], head, colors[r]);
    for (Index i = 0; i < points.input().count(); ++i) {
      const double x = points.input()[i];
      const std::string text = r == 0 ? number_text(x, 0) : r == 1 ? number_text(points.output()[i], decimals) : slope_text(*a.curve, x);
      a.pen.fitted({box.x + 20 + first + pitch * (static_cast<double>(i) + 0.5), y}, text, ink, t.ink, pitch - 6);
    }
  }
}

BarContent bar_of(const Act& a) {
  const Theme& t = a.pen.theme();
  const std::string x = number_text(a.x, decimals_of(a.context.layer().input()));
  const std::string factor = factor_text(a.x, decimals_of(a.context.layer().input()));
  const std::string y = number_text(a.y, decimals_of(a.context.layer().output()));
  BarContent content;
  content.line = {{"f(", t.muted}, {x, t.input}, {")", t.muted}};
  const std::vector<FormulaLine> formula = a.curve->formula();
  for (std::size_t i = 1; i < formula.front().size(); ++i) {
    const RoleText& run = formula.front()[i];
    content.line.push_back(run.role == Role::kInput ? TextRun{factor, t.input} : TextRun{run.text, t.muted});
  }
  std::vector<TextRun> brief{{"f(", t.muted}, {x, t.input}, {")", t.muted}};
  for (std::vector<TextRun>* line : {&content.line, &brief}) {
    if (a.across <= 0) continue;
    line->push_back({" = ", t.muted});
    line->push_back({y, t.output});
  }
  content.shorter = {brief};
  content.sentence = a.context.words("view.act." + a.curve->op());
  return content;
}

}  // namespace

void build_activations(const ViewContext& context, Pen& pen, Box area) {
  const Act a = act_of(context, pen);
  Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  const bool tall = area.h >= pen.type(420), table = area.h >= pen.type(340);
  if (table) draw_table(a, cut_bottom(area, pen.type(tall ? 84 : 70), 2 * kSpace));
  const bool cards = tall || (!table && area.h >= pen.type(300));  // the table comes before small pictures of curves
  if (area.h >= pen.type(220)) draw_cards(a, cut_top(area, pen.type(cards ? 84 : 30), 2 * kSpace), cards);
  Box right = cut_right(area, area.w * 0.46, 3 * kSpace);
  const ActivationPlot plot = activation_plot(pen, *a.curve, area);
  draw_plot_axes(pen, plot);
  draw_curves(a, plot);
  draw_names(a, plot);
  const int decimals = decimals_of(a.context.layer().input());
  draw_plot_point(pen, plot, {a.x, a.y, number_text(a.x, decimals), number_text(a.y, 2), a.y < 0, a.lift, a.across});
  draw_maps(a, right);
  draw_bar(pen, context, bar, bar_of(a));
}

}  // namespace convscope
