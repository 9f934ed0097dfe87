#include "app/views/sum_bar.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace convscope {
namespace {

constexpr double kLargest = 20, kSmallest = 14;  // type sizes of the written sum

Ink number_ink(double size) { return {size, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNumber}; }

struct SumParts {
  const Pen& pen;
  const ViewContext& context;
  const Focus& focus;
  int input_decimals, weight_decimals, output_decimals;
  SumStyle style;
  bool lead = true;  // "output[1, 1]  =  "
};

void add_term(const SumParts& p, const Term& term, bool first, std::vector<TextRun>& runs) {
  const Theme& t = p.pen.theme();
  bool outside = term.tap.kind == TapKind::kPadding;
  if (!first) runs.push_back({" + ", t.muted});
  runs.push_back({factor_text(term.data, p.input_decimals), outside ? t.muted : t.role(p.style.data)});
  runs.push_back({"·", t.muted});
  runs.push_back({factor_text(term.weight, p.weight_decimals), t.weight});
}

std::vector<TextRun> compose(const SumParts& p, const std::vector<std::size_t>& chosen, std::size_t shown, Index others) {
  const Theme& t = p.pen.theme();
  const GatherStep& s = p.focus.step;
  std::string place = std::to_string(s.position[2]) + ", " + std::to_string(s.position[3]);
  if (p.style.channel) place = std::to_string(s.position[1]) + ", " + place;
  std::vector<TextRun> runs{{p.lead ? p.style.name + "[" + place + "]  =  " : "", t.muted}};
  for (std::size_t i = 0; i < std::min(shown, chosen.size()); ++i) add_term(p, s.terms[chosen[i]], i == 0, runs);
  if (chosen.empty() && shown > 0) runs.push_back({"0", t.muted});
  if (others > 0) runs.push_back({" + " + p.pen.words().format("view.more_terms", {{"count", count_text(others)}}), t.muted});
  if (s.bias) {
    runs.push_back({"  +  ", t.muted});
    runs.push_back({factor_text(*s.bias, std::max(p.output_decimals, p.weight_decimals)), t.bias});
  }
  runs.push_back({"  =  ", t.muted});
  runs.push_back({number_text(s.result, p.output_decimals), t.output});
  return runs;
}

std::vector<std::size_t> all_terms(const GatherStep& step) {
  std::vector<std::size_t> out(step.terms.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  return out;
}

std::vector<std::size_t> weighty_terms(const GatherStep& step) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < step.terms.size(); ++i)
    if (step.terms[i].weight != 0) out.push_back(i);
  return out;
}

std::vector<std::size_t> largest_terms(const GatherStep& step, std::size_t most) {
  std::vector<std::size_t> order = all_terms(step);
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return std::abs(step.terms[a].product) > std::abs(step.terms[b].product); });
  order.resize(std::min(most, order.size()));
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace

// Two lines where the stage is tall, the sum alone where it is not.
bool has_second_line(const ViewContext& context) { return context.height >= 400 * context.theme.text_scale; }

// On a low stage the legend has a line of its own under the sum; where the text is large there is no room for it.
bool needs_legend_line(const ViewContext& context) {
  constexpr double kLowest = 340, kLargestText = 1.1;
  const double scale = context.theme.text_scale;
  return context.options.legend && !has_second_line(context) && context.height >= kLowest * scale && scale < kLargestText;
}

double sum_bar_height(const ViewContext& context) {
  if (!context.options.sum && !context.options.legend) return 0;
  const bool alone = !context.options.sum || !(has_second_line(context) || needs_legend_line(context));
  return (alone ? 40 : has_second_line(context) ? 72 : 62) * context.theme.text_scale;
}

