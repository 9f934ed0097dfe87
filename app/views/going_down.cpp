// Going down: four ways to a smaller map over the same windows, and the ladder of sizes that halving makes: r = f · 2ⁿ.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/pooling.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr const char* kWays[] = {"maximum", "average", "strided", "bilinear"};
constexpr int kWayCount = 4;

struct Way {
  ViewContext context;
  Focus focus;
  int kind = 0;
};

struct Down {
  ViewContext maximum;
  Pen& pen;
  PlaneGeometry g;
  std::vector<Way> ways;
  double read = 1, sum = 1;
};

Down down_of(const ViewContext& context, Pen& pen) {
  Down d{at_layer(context, kWays[0]), pen, {}, {}};
  d.g = pool_geometry(d.maximum.layer());
  for (int kind = 0; kind < kWayCount; ++kind) {
    const ViewContext own = at_layer(context, kWays[kind]);
    d.ways.push_back({own, focus_together(context, d.maximum.stage, own.stage), kind});
  }
  if (d.ways.front().focus.inspected) return d;
  d.read = phase_share(d.maximum, "read");
  d.sum = phase_share(d.maximum, "sum");
  return d;
}

// ---- the ladder of sizes ----------------------------------------------------------------------------------------------------

struct Rung {
  Index size = 0;
  bool loses = false;  // the halving before it left a row unread
};

// Halved until the size is odd and small: 224 ends at 7, 416 at 13, 256 at 1.
std::vector<Rung> rungs_of(const Model& model) {
  constexpr Index kSmall = 20;
  std::vector<Rung> rungs;
  for (const LayerModel& layer : model.layers) {
    if (layer.name.rfind("half", 0) != 0) continue;
    if (!rungs.empty() && rungs.back().size % 2 == 1 && rungs.back().size < kSmall) break;
    if (rungs.empty()) rungs.push_back({layer.input().extents[2], false});
    rungs.push_back({layer.output().extents[2], pool_geometry(layer).leftover_rows() > 0});
  }
  return rungs;
}

// "224 = 7 · 2⁵", or what was left out on the way.
std::string ladder_text(const Words& words, const std::vector<Rung>& rungs) {
  static constexpr const char* kPowers[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  const std::string power = std::to_string(rungs.back().size) + " · 2" + kPowers[rungs.size() - 1];
  const bool exact = std::none_of(rungs.begin(), rungs.end(), [](const Rung& rung) { return rung.loses; });
  if (exact) return std::to_string(rungs.front().size) + " = " + power;
  return words.format("view.ladder_loses", {{"size", std::to_string(rungs.front().size)}, {"power", power}});
}

void draw_ladder(const Down& d, Box box) {
  const Theme& t = d.pen.theme();
  const Words& words = d.maximum.words;
  const std::vector<Rung> rungs = rungs_of(d.maximum.model);
  if (rungs.size() < 2) return;
  Box head = cut_top(box, d.pen.type(30), 4);
  const double w = d.pen.fitted({head.x, head.center().y}, words("view.ladder_title"), {16, Weight::kBold}, t.ink, head.w * 0.5);
  d.pen.whole({head.x + w + 16, head.center().y}, ladder_text(words, rungs), {16, Weight::kSemiBold, Anchor::kStart, Face::kNumbers},
              t.output, head.w - w - 16);
  const double label = d.pen.type(24), high = box.h - label - 4,
               gap = std::min(d.pen.type(64), box.w * 0.5 / static_cast<double>(rungs.size()));
  double shares = 0;
  for (const Rung& rung : rungs) shares += static_cast<double>(rung.size) / static_cast<double>(rungs.front().size);
  const double side = std::min(high, (box.w - gap * static_cast<double>(rungs.size())) / shares);
  double x = box.x;
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    const double s = std::max(3.0, side * static_cast<double>(rungs[i].size) / static_cast<double>(rungs.front().size));
    const double bottom = box.y + high, slot = std::max(s, d.pen.type(34));
    const Role role = i == 0 ? Role::kInput : Role::kOutput;
    d.pen.rect({x + (slot - s) / 2, bottom - s, s, s}, d.pen.pale(role, 0.4), s > 12 ? kCellRadius : 0, {t.role(role), 1.5});
    d.pen.text({x + slot / 2, bottom + label / 2 + 2}, std::to_string(rungs[i].size),
               {15, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers}, rungs[i].loses ? t.warning : t.ink);
    x += slot;
    if (i + 1 == rungs.size()) break;
    d.pen.arrow({x + 8, bottom + label / 2 + 2}, {x + gap - d.pen.type(8), bottom + label / 2 + 2},
               rungs[i + 1].loses ? t.warning : t.muted);
    d.pen.text({x + gap / 2, bottom - d.pen.type(8)}, "÷ 2",
               {kLabelSize, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNote}, t.muted);
    x += gap;
  }
}

