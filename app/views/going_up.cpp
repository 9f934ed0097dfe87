// Going up: the same few values brought to a larger size in four ways, one cell of each worked out, and the same on a photograph.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/going_up.h"
#include "app/views/sum_bar.h"
#include "app/views/together.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr double kWholePixels = 3, kCornered = 8;  // cells from this size on

struct Way {
  ViewContext context;
  Focus focus;
  int kind = 0;
  double read = 1, sum = 1, drop = 1;
};

Way way_of(const ViewContext& context, int kind) {
  const ViewContext own = at_layer(context, kUpWays[kind]), lead = at_layer(context, kUpWays[0]);
  Way way{own, focus_together(context, lead.stage, own.stage), kind};
  if (way.focus.inspected) return way;
  way.read = phase_share(lead, "read");
  way.sum = phase_share(lead, "sum");
  way.drop = way.focus.drop;
  return way;
}

// Numbers where they can be read, else what a cell is shaded by.
struct CellTexts {
  const Tensor& tensor;
  bool read = true;
  int decimals = 0;
  CellTexts(const Pen& pen, const Tensor& of, double cell)
      : tensor(of), read(pen.can_be_read(cell)), decimals(read ? decimals_in(pen, of, cell) : 0) {}
  void say(Index flat, CellLook& look) const {
    if (read) look.text = number_text(tensor[flat], decimals);
    else look.value = tensor[flat];
  }
};

// Small cells are equally wide only from whole pixels on.
Point on_pixels(Point p) { return {std::round(p.x), std::round(p.y)}; }

// The cells whose places unpooling remembers.
std::vector<char> remembered_cells(const Way& way) {
  std::vector<char> remembered(static_cast<std::size_t>(way.context.layer().output().count()), 0);
  for (float place : way.context.layer().tensor("indices").data) remembered[static_cast<std::size_t>(place)] = 1;
  return remembered;
}

// The terms that read a cell: products with inserted zeros and with the padding are no reading.
std::vector<Term> read_terms(const Focus& focus) {
  std::vector<Term> terms;
  for (const Term& term : focus.step.terms)
    if (term.tap.kind == TapKind::kCell && !term.tap.data.none()) terms.push_back(term);
  return terms;
}

struct Page {
  bool head = true, notes = true, strip = true, pictures = true;
  double cell = 40, in_cell = 36, arrow = 26, picture = 0;
  double width = 180;  // of a column
};

Page lay_out(const ViewContext& context, const Pen& pen, Box area, bool head, bool strip, bool pictures) {
  constexpr double kGap = 28;
  Page page;
  page.head = head;
  page.notes = head;
  page.strip = strip;
  page.pictures = pictures;
  page.width = (area.w - kGap * (kUpWayCount - 1)) / kUpWayCount;
  const Extents &in = at_layer(context, kUpWays[0]).layer().input().extents, &out = at_layer(context, kUpWays[0]).layer().output().extents;
  const double fixed =
      (head ? pen.type(48) : 0) + (strip ? pen.type(38) : 0) + page.arrow + (pictures ? page.width / 1.5 + pen.type(34) : 0);
  const double rows = static_cast<double>(out[2]) + 0.9 * std::max(2.0, static_cast<double>(in[2]));
  const double most = std::max(pen.type(46), area.h * 0.085);
  page.cell = std::min({most, page.width / static_cast<double>(out[3]), std::max(0.0, area.h - fixed) / rows});
  if (page.cell >= kWholePixels) page.cell = std::floor(page.cell);  // smaller cells have no edges of their own to be sharp
  const bool large = page.cell >= kCornered;
  page.in_cell = std::min(page.cell * (large ? 0.9 : 1), page.width * (large ? 0.45 : 0.48) / static_cast<double>(in[3]));
  if (!large && page.in_cell >= kWholePixels) page.in_cell = std::floor(page.in_cell);
  return page;
}

Page best_page(const ViewContext& context, const Pen& pen, Box area) {
  const bool has_picture = context.model.pictures.count("photo_nearest") > 0;
  for (auto [head, strip, pictures] : {std::array{true, true, true}, {true, true, false}, {true, false, false}, {false, false, false}}) {
    if (pictures && (!has_picture || area.h < pen.type(500))) continue;
    Page page = lay_out(context, pen, area, head, strip, pictures);
    if (page.cell >= pen.legible_cell() * 1.3) return page;
  }
  // Colours instead of numbers: their names stay as long as the maps lose little by it.
  const Page bare = lay_out(context, pen, area, false, false, false), named = lay_out(context, pen, area, true, true, false);
  if (pen.can_be_read(bare.cell) || named.cell < 0.6 * bare.cell) return bare;
  const Page whole = lay_out(context, pen, area, true, true, true);
  return has_picture && area.h >= pen.type(500) && whole.cell >= 0.95 * named.cell ? whole : named;
}

