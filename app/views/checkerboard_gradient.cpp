// The same pattern on the way back: the gradient of a strided convolution paints the input unevenly, max pooling sends it to single cells.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/scenes/controls.h"
#include "app/views/checkerboard.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

struct Back {
  const ViewContext context;  // of the strided convolution's gradient
  Pen& pen;
  Index kernel = 3, stride = 2, side = 9, windows = 4;
  Index current = 0;  // the window that sends its gradient
  double share = 1, win = 1, cure = 1;
  double cell = 24;

  const Model& model() const { return context.model; }
  Box window(Point origin) const {
    const double y = number(current / windows * stride), x = number(current % windows * stride);
    return {origin.x + x * cell, origin.y + y * cell, number(kernel) * cell, number(kernel) * cell};
  }
};

// How often each cell of the layer's input is the greatest of a window, for its windows up to `last`: it gets the gradient of each.
Tensor wins_of(const LayerModel& pooled, Index last) {
  Tensor wins(pooled.input().extents);
  const Trace trace = pooled.trace();
  for (Index o = 0; o <= std::min(last, pooled.output().count() - 1); ++o) {
    const GatherStep step = trace.gather(o);
    if (step.winner) wins[step.terms[*step.winner].tap.data.index] += 1;
  }
  return wins;
}

double mean_of(const Tensor& tensor) {
  return std::accumulate(tensor.data.begin(), tensor.data.end(), 0.0) / number(std::max<Index>(1, tensor.count()));
}

// The share of the map's cells that are 0, leaving out what no window reaches at its end.
double unfed(const Back& b, const Tensor& wins) {
  const Index rows = wins.extents[2], columns = wins.extents[3];
  const Index high = (rows - b.kernel) / b.stride * b.stride + b.kernel, wide = (columns - b.kernel) / b.stride * b.stride + b.kernel;
  Index empty = 0;
  for (Index i = 0; i < rows * columns; ++i) empty += i / columns < high && i % columns < wide && wins[i] == 0 ? 1 : 0;
  return number(empty) / number(std::max<Index>(1, high * wide));
}

// ---- the parts of the stage: the input, and three gradients of it ------------------------------------------------------------------

struct Part {
  std::string title, note;
  std::string foot;  // "": none
  double share = 0;
};

void draw_grid(const Back& b, Point origin, const std::function<CellLook(Index)>& look, const std::string& longest, int stage,
               TargetKind kind, Role role) {
  const double size = number_size(b.pen, {longest}, b.cell);
  const bool written = size >= b.pen.type(kSmallestText) - 0.01;
  for (Index i = 0; i < b.side * b.side; ++i) {
    CellLook one = look(i);
    if (!written) one.text.clear();
    const Point at{origin.x + number(i % b.side) * b.cell, origin.y + number(i / b.side) * b.cell};
    b.pen.cell({at.x, at.y, b.cell, b.cell}, one, role, size, {kind, stage, i});
  }
}

CellLook gradient_look(double value, const CountScale& scale) {
  CellLook look;
  look.kind = value > 0 ? CellKind::kValue : CellKind::kEmpty;
  look.text = number_text(value, 0);
  look.tint = scale.color(value);
  return look;
}

void draw_input(const Back& b, Point origin) {
  const LayerModel& pooled = b.model().layer("pooled");
  const Tensor& input = pooled.input();
  const GatherStep step = pooled.trace().gather(b.current);
  const Index winner = step.winner && b.win > 0 ? step.terms[*step.winner].tap.data.index : -1;
  const Range range = range_of(input);
  auto look = [&](Index i) {
    CellLook one;
    one.text = number_text(input[i], 0);
    one.tint = b.pen.pale(Role::kInput, 0.1 + 0.3 * input[i] / std::max(1.0, range.high));
    one.hot = i == winner;
    return one;
  };
  draw_grid(b, origin, look, number_text(range.high, 0), b.model().index_of("pooled"), TargetKind::kInput, Role::kInput);
  b.pen.frame(b.window(origin), Role::kInput, 2.5);
}

void draw_strided(const Back& b, Point origin) {
  const LayerModel& gradient = b.model().layer("strided");
  const double most = range_of(gradient.output()).high;
  const Index last = b.share > 0 ? b.current : b.current - 1;
  const CountScale scale{ripple_of(gradient.output(), b.stride).mean, amplified(b.context)};
  auto has_sent = [last](Index window) { return window <= last; };
  auto look = [&](Index i) { return gradient_look(painted(gradient, i, has_sent).sum, scale); };
  draw_grid(b, origin, look, number_text(most, 0), b.model().index_of("strided"), TargetKind::kOutput, Role::kGradient);
  b.pen.frame(b.window(origin), Role::kGradient, 2.5);
}