// ---- the four ways ----------------------------------------------------------------------------------------------------------

std::vector<TextRun> sum_runs(const Down& d, const Way& way, bool brief) {
  const Theme& t = d.pen.theme();
  const LayerModel& layer = way.context.layer();
  const int in = decimals_of(layer.input()), out = decimals_of(layer.output());
  std::vector<TextRun> runs;
  if (d.read <= 0) return runs;
  const std::string result = number_text(way.focus.step.result, out);
  if (!brief) {
    if (way.kind == 0) runs.push_back({"max(", t.muted});
    bool first = true;
    for (const Term& term : way.focus.step.terms) {
      if (term.tap.data.none() && way.kind != 1) continue;
      if (!first) runs.push_back({way.kind == 0 ? "," : "+", t.muted});
      first = false;
      runs.push_back({way.kind == 0 ? number_text(term.data, in) : factor_text(term.data, in), t.input});
      if (way.kind == 2) {
        runs.push_back({"·", t.muted});
        runs.push_back({factor_text(term.weight, decimals_of(layer.weight())), t.weight});
      }
      if (way.kind == 3) runs.push_back({"·" + share_text(term.tap.coefficient), t.muted});
    }
    if (way.kind == 0) runs.push_back({")", t.muted});
    if (way.kind == 1) {
      runs.insert(runs.begin(), {"(", t.muted});
      runs.push_back({")÷" + number_text(layer.layer->divisor(way.focus.step.cell, layer.tensors), 0), t.muted});
    }
  }
  if (d.sum > 0) {
    runs.push_back({brief ? "= " : " = ", t.muted});
    runs.push_back({result, t.output});
  }
  return runs;
}

void draw_output(const Down& d, const Way& way, Point origin, double cell) {
  draw_pool_output(d.pen, way.context, way.focus, origin, cell, way.focus.inspected ? 1 : way.focus.drop);
}

void draw_strip(const Down& d, const Way& way, Box box) {
  d.pen.rect(box, d.pen.theme().sunken, 6);
  Ink ink{14, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNumber};
  std::vector<TextRun> runs = sum_runs(d, way, false);
  const double room = box.w - 16;
  if (d.pen.width(runs, {kSmallestText, Weight::kMedium, Anchor::kStart, Face::kNumbers}) > room) runs = sum_runs(d, way, true);
  const double w = d.pen.width(runs, ink);
  if (runs.empty() || w <= 0) return;
  if (w > room) ink.size = std::max(kSmallestText, ink.size * room / w);
  d.pen.runs({box.x + 8, box.center().y}, runs, ink);
}

void draw_kernel(const Down& d, const Way& way, Box box) {
  const Tensor& weight = way.context.layer().weight();
  const int decimals = decimals_of(weight);
  GridSpec spec;
  spec.cell = fit_cell(box, static_cast<double>(weight.extents[2]), static_cast<double>(weight.extents[3]), d.pen.type(34));
  spec.origin = {box.x, box.y};
  spec.rows = weight.extents[2];
  spec.columns = weight.extents[3];
  spec.role = Role::kWeight;
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kWeight, way.context.stage, r * spec.columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    look.text = number_text(weight[r * spec.columns + c], decimals);
    look.hot = way.focus.weights.count(r * spec.columns + c) != 0;
    return look;
  };
  if (spec.cell >= d.pen.type(18)) d.pen.grid(spec);
}

struct Page {
  double head = 0, strip = 0, cell = 40;
};

