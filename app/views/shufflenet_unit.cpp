// A ShuffleNet unit as a chain of operations: the tensors between them as boxes striped by group, beside each operation its weights,
// multiply-adds and share of the values moved, below the total against a bottleneck of the same size. Stride 1 adds the input, stride 2
// joins the pooled input.
#include "app/views/shufflenet_unit.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "app/views/builders.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

// ---- what it is made of -------------------------------------------------------------------------------------------------------

void add_part(Chain& u, const std::string& stage, const std::string& name, const std::string& detail, const std::string& note,
              Stripes stripes) {
  const Model& model = u.context.model;
  if (model.index_of(stage) < 0) return;
  Part part{&model.layer(stage), u.context.words(name), detail, note.empty() ? "" : u.context.words(note), stripes, 1, 1, -1};
  const Timeline& timeline = model.timeline;
  const std::size_t now = timeline.place(u.context.moment.step).segment;
  for (std::size_t i = 0; i < timeline.segments.size(); ++i) {
    if (timeline.segments[i].stage != model.index_of(stage)) continue;
    part.segment = static_cast<Index>(i);
    part.run = i < now ? 1 : i > now ? 0 : played_share(u.context, "run");
    part.grown = i < now ? 1 : i > now ? 0 : played_share(u.context, "grow");
  }
  u.parts.push_back(std::move(part));
}

Chain unit_of(const ViewContext& context, Pen& pen, Box box) {
  const Model& model = context.model;
  Chain u{context, pen, nullptr, {}, 1, 1, 1, 0, 0, 0, 0, box, {}, {}};
  u.asked = context.hover.none() ? context.state.pin : context.hover;
  u.groups = model.layer("compress").layer->attributes().integers("groups").front();
  if (model.index_of("pool") >= 0) u.pool = &model.layer("pool");
  const std::string g = "g = " + std::to_string(u.groups);
  const std::string groups = u.groups > 1 ? "view.unit_groups" : "";
  add_part(u, "compress", "view.unit_grouped", context.words("view.unit_squeeze") + ", " + g, groups, Stripes::kGroups);
  add_part(u, "shuffle", "view.unit_shuffle", context.words("view.unit_no_arithmetic"), "view.unit_interleaved", Stripes::kInterleaved);
  const Index stride = model.layer("depthwise").layer->attributes().integers("stride").front();
  const std::string strides = context.words("parameter.stride") + " " + std::to_string(stride);
  add_part(u, "depthwise", "view.unit_depthwise", strides, "view.unit_interleaved", Stripes::kInterleaved);
  add_part(u, "expand", "view.unit_grouped", context.words("view.unit_expand") + ", " + g, groups, Stripes::kGroups);
  if (u.pool) add_part(u, "join", "view.unit_join", "", "view.unit_joined", Stripes::kJoined);
  else add_part(u, "sum", "view.unit_add", "", "view.unit_sum", Stripes::kSum);
  u.tallest = model.first().input().extents[2];
  u.deepest = std::max(model.first().input().extents[1], u.parts.back().layer->output().extents[1]);
  u.step = (box.h - pen.type(20)) / (static_cast<double>(u.parts.size()) + 0.55);
  u.top = box.y + u.step * 0.34;
  u.cx = box.x + box.w * 0.315;
  u.side = box.x + box.w * 0.055;
  follow_channels(u);
  return u;
}

// Where the columns of the table end, in shares of the stage's width; and where its bars lie.
constexpr double kShapeColumn = 0.60, kWeightColumn = 0.7, kMacColumn = 0.845, kBarsFrom = 0.86, kBarsTo = 0.925;

// Values that the whole unit moves.
Index moved_by(const Chain& u) {
  Index moved = u.pool ? u.pool->layer->cost().memory : 0;
  for (const Part& part : u.parts) moved += part.layer->layer->cost().memory;
  return moved;
}

double share_moved(const Chain& u, const LayerModel& layer) {
  return static_cast<double>(layer.layer->cost().memory) / static_cast<double>(std::max<Index>(1, moved_by(u)));
}

std::string share_in_percent(double share) { return fmt::format("{:.0f} %", share * 100); }

// ---- the chain ----------------------------------------------------------------------------------------------------------------