namespace {

struct Choice {
  std::vector<std::size_t> terms;
  Index others = 0;       // terms that are counted, not written
  Index zero_terms = 0;   // terms with a zero weight that are left out
  double size = kLargest;
  bool fits = false;
};

void measure(const SumParts& parts, Choice& choice, double room, double smallest) {
  double w = parts.pen.width(compose(parts, choice.terms, choice.terms.size(), choice.others), number_ink(kLargest));
  double size = kLargest * room / w;
  choice.size = std::clamp(std::floor(size * 2) / 2, std::min(kSmallest, smallest), kLargest);
  choice.fits = size >= smallest;
}

// All terms; else those whose weight is not zero; else the largest ones; at last without what stands before the equals sign.
Choice choose_terms(SumParts& parts, double room, bool named) {
  constexpr std::size_t kMostTerms = 400, kMostLargest = 8;
  const GatherStep& step = parts.focus.step;
  Choice choice;
  auto tried = [&](std::vector<std::size_t> terms, double smallest) {
    choice = {std::move(terms), 0, 0, kLargest, false};
    if (choice.terms.size() <= kMostTerms) measure(parts, choice, room, smallest);
    return choice.fits;
  };
  if (tried(all_terms(step), 16)) return choice;
  for (bool lead : {true, false}) {
    if (named && !lead) break;
    parts.lead = lead;
    if (!tried(weighty_terms(step), kSmallest)) continue;
    choice.zero_terms = static_cast<Index>(step.terms.size() - choice.terms.size());
    return choice;
  }
  std::size_t most = std::min(kMostLargest, choice.terms.size());
  struct Way {
    double smallest;
    bool lead;
  };
  for (const Way& way : {Way{kSmallest, true}, Way{kSmallest, false}, Way{kSmallestText, false}}) {
    parts.lead = way.lead;
    for (std::size_t shown = most; shown >= (way.lead ? 2u : 1u); --shown) {
      choice = {largest_terms(step, shown), 0, 0, kLargest, false};
      choice.others = static_cast<Index>(step.terms.size() - choice.terms.size());
      measure(parts, choice, room, way.smallest);
      if (choice.fits) return choice;
    }
  }
  choice.size = kSmallestText;
  return choice;
}

// As much of the line as the phase has reached: the terms of the pairs that have lit, then the bias, then the result.
std::vector<TextRun> grown(const SumParts& parts, const Choice& choice) {
  const Focus& focus = parts.focus;
  std::vector<TextRun> whole = compose(parts, choice.terms, choice.terms.size(), choice.others);
  std::size_t tail = focus.step.bias ? 4 : 2;
  if (focus.multiply <= 0) whole.resize(1);
  else if (focus.multiply < 1) {
    auto shown = static_cast<std::size_t>(std::ceil(focus.multiply * static_cast<double>(choice.terms.size())));
    whole = compose(parts, choice.terms, shown, 0);
    whole.resize(whole.size() - tail);
  } else if (focus.sum <= 0) whole.resize(whole.size() - tail);
  else if (focus.sum < 0.5) whole.resize(whole.size() - 2);
  return whole;
}

// As many decimals as say the weights exactly, if so few do; two where none do, or as many as show two digits of the largest.
int weight_decimals(const Tensor& weight) {
  constexpr int kMost = 6;
  constexpr double kRounding = 1.2e-7;  // of single precision
  for (int exact = 0; exact <= kMost; ++exact) {
    const double unit = std::pow(10.0, exact);
    const bool fits = std::all_of(weight.data.begin(), weight.data.end(), [unit](double value) {
      return std::abs(value * unit - std::round(value * unit)) <= std::abs(value) * unit * kRounding;
    });
    if (fits) return exact;
  }
  const int decimals = decimals_of(weight);
  double most = 0;
  for (float value : weight.data) most = std::max(most, std::abs(static_cast<double>(value)));
  if (decimals == 0 || most >= 0.01 || most <= 0) return decimals;
  return std::min(kMost, 1 - static_cast<int>(std::floor(std::log10(most))));
}

}  // namespace

WrittenSum written_sum(Pen& pen, const ViewContext& context, const Focus& focus, double room, bool named, SumStyle style) {
  const LayerModel& layer = context.layer();
  SumParts parts{pen, context, focus, decimals_of(layer.input()), weight_decimals(layer.weight()), decimals_of(layer.output()), style};
  if (focus.step.terms.empty() && !focus.step.bias) {  // nothing reaches this cell
    std::vector<TextRun> runs = compose(parts, {}, 0, 0);
    runs.erase(runs.end() - 2);
    if (focus.sum <= 0) runs.pop_back();
    return {runs, kLargest, 0, 0};
  }
  Choice choice = choose_terms(parts, room, named);
  return {grown(parts, choice), choice.size, choice.zero_terms, choice.others};
}

