#include "app/views/walks.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

std::size_t segment_named(const Timeline& timeline, std::string_view name) {
  for (std::size_t s = 0; s < timeline.segments.size(); ++s)
    if (timeline.segments[s].name == name) return s;
  return kNowhere;
}

}  // namespace

double share_in(const ViewContext& context, std::string_view segment, std::string_view phase) {
  const Timeline& timeline = context.model.timeline;
  const std::size_t wanted = segment_named(timeline, segment), now = timeline.place(context.moment.step).segment;
  if (wanted == kNowhere || now != wanted) return wanted == kNowhere || now > wanted ? 1 : 0;
  const std::vector<PhaseSpec>& phases = timeline.segments[now].phases;
  for (int p = 0; p < static_cast<int>(phases.size()); ++p) {
    if (phases[static_cast<std::size_t>(p)].name != phase) continue;
    if (context.moment.phase != p) return context.moment.phase > p ? 1 : 0;
    return context.state.reduce_motion ? 1 : std::clamp(context.moment.progress, 0.0, 1.0);
  }
  return 1;
}

Index step_in(const ViewContext& context, std::string_view segment) {
  const Timeline& timeline = context.model.timeline;
  const std::size_t wanted = segment_named(timeline, segment);
  const StepPlace now = timeline.place(context.moment.step);
  if (wanted == kNowhere) return -1;
  return now.segment == wanted ? now.step : now.segment > wanted ? timeline.segments[wanted].steps - 1 : -1;
}

std::string more_text(const Words& words, Index count) {
  return "⋯ " + words.format("view.more_channels", {{"count", count_text(count)}});
}

std::string pair_text(Index first, Index second) {
  auto text = [](Index value) { return number_text(static_cast<double>(value), 0); };
  return first == second ? text(first) : text(first) + " × " + text(second);
}

std::vector<std::string> texts_of(const Tensor& tensor) {
  std::vector<std::string> texts;
  const int decimals = decimals_of(tensor);
  for (float value : tensor.data) texts.push_back(number_text(value, decimals));
  return texts;
}

double number_size(const Pen& pen, const std::vector<std::string>& texts, double cell) {
  double widest = 0;
  for (const std::string& text : texts)
    widest = std::max(widest, pen.width(text, {100, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers}) / pen.type(100));
  if (widest == 0) return 0;
  const double smallest = pen.type(kSmallestText);
  double size = std::min({cell * 0.40, (cell - 2 - std::max(2.0, cell * 0.1)) / widest, pen.type(34)});
  if (size < smallest && smallest <= cell * 0.62 && smallest * widest <= cell - 3) size = smallest;
  return size;
}

bool numbers_fit(const Pen& pen, const Tensor& tensor, double cell) {
  return number_size(pen, texts_of(tensor), cell) >= pen.type(kSmallestText) - 0.01;
}

int decimals_in(const Pen& pen, const Tensor& tensor, double cell) {
  const int all = decimals_of(tensor);
  return all < 2 || numbers_fit(pen, tensor, cell) ? all : 1;
}

}  // namespace convscope