bool is_asked(const Chain& u, const Part& part) {
  return u.asked.kind == TargetKind::kSegment && u.asked.index == part.segment && part.segment >= 0;
}

void draw_pill(const Chain& u, const Part& part, double y) {
  const Theme& t = u.pen.theme();
  const double w = u.box.w * 0.20, h = std::min(u.step * 0.40, u.pen.type(38));
  const bool works = part.run > 0 && part.grown < 1, weights = part.layer->layer->cost().parameters > 0;
  const Box box{u.cx - w / 2, y - h / 2, w, h};
  const double lit = works ? 0.22 : is_asked(u, part) ? 0.12 : 0;
  u.pen.rect(box, mix(t.surface, t.weight, lit), h / 2, {weights ? t.weight : t.faint, works ? 3.0 : 1.8},
             {TargetKind::kSegment, 0, part.segment});
  const bool two = h >= u.pen.type(30) && u.pen.fits(part.detail, {11.5}, w - 16);
  u.pen.whole({u.cx, two ? y - h * 0.19 : y}, part.name, {13.5, Weight::kSemiBold, Anchor::kMiddle}, t.ink, w - 16);
  if (two)
    u.pen.whole({u.cx, y + h * 0.24}, part.detail, {kSmallestText, Weight::kRegular, Anchor::kMiddle, Face::kWords, Importance::kNote},
                works ? t.ink : t.muted, w - 16);
}

void draw_side(const Chain& u, double join) {
  const Theme& t = u.pen.theme();
  const double first = u.y(0), middle = (first + join) / 2;
  u.pen.path({{u.cx, first}, {u.side, first}, {u.side, join}, {u.cx - 18, join}}, false, {0, 0, 0, 0}, {t.input, 2.5});
  u.pen.path({{u.cx - 16, join}, {u.cx - 26, join - 6}, {u.cx - 26, join + 6}}, true, t.input, {});
  const double w = std::min(u.box.w * 0.15, u.pen.type(104)), x = std::max(u.box.x, u.side - w / 2);
  const Words& words = u.context.words;
  const Ink name{kLabelSize, Weight::kSemiBold, Anchor::kMiddle};
  if (!u.pool) {
    if (!u.pen.fits(words("view.unit_unchanged"), name, w - 6)) return;
    u.pen.rect({x, middle - u.pen.type(15), w, u.pen.type(30)}, t.surface, 6);
    u.pen.whole({x + w / 2, middle}, words("view.unit_unchanged"), name, t.input, w - 6);
    return;
  }
  const double h = u.pen.type(74);
  const Ink note{12, Weight::kRegular, Anchor::kMiddle, Face::kWords, Importance::kNote};
  u.pen.rect({x, middle - h / 2, w, h}, t.surface, 12, {t.faint, 1.8});
  u.pen.whole({x + w / 2, middle - u.pen.type(20)}, words("view.unit_pool"), name, t.ink, w - 10);
  u.pen.whole({x + w / 2, middle + u.pen.type(1)}, words("view.unit_pool_how"), note, t.muted, w - 10);
  u.pen.whole({x + w / 2, middle + u.pen.type(21)}, words.format("view.unit_moves", {{"share", share_in_percent(share_moved(u, *u.pool))}}),
              note, t.ink, w - 10);
}

void draw_join(const Chain& u, double y) {
  const Theme& t = u.pen.theme();
  const Part& last = u.parts.back();
  const double r = std::min(17.0, u.step * 0.18);
  u.pen.circle({u.cx, y}, r, t.surface, {t.output, last.run > 0 && last.grown < 1 ? 4.0 : 2.5}, {TargetKind::kSegment, 0, last.segment});
  if (u.pool) {
    u.pen.rect({u.cx - 10, y - 5, 9.5, 10}, t.input, 1.5);
    u.pen.rect({u.cx + 0.5, y - 5, 9.5, 10}, t.output, 1.5);
  } else {
    u.pen.line({u.cx - 6, y}, {u.cx + 6, y}, {t.output, 2.5});
    u.pen.line({u.cx, y - 6}, {u.cx, y + 6}, {t.output, 2.5});
  }
  u.pen.whole({u.cx + r + 12, y}, last.name, {13.5, Weight::kSemiBold}, t.ink, u.column(kShapeColumn) - u.cx - r - 20);
}

