// "How many cells does one output cell see?", "How many numbers does the layer learn?", "How many multiplications?", "Which picture is it?"
#include <algorithm>
#include <cmath>

#include "app/lessons/unusual.h"
#include "app/asked/parts.h"
#include "app/views/planes.h"

namespace convscope {
namespace {

constexpr double kLayer = 500, kFormula = 600, kRows = 800;  // ms

// ---- a stack of windows -----------------------------------------------------------------------------------------------------------------

// Cells of a row that are drawn, whichever of them the answer is.
constexpr Index kRowLengths[] = {15, 31, 63, 127, 255, 511, 1023};

struct Stack {
  Asked& asked;
  Box rows;         // of cells
  double unit = 8;  // a cell of the lowest row
  double height = 20;
  Index margin = 0;  // cells of the lowest row before what is seen
  const std::vector<FieldRow>& field() const { return asked.question.field; }  // from the lowest row up to the asked cell
  std::size_t count() const { return field().size(); }
  double y(std::size_t level) const {
    const double step = count() > 1 ? (rows.h - height) / static_cast<double>(count() - 1) : 0;
    return rows.bottom() - height - step * static_cast<double>(level);
  }
  // The middle of a cell; cell 0 is the first that is seen.
  double x(std::size_t level, Index cell) const {
    const FieldRow& row = field()[level];
    return rows.x + unit * (static_cast<double>(margin) + row.width / 2 + row.jump * static_cast<double>(cell));
  }
  double side(std::size_t level) const { return std::max(1.5, std::min(unit * field()[level].jump, 2.2 * height) - (unit > 6 ? 2 : 0.6)); }
  // Layers are shown from the top.
  double shown(std::size_t level) const {
    return asked.share(kLayer * static_cast<double>(count() - 2 - std::min(level, count() - 2)), kLayer);
  }
};

void draw_level(const Stack& s, std::size_t level) {
  Pen& pen = s.asked.pen;
  const bool top = level + 1 == s.count();
  const double side = s.side(level), y = s.y(level);
  const bool lit = top || s.shown(level) >= 1;
  const auto reach = static_cast<Index>(std::ceil(static_cast<double>(s.margin) / s.field()[level].jump)) + 1;
  const Role role = level == 0 ? Role::kInput : Role::kOutput;
  for (Index cell = -reach - 600; cell < s.field()[level].seen + reach + 600; ++cell) {
    const double x = s.x(level, cell);
    if (x - side / 2 < s.rows.x - 0.5) continue;
    if (x + side / 2 > s.rows.right() + 0.5) break;
    const bool seen = lit && cell >= 0 && cell < s.field()[level].seen;
    pen.rect({x - side / 2, y, side, s.height}, seen ? pen.pale(role, top ? 0.6 : 0.45) : pen.pale(role, 0.12), 2,
             top && seen ? Stroke{pen.theme().output, 2.5} : Stroke{});
  }
}

// The edges of what is seen, from a row to the one below it.
void draw_edges(const Stack& s, std::size_t level) {
  const double shown = s.shown(level);
  if (shown <= 0 || s.asked.held()) return;
  Pen& pen = s.asked.pen;
  const double e = ease_out(std::min(1.0, shown * 1.5)), from_y = s.y(level + 1) + s.height, to_y = s.y(level);
  auto edge = [&](double from_x, double to_x) {
    pen.line({from_x, from_y}, {from_x + (to_x - from_x) * e, from_y + (to_y - from_y) * e}, {pen.theme().output, 2});
  };
  const Index last = s.field()[level + 1].seen - 1, last_below = s.field()[level].seen - 1;
  edge(s.x(level + 1, 0) - s.side(level + 1) / 2, s.x(level, 0) - s.side(level) / 2);
  edge(s.x(level + 1, last) + s.side(level + 1) / 2, s.x(level, last_below) + s.side(level) / 2);
}

std::string axis_text(const Axis& axis) {
  std::string text = "k = " + std::to_string(axis.kernel);
  if (axis.stride > 1) text += "   s = " + std::to_string(axis.stride);
  if (axis.dilation > 1) text += "   d = " + std::to_string(axis.dilation);
  return text;
}

// r = 1 + (k̂ − 1)·1 + …, each layer's growth by the strides below it.
std::vector<TextRun> field_line(const Stack& s) {
  const Theme& t = s.asked.pen.theme();
  if (s.asked.held() || s.shown(0) < 1)
    return {{"r = 1 + Σ d·(", t.muted}, {"k", t.weight}, {" − 1) · s₁·s₂·…", t.muted}, {" = ", t.muted}, {"?", t.output}};
  std::vector<TextRun> runs{{"r = 1", t.muted}};
  for (std::size_t level = 1; level < s.count(); ++level) {
    const auto below = static_cast<Index>(std::llround(s.field()[level - 1].jump));
    runs.push_back({" + ", t.muted});
    runs.push_back({std::to_string(s.field()[level].window->span() - 1), t.weight});
    if (below > 1) runs.push_back({"·" + std::to_string(below), t.muted});
  }
  runs.push_back({" = ", t.muted});
  runs.push_back({count_text(s.field().front().seen), t.output});
  return runs;
}

// ---- blocks -----------------------------------------------------------------------------------------------------------------------------

// Up to so many squares behind each other, as the maps of a tensor are thought of.
void draw_maps(Pen& pen, Box room, Index maps, Role role) {
  constexpr Index kMostMaps = 12;
  const Index drawn = std::min(maps, kMostMaps);
  const double back = static_cast<double>(drawn - 1) * std::min(9.0, room.w * 0.03), side = std::min(room.w, room.h) - back;
  const double x = room.x + (room.w - side - back) / 2, y = room.y + (room.h - side - back) / 2;
  for (Index i = drawn; i-- > 0;) {
    const double by = drawn > 1 ? back * static_cast<double>(i) / static_cast<double>(drawn - 1) : 0;
    pen.rect({x + by, y + back - by, side, side}, pen.pale(role, i == 0 ? 0.24 : 0.12), 4, {pen.theme().role(role), 1.5});
  }
}

// The filters as rows of small kernels, one for each channel that a filter sees.
void draw_filters(Pen& pen, Box room, const WeightsOf& w, Index rows, Index columns) {
  constexpr Index kMostFilters = 6, kMostChannels = 6, kMostWindow = 9;
  const Index filters = std::min(w.filters, kMostFilters), channels = std::min(w.per_group, kMostChannels);
  const double gap = 8, width = (room.w - gap * static_cast<double>(channels - 1)) / static_cast<double>(channels),
               height = (room.h - gap * static_cast<double>(filters - 1)) / static_cast<double>(filters);
  const Index shown_rows = std::min(rows, kMostWindow), shown_columns = std::min(columns, kMostWindow);
  const double cell = std::min({width / static_cast<double>(shown_columns), height / static_cast<double>(shown_rows), pen.type(24)});
  const double wide = cell * static_cast<double>(shown_columns), tall = cell * static_cast<double>(shown_rows);
  const double x0 = room.x + (room.w - (wide + gap) * static_cast<double>(channels) + gap) / 2,
               y0 = room.y + (room.h - (tall + gap) * static_cast<double>(filters) + gap) / 2;
  for (Index f = 0; f < filters; ++f)
    for (Index c = 0; c < channels; ++c)
      for (Index y = 0; y < shown_rows; ++y)
        for (Index x = 0; x < shown_columns; ++x) {
          const Box box{x0 + static_cast<double>(c) * (wide + gap) + static_cast<double>(x) * cell,
                        y0 + static_cast<double>(f) * (tall + gap) + static_cast<double>(y) * cell, cell, cell};
          pen.rect(inset(box, 0.7), pen.pale(Role::kWeight, 0.35), 2);
        }
}

struct Factor {
  std::string symbol, number;
  Role role = Role::kMuted;
};

// F · C/g · k · k + F, then the same with numbers; the same for the products, times the places.
std::vector<TextRun> cost_line(const Asked& asked, const WeightsOf& w, bool numbers) {
  const Theme& t = asked.pen.theme();
  const Extents& weight = asked.layer().weight().extents;
  std::vector<Factor> factors{{"F", count_text(w.filters), Role::kOutput}};
  if (w.groups > 1)
    factors.push_back({"C/g", count_text(w.channels()) + "/" + count_text(w.groups), Role::kInput});
  else
    factors.push_back({"C", count_text(w.channels()), Role::kInput});
  constexpr const char* kSides[] = {"k", "k", "k"};
  for (int axis = 2; axis < weight.rank(); ++axis) factors.push_back({kSides[axis - 2], count_text(weight[axis]), Role::kWeight});
  const bool products = asked.question.kind == QuestionKind::kMultiplications;
  if (products) {
    const Extents& output = asked.layer().output().extents;
    constexpr const char* kPlaces[3][3] = {{"W′", "", ""}, {"H′", "W′", ""}, {"D′", "H′", "W′"}};
    for (int axis = 2; axis < output.rank(); ++axis)
      factors.push_back({kPlaces[std::clamp(output.rank() - 3, 0, 2)][axis - 2], count_text(output[axis]), Role::kOutput});
    if (w.samples > 1) factors.insert(factors.begin(), {"N", count_text(w.samples), Role::kMuted});
  }
  std::vector<TextRun> runs;
  for (const Factor& each : factors) {
    if (!runs.empty()) runs.push_back({" · ", t.muted});
    runs.push_back({numbers ? each.number : each.symbol, each.role == Role::kMuted ? t.muted : t.role(each.role)});
  }
  if (!products && w.biases > 0) {
    runs.push_back({" + ", t.muted});
    runs.push_back({numbers ? count_text(w.biases) : "F", t.bias});
  }
  return runs;
}

}  // namespace

double field_reveal(const Question& question) { return kLayer * static_cast<double>(std::max<std::size_t>(2, question.field.size()) - 1); }

void draw_asked_field(Asked& asked, Box area) {
  const AskedArea parts = asked_area(asked, area);
  Pen& pen = asked.pen;
  Stack s{asked, {}, 8, 20, 0};
  const Index field = s.field().front().seen;
  Index length = field;
  for (Index each : kRowLengths)
    if (each >= field + 6) {
      length = each;
      break;
    }
  s.margin = (length - field) / 2;
  s.rows = parts.main;
  cut_top(s.rows, pen.type(10));
  const Box left = cut_left(s.rows, pen.type(150), pen.type(16)), right = cut_right(s.rows, pen.type(70), pen.type(12));
  s.height = std::min(pen.type(30), s.rows.h / static_cast<double>(2 * s.count()));
  s.unit = s.rows.w / static_cast<double>(length);
  for (std::size_t level = 0; level + 1 < s.count(); ++level) draw_edges(s, level);
  for (std::size_t level = 0; level < s.count(); ++level) draw_level(s, level);
  for (std::size_t level = 0; level < s.count(); ++level) {
    const double y = s.y(level) + s.height / 2;
    const std::string name = level == 0               ? asked.words()("view.input")
                             : level + 1 == s.count() ? asked.words()("asked.one_cell")
                                                      : asked.words().format("asked.layer", {{"number", std::to_string(level)}});
    pen.fitted({left.x, y}, name, {kBodySize, Weight::kSemiBold, Anchor::kStart, Face::kWords, Importance::kNumber},
               level == 0 ? pen.theme().input : pen.theme().output, left.w);
    if (level > 0) {
      const double between = (s.y(level) + s.height + s.y(level - 1)) / 2;
      pen.fitted({left.x, between}, axis_text(*s.field()[level].window),
                 {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNumber}, pen.theme().weight, left.w);
    }
    const bool counted = !asked.held() && (level + 1 == s.count() || s.shown(level) >= 1);
    if (counted)
      pen.text({right.x, y}, count_text(s.field()[level].seen),
               {18, Weight::kBold, Anchor::kStart, Face::kNumbers, Importance::kNumber}, pen.theme().output);
    else if (level == 0)
      pen.text({right.x, y}, "?", {18, Weight::kBold, Anchor::kStart, Face::kNumbers, Importance::kNumber}, pen.theme().muted);
  }
  draw_asked_bar(asked, parts.bar, field_line(s));
}

double cost_reveal() { return kFormula; }

void draw_asked_cost(Asked& asked, Box area) {
  const AskedArea parts = asked_area(asked, area);
  Pen& pen = asked.pen;
  const LayerModel& layer = asked.layer();
  const std::optional<WeightsOf> weights = weights_of(*layer.layer);
  if (!weights) return;
  const Extents& shape = layer.weight().extents;
  Box room = parts.main;
  const double gap = pen.type(36), width = (room.w - 2 * gap) / 3;
  const Box boxes[] = {cut_left(room, width, gap), cut_left(room, width, gap), room};
  const struct {
    const char* name;
    Role role;
    std::string note;
  } titles[] = {{"view.input", Role::kInput, sizes_without_batch(layer.input().extents)},
                {"view.weights", Role::kWeight, shape.text(" × ")},
                {"view.output", Role::kOutput, sizes_without_batch(layer.output().extents)}};
  for (std::size_t i = 0; i < 3; ++i) {
    Box box = boxes[i];
    const Box head = cut_top(box, pen.type(26), pen.type(10));
    draw_title(pen, {head.x, head.center().y}, asked.words()(titles[i].name), titles[i].note, titles[i].role, head.w);
    if (i == 1)
      draw_filters(pen, box, *weights, shape.rank() > 3 ? shape[shape.rank() - 2] : 1, shape[shape.rank() - 1]);
    else
      draw_maps(pen, inset(box, pen.type(10)), i == 0 ? weights->channels() : weights->filters, titles[i].role);
  }
  const Theme& t = pen.theme();
  std::vector<TextRun> line = cost_line(asked, *weights, false);
  line.push_back({" = ", t.muted});
  const double share = asked.share(0, kFormula);
  if (share <= 0) {
    line.push_back({"?", t.output});
  } else {
    std::vector<TextRun> numbers = cost_line(asked, *weights, true);
    const Cost cost = layer.layer->cost();
    numbers.push_back({" = ", t.muted});
    numbers.push_back({count_text(asked.question.kind == QuestionKind::kParameters ? cost.parameters : cost.multiplications), t.output});
    numbers.resize(static_cast<std::size_t>(std::ceil(share * static_cast<double>(numbers.size()))));
    line.insert(line.end(), numbers.begin(), numbers.end());
  }
  draw_asked_bar(asked, parts.bar, line);
}

// ---- which picture ----------------------------------------------------------------------------------------------------------------------

namespace {

void draw_picture(Pen& pen, Box box, const std::shared_ptr<const Pixels>& pixels, double share) {
  const double scale = std::min(box.w / pixels->width, box.h / pixels->height);
  const Box whole{box.x + (box.w - pixels->width * scale) / 2, box.y + (box.h - pixels->height * scale) / 2, pixels->width * scale,
                  pixels->height * scale};
  const double rows = std::ceil(share * pixels->height);
  if (rows <= 0) return;
  pen.image({whole.x, whole.y, whole.w, whole.h * rows / pixels->height}, pixels, {0, 0, static_cast<double>(pixels->width), rows});
  pen.rect(whole, {0, 0, 0, 0}, 0, {pen.theme().line, 1});
}

std::shared_ptr<const Pixels> pixels_of(const Asked& asked) {
  const LayerModel& layer = asked.layer();
  const auto known = asked.context.model.pictures.find(layer.inputs.front());
  if (known != asked.context.model.pictures.end()) return known->second.pixels;
  const Tensor& input = layer.input();
  const auto [low, high] = range_of(input);
  return plane_pixels(input.extents[2], input.extents[3], [&](Index y, Index x) {
    const double value = static_cast<double>(input[y * input.extents[3] + x]);
    if (low < 0) return diverging(0.5 + 0.5 * value / std::max({1e-12, -low, high}));
    return grey_color(255 * value / std::max(1e-12, high));
  });
}

}  // namespace

double picture_reveal() { return kRows; }

void draw_asked_picture(Asked& asked, Box area) {
  const AskedArea parts = asked_area(asked, area);
  Pen& pen = asked.pen;
  const LayerModel& layer = asked.layer();
  const Tensor& weight = layer.weight();
  const bool kernel = weight.extents.rank() == 4;
  Box room = parts.main;
  cut_top(room, pen.type(34));
  const Box right = cut_right(room, room.w * (kernel ? 0.37 : 0.47), pen.type(36));
  Box middle = kernel ? cut_right(room, room.w * 0.30, pen.type(36)) : Box{};
  const double top = room.y - pen.type(20);
  draw_title(pen, {room.x, top}, asked.words()("view.input"), sizes_without_batch(layer.input().extents), Role::kInput, room.w);
  draw_picture(pen, room, pixels_of(asked), 1);
  if (kernel) {
    Sheet sheet = make_sheet({1, 1, weight.extents[2], weight.extents[3]}, 0, {}, std::nullopt);
    place_sheet(pen, sheet, middle, 52);
    const int decimals = decimals_of(weight);
    draw_sheet(pen, sheet, Role::kWeight, TargetKind::kNone, asked.context.stage, [&](Index, Index y, Index x) {
      CellLook look;
      if (sheet.cell >= pen.legible_cell()) look.text = number_text(static_cast<double>(weight[sheet.flat(0, y, x)]), decimals);
      return look;
    });
    draw_title(pen, {middle.x, sheet.box().y - pen.type(16)}, asked.words()("view.weights"), "", Role::kWeight, middle.w);
  }
  const Choice& answer = asked.question.choices[asked.question.right()];
  const double share = asked.share(0, kRows);
  draw_title(pen, {right.x, top}, asked.words()("view.output"), "", Role::kOutput, right.w);
  if (share <= 0)
    draw_question_sheet(pen, question_sheet(pen, right));
  else
    draw_picture(pen, right, answer.picture, share);
  const Theme& t = pen.theme();
  std::vector<TextRun> line{{layer.layer->op(), t.ink}};
  for (const auto& [name, sign] : {std::pair{"stride", "s"}, {"padding", "p"}, {"dilation", "d"}})
    if (const std::string value = unusual_attribute(*layer.layer, name); !value.empty()) {
      line.push_back({std::string("   ") + sign + " = ", t.muted});
      line.push_back({value, t.weight});
    }
  line.push_back({"   →  ", t.muted});
  line.push_back({share < 1 ? "?" : answer.text, t.output});
  draw_asked_bar(asked, parts.bar, line);
}

}  // namespace convscope
