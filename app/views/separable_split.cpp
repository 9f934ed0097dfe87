// A kernel that cannot be split: the best sum of columns times rows, what it loses, and what that does to a photograph.
#include <algorithm>
#include <cmath>

#include "app/scenes/controls.h"
#include "app/scenes/filters.h"
#include "app/views/builders.h"
#include "app/views/heading.h"
#include "app/views/press_plate.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"
#include "engine/graph/svd.h"

namespace convscope {
namespace {

struct Board {
  const ViewContext& context;
  Pen& pen;
  const Words& words() const { return context.words; }
  const Theme& theme() const { return pen.theme(); }
};

std::string short_text(double value, int decimals) {
  std::string text = number_text(value, decimals);
  while (text.find('.') != std::string::npos && (text.back() == '0' || text.back() == '.')) {
    const bool point = text.back() == '.';
    text.pop_back();
    if (point) break;
  }
  return text;
}

double share(const ViewContext& context, int phase) {
  if (context.moment.phase != phase) return context.moment.phase > phase ? 1.0 : 0.0;
  return context.state.reduce_motion ? 1.0 : ease_in_out(std::clamp(context.moment.progress, 0.0, 1.0));
}

double largest(const Tensor& tensor) {
  double most = 1e-12;
  for (float value : tensor.data) most = std::max(most, std::abs(static_cast<double>(value)));
  return most;
}

// What the first `rank` terms keep of the kernel's energy.
double kept(const KernelSplit& split, Index rank) {
  const double lost = split.relative_error[static_cast<std::size_t>(std::min(rank, split.rank()))];
  return 1 - lost * lost;
}

std::vector<double> numbers_of(const Tensor& tensor, Index count) {
  return {tensor.data.begin(), tensor.data.begin() + static_cast<std::ptrdiff_t>(count)};
}

// Weights are written down as floats: what rounding leaves is no rank of its own.
Index rank_of(const std::vector<double>& sigma) {
  constexpr double kRounding = 1e-6;
  return std::count_if(sigma.begin(), sigma.end(), [&](double value) { return value > kRounding * sigma.front(); });
}

// ---- the kernels --------------------------------------------------------------------------------------------------------------

void draw_kernel(const Board& b, Box box, const Tensor& kernel, double limit, double appear, const std::string& name, const Target& first) {
  const Index side = kernel.extents[3];
  GridSpec spec;
  const double cell = box.h / static_cast<double>(side);
  spec.origin = {box.x, box.y};
  spec.cell = cell;
  spec.rows = kernel.extents[2];
  spec.columns = side;
  spec.role = Role::kWeight;
  const int decimals = decimals_in(b.pen, kernel, cell);
  for (float value : kernel.data) spec.all_texts.push_back(short_text(value, decimals));
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const double value = kernel[r * side + c];
    look.tint = diverging(0.5 + value / limit / 2);
    look.text = short_text(value, decimals);
    look.appear = appear;
    if (appear <= 0) look.kind = CellKind::kEmpty;
    return look;
  };
  if (!first.none()) spec.target_of = [&](Index r, Index c) { return Target{first.kind, first.stage, r * side + c}; };
  b.pen.grid(spec);
  b.pen.whole({spec.box().center().x, box.y - b.pen.type(17)}, name, {14.5, Weight::kSemiBold, Anchor::kMiddle}, b.theme().weight,
              spec.box().w + b.pen.type(44));
}

// How much one split keeps of every known kernel.
void draw_library(const Board& b, Box box) {
  const Theme& t = b.theme();
  const std::vector<PhotoFilter>& filters = photo_filters();
  b.pen.whole({box.x, box.y - b.pen.type(17)}, b.words()("view.split.kept_by_one"), {14.5, Weight::kSemiBold}, t.ink, box.w);
  const double row = box.h / static_cast<double>(filters.size());
  double name = 0;
  for (const PhotoFilter& f : filters) name = std::max(name, b.pen.width(b.words()("choice.filter." + f.id), {13.5, Weight::kSemiBold}));
  const double figure = b.pen.width("99.9 %", {13.5, Weight::kSemiBold, Anchor::kStart, Face::kNumbers}) + 10;
  const double bar = box.w - name - figure - 12;
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const bool on = filters[i].id == b.context.model.filter;
    const PhotoFilter filter = on ? asked_filter(*b.context.model.scene, b.context.state) : filters[i];
    const double part = kept(split_kernel(filter.weights, filter.size, filter.size), 1), y = box.y + row * (static_cast<double>(i) + 0.5);
    const Weight weight = on ? Weight::kSemiBold : Weight::kRegular;
    b.pen.rect({box.x - 6, y - row / 2 + 1, box.w + 12, row - 2}, on ? t.select : Color{0, 0, 0, 0}, 4, {},
               {TargetKind::kPreset, 0, static_cast<Index>(i)});
    b.pen.text({box.x, y}, b.words()("choice.filter." + filters[i].id), {13.5, weight}, on ? t.ink : t.muted);
    b.pen.text({box.right(), y}, percent_text(part), {13.5, weight, Anchor::kEnd, Face::kNumbers}, on ? t.ink : t.muted);
    if (bar < 20) continue;
    const Box track{box.x + name + 10, y - 5, bar, 10};
    b.pen.rect(track, t.sunken, 3, {t.line, 1});
    b.pen.rect({track.x, track.y, track.w * part, track.h}, on ? t.weight : mix(t.surface, t.weight, 0.45), 3);
  }
}

