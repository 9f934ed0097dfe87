// Signal and kernel change places: one strip goes where the other was; then what becomes of the outputs. Convolution's stay as they are,
// those of correlation are mirrored.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/views/convolution.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

struct Strip {
  const Tensor& values;
  Point from, to;          // its left end where it comes from, and where it goes
  double from_cell, to_cell;
  Role was, becomes;
  double aside = 0;        // how far it swings out on the way
};

void draw_strip(const Drawing& p, const Strip& strip, double share) {
  const Theme& t = p.pen.theme();
  const double e = ease_in_out(share), cell = strip.from_cell + (strip.to_cell - strip.from_cell) * e;
  const Point at{strip.from.x + (strip.to.x - strip.from.x) * e + strip.aside * std::sin(e * std::numbers::pi),
                 strip.from.y + (strip.to.y - strip.from.y) * e};
  if (share > 0 && share < 1) {  // what moves carries no numbers
    const Color fill = mix(p.pen.pale(strip.was), p.pen.pale(strip.becomes), e), edge = mix(t.role(strip.was), t.role(strip.becomes), e);
    for (Index i = 0; i < strip.values.count(); ++i)
      p.pen.rect(inset({at.x + cell * number(i), at.y, cell, cell}, 0.5), fill, kCellRadius, {edge, 1});
    return;
  }
  const bool arrived = share >= 1;
  GridSpec spec;
  spec.origin = at;
  spec.cell = cell;
  spec.rows = 1;
  spec.columns = strip.values.count();
  spec.role = arrived ? strip.becomes : strip.was;
  const int decimals = decimals_of(strip.values);
  spec.look = [&](Index, Index c) {
    CellLook look;
    look.text = number_text(strip.values[c], decimals);
    return look;
  };
  p.pen.grid(spec);
}

// The outputs as they were before, on their way to where the same numbers stand now.
void draw_outputs(const Drawing& p, const Tensor& before, double share) {
  const Theme& t = p.pen.theme();
  const Tensor& now = p.layer().output();
  const Index count = now.count();
  const bool stays = before.data == now.data;
  const double e = ease_in_out(share), cell = p.sheet.cell;
  const int decimals = decimals_of(now);
  GridSpec spec;
  spec.cell = cell;
  spec.rows = spec.columns = 1;
  spec.role = Role::kOutput;
  for (float value : now.data) spec.all_texts.push_back(number_text(value, decimals));
  for (Index i = 0; i < count; ++i) {
    const Index to = stays ? i : count - 1 - i;
    const double x = p.output_x(i) + (p.output_x(to) - p.output_x(i)) * e;
    if (!stays && share > 0 && share < 1) {
      p.pen.rect(inset({x, p.sheet.output, cell, cell}, 0.5), with_alpha(p.pen.pale(Role::kOutput), 0.8), kCellRadius, {t.output, 1});
      continue;
    }
    spec.origin = {x, p.sheet.output};
    spec.look = [&](Index, Index) {
      CellLook look;
      look.text = number_text(before[i], decimals);
      look.hot = share >= 1;
      return look;
    };
    p.pen.grid(spec);
  }
  if (share <= 0) return;
  const std::string said = p.words()(stays ? "view.lane.stays" : "view.lane.mirrors");
  p.pen.whole({p.box.x, p.sheet.output - p.pen.type(14)}, said, {15, Weight::kSemiBold}, stays ? t.output : t.warning, p.box.w);
}

void draw_name(const Drawing& p, double y, const char* key, const std::string& name, Role role) {
  p.pen.whole({p.box.x, y}, p.words().format(key, {{"name", name}}), {13, Weight::kSemiBold}, p.pen.theme().role(role), p.box.w);
}

}  // namespace

bool exchanging(const ViewContext& context) {
  const Timeline& line = context.model.timeline;
  return line.segments[line.place(context.moment.step).segment].name == "exchange";
}

void draw_exchange(const Drawing& p, const Tensor& before) {
  const double share = share_in(p.lane.context, "exchange", "exchange"), results = share_in(p.lane.context, "exchange", "results");
  const bool kernels = p.sheet.rows.kernels;
  const double kernel_cell = kernels ? p.sheet.kernel_cell : p.sheet.cell;
  const Point kernel{p.box.x, kernels ? p.sheet.kernel : p.sheet.signal + p.sheet.cell + 4}, signal{p.x(0), p.sheet.signal};
  if (share <= 0 || share >= 1) {
    const bool over = share >= 1;
    if (kernels)
      draw_name(p, p.sheet.kernel - p.pen.type(12), "view.lane.kernel", over ? kernel_name(p.lane) : signal_name(p.lane), Role::kWeight);
    if (p.sheet.rows.name)
      draw_name(p, p.sheet.signal - p.pen.type(14), "view.lane.signal", over ? signal_name(p.lane) : kernel_name(p.lane), Role::kInput);
  }
  // One passes to the right of the other.
  const double long_one = p.sheet.cell * number(std::max(p.layer().weight().count(), p.layer().input().count()));
  const double room = p.box.right() - signal.x - p.sheet.cell * number(p.layer().weight().count());
  const double aside = std::clamp(long_one, 0.0, std::max(0.0, room));
  draw_strip(p, {p.layer().weight(), signal, kernel, p.sheet.cell, kernel_cell, Role::kInput, Role::kWeight, aside}, share);
  draw_strip(p, {p.layer().input(), kernel, signal, kernel_cell, p.sheet.cell, Role::kWeight, Role::kInput, 0}, share);
  draw_outputs(p, before, results);
}

}  // namespace convscope