void draw_way(const Down& d, const Way& way, Box box, const Page& page) {
  const Words& words = way.context.words;
  if (page.head > 0) {
    Box head = cut_top(box, page.head);
    const std::string name = std::string("view.down.") + kWays[way.kind];
    d.pen.fitted({head.x, head.y + d.pen.type(10)}, words(name), {15, Weight::kBold}, d.pen.theme().ink, head.w);
    if (head.h >= d.pen.type(40))
      d.pen.whole({head.x, head.y + d.pen.type(30)}, words(name + ".how"),
                  {12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, d.pen.theme().muted, head.w);
  }
  const double w = page.cell * static_cast<double>(d.g.output_columns), h = page.cell * static_cast<double>(d.g.output_rows);
  draw_output(d, way, {box.x, box.y}, page.cell);
  const double beside = box.w - w - 16;
  if (way.kind == 2 && beside > d.pen.type(40)) draw_kernel(d, way, {box.x + w + 16, box.y, beside, h});
  if (page.strip > 0) draw_strip(d, way, {box.x, box.y + h + 6, box.w, page.strip - 6});
}

Page page_of(const Down& d, Box half) {
  const double gap = 2 * kSpace;
  const double named = d.pen.type(46), name = d.pen.type(28), sum = d.pen.type(38);
  for (auto [head, strip] : {std::pair{named, sum}, {name, sum}, {name, 0.0}, {0.0, 0.0}}) {
    Page page{head, strip, 0};
    page.cell = fit_cell({0, 0, (half.w - gap) / 2 * 0.7, (half.h - gap) / 2 - head - strip}, static_cast<double>(d.g.output_rows),
                         static_cast<double>(d.g.output_columns), std::max(d.pen.type(46), half.h * 0.14));
    const bool fit = std::all_of(d.ways.begin(), d.ways.end(),
                                 [&](const Way& way) { return numbers_fit(d.pen, way.context.layer().output(), page.cell); });
    if (fit || head + strip == 0) return page;
  }
  return {};
}

void draw_ways(const Down& d, Box half) {
  const double gap = 2 * kSpace;
  const Page page = page_of(d, half);
  const double w = (half.w - gap) / 2, h = page.head + page.strip + page.cell * static_cast<double>(d.g.output_rows);
  const double top = half.y + std::max(0.0, (half.h - 2 * h - gap) / 2);
  for (const Way& way : d.ways) draw_way(d, way, {half.x + (w + gap) * (way.kind % 2), top + (h + gap) * (way.kind / 2), w, h}, page);
}

Box cut_input(Box& area) { return cut_left(area, area.w * 0.42, 3 * kSpace); }

struct Parts {
  Box maps, ladder, bar;  // without height: left out
};

// In little height the ladder takes the place of the bar, which says what stands below the maps anyway.
Parts parts_of(const Down& d, const ViewContext& context, Box area) {
  Parts parts;
  Box low = area;
  parts.bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  if (area.h >= d.pen.type(420)) {
    parts.ladder = cut_bottom(area, area.h * 0.26, 2 * kSpace);
  } else {
    Box ladder, right = low;
    if (low.h >= d.pen.type(400)) ladder = cut_bottom(right, d.pen.type(104), 2 * kSpace);
    low = right;
    cut_input(right);
    if (const Page page = page_of(d, right); page.head > 0 && page.strip > 0) return {low, ladder, {}};
  }
  parts.maps = area;
  return parts;
}

BarContent bar_of(const Down& d) {
  const Theme& t = d.pen.theme();
  const Words& words = d.maximum.words;
  const Cell& p = d.ways.front().focus.step.position;
  BarContent content;
  content.line = {{"output[" + std::to_string(p[2]) + ", " + std::to_string(p[3]) + "]  =  ", t.muted}};
  std::vector<TextRun> named, brief{{"= ", t.muted}};
  for (const Way& way : d.ways) {
    const std::string number = d.sum > 0 ? number_text(way.focus.step.result, decimals_of(way.context.layer().output())) : "…";
    if (way.kind > 0) content.line.push_back({"  |  ", t.muted});
    if (way.kind > 0) brief.push_back({" | ", t.muted});
    content.line.push_back({words(std::string("view.down.") + kWays[way.kind]) + " ", t.muted});
    content.line.push_back({number, t.output});
    brief.push_back({number, t.output});
    named.push_back({(way.kind > 0 ? "  " : "") + words(std::string("view.down.") + kWays[way.kind] + ".short") + " ", t.muted});
    named.push_back({number, t.output});
  }
  content.shorter = {named, brief};
  content.sentence = words("view.down.sentence");
  content.legend = {{LegendMark::kInput, words("legend.input")}, {LegendMark::kOutput, words("view.output")}};
  return content;
}

}  // namespace

void build_going_down(const ViewContext& context, Pen& pen, Box area) {
  const Down d = down_of(context, pen);
  const Parts parts = parts_of(d, context, area);
  if (parts.ladder.h > 0) draw_ladder(d, parts.ladder);
  if (parts.bar.h > 0) draw_bar(pen, context, parts.bar, bar_of(d));
  area = parts.maps;
  const Box left = cut_input(area);
  const Captions captions = left.h >= pen.type(260) ? Captions::kFull : Captions::kNone;
  const double head = pen.caption_height(captions);
  PoolPlane plane;
  const auto rows = static_cast<double>(d.g.padded_rows() + rows_beyond(d.g)),
             columns = static_cast<double>(d.g.padded_columns() + columns_beyond(d.g));
  plane.cell = fit_cell({0, 0, left.w, left.h - head - 6}, rows, columns, std::max(pen.type(58), left.h * 0.13));
  plane.origin = {left.x, left.y + head + std::max(0.0, (left.h - head - plane.cell * rows) / 2)};
  plane.contest = false;
  const Box whole = pool_plane_box(d.g, plane);
  pen.caption({whole.center().x, whole.y}, context.words("view.input"), shape_text({d.g.rows, d.g.columns}), Role::kInput, captions);
  draw_pool_plane(pen, d.maximum, d.ways.front().focus, d.g, plane, 0, 0);
  draw_ways(d, area);
}

}  // namespace convscope
