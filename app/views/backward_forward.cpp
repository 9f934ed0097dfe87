// One step through all three tracks: which cell each of them explains, and the same links in the forward layer.
#include <algorithm>

#include "app/views/backward.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

// A cell of the forward layer stands for its gradient.
Target asked_of(const BackwardContexts& c, const Target& target) {
  if (target.stage != c.forward.stage) return target;
  if (target.kind == TargetKind::kInput) return {TargetKind::kOutput, c.to_input.stage, target.index};
  if (target.kind == TargetKind::kWeight) return {TargetKind::kOutput, c.to_weights.stage, target.index};
  if (target.kind == TargetKind::kOutput) return {TargetKind::kInput, c.to_input.stage, target.index};
  return target;
}

double half(double share, int which) { return std::clamp(2 * share - which, 0.0, 1.0); }

// The cell of the weights' gradient that belongs to a step: one a step; where they are more than the input's cells, several at once.
Index weight_cell(Index step, Index cells, Index steps) {
  return cells <= steps ? step : (step + 1) * cells / steps - 1;
}

void take_half(const ViewContext& context, Focus& focus, int which) {
  focus.arrive = ease_in_out(phase_share(context, "arrive"));
  focus.multiply = half(phase_share(context, "multiply"), which);
  focus.sum = half(phase_share(context, "sum"), which);
  focus.drop = ease_out(half(phase_share(context, "drop"), which));
}

}  // namespace

BackwardContexts backward_contexts(const ViewContext& context) {
  BackwardContexts c{at_layer(context, "forward"), at_layer(context, "input_grad"), at_layer(context, "weight_grad")};
  const Target asked = asked_of(c, context.hover.none() ? context.state.pin : context.hover);
  c.to_input.hover = c.to_weights.hover = asked;
  return c;
}

Focus focus_to_input(const BackwardContexts& c) {
  Focus focus = make_focus(c.to_input);
  const StageTime time = stage_time(c.to_input);
  const bool alone = weight_cell(time.step, c.to_weights.layer().output().count(), c.to_input.layer().output().count()) >=
                     c.to_weights.layer().output().count();
  if (time.state == StageState::kNow && !focus.inspected && !alone) take_half(c.to_input, focus, 0);
  return focus;
}

Focus focus_to_weights(const BackwardContexts& c) {
  Focus focus = make_focus(c.to_weights);
  const Index cells = c.to_weights.layer().output().count();
  const StageTime time = stage_time(c.to_input);
  const Index cell = weight_cell(time.step, cells, c.to_input.layer().output().count());
  focus.state = time.state == StageState::kNow && cell >= cells ? StageState::kDone : time.state;
  focus.playing = time.state == StageState::kLater ? -1 : std::min(cell, cells - 1);
  const bool asked = focus.answered.kind == TargetKind::kOutput && focus.answered.index >= 0 && focus.answered.index < cells;
  focus.inspected = asked && focus.answered.index != focus.playing;
  if (focus.state != StageState::kNow) return focus;
  if (!asked) focus.step = c.to_weights.layer().trace().gather(focus.playing);
  if (!focus.inspected) take_half(c.to_input, focus, 1);
  else focus.drop = ease_out(half(phase_share(c.to_input, "drop"), 1));
  return focus;
}

namespace {

struct ForwardGrid {
  const Tensor& tensor;
  Role role;
  TargetKind target;
  std::string name;
  std::set<Index> lit;
  Index hot = -1;
  double rows() const { return number(tensor.extents[2]); }
  double columns() const { return number(tensor.extents[3]); }
};

void draw_forward_grid(const Backward& b, const ForwardGrid& grid, Point top, double cell) {
  const int decimals = decimals_of(grid.tensor);
  GridSpec spec;
  spec.cell = cell;
  spec.rows = grid.tensor.extents[2];
  spec.columns = grid.tensor.extents[3];
  spec.origin = {top.x - cell * grid.columns() / 2, top.y};
  spec.role = grid.role;
  spec.target_of = [&](Index r, Index c) { return Target{grid.target, b.forward.stage, r * spec.columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * spec.columns + c;
    look.text = number_text(grid.tensor[flat], decimals);
    look.hot = flat == grid.hot;
    look.ringed = grid.lit.count(flat) != 0;
    if (look.ringed || look.hot) look.tint = b.pen.pale(grid.role, 0.42);
    return look;
  };
  b.pen.grid(spec);
}

// What the cell whose gradient is explained met on the way forward, and the weight whose gradient is.
void mark_links(const Backward& b, ForwardGrid& input, ForwardGrid& weight, ForwardGrid& output) {
  const LayerModel& layer = b.forward.layer();
  if (active(b.input) && !b.weights.focus.inspected) {
    input.hot = b.input.focus.step.cell;
    for (Index reader : layer.layer->readers_of(input.hot, layer.tensors)) {
      output.lit.insert(reader);
      for (const Term& term : layer.trace().gather(reader).terms)
        if (term.tap.data.index == input.hot) weight.lit.insert(term.tap.weight.index);
    }
  }
  if (active(b.weights) && (b.weights.focus.inspected || !b.input.focus.inspected)) weight.hot = b.weights.focus.step.cell;
}

}  // namespace

void draw_forward(const Backward& b) {
  Pen& pen = b.pen;
  const Words& words = pen.words();
  const LayerModel& layer = b.forward.layer();
  ForwardGrid input{layer.input(), Role::kInput, TargetKind::kInput, words("view.input"), {}, -1},
      weight{layer.weight(), Role::kWeight, TargetKind::kWeight, words("view.weights"), {}, -1},
      output{layer.output(), Role::kOutput, TargetKind::kOutput, words("view.output"), {}, -1};
  mark_links(b, input, weight, output);
  Box box = b.forward_box;
  Box head = cut_top(box, pen.type(26));
  pen.whole({head.x, head.y + pen.type(10)}, words("view.backward.forward"), {15, Weight::kSemiBold}, pen.theme().ink, head.w);
  const Ink note{12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  const std::string how = words("view.backward.forward_how");
  const double name = pen.type(24), way = pen.type(30);
  double rows = 0, columns = 1;
  for (const ForwardGrid* grid : {&input, &weight, &output}) {
    rows += grid->rows();
    columns = std::max(columns, grid->columns());
  }
  const auto cell_in = [&](double height) { return fit_cell({0, 0, box.w, height - 3 * name - 2 * way}, rows, columns, pen.type(30)); };
  const double told = static_cast<double>(pen.wrapped(how, note, box.w).size()) * pen.type(12.5) * 1.5, gap = pen.type(10);
  const bool tells = cell_in(box.h - told - gap) >= pen.type(24);  // numbers come before words
  const Box foot = tells ? cut_bottom(box, told, gap) : Box{};
  const double cell = cell_in(box.h), x = box.x + box.w / 2;
  double y = box.y + std::max(0.0, (box.h - rows * cell - 3 * name - 2 * way) / 2);
  for (const ForwardGrid* grid : {&input, &weight, &output}) {
    pen.text({x, y + name / 2}, grid->name, {13, Weight::kSemiBold, Anchor::kMiddle, Face::kWords, Importance::kNote},
             pen.theme().role(grid->role));
    draw_forward_grid(b, *grid, {x, y + name}, cell);
    y += name + cell * grid->rows();
    if (grid != &output) pen.arrow({x, y + pen.type(6)}, {x, y + way - pen.type(4)}, pen.theme().muted);
    y += way;
  }
  if (tells) pen.paragraph(foot, how, note, pen.theme().muted);
}

}  // namespace convscope