namespace {

// How close a legend is set: the sizes of its words, its marks and what stands between.
struct LegendSet {
  double words = 12.5, mark = 18, gap = 7, between = 20;
};
constexpr LegendSet kClose{kSmallestText, 14, 4, 10};

double legend_width(const Pen& pen, const std::vector<LegendItem>& items, const LegendSet& set) {
  double w = 0;
  for (const LegendItem& item : items) w += pen.type(set.mark) + set.gap + pen.width(item.words, {set.words}) + set.between;
  return w - set.between;
}

void draw_mark(Pen& pen, Box box, LegendMark mark) {
  const Theme& t = pen.theme();
  auto swatch = [&](Role role) { pen.rect(inset(box, 1), pen.pale(role, 0.30), kCellRadius, {t.role(role), 1.5}); };
  CellLook look;
  switch (mark) {
    case LegendMark::kInput: return swatch(Role::kInput);
    case LegendMark::kWeight:
    case LegendMark::kWindow: return swatch(Role::kWeight);
    case LegendMark::kOutput: return swatch(Role::kOutput);
    case LegendMark::kBias: return swatch(Role::kBias);
    case LegendMark::kPadding: look.kind = CellKind::kPadding; break;
    case LegendMark::kInserted: look.kind = CellKind::kInserted; break;
    case LegendMark::kUnreached: look.kind = CellKind::kUnreached; break;
    case LegendMark::kEmpty: pen.rect(inset(box, 1), t.surface, kCellRadius, {t.faint, 1}); return;
    case LegendMark::kPlace: return pen.circle(box.center(), box.w * 0.34, t.surface, {t.muted, 1.5});
    case LegendMark::kOffset: return pen.arrow({box.x, box.center().y}, {box.right(), box.center().y}, t.weight, 2);
    case LegendMark::kSample: return pen.circle(box.center(), box.w * 0.42, t.weight, {t.surface, 1.5});
    case LegendMark::kDots:
      for (double side : {-0.2, 0.2})
        pen.circle({box.center().x + side * box.w, box.center().y}, box.w * 0.13, with_alpha(t.ink, 0.7), {});
      return;
    case LegendMark::kScale:
      for (double third : {0.0, 1.0, 2.0}) pen.rect({box.x + third * box.w / 3, box.y + 1, box.w / 3, box.h - 2}, cividis(third / 2), 0);
      return;
    case LegendMark::kWaiting: pen.rect(inset(box, 1), {0, 0, 0, 0}, kCellRadius, {t.faint, 1.5, 4, 3}); return;
  }
  pen.cell(box, look, Role::kInput, 0);
}

void draw_legend(Pen& pen, Point right_middle, const std::vector<LegendItem>& items, const LegendSet& set) {
  double x = right_middle.x - legend_width(pen, items, set), side = pen.type(set.mark);
  for (const LegendItem& item : items) {
    draw_mark(pen, {x, right_middle.y - side / 2, side, side}, item.mark);
    x += side + set.gap;
    x += pen.text({x, right_middle.y}, item.words, {set.words}, pen.theme().muted) + set.between;
  }
}

// The line, or the first shorter one that fits at the smallest size.
double draw_line(Pen& pen, Point at, double room, const BarContent& content) {
  const std::vector<TextRun>* line = &content.line;
  for (const std::vector<TextRun>& shorter : content.shorter) {
    if (pen.width(*line, number_ink(kSmallestText)) <= room) break;
    line = &shorter;
  }
  std::vector<TextRun> result;  // where nothing fits, what it comes to
  if (pen.width(*line, number_ink(kSmallestText)) > room && !line->empty()) {
    result = {line->back()};
    line = &result;
  }
  Ink ink = number_ink(content.line_size);
  double w = pen.width(*line, ink);
  if (w > room) ink.size = std::max(kSmallestText, ink.size * room / w);
  return pen.runs(at, *line, ink);
}

}  // namespace

void tell_unreached(const ViewContext& context, const PlaneGeometry& geometry, BarContent& content) {
  if (!geometry.reads_all()) content.legend.push_back({LegendMark::kUnreached, context.words("legend.unreached")});
}

void draw_bar(Pen& pen, const ViewContext& context, Box box, const BarContent& content) {
  if (box.h <= 0) return;
  pen.rect(box, pen.theme().sunken, kCardRadius);
  const bool low = needs_legend_line(context), two_lines = context.options.sum && (low || has_second_line(context));
  double x = box.x + 20, y = two_lines ? box.bottom() - pen.type(low ? 16 : 20) : box.center().y, room = box.w - 40;
  if (context.options.sum) {
    double used = draw_line(pen, {x, two_lines ? box.y + pen.type(low ? 20 : 24) : box.center().y}, room, content);
    if (!two_lines) room -= used + 24;
  }
  double legend = 0;
  std::vector<LegendItem> items = context.options.legend ? content.legend : std::vector<LegendItem>{};
  const LegendSet set = legend_width(pen, items, {}) > room ? kClose : LegendSet{};
  while (!items.empty() && legend_width(pen, items, set) > room) items.pop_back();
  if (!items.empty()) {
    legend = legend_width(pen, items, set) + 24;
    draw_legend(pen, {box.right() - 20, y}, items, set);
  }
  if (!two_lines || low || content.sentence.empty() || room - legend <= pen.type(120)) return;
  const Ink note{kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  const bool fits = content.brief.empty() || pen.fits(content.sentence, note, room - legend);
  pen.whole({x, y}, fits ? content.sentence : content.brief, note, pen.theme().muted, room - legend);
}

}  // namespace convscope