void draw_kernels(const Board& b, Box box) {
  const Model& m = b.context.model;
  const Tensor &weight = m.tensors.at("weight"), &best = m.layer("best").output(), &lost = m.layer("lost").output();
  const double limit = std::max(largest(weight), largest(best)), sign = std::max(b.pen.type(28), box.w * 0.035);
  const bool library = box.w >= b.pen.type(640) && box.h >= b.pen.type(15) * static_cast<double>(photo_filters().size());
  const double side = std::min(box.h, (box.w - 2 * sign - (library ? b.pen.type(270) : 0)) / 3);
  if (!library) cut_left(box, (box.w - 3 * side - 2 * sign) / 2);
  const double y = box.y, middle = y + side / 2;
  const int full = m.index_of("full");
  const std::string filter = b.words()("choice.filter." + m.filter);
  const bool nearest = flag_parameter(*m.scene, b.context.state, "nearest", false);
  draw_kernel(b, {box.x, y, side, side}, weight, limit, 1,
              nearest ? b.words().format("view.split.nearest_to", {{"filter", filter}}) : filter, {TargetKind::kWeight, full, 0});
  const Index rank = m.tensors.at("columns").extents[0];
  const std::string name =
      rank == 1 ? b.words()("view.split.best") : b.words().format("view.split.best_of", {{"rank", std::to_string(rank)}});
  draw_kernel(b, {box.x + side + sign, y, side, side}, best, limit, share(b.context, 0), name, {});
  draw_kernel(b, {box.x + 2 * (side + sign), y, side, side}, lost, limit, share(b.context, 1), b.words()("view.split.lost"), {});
  Ink ink{24, Weight::kSemiBold, Anchor::kMiddle};
  b.pen.text({box.x + side + sign / 2, middle}, "=", ink, b.theme().muted);
  b.pen.text({box.x + 2 * side + 1.5 * sign, middle}, "+", ink, b.theme().muted);
  const double left = box.x + 3 * side + 2 * sign + b.pen.type(40);
  if (library && box.right() - left > b.pen.type(190)) draw_library(b, {left, y, box.right() - left, side});
}

// ---- the photographs --------------------------------------------------------------------------------------------------------