void draw_input(Pen& pen, const Way& way, Point origin, double cell) {
  const Tensor& input = way.context.layer().input();
  const CellTexts texts(pen, input, cell);
  std::set<Index> read;
  if (way.read > 0)
    for (const Term& term : read_terms(way.focus)) read.insert(term.tap.data.index);
  GridSpec spec;
  spec.origin = on_pixels(origin);
  spec.cell = cell;
  spec.rows = input.extents[2];
  spec.columns = input.extents[3];
  spec.role = Role::kInput;
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kInput, way.context.stage, r * spec.columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * spec.columns + c;
    texts.say(flat, look);
    look.hot = read.count(flat) != 0;
    look.ringed = way.focus.inputs.count(flat) != 0;
    return look;
  };
  pen.grid(spec);
}

// The shares of the cells that bilinear reads, where those cells stand.
void draw_shares(Pen& pen, const Way& way, Box box) {
  const std::vector<Term> terms = read_terms(way.focus);
  if (terms.empty() || way.read <= 0) return;
  Index top = terms.front().tap.at[1], left = terms.front().tap.at[2], bottom = top, right = left;
  for (const Term& term : terms) {
    top = std::min(top, term.tap.at[1]);
    bottom = std::max(bottom, term.tap.at[1]);
    left = std::min(left, term.tap.at[2]);
    right = std::max(right, term.tap.at[2]);
  }
  GridSpec spec;
  spec.cell = std::min(box.w / 2, box.h / 2);
  spec.origin = {box.right() - 2 * spec.cell, box.y};
  spec.rows = bottom - top + 1;
  spec.columns = right - left + 1;
  spec.role = Role::kWeight;
  spec.all_texts = {"0.56"};
  spec.look = [&](Index r, Index c) {  // at a border neighbours coincide: a cell has the share of all that are read there
    CellLook look;
    look.hidden = true;
    double share = 0;
    for (const Term& term : terms) {
      if (term.tap.at[1] != top + r || term.tap.at[2] != left + c) continue;
      look.hidden = false;
      share += term.tap.coefficient;
    }
    look.text = number_text(share, 2);
    look.tint = mix(pen.theme().surface, pen.theme().accent, 0.05 + 0.3 * share);
    return look;
  };
  pen.grid(spec);
}

void draw_weights(Pen& pen, const Way& way, Box box) {
  const Tensor& weight = way.context.layer().weight();
  const int decimals = decimals_of(weight);
  std::set<Index> used;
  if (way.read > 0)
    for (const Term& term : read_terms(way.focus)) used.insert(term.tap.weight.index);
  GridSpec spec;
  spec.cell = fit_cell(box, static_cast<double>(weight.extents[2]), static_cast<double>(weight.extents[3]), pen.type(40));
  spec.origin = {box.right() - spec.cell * static_cast<double>(weight.extents[3]), box.y};
  spec.rows = weight.extents[2];
  spec.columns = weight.extents[3];
  spec.role = Role::kWeight;
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kWeight, way.context.stage, r * spec.columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    look.text = number_text(weight[r * spec.columns + c], decimals);
    look.hot = used.count(r * spec.columns + c) != 0;
    return look;
  };
  pen.grid(spec);
}

// The map that was pooled before: its winners' places are what unpooling remembers. They come to stay in the first step.
void draw_past(Pen& pen, const Way& way, Box box) {
  const ViewContext pooled = at_layer(way.context, "pooled");
  const Tensor& earlier = pooled.layer().input();
  const std::vector<char> remembered = remembered_cells(way);
  const auto is_winner = [&](Index flat) { return remembered[static_cast<std::size_t>(flat)] != 0; };
  GridSpec spec;
  spec.cell = std::min({pen.type(40), box.h / static_cast<double>(earlier.extents[2]), box.w / static_cast<double>(earlier.extents[3])});
  if (spec.cell >= kWholePixels) spec.cell = std::floor(spec.cell);
  const CellTexts texts(pen, earlier, spec.cell);
  spec.origin = {box.right() - spec.cell * static_cast<double>(earlier.extents[3]), box.y};
  spec.rows = earlier.extents[2];
  spec.columns = earlier.extents[3];
  spec.role = Role::kInput;
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kInput, pooled.stage, r * spec.columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * spec.columns + c;
    texts.say(flat, look);
    look.tint = is_winner(flat) ? pen.theme().input : pen.theme().sunken;
    return look;
  };
  pen.grid(spec);
  for (Index flat = 0; flat < earlier.count() && spec.cell >= kCornered; ++flat)
    if (is_winner(flat)) draw_winner_corner(pen, {spec.origin.x + spec.cell * static_cast<double>(flat % spec.columns),
                             spec.origin.y + spec.cell * static_cast<double>(flat / spec.columns), spec.cell, spec.cell});
}