// ---- the table ----------------------------------------------------------------------------------------------------------------

const Ink kFigure{14, Weight::kSemiBold, Anchor::kEnd, Face::kNumbers, Importance::kName};

// With how many of its channels are lit, while one is followed.
void draw_shape(const Chain& u, std::size_t tensor, const std::string& name, const Extents& extents, std::string note) {
  const std::string text = fmt::format("{}×{}×{}", extents[1], extents[2], extents[3]);
  u.pen.whole({u.column(kShapeColumn), u.y(tensor)}, text, kFigure, u.pen.theme().ink, u.box.w * 0.135);
  if (!u.lit.empty()) {
    auto found = u.lit.find(name);
    const std::size_t lit = found == u.lit.end() ? 0 : found->second.size();
    note = u.context.words.format("view.unit_lit", {{"lit", std::to_string(lit)}, {"all", std::to_string(extents[1])}});
  }
  const Ink ink{12.5, u.lit.empty() ? Weight::kRegular : Weight::kSemiBold, Anchor::kStart, Face::kWords, Importance::kNote};
  const double x = u.cx + u.box.w * 0.105, room = u.column(kShapeColumn) - u.pen.width(text, kFigure) - x - 8;
  u.pen.whole({x, u.y(tensor)}, note, ink, u.lit.empty() ? u.pen.theme().muted : u.pen.theme().ink, room);
}

// Where its figures come from, below them.
void draw_working(const Chain& u, const Part& part, double y) {
  const Tensor& weight = part.layer->weight();
  if (!is_asked(u, part) || weight.absent()) return;
  const Extents &w = weight.extents, &out = part.layer->output().extents;
  const Words& words = u.context.words;
  const Ink ink{12, Weight::kRegular, Anchor::kEnd, Face::kNumbers, Importance::kNote};
  const std::string weights = fmt::format("{} · {} · {} · {}", w[0], w[1], w[2], w[3]),
                    macs = count_text(part.layer->layer->cost().parameters) + fmt::format(" · {} · {}", out[2], out[3]);
  const double line = u.pen.type(16);
  u.pen.whole({u.column(kMacColumn), y + line}, words("view.weights") + " = " + weights, ink, u.pen.theme().weight, u.box.w * 0.39);
  u.pen.whole({u.column(kMacColumn), y + 2 * line}, words("view.unit_macs") + " = " + macs, ink, u.pen.theme().ink, u.box.w * 0.39);
}

void draw_figures(const Chain& u, const Part& part, double y, Index most) {
  const Theme& t = u.pen.theme();
  const Cost cost = part.layer->layer->cost();
  const bool any = cost.parameters > 0;
  if (is_asked(u, part)) {
    const double h = u.pen.type(22);
    u.pen.rect({u.column(0.49), y - h / 2, u.box.right() - u.column(0.49), h}, u.pen.pale(Role::kWeight, 0.10), 4);
  }
  if (part.run <= 0) return;
  draw_working(u, part, y);
  u.pen.whole({u.column(kWeightColumn), y}, count_text(cost.parameters), kFigure, any ? t.weight : t.faint, u.box.w * 0.115);
  const Index macs = any ? cost.macs : 0;
  u.pen.whole({u.column(kMacColumn), y}, count_text(macs), kFigure, any ? t.ink : t.faint, u.box.w * 0.13);
  const double share = share_moved(u, *part.layer);
  u.pen.whole({u.box.right(), y}, share_in_percent(share), kFigure, t.ink, u.column(1) - u.column(kBarsTo) - 6);
  const Box bars{u.column(kBarsFrom), y - 10, u.column(kBarsTo) - u.column(kBarsFrom), 8};
  const std::pair<double, Color> kBars[] = {{static_cast<double>(macs) / static_cast<double>(most), t.weight}, {share, t.muted}};
  for (int i = 0; i < 2; ++i) {
    const Box bar{bars.x, bars.y + 12 * i, bars.w, bars.h};
    u.pen.rect(bar, t.sunken, 3);
    if (kBars[i].first > 0) u.pen.rect({bar.x, bar.y, bar.w * part.run * std::min(1.0, kBars[i].first), bar.h}, kBars[i].second, 3);
  }
}