// Uncovered from the left as far as `shown` says.
void draw_picture(const Board& b, Box box, const Picture& picture, double shown, const std::string& name, Color color,
                  const Target& target, double room) {
  b.pen.whole({box.x, box.y - b.pen.type(15)}, name, {14.5, Weight::kSemiBold}, color, room);
  b.pen.rect(box, b.theme().sunken, 2);
  const double columns = std::round(shown * picture.pixels->width);
  if (columns < 1) return;
  b.pen.image({box.x, box.y, box.w * columns / picture.pixels->width, box.h}, picture.pixels,
              {0, 0, columns, static_cast<double>(picture.pixels->height)}, target);
}

void draw_scale(const Board& b, Point at, double width, double limit) {
  constexpr int kSteps = 48;
  for (int i = 0; i < kSteps; ++i) b.pen.rect({at.x + width * i / kSteps, at.y, width / kSteps + 0.5, 8}, diverging((i + 0.5) / kSteps), 0);
  Ink ink{12, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote};
  const double y = at.y + 8 + b.pen.type(12);
  b.pen.text({at.x, y}, number_text(-limit, 0), ink, b.theme().muted);
  ink.anchor = Anchor::kMiddle;
  b.pen.text({at.x + width / 2, y}, "0", ink, b.theme().muted);
  ink.anchor = Anchor::kEnd;
  b.pen.text({at.x + width, y}, number_text(limit, 0), ink, b.theme().muted);
}

void draw_pictures(const Board& b, Box box) {
  const Model& m = b.context.model;
  const char* tensors[] = {"input", "full", "part", "difference"};
  const char* names[] = {"view.split.picture", "view.split.with_kernel", "view.split.with_split", "view.split.difference"};
  const Theme& t = b.theme();
  const Color colors[] = {t.input, t.output, t.output, t.ink};
  const Picture& first = m.pictures.at("input");
  const double aspect = static_cast<double>(first.pixels->width) / first.pixels->height, gap = std::max(12.0, box.w * 0.025);
  const double head = b.pen.type(28), foot = b.pen.type(30);
  const double w = std::min((box.w - 3 * gap) / 4, (box.h - head - foot) * aspect), h = w / aspect;
  const double y = box.y + head + std::max(0.0, (box.h - head - foot - h) / 2), spread = (box.w - 4 * w) / 3;
  for (int i = 0; i < 4; ++i) {
    const double shown = i == 0 ? 1 : i == 3 ? share(b.context, 3) : share(b.context, 2);
    const int stage = m.index_of(i == 0 ? "full" : tensors[i]);
    draw_picture(b, {box.x + i * (w + spread), y, w, h}, m.pictures.at(tensors[i]), shown, b.words()(names[i]), colors[i],
                 {i == 0 ? TargetKind::kInput : TargetKind::kOutput, stage, 0}, i == 3 ? w : w + spread - gap / 2);
  }
  for (int i = 1; i < 3; ++i)
    if (const Picture& each = m.pictures.at(tensors[i]); each.is_signed && (i == 1 || share(b.context, 2) > 0))
      draw_scale(b, {box.x + i * (w + spread), y + h + 8}, w, each.limit);
  if (share(b.context, 3) <= 0) return;
  const double most = largest(m.layer("difference").output()), x = box.x + 3 * (w + spread);
  constexpr double kRounding = 1e-3;
  if (most > kRounding) draw_scale(b, {x, y + h + 8}, w, m.pictures.at("difference").limit);
  const double name = b.pen.width(b.words()(names[3]), {14.5, Weight::kSemiBold}) + b.pen.type(10);
  b.pen.whole({x + w, y - b.pen.type(15)}, b.words().format("view.split.largest", {{"value", number_text(most > kRounding ? most : 0, 1)}}),
              {12.5, Weight::kRegular, Anchor::kEnd, Face::kWords, Importance::kNote}, t.muted, w - name);
}

// ---- the bar ----------------------------------------------------------------------------------------------------------------