void draw_aside(Pen& pen, const Way& way, Box box) {
  const Index factor = way.context.layer().output().extents[2] / std::max<Index>(1, way.context.layer().input().extents[2]);
  switch (way.kind) {
    case 0:
      pen.text({box.right() - box.w / 2, box.center().y}, "× " + std::to_string(factor),
               {17, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNote}, pen.theme().muted);
      return;
    case 1:
      return draw_shares(pen, way, box);
    case 2:
      return draw_weights(pen, way, box);
    default:
      return draw_past(pen, way, box);
  }
}

void draw_output(Pen& pen, const Way& way, Point origin, double cell) {
  const Tensor& output = way.context.layer().output();
  const CellTexts texts(pen, output, cell);
  const std::vector<char> remembered = way.kind == 3 ? remembered_cells(way) : std::vector<char>{};
  GridSpec spec;
  spec.origin = on_pixels(origin);
  spec.cell = cell;
  spec.rows = output.extents[2];
  spec.columns = output.extents[3];
  spec.role = Role::kOutput;
  for (Index i = 0; i < output.count() && texts.read; ++i) spec.all_texts.push_back(number_text(output[i], texts.decimals));
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kOutput, way.context.stage, r * spec.columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * spec.columns + c;
    const double appeared = flat == way.focus.playing ? way.drop : flat < way.focus.playing ? 1 : 0;
    const bool empty_place = way.kind == 3 && remembered[static_cast<std::size_t>(flat)] == 0;
    look.kind = appeared <= 0 ? CellKind::kEmpty : empty_place ? CellKind::kInserted : CellKind::kValue;
    look.appear = appeared;
    texts.say(flat, look);
    look.hot = flat == way.focus.step.cell;
    look.ringed = way.focus.outputs.count(flat) != 0;
    return look;
  };
  pen.grid(spec);
}

std::vector<TextRun> sum_runs(Pen& pen, const Way& way) {
  const Theme& t = pen.theme();
  const LayerModel& layer = way.context.layer();
  const int in = decimals_of(layer.input()), out = decimals_of(layer.output());
  const std::vector<Term> terms = read_terms(way.focus);
  std::vector<TextRun> runs;
  if (way.read <= 0) return runs;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (i > 0) runs.push_back({"+", t.muted});
    runs.push_back({factor_text(terms[i].data, in), t.input});
    if (way.kind == 1 || way.kind == 2) runs.push_back({"·", t.muted});
    if (way.kind == 1) runs.push_back({share_text(terms[i].tap.coefficient), t.muted});
    if (way.kind == 2) runs.push_back({factor_text(terms[i].weight, decimals_of(layer.weight())), t.weight});
  }
  if (way.sum > 0) {
    if (!terms.empty()) runs.push_back({" = ", t.muted});
    runs.push_back({number_text(way.focus.step.result, out), t.output});
  }
  return runs;
}

void draw_strip(Pen& pen, const Way& way, Box box) {
  pen.rect(box, pen.theme().sunken, 6);
  Ink ink{14, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNumber};
  std::vector<TextRun> runs = sum_runs(pen, way);
  if (runs.empty()) return;
  const double room = box.w - 16;
  if (pen.width(runs, {kSmallestText, Weight::kMedium, Anchor::kStart, Face::kNumbers}) > room && way.sum <= 0) return;
  if (pen.width(runs, {kSmallestText, Weight::kMedium, Anchor::kStart, Face::kNumbers}) > room)
    runs = {{"= ", pen.theme().muted}, {number_text(way.focus.step.result, decimals_of(way.context.layer().output())), pen.theme().output}};
  const double w = pen.width(runs, ink);
  if (w > room) ink.size = std::max(kSmallestText, ink.size * room / w);
  pen.runs({box.x + 8, box.center().y}, runs, ink);
}

