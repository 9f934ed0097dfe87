#include "app/views/sum_bar.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace convscope {
namespace {

constexpr double kLargest = 20, kSmallest = 14;  // type sizes of the written sum

Ink number_ink(double size) { return {size, Weight::kMedium, Anchor::kStart, Face::kNumbers}; }

struct SumParts {
  const Pen& pen;
  const ViewContext& context;
  const Focus& focus;
  int input_decimals, weight_decimals, output_decimals;
};

void add_term(const SumParts& p, const Term& term, bool first, std::vector<TextRun>& runs) {
  const Theme& t = p.pen.theme();
  bool outside = term.tap.kind == TapKind::kPadding;
  if (!first) runs.push_back({" + ", t.muted});
  runs.push_back({factor_text(term.data, p.input_decimals), outside ? t.muted : t.input});
  runs.push_back({"·", t.muted});
  runs.push_back({factor_text(term.weight, p.weight_decimals), t.weight});
}

std::vector<TextRun> compose(const SumParts& p, const std::vector<std::size_t>& chosen, std::size_t shown, Index others) {
  const Theme& t = p.pen.theme();
  const GatherStep& s = p.focus.step;
  std::vector<TextRun> runs{{"output[" + std::to_string(s.position[2]) + ", " + std::to_string(s.position[3]) + "]  =  ", t.muted}};
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
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return std::abs(step.terms[a].product) > std::abs(step.terms[b].product); });
  order.resize(std::min(most, order.size()));
  std::sort(order.begin(), order.end());
  return order;
}

}  // namespace

double sum_bar_height(const ViewContext& context) {
  if (!context.options.sum && !context.options.legend) return 0;
  return context.options.sum ? 72 * context.theme.text_scale : 40 * context.theme.text_scale;
}

WrittenSum written_sum(Pen& pen, const ViewContext& context, const Focus& focus, double room) {
  SumParts parts{pen, context, focus, decimals_of(context.model.input), decimals_of(context.model.weight), decimals_of(context.model.output)};
  const GatherStep& step = focus.step;
  WrittenSum out;
  auto fits = [&](const std::vector<TextRun>& runs, double smallest) {
    double w = pen.width(runs, number_ink(kLargest));
    out.size = std::clamp(std::floor(kLargest * room / w * 2) / 2, kSmallest, kLargest);
    return kLargest * room / w >= smallest;
  };
  std::vector<std::size_t> chosen = all_terms(step);
  Index others = 0;
  if (chosen.size() > 400 || !fits(compose(parts, chosen, chosen.size(), 0), 16)) {
    chosen = weighty_terms(step);
    out.zero_terms_dropped = static_cast<Index>(step.terms.size() - chosen.size());
    if (chosen.size() > 400 || !fits(compose(parts, chosen, chosen.size(), 0), kSmallest)) {
      std::size_t most = std::min<std::size_t>(8, chosen.size());
      do {
        chosen = largest_terms(step, most);
        others = static_cast<Index>(step.terms.size() - chosen.size());
      } while (!fits(compose(parts, chosen, chosen.size(), others), kSmallest) && --most > 1);
      out.zero_terms_dropped = 0;
      out.other_terms_dropped = others;
    }
  }
  fits(compose(parts, chosen, chosen.size(), others), kSmallest);
  // Grow with the phase: the terms of the pairs that have lit, then the rest of the line.
  std::vector<TextRun> whole = compose(parts, chosen, chosen.size(), others);
  if (focus.multiply <= 0) whole.resize(1);
  else if (focus.multiply < 1) {
    std::size_t shown = static_cast<std::size_t>(std::ceil(focus.multiply * static_cast<double>(chosen.size())));
    whole = compose(parts, chosen, shown, 0);
    whole.resize(whole.size() - (step.bias ? 4 : 2));
  } else if (focus.sum <= 0) whole.resize(whole.size() - (step.bias ? 4 : 2));
  else if (focus.sum < 0.5) whole.resize(whole.size() - 2);
  out.runs = std::move(whole);
  return out;
}

namespace {

double legend_width(const Pen& pen, const std::vector<LegendItem>& items) {
  double w = 0;
  for (const LegendItem& item : items) w += pen.type(18) + 7 + pen.width(item.words, {12.5}) + 20;
  return w - 20;
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
    case LegendMark::kWaiting: pen.rect(inset(box, 1), {0, 0, 0, 0}, kCellRadius, {t.faint, 1.5, 4, 3}); return;
  }
  pen.cell(box, look, Role::kInput, 0);
}

void draw_legend(Pen& pen, Point right_middle, const std::vector<LegendItem>& items) {
  double x = right_middle.x - legend_width(pen, items), side = pen.type(18);
  for (const LegendItem& item : items) {
    draw_mark(pen, {x, right_middle.y - side / 2, side, side}, item.mark);
    x += side + 7;
    x += pen.text({x, right_middle.y}, item.words, {12.5}, pen.theme().muted) + 20;
  }
}

}  // namespace

void draw_bar(Pen& pen, const ViewContext& context, Box box, const BarContent& content) {
  if (box.h <= 0) return;
  pen.rect(box, pen.theme().sunken, kCardRadius);
  double x = box.x + 20, y = box.bottom() - pen.type(20);
  if (context.options.sum) {
    Ink ink = number_ink(content.line_size);
    double room = box.w - 40, w = pen.width(content.line, ink);
    if (w > room) ink.size = std::max(kSmallestText, ink.size * room / w);
    pen.runs({x, box.y + pen.type(24)}, content.line, ink);
  } else {
    y = box.center().y;
  }
  double legend = 0;
  std::vector<LegendItem> items = context.options.legend ? content.legend : std::vector<LegendItem>{};
  while (!items.empty() && legend_width(pen, items) > box.w - 40) items.pop_back();
  if (!items.empty()) {
    legend = legend_width(pen, items) + 24;
    draw_legend(pen, {box.right() - 20, y}, items);
  }
  if (context.options.sum && !content.sentence.empty() && box.w - 40 - legend > pen.type(120))
    pen.fitted({x, y}, content.sentence, {kLabelSize}, pen.theme().muted, box.w - 40 - legend);
}

}  // namespace convscope