BarContent bar_of(const Board& b, const std::vector<double>& sigma, const KernelSplit& split, Index rank) {
  const Theme& t = b.theme();
  constexpr std::size_t kMost = 4;
  BarContent content;
  auto kept_sigma = [&](std::size_t i) { return static_cast<Index>(i) < rank; };
  content.line = {{"σ  =  ", t.muted}};
  for (std::size_t i = 0; i < std::min(kMost, sigma.size()); ++i)
    content.line.push_back({(i > 0 ? ",  " : "") + number_text(sigma[i], 2), kept_sigma(i) ? t.weight : t.muted});
  if (sigma.size() > kMost) content.line.push_back({",  …", t.muted});
  std::vector<TextRun> result{{"      " + b.words()("view.split.kept") + "  ", t.muted}, {percent_text(kept(split, rank)), t.weight}};
  content.shorter = {content.line};
  content.shorter[0].insert(content.shorter[0].end(), result.begin(), result.end());
  content.shorter.push_back({result.back()});
  std::string squares, above;
  for (std::size_t i = 0; i < std::min(kMost, sigma.size()); ++i) {
    const std::string square = number_text(sigma[i], 2) + "²";
    squares += (i > 0 ? " + " : "") + square;
    if (kept_sigma(i)) above += (i > 0 ? " + " : "") + square;
  }
  if (sigma.size() > kMost) squares += " + …";
  const std::string numerator = rank > 1 ? "(" + above + ")" : above;
  content.line.push_back({"      " + b.words()("view.split.kept") + "  " + numerator + " / (" + squares + ")  =  ", t.muted});
  content.line.push_back(result.back());
  content.line_size = 17;
  const Index needed = rank_of(sigma);
  content.sentence =
      b.words().format(needed <= rank ? "view.split.exact" : "view.split.inexact", {{"rank", std::to_string(needed)}});
  return content;
}

// Where something is lost: a press takes the nearest kernel that splits in place of the one asked for, another one goes back.
void draw_choice_of_nearest(const Board& b, Box head, bool exact) {
  const bool nearest = flag_parameter(*b.context.model.scene, b.context.state, "nearest", false);
  if (exact && !nearest) return;
  const PressPlate plate{b.words()(nearest ? "view.split.back" : "view.split.take"), "nearest", nearest ? 0.0 : 1.0,
                         {TargetKind::kControl, 0, 0}, nearest};
  draw_press_plate(b.pen, b.context, {head.right(), head.y + b.pen.type(13)}, plate);
}

}  // namespace

void build_separable_split(const ViewContext& context, Pen& pen, Box area) {
  const Board b{context, pen};
  const Tensor& weight = context.model.tensors.at("weight");
  const Index rows = weight.extents[2], columns = weight.extents[3], rank = context.model.tensors.at("columns").extents[0];
  const std::vector<double> kernel = numbers_of(weight, rows * columns);
  const KernelSplit split = split_kernel(kernel, rows, columns);
  const std::vector<double> sigma = singular_value_decomposition(kernel, rows, columns).singular;
  const bool exact = rank_of(sigma) <= rank;
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace), page = area;
  draw_heading(pen, area, context.words(exact ? "view.split.title_exact" : "view.split.title_inexact"),
               context.words(exact ? "view.split.subtitle_exact" : "view.split.subtitle_inexact"), 500);
  if (area.y > page.y) draw_choice_of_nearest(b, page, exact);
  const double head = pen.type(34);
  Box top = cut_top(area, std::min({area.h * 0.5, pen.type(230), area.w * 0.22 + head}), pen.type(8));
  cut_top(top, head);
  draw_kernels(b, inset(top, 2));
  if (area.h > pen.type(110)) draw_pictures(b, inset(area, 2));
  draw_bar(pen, context, bar, bar_of(b, sigma, split, rank));
}

}  // namespace convscope