void draw_picture(Pen& pen, const Way& way, Box box) {
  const std::string name = std::string("photo_") + kUpWays[way.kind];
  auto found = way.context.model.pictures.find(name);
  if (found == way.context.model.pictures.end()) return;
  const int stage = way.context.model.index_of(name);
  const double aspect = static_cast<double>(found->second.pixels->width) / found->second.pixels->height;
  const double h = std::min(box.h - pen.type(26), box.w / aspect);
  pen.image({box.x, box.y, h * aspect, h}, found->second.pixels, {}, {TargetKind::kOutput, stage, 0});
  pen.whole({box.x, box.y + h + pen.type(15)}, way.context.words(std::string("view.up.") + kUpWays[way.kind] + ".tail"),
            {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, pen.theme().muted, box.w);
}

void draw_way(Pen& pen, const Way& way, const Page& page, Box box) {
  const Words& words = way.context.words;
  const Extents &in = way.context.layer().input().extents, &out = way.context.layer().output().extents;
  if (page.head) {
    Box head = cut_top(box, pen.type(48));
    pen.fitted({head.x, head.y + pen.type(10)}, words(std::string("view.up.") + kUpWays[way.kind]), {16, Weight::kBold}, pen.theme().ink,
               head.w);
    pen.whole({head.x, head.y + pen.type(31)}, words(std::string("view.up.") + kUpWays[way.kind] + ".how"),
              {12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, pen.theme().muted, head.w);
  }
  const double out_w = page.cell * static_cast<double>(out[3]), in_w = page.in_cell * static_cast<double>(in[3]);
  Box upper = cut_top(box, page.in_cell * std::max(2.0, static_cast<double>(in[2])));
  draw_input(pen, way, {upper.x, upper.y}, page.in_cell);
  const double aside = std::max(out_w, std::min(page.width, in_w * 2 + 16)) - in_w - 12;
  draw_aside(pen, way, {upper.x + in_w + 12, upper.y, aside, upper.h});
  Box arrow = cut_top(box, page.arrow);
  pen.arrow({arrow.x + out_w / 2, arrow.y + 4}, {arrow.x + out_w / 2, arrow.bottom() - 3}, pen.theme().muted);
  Box lower = cut_top(box, page.cell * static_cast<double>(out[2]));
  draw_output(pen, way, {lower.x, lower.y}, page.cell);
  if (page.strip) {
    cut_top(box, pen.type(6));
    draw_strip(pen, way, cut_top(box, pen.type(30), pen.type(8)));
  }
  if (page.pictures) draw_picture(pen, way, box);
}

BarContent bar_of(const ViewContext& context, Pen& pen, const std::vector<Way>& ways) {
  const Theme& t = pen.theme();
  const Cell& p = ways.front().focus.step.position;
  BarContent content;
  content.line = {{"output[" + std::to_string(p[2]) + ", " + std::to_string(p[3]) + "]  =  ", t.muted}};
  std::vector<TextRun> brief{{"= ", t.muted}};
  for (const Way& way : ways) {
    const std::string number = number_text(way.focus.step.result, decimals_of(way.context.layer().output()));
    const std::string name = context.words(std::string("view.up.") + kUpWays[way.kind]);
    if (way.kind > 0) content.line.push_back({"  |  ", t.muted});
    if (way.kind > 0) brief.push_back({" | ", t.muted});
    content.line.push_back({name + " ", t.muted});
    if (way.drop > 0) content.line.push_back({number, t.output});
    brief.push_back({way.drop > 0 ? number : "…", t.output});
  }
  content.shorter = {brief};
  content.sentence = context.words("view.up.sentence");
  content.legend = {{LegendMark::kInput, context.words("legend.input")},
                    {LegendMark::kWeight, context.words("legend.weights")},
                    {LegendMark::kInserted, context.words("legend.filled_zero")}};
  return content;
}

}  // namespace

void build_going_up(const ViewContext& context, Pen& pen, Box area) {
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const Page page = best_page(context, pen, area);
  std::vector<Way> ways;
  for (int kind = 0; kind < kUpWayCount; ++kind) ways.push_back(way_of(context, kind));
  const double pitch = (area.w - page.width) / (kUpWayCount - 1);
  for (const Way& way : ways) draw_way(pen, way, page, {area.x + pitch * way.kind, area.y, page.width, area.h});
  draw_bar(pen, context, bar, bar_of(context, pen, ways));
}

}  // namespace convscope