void draw_heads(const Chain& u, Box box) {
  const Theme& t = u.pen.theme();
  const Words& words = u.context.words;
  const std::string title = u.pool ? "view.unit_stride2" : "view.unit_stride1";
  const Ink bold{17, Weight::kBold};
  const double named = box.w * 0.47;
  u.pen.fitted({box.x, box.center().y}, words(u.pen.fits(words(title), bold, named) ? title : title + "_brief"), bold, t.ink, named);
  const Ink head{kLabelSize, Weight::kSemiBold, Anchor::kEnd, Face::kWords, Importance::kNote};
  u.pen.whole({u.column(kShapeColumn), box.center().y}, words("view.unit_shape"), head, t.muted, box.w * 0.12);
  u.pen.whole({u.column(kWeightColumn), box.center().y}, words("view.weights"), head, t.muted, box.w * 0.115);
  const double room = box.w * 0.13;
  const bool brief = u.pen.width(words("view.unit_macs"), {kSmallestText, head.weight, head.anchor, head.face}) > room;
  u.pen.whole({u.column(kMacColumn), box.center().y}, words(brief ? "view.unit_macs_short" : "view.unit_macs"), head, t.muted, room);
  u.pen.whole({box.right(), box.center().y}, words("view.unit_moved"), head, t.muted, box.w * 0.145);
  u.pen.rect({u.column(0.49), box.bottom() - 2, box.right() - u.column(0.49), 1.5}, t.line, 0);
}

// ---- against a bottleneck -----------------------------------------------------------------------------------------------------

struct Total {
  Index weights = 0, macs = 0, moved = 0;
};

void add_convolution(Total& total, Extents& extents, Index filters, Index kernel, Index stride) {
  Attributes attributes;
  attributes.set("stride", AttributeValue{std::vector<Index>{stride}});
  attributes.set("padding", AttributeValue{std::vector<Index>{kernel / 2}});
  const Shapes shapes{extents, {filters, extents[1], kernel, kernel}, {}};
  auto made = find_operator("conv2d").value()->layer(attributes, shapes);
  CONVSCOPE_CHECK(made.ok(), "a bottleneck is no larger than what it stands beside");
  total.weights += (*made)->cost().parameters;
  total.macs += (*made)->cost().macs;
  total.moved += (*made)->cost().memory;
  extents = (*made)->output();
}

void add_sum(Total& total, const Extents& extents) {
  auto made = find_operator("add").value()->layer({}, {extents, extents});
  CONVSCOPE_CHECK(made.ok(), "a tensor can be added to one of its own shape");
  total.moved += (*made)->cost().memory;
}

// 1×1, 3×3, 1×1 with all channels, at stride 2 a 1×1 beside them, and the sum of both ways (He et al. 2015).
Total bottleneck_of(const Chain& u) {
  const Extents input = u.context.model.first().input().extents;
  const Index narrow = u.parts.front().layer->output().extents[1], filters = u.parts.back().layer->output().extents[1];
  const Index stride = u.pool ? 2 : 1;
  Total total;
  Extents at = input;
  add_convolution(total, at, narrow, 1, 1);
  add_convolution(total, at, narrow, 3, stride);
  add_convolution(total, at, filters, 1, 1);
  add_sum(total, at);
  at = input;
  if (u.pool) add_convolution(total, at, filters, 1, stride);
  return total;
}

