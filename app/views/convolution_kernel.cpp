// The kernel of a lane on its way from the page to the signal, and the plate that lets signal and kernel change places.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/scenes/controls.h"
#include "app/views/convolution.h"
#include "app/views/press_plate.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr const char* kRoles = "roles";

bool swapped(const ViewContext& context) {
  return word_parameter(*context.model.scene, context.state, kRoles, "g_over_f") == "f_over_g";
}

// A strip while it turns over about its middle: `turn` 0 as written, 1/2 seen from its edge, 1 reversed. What moves carries no numbers.
void draw_turning(const Drawing& p, Point left, double cell, double turn) {
  const Theme& t = p.pen.theme();
  const auto cells = static_cast<double>(p.g.kernel[1]);
  const double squeeze = std::cos(turn * std::numbers::pi), middle = left.x + cell * cells / 2;
  const double lift = std::sin(turn * std::numbers::pi) * cell * 0.12;  // what comes towards the eye grows a little
  for (double i = 0; i < cells; ++i) {
    const double width = std::max(2.0, cell * std::abs(squeeze)), x = middle + (i + 0.5 - cells / 2) * cell * squeeze - width / 2;
    const Color shade = mix(p.pen.pale(Role::kWeight), t.weight, 0.15 * std::abs(1 - squeeze));
    p.pen.rect(inset({x, left.y - lift, width, cell + 2 * lift}, 0.5), shade, std::min(kCellRadius, width / 3), {t.weight, 1});
  }
}

// How far the copy has gone across, and has turned over.
struct Turning {
  double share = 1, across = 1, turn = 1;
};

Turning turning_of(const Drawing& p) {
  constexpr double kAcross = 0.4;  // of the phase
  const double share = share_in(p.lane.context, "flip", "turn_over");
  return {share, ease_in_out(std::clamp(share / kAcross, 0.0, 1.0)), ease_in_out(std::clamp((share - kAcross) / (1 - kAcross), 0.0, 1.0))};
}

}  // namespace

bool draw_turning_tape(const Drawing& p, GridSpec tape) {
  const Turning turning = turning_of(p);
  if (!p.lane.turned || turning.turn >= 1) return false;
  if (turning.turn > 0) {
    draw_turning(p, tape.origin, tape.cell, turning.turn);
    return true;
  }
  const Tensor& weight = p.layer().weight();
  tape.look = [look = tape.look, &weight, decimals = decimals_of(weight)](Index row, Index c) {
    CellLook written = look(row, c);
    written.text = number_text(weight[c], decimals);
    return written;
  };
  tape.target_of = [&](Index, Index c) { return Target{TargetKind::kWeight, p.lane.context.stage, c}; };
  p.pen.grid(tape);
  return true;
}

double way_of_the_copy(const Pen& pen, double lane) { return std::max(pen.type(70), std::min(lane * 0.14, pen.type(120))); }

std::string kernel_name(const Lane& lane) { return swapped(lane.context) ? "f" : "g"; }
std::string signal_name(const Lane& lane) { return swapped(lane.context) ? "g" : "f"; }

void draw_lane_kernels(const Drawing& p) {
  if (!p.sheet.rows.kernels) return;
  const Theme& t = p.pen.theme();
  const Tensor& weight = p.layer().weight();
  const Index k = p.g.kernel[1];
  const double cell = p.sheet.kernel_cell, y = p.sheet.kernel, size = cell * static_cast<double>(k);
  const double copy = p.box.x + size + way_of_the_copy(p.pen, p.box.w);
  const auto [share, across, turn] = turning_of(p);
  Ink ink{13, Weight::kSemiBold};
  p.pen.text({p.box.x, y - p.pen.type(12)}, p.words().format("view.lane.kernel", {{"name", kernel_name(p.lane)}}), ink, t.weight);
  p.pen.whole({copy, y - p.pen.type(12)}, p.words()(p.lane.turned ? "view.lane.turned" : "view.lane.as_it_is"), ink, t.weight,
              p.box.right() - copy);
  draw_turn_arrow(p.pen, {p.box.x + size + 10, y + cell / 2}, {copy - 10, y + cell / 2}, p.lane.turned);
  const int decimals = decimals_of(weight);
  GridSpec spec;
  spec.cell = cell;
  spec.rows = 1;
  spec.columns = k;
  spec.role = Role::kWeight;
  spec.origin = {p.box.x, y};
  for (Index i = 0; i < k; ++i) spec.all_texts.push_back(number_text(weight[i], decimals));
  auto look_of = [&](Index flat) {
    CellLook look;
    look.text = flat < 0 ? "" : number_text(weight[flat], decimals);
    look.hot = p.lane.focus.weights.count(flat) != 0;
    return look;
  };
  spec.look = [&](Index, Index c) { return look_of(c); };
  spec.target_of = [&](Index, Index c) { return Target{TargetKind::kWeight, p.lane.context.stage, c}; };
  p.pen.grid(spec);
  if (share <= 0) return;
  if (share < 1) return draw_turning(p, {p.box.x + (copy - p.box.x) * across, y}, cell, p.lane.turned ? turn : 0);
  spec.origin = {copy, y};
  spec.look = [&](Index, Index c) { return look_of(weight_under(p.lane, 0, c)); };
  spec.target_of = [&](Index, Index c) { return Target{TargetKind::kWeight, p.lane.context.stage, weight_under(p.lane, 0, c)}; };
  p.pen.grid(spec);
}

void draw_swap(Pen& pen, const ViewContext& context, Point right_middle) {
  const bool on = swapped(context);
  draw_press_plate(pen, context, right_middle, {"f ⇄ g", kRoles, on ? 0.0 : 1.0, {TargetKind::kControl, 0, 0}, on, Face::kNumbers});
}

}  // namespace convscope