void draw_pooled(const Back& b, Point origin) {
  const LayerModel& pooled = b.model().layer("pooled");
  const Tensor all = wins_of(pooled, pooled.output().count());
  const double most = range_of(all).high;
  const Tensor wins = wins_of(pooled, b.win > 0 ? b.current : b.current - 1);
  const CountScale scale{mean_of(all), amplified(b.context)};
  auto look = [&](Index i) { return gradient_look(wins[i], scale); };
  draw_grid(b, origin, look, number_text(most, 0), b.model().index_of("pooled"), TargetKind::kInput, Role::kGradient);
  b.pen.frame(b.window(origin), Role::kGradient, 2.5);
}

void draw_even(const Back& b, Point origin) {
  const Tensor& gradient = b.model().layer("even").output();
  const double most = range_of(gradient).high;
  const CountScale scale{ripple_of(gradient, b.stride).mean, amplified(b.context)};
  auto look = [&](Index i) {
    CellLook one = gradient_look(gradient[i], scale);
    if (b.cure <= 0) one.kind = CellKind::kEmpty;
    one.appear = b.cure;
    return one;
  };
  draw_grid(b, origin, look, number_text(most, 0), b.model().index_of("even"), TargetKind::kOutput, Role::kGradient);
}

std::vector<Part> parts_of(const Back& b) {
  const Words& words = b.context.words;
  const std::string k = std::to_string(b.kernel), s = std::to_string(b.stride), twice = std::to_string(2 * b.stride);
  const std::string ripple = words("view.checkerboard.ripple");
  auto share = [&](const char* layer) { return ripple_of(b.model().layer(layer).output(), b.stride).share(); };
  const LayerModel& pooled = b.model().layer("photo_pooled");
  return {{words("view.checkerboard.back_input"), words("view.checkerboard.back_input_note"), "", 0},
          {words("view.checkerboard.back_strided"), words.format("view.checkerboard.k_s", {{"kernel", k}, {"stride", s}}), ripple,
           share("photo_strided")},
          {words("view.checkerboard.back_pooled"), words.format("view.checkerboard.k_s", {{"kernel", k}, {"stride", s}}),
           words("view.checkerboard.unfed"), unfed(b, wins_of(pooled, pooled.output().count()))},
          {words("view.checkerboard.back_even"), words.format("view.checkerboard.k_s", {{"kernel", twice}, {"stride", s}}), ripple,
           share("photo_even")}};
}

void draw_picture(const Back& b, Box box, int part) {
  const Model& m = b.model();
  const LayerModel& pooled = m.layer("photo_pooled");
  const Index rows = pooled.input().extents[2], columns = pooled.input().extents[3];
  const MapPart whole{0, 0, rows, columns};
  if (part == 0) b.pen.image(box, m.pictures.at("small").pixels);
  if (part == 0) return;
  const Tensor counts = part == 2 ? wins_of(pooled, pooled.output().count()) : m.layer(part == 1 ? "photo_strided" : "photo_even").output();
  const double mean = part == 2 ? mean_of(counts) : ripple_of(counts, b.stride).mean;
  draw_count_map(b.pen, box, counts, whole, {mean, amplified(b.context)});
}