void draw_totals(const Chain& u, Box box) {
  if (box.h <= 0) return;
  const Theme& t = u.pen.theme();
  const Words& words = u.context.words;
  u.pen.rect(box, t.sunken, kCardRadius);
  Total own;
  const bool whole = std::all_of(u.parts.begin(), u.parts.end(),
                                 [](const Part& part) { return part.run > 0 || part.layer->layer->cost().parameters == 0; });
  for (const Part& part : u.parts) {
    const Cost cost = part.layer->layer->cost();
    own.weights += part.run > 0 ? cost.parameters : 0;
    own.macs += part.run > 0 && cost.parameters > 0 ? cost.macs : 0;
    own.moved += part.run > 0 ? cost.memory : 0;
  }
  if (u.pool && u.parts.back().run > 0) own.moved += u.pool->layer->cost().memory;
  const Total other = bottleneck_of(u);
  const double y1 = box.y + box.h * 0.31, y2 = box.y + box.h * 0.70, x = u.column(0.37), bar = box.w * 0.2;
  u.pen.whole({box.x + 18, y1}, words(whole ? "view.unit_this" : "view.unit_so_far"), {14, Weight::kSemiBold}, t.ink, x - box.x - 26);
  u.pen.whole({box.x + 18, y2}, words("view.unit_bottleneck"), {14}, t.muted, x - box.x - 26);
  const double share = static_cast<double>(own.macs) / static_cast<double>(std::max<Index>(1, other.macs));
  u.pen.rect({x, y1 - 7, std::max(2.0, bar * std::min(1.0, share)), 14}, t.weight, 3);
  u.pen.rect({x, y2 - 7, bar, 14}, t.faint, 3);
  if (whole && share > 0 && share < 0.7)
    u.pen.whole({x + bar * share + 10, y1}, fmt::format("1 / {:.1f}", 1 / share), {13, Weight::kBold}, t.weight, bar * (1 - share));
  Ink figure = kFigure;
  u.pen.whole({u.column(kWeightColumn), y1}, count_text(own.weights), figure, t.weight, box.w * 0.14);
  u.pen.whole({u.column(kMacColumn), y1}, count_text(own.macs), figure, t.ink, box.w * 0.13);
  const double moved = box.right() - 14, room = moved - u.column(kMacColumn) - 10;
  u.pen.whole({moved, y1}, count_text(own.moved), figure, t.ink, room);
  figure.weight = Weight::kMedium;
  u.pen.whole({u.column(kWeightColumn), y2}, count_text(other.weights), figure, t.muted, box.w * 0.14);
  u.pen.whole({u.column(kMacColumn), y2}, count_text(other.macs), figure, t.muted, box.w * 0.13);
  u.pen.whole({moved, y2}, count_text(other.moved), figure, t.muted, room);
}

}  // namespace

void build_shufflenet_unit(const ViewContext& context, Pen& pen, Box area) {
  Box bar = cut_bottom(area, std::min(sum_bar_height(context), pen.type(68)), 2 * kSpace);
  Box head = cut_top(area, pen.type(34), 6);
  const Chain u = unit_of(context, pen, area);
  draw_heads(u, head);
  const std::size_t last = u.parts.size();
  const double join = (u.y(last - 1) + u.y(last)) / 2;
  pen.line({u.cx, u.y(0)}, {u.cx, u.y(last)}, {pen.theme().faint, 2});
  draw_side(u, join);
  Index most = 1;
  for (const Part& part : u.parts) most = std::max(most, part.layer->layer->cost().parameters > 0 ? part.layer->layer->cost().macs : 0);
  const LayerModel& first = *u.parts.front().layer;
  draw_unit_box(u, {u.y(0), first.inputs.front(), &first.input(), Stripes::kPlain, 1,
                    {TargetKind::kInput, context.model.index_of(first.name), 0}});
  draw_shape(u, 0, first.inputs.front(), first.input().extents, "");
  for (std::size_t i = 0; i < last; ++i) {
    const Part& part = u.parts[i];
    const double y = (u.y(i) + u.y(i + 1)) / 2;
    draw_unit_box(u, {u.y(i + 1), part.layer->name, &part.layer->output(), part.stripes, part.grown,
                      {TargetKind::kOutput, context.model.index_of(part.layer->name), 0}});
    if (part.grown > 0) draw_shape(u, i + 1, part.layer->name, part.layer->output().extents, part.note);
    if (i + 1 < last) draw_pill(u, part, y);
    else draw_join(u, y);
    draw_figures(u, part, y, most);
    if (part.run > 0 && part.run < 1) pen.circle({u.cx, u.y(i) + (u.y(i + 1) - u.y(i)) * ease_in_out(part.run)}, 5, pen.theme().accent, {});
  }
  draw_totals(u, bar);
}

}  // namespace convscope
