// The bodies of the cards; each number is a tensor's or the trace's.
#include <algorithm>
#include <cmath>

#include "app/views/small_layers.h"

namespace convscope {
namespace {

constexpr Ink kSum{14, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kName};

std::vector<TextRun> result_runs(const SmallLayer& s, const std::string& result, const char* phase) {
  if (s.phase(phase) <= 0) return {};
  return {{" = ", s.pen.theme().muted}, {result, s.pen.theme().output}};
}

void join(std::vector<TextRun>& runs, const std::vector<TextRun>& more) { runs.insert(runs.end(), more.begin(), more.end()); }

// Ci·Co + Co with the numbers in it.
void draw_parameters(const SmallLayer& s, Box foot, Index features, Index outputs) {
  const Theme& t = s.pen.theme();
  const std::string parameters = std::to_string(s.layer().layer->cost().parameters);
  draw_first(s.pen, {foot.x, foot.center().y},
             {{{"Ci·Co + Co = ", t.muted},
               {std::to_string(features), t.input},
               {"·", t.muted},
               {std::to_string(outputs), t.output},
               {" + ", t.muted},
               {std::to_string(outputs), t.bias},
               {" = " + parameters, t.ink}},
              {{parameters, t.ink}}},
             foot.w);
}

}  // namespace

void draw_first(Pen& pen, Point at, const std::vector<std::vector<TextRun>>& ways, double room) {
  for (const auto& way : ways) {
    Ink ink = kSum;
    const double w = pen.width(way, ink);
    if (w > room) ink.size = ink.size * room / w;
    if (ink.size < kSmallestText) continue;
    pen.runs(at, way, ink);
    return;
  }
}

// ---- fully connected --------------------------------------------------------------------------------------------------------

void draw_fully_connected(const SmallLayer& s, Box box) {
  const Tensor &x = s.layer().input(), &weight = s.layer().weight(), &bias = s.layer().bias(), &y = s.layer().output();
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const Index features = x.count(), outputs = y.count(), maps = features / 4;
  const bool named = box.h >= s.pen.type(150);
  Box foot = cut_bottom(box, named ? s.pen.type(30) : 0);
  const double top = named ? s.pen.type(24) : 0;
  const double high = fit_cell({0, 0, box.w, box.h - top}, static_cast<double>(std::max(features, 3 * maps)),
                               static_cast<double>(features) + 7.6, s.pen.type(34));
  constexpr double kWidest = 1.4;
  const double cell = std::clamp(std::floor(box.w / (static_cast<double>(features) + 7.6)), high, std::floor(kWidest * high));  // its width
  const Index chosen = s.step.cell;
  const double height = high * static_cast<double>(features), y0 = box.y + top + std::max(0.0, (box.h - top - height) / 2);
  double left = box.x + std::max(0.0, (box.w - cell * (static_cast<double>(features) + 7.6)) / 2);
  for (Index map = 0; map < maps; ++map)
    draw_small_grid(s, {{left, y0 + high * 3 * static_cast<double>(map)}, high, 2, 2, map * 4, Role::kInput, TargetKind::kInput, cell}, x);
  const double middle = y0 + height / 2, rows = high * static_cast<double>(outputs);
  s.pen.arrow({left + 2.1 * cell, middle}, {left + 2.9 * cell, middle}, t.muted);
  left += 3 * cell;
  const double weights_x = left, weights_y = middle - rows / 2;
  draw_small_grid(s, {{left, weights_y}, high, outputs, features, 0, Role::kWeight, TargetKind::kWeight, cell}, weight,
                  [&](Index flat, CellLook& look) { look.tint = s.pen.pale(Role::kWeight, flat / features == chosen ? 0.38 : 0.16); });
  s.pen.rect({left, weights_y + high * static_cast<double>(chosen), cell * static_cast<double>(features), high}, {0, 0, 0, 0}, 4,
             {t.weight, 2.5});
  left += cell * static_cast<double>(features);
  const auto sign = [&](const char* text, double width) {
    s.pen.text({left + width / 2, middle}, text, {16, Weight::kBold, Anchor::kMiddle, Face::kNumbers, Importance::kNote}, t.muted);
    left += width;
  };
  const auto head = [&](double x0, double width, double above, const std::string& text, Color color) {
    if (named)
      s.pen.text({x0 + width / 2, above - s.pen.type(12)}, text,
                 {12.5, Weight::kSemiBold, Anchor::kMiddle, Face::kWords, Importance::kNote}, color);
  };
  head(weights_x, cell * static_cast<double>(features), weights_y, words("view.weights") + " " + shape_text({outputs, features}), t.weight);
  sign("·", cell * 0.5);
  head(left, cell, y0, "x", t.input);
  draw_small_grid(s, {{left, y0}, high, features, 1, 0, Role::kInput, TargetKind::kInput, cell}, x);
  left += cell;
  sign("+", cell * 0.55);
  head(left, cell, weights_y, words("view.bias"), t.bias);
  draw_small_grid(s, {{left, weights_y}, high, outputs, 1, 0, Role::kBias, TargetKind::kBias, cell}, bias);
  left += cell;
  sign("=", cell * 0.55);
  head(left, cell, weights_y, "y", t.output);
  const SmallGrid result{{left, weights_y}, high, outputs, 1, 0, Role::kOutput, TargetKind::kOutput, cell};
  draw_small_grid(s, result, y, [&](Index flat, CellLook& look) {
    look.appear = s.appeared(flat);
    if (look.appear <= 0) look.kind = CellKind::kEmpty;
    look.hot = flat == chosen;
  });
  if (named && draw_multipliable(s, foot)) draw_parameters(s, foot, features, outputs);
}

WrittenLine fully_connected_line(const SmallLayer& s) {
  const Theme& t = s.pen.theme();
  const int in = decimals_of(s.layer().input()), weight = decimals_of(s.layer().weight()), out = decimals_of(s.layer().output());
  const std::string lead = "y[" + std::to_string(s.step.cell) + "]  =  ", result = number_text(s.step.result, out);
  std::vector<TextRun> full{{lead, t.muted}}, brief{{lead, t.muted}};
  for (std::size_t i = 0; i < s.step.terms.size() && s.phase("multiply") > 0; ++i) {
    if (i > 0) full.push_back({" + ", t.muted});
    full.push_back({factor_text(s.step.terms[i].data, in), t.input});
    full.push_back({"·", t.muted});
    full.push_back({factor_text(s.step.terms[i].weight, weight), t.weight});
  }
  brief.push_back({number_text(s.step.sum, out), t.muted});
  for (std::vector<TextRun>* line : {&full, &brief}) {
    if (s.step.bias && s.phase("bias") > 0) {
      line->push_back({" + ", t.muted});
      line->push_back({factor_text(*s.step.bias, out), t.bias});
    }
    join(*line, result_runs(s, result, "drop"));
  }
  return {{full, brief, result_runs(s, result, "drop")}};
}

// ---- dropout, add -----------------------------------------------------------------------------------------------------------

void draw_dropout(const SmallLayer& s, Box box) {
  const Tensor &input = s.layer().input(), &output = s.layer().output();
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const bool noted = box.h >= s.pen.type(140);
  const bool explained = box.h >= s.pen.type(200);
  Box foot = cut_bottom(box, explained ? s.pen.type(58) : noted ? s.pen.type(32) : 0);
  const double head = noted ? s.pen.type(24) : 0;
  const auto rows = static_cast<double>(input.extents[2]), columns = static_cast<double>(input.extents[3]);
  const double cell = fit_cell({0, 0, box.w, box.h - head - 6}, rows, 2 * columns + 1, s.pen.type(44));
  const double gap = box.w - 2 * columns * cell, used = std::min(gap, 1.6 * cell);
  const Point left{box.x + std::max(0.0, (gap - used) / 2), box.y + head}, right{left.x + columns * cell + used, left.y};
  const Ink ink{12.5, Weight::kSemiBold, Anchor::kStart, Face::kWords, Importance::kNote};
  if (noted) s.pen.text({left.x, left.y - s.pen.type(12)}, words("view.input"), ink, t.input);
  if (noted) s.pen.text({right.x, left.y - s.pen.type(12)}, words("view.output"), ink, t.output);
  draw_small_grid(s, {left, cell, input.extents[2], input.extents[3]}, input);
  const Trace trace = s.layer().trace();
  draw_small_grid(s, {right, cell, input.extents[2], input.extents[3], 0, Role::kOutput, TargetKind::kOutput}, output,
                  [&](Index flat, CellLook& look) {
                    look.appear = s.appeared(flat);
                    const bool dropped = trace.gather(flat).terms.front().tap.coefficient == 0;
                    if (dropped) {
                      look.kind = CellKind::kUnreached;
                      look.text.clear();
                    }
                    if (look.appear <= 0) look.kind = CellKind::kEmpty;
                    look.hot = flat == s.step.cell && s.playing;
                  });
  s.pen.arrow({left.x + columns * cell + 4, left.y + rows * cell / 2}, {right.x - 4, left.y + rows * cell / 2}, t.muted);
  if (!noted) return;
  const double p = s.layer().layer->attributes().number("p");
  if (p <= 0 || p >= 1) {
    s.pen.whole({foot.x, foot.y + s.pen.type(16)}, words(p <= 0 ? "view.none_dropped" : "view.all_dropped"), kSmallNote, t.muted, foot.w);
    return;
  }
  draw_first(s.pen, {foot.x, foot.y + s.pen.type(16)}, {{{words("view.kept_times") + " 1 / (1 − " + number_text(p, 2) + ")", t.ink}}},
             foot.w);
  if (explained) s.pen.whole({foot.x, foot.y + s.pen.type(42)}, words("view.sum_stays"), kSmallNote, t.muted, foot.w);
}

WrittenLine dropout_line(const SmallLayer& s) {
  const Theme& t = s.pen.theme();
  const Term& term = s.step.terms.front();
  const std::string value = number_text(term.data, decimals_of(s.layer().input())),
                    p = number_text(s.layer().layer->attributes().number("p"), 2);
  const std::string result = number_text(s.step.result, decimals_of(s.layer().output()));
  std::vector<TextRun> full{{value, t.input}, {term.tap.coefficient == 0 ? " · 0" : " ÷ (1 − " + p + ")", t.muted}};
  join(full, result_runs(s, result, "drop"));
  return {{full, result_runs(s, result, "drop")}};
}

void draw_addition(const SmallLayer& s, Box box) {
  const Tensor &first = s.layer().input(), &second = s.layer().tensor("other"), &sum = s.layer().output();
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const bool noted = box.h >= s.pen.type(150);
  const bool explained = box.h >= s.pen.type(160);
  Box foot = cut_bottom(box, explained ? s.pen.type(80) : noted ? s.pen.type(30) : 0);
  const double head = noted ? s.pen.type(24) : 0;
  const auto rows = static_cast<double>(sum.extents[2]), columns = static_cast<double>(sum.extents[3]);
  const double cell = fit_cell({0, 0, box.w, box.h - head - 6}, rows, 3 * columns + 1.4, s.pen.type(38));
  const double gap = cell * 0.7, w = columns * cell;
  const double x = box.x + std::max(0.0, (box.w - 3 * w - 2 * gap) / 2), y = box.y + head;
  const std::pair<const Tensor*, std::string> kParts[] = {{&first, "x"}, {&second, "F(x)"}, {&sum, words("view.sum")}};
  for (int i = 0; i < 3; ++i) {
    const Point at{x + (w + gap) * i, y};
    const Role role = i < 2 ? Role::kInput : Role::kOutput;
    if (noted)
      s.pen.text({at.x + w / 2, y - s.pen.type(12)}, kParts[i].second,
                 {12.5, Weight::kSemiBold, Anchor::kMiddle, Face::kWords, Importance::kNote}, t.role(role));
    SmallGrid grid{
        at, cell, sum.extents[2], sum.extents[3], 0, role, i == 2 ? TargetKind::kOutput : i == 1 ? TargetKind::kNone : TargetKind::kInput};
    draw_small_grid(s, grid, *kParts[i].first, [&](Index flat, CellLook& look) {
      look.ringed = flat == s.step.cell && s.playing;
      if (i < 2) return;
      look.appear = s.appeared(flat);
      if (look.appear <= 0) look.kind = CellKind::kEmpty;
      look.hot = flat == s.step.cell && s.playing;
    });
    if (i < 2)
      s.pen.text({at.x + w + gap / 2, y + rows * cell / 2}, i == 0 ? "+" : "=",
                 {15, Weight::kBold, Anchor::kMiddle, Face::kNumbers, Importance::kNote}, t.muted);
  }
  if (!noted) return;
  draw_addable(s, foot, explained);
}

WrittenLine addition_line(const SmallLayer& s) {
  const Theme& t = s.pen.theme();
  const int in = decimals_of(s.layer().input());
  const std::string result = number_text(s.step.result, decimals_of(s.layer().output()));
  std::vector<TextRun> full;
  for (const Term& term : s.step.terms) {
    if (!full.empty()) full.push_back({" + ", t.muted});
    full.push_back({factor_text(term.data, in), t.input});
  }
  join(full, result_runs(s, result, "drop"));
  return {{full, result_runs(s, result, "drop")}};
}

// ---- concatenate --------------------------------------------------------------------------------------------------------------

void draw_concatenation(const SmallLayer& s, Box box) {
  const Theme& t = s.pen.theme();
  const Index first = s.layer().input().extents[1], second = s.layer().tensor("other").extents[1], all = s.layer().output().extents[1];
  const bool noted = box.h >= s.pen.type(140), explained = box.h >= s.pen.type(150);
  Box foot = cut_bottom(box, explained ? s.pen.type(82) : noted ? s.pen.type(30) : 0);
  const double label = s.pen.type(26), gap = s.pen.type(26);
  // A channel is a sheet, drawn behind the one before it.
  constexpr double kTotalSheets = 2, kEdged = 2.5;  // sheets closer together than this have no edges of their own
  const double side = std::min({s.pen.type(70), box.h * 0.42, (box.w - 2 * gap) / 5});
  const double room = std::min(box.h - label - side, (box.w - 2 * gap - 3 * side) / kTotalSheets),
               pitch = std::max(0.4, room / static_cast<double>(all));
  const double slide = ease_in_out(s.share("concatenate", "pile"));
  const bool fit = joins(s);
  const auto& colors = group_colors();
  const double bottom = box.bottom() - label;
  const auto pile = [&](double x, Index behind, Index count, Color color) {
    for (Index i = count - 1; i >= 0; --i) {
      const double depth = static_cast<double>(behind + i) * pitch;
      const Stroke edge = pitch >= kEdged ? Stroke{t.surface, 0.6} : Stroke{};
      s.pen.rect({x + depth, bottom - side - depth * 0.75, side, side}, mix(t.surface, color, i % 2 ? 0.62 : 0.74), 2, edge);
    }
  };
  const double w1 = side + static_cast<double>(first) * pitch, w2 = side + static_cast<double>(second) * pitch;
  const double x = box.x + std::max(0.0, (box.w - w1 - w2 - side - static_cast<double>(all) * pitch - 2 * gap) / 2),
               third = x + w1 + w2 + 2 * gap;
  pile(x, 0, first, colors[0]);
  pile(x + w1 + gap, 0, second, colors[1]);
  const auto apart = static_cast<Index>((1 - slide) * static_cast<double>(second));
  if (fit) pile(third, first + apart, std::max<Index>(0, second - apart), colors[1]);
  if (fit) pile(third, 0, first, colors[0]);
  else s.pen.dashed_frame({third, bottom - side, side, side}, t.faint);
  const Ink number{14, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers};
  s.pen.text({x + side / 2, bottom + label / 2}, std::to_string(first), number, t.ink);
  s.pen.text({x + w1 + gap + side / 2, bottom + label / 2}, std::to_string(second), number, t.ink);
  if (fit) s.pen.text({third + side / 2, bottom + label / 2}, std::to_string(all), number, t.ink);
  Ink sign = number;
  sign.importance = Importance::kNote;
  s.pen.text({x + w1 + gap / 2, bottom - side / 2}, "+", sign, t.muted);
  s.pen.text({x + w1 + w2 + gap * 1.5, bottom - side / 2}, fit ? "=" : "✗", sign, fit ? t.muted : t.warning);
  if (!noted) return;
  draw_joinable(s, foot, explained);
}

WrittenLine concatenation_line(const SmallLayer& s) {
  const Theme& t = s.pen.theme();
  if (!joins(s)) return {{refused_join(s)}};
  const Index first = s.layer().input().extents[1], second = s.layer().tensor("other").extents[1], all = s.layer().output().extents[1];
  const std::string sum = std::to_string(first) + " + " + std::to_string(second) + " = ";
  return {{{{sum, t.muted}, {s.context.words.format("view.channel_count", {{"count", std::to_string(all)}}), t.output}},
           {{std::to_string(all), t.output}}}};
}

}  // namespace convscope