// Below the input: its name in one line, the knob in the next.
void draw_amplifier_below(const Back& b, Box box) {
  if (!draw_amplifier(b.pen, b.context, {box.x, box.y + b.pen.type(22), box.w, b.pen.type(20)}, "")) return;
  b.pen.whole({box.x, box.y + b.pen.type(13)}, b.context.words("parameter.amplify"),
              {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, b.pen.theme().muted, box.w);
}

constexpr Ink kTitle{14, Weight::kSemiBold}, kBrokenTitle{kSmallSize, Weight::kSemiBold};

// One where every name fits into a line, else as many as the longest takes.
int title_lines(const Back& b, const std::vector<Part>& parts, double width) {
  std::size_t lines = 1;
  for (const Part& part : parts)
    if (!b.pen.fits(part.title, kTitle, width)) lines = std::max(lines, b.pen.wrapped(part.title, kBrokenTitle, width).size());
  return static_cast<int>(lines);
}

void draw_parts(Back& b, Box area) {
  const std::vector<Part> parts = parts_of(b);
  const Theme& t = b.pen.theme();
  const double gap = std::max(14.0, area.w * 0.026), many = number(static_cast<Index>(parts.size()));
  const double width = (area.w - gap * (many - 1)) / many;
  const int lines = title_lines(b, parts, width);
  const double head = area.h > b.pen.type(130) ? b.pen.type(26 + 20 * lines) : 0;
  const double foot = area.h > b.pen.type(240) ? b.pen.type(kShareHeight) : 0;
  const Extents& photo = b.model().layer("small").output().extents;
  const double aspect = number(photo[2]) / number(photo[3]), room = area.h - head - foot - b.pen.type(14);
  const double full = full_bar({parts[1].share, parts[2].share, parts[3].share});
  const bool pictures = foot > 0;  // on a low stage the numbers stay
  b.cell = std::max(2.0, std::min({width, room * (pictures ? 0.62 : 1), b.pen.type(36) * number(b.side)}) / number(b.side));
  const double map = b.cell * number(b.side), high = std::max(4.0, std::min(width * aspect, room - map));
  for (int part = 0; part < static_cast<int>(parts.size()); ++part) {
    const Part& one = parts[static_cast<std::size_t>(part)];
    const Box box{area.x + (width + gap) * part, area.y, width, area.h};
    if (head > 0) {
      const Color color = part == 0 ? t.input : t.ink;
      const double first = box.y + b.pen.type(10);
      if (lines == 1) b.pen.fitted({box.x, first}, one.title, kTitle, color, box.w);
      const std::vector<std::string> broken = lines == 1 ? std::vector<std::string>{} : b.pen.wrapped(one.title, kBrokenTitle, box.w);
      for (std::size_t i = 0; i < broken.size(); ++i)
        b.pen.fitted({box.x, first + b.pen.type(18) * static_cast<double>(i)}, broken[i], kBrokenTitle, color, box.w);
      b.pen.whole({box.x, box.y + head - b.pen.type(16)}, one.note,
                  {kSmallSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, box.w);
    }
    const Point origin{box.x, box.y + head};
    if (part == 0) draw_input(b, origin);
    if (part == 1) draw_strided(b, origin);
    if (part == 2) draw_pooled(b, origin);
    if (part == 3) draw_even(b, origin);
    if (!pictures) continue;
    const Box picture{box.x, origin.y + map + b.pen.type(14), high / aspect, high};
    draw_picture(b, picture, part);
    const double wide = std::max(picture.w, std::min(box.w, b.pen.type(150)));
    if (one.foot.empty()) draw_amplifier_below(b, {box.x, picture.bottom(), wide, foot});
    else draw_share(b.pen, {box.x, picture.bottom(), wide, foot}, {one.foot, one.share, full});
  }
}

void draw_gradient_bar(const Back& b, Box bar) {
  const Words& words = b.context.words;
  const LayerModel& layer = b.context.layer();
  Focus focus = make_focus(b.context);
  if (!focus.inspected) {  // the cell where the most windows meet, in the window that sends
    const Index top = b.current / b.windows * b.stride, left = b.current % b.windows * b.stride;
    Index best = top * b.side + left;
    for (Index i = 0; i < b.kernel * b.kernel; ++i) {
      const Index cell = (top + i / b.kernel) * b.side + left + i % b.kernel;
      if (layer.output()[cell] > layer.output()[best]) best = cell;
    }
    focus.step = layer.trace().gather(best);
  }
  std::erase_if(focus.step.terms, [](const Term& term) { return term.tap.data.none(); });
  WrittenSum sum = written_sum(b.pen, b.context, focus, bar.w - 40, true, {false, Role::kGradient});
  const Cell& at = focus.step.position;
  if (!sum.runs.empty() && !sum.runs.front().text.empty())
    sum.runs.front().text = "∂L/∂x[" + std::to_string(at[2]) + ", " + std::to_string(at[3]) + "]  =  ";
  const std::string range = percent_text(1 / number(amplified(b.context)));
  draw_bar(b.pen, b.context, bar,
           {sum.runs,
            words("view.checkerboard.back_sentence"),
            {{LegendMark::kWeight, words("legend.weight")},
             {LegendMark::kScale, words.format("legend.checkerboard.gradient", {{"share", range}})}},
            sum.size,
            {}});
}

}  // namespace

void build_checkerboard_gradient(const ViewContext& context, Pen& pen, Box area) {
  Back b{at_stage(context, context.model.index_of("strided")), pen};
  b.kernel = number_parameter(*context.model.scene, context.state, "kernel", 3);
  b.stride = number_parameter(*context.model.scene, context.state, "stride", 2);
  b.side = b.context.layer().output().extents[3];
  b.windows = b.context.layer().input().extents[3];
  b.current = std::clamp<Index>(step_in(context, "windows"), 0, b.windows * b.windows - 1);
  b.share = share_in(context, "windows", "gradient_share");
  b.win = share_in(context, "windows", "gradient_win");
  b.cure = share_in(context, "cure", "gradient_cure");
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  draw_parts(b, area);
  draw_gradient_bar(b, bar);
}

}  // namespace convscope
