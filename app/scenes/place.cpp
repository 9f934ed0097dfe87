#include "app/scenes/place.h"

namespace convscope {
namespace {

Index middle_input(const LayerModel& layer, Index output) {
  std::vector<Index> read;
  for (const Term& term : layer.trace().gather(output).terms)
    if (term.tap.data.slot == 0 && !term.tap.data.none()) read.push_back(term.tap.data.index);
  return read.empty() ? -1 : read[read.size() / 2];
}

Index middle_output(const LayerModel& layer, Index input) {
  const std::vector<ScatterContribution> reached = layer.trace().scatter(input).contributions;
  return reached.empty() ? -1 : reached[reached.size() / 2].output;
}

}  // namespace

Place place_of(const Model& model, const Moment& moment) {
  const StepPlace at = model.timeline.place(moment.step);
  const TimelineSegment& segment = model.timeline.segments[at.segment];
  const LayerModel& layer = model.layers[static_cast<std::size_t>(segment.stage)];
  Place place{layer.name};
  if (segment.walk == Walk::kOutputs) {
    place.output = at.step;
    place.input = middle_input(layer, at.step);
  }
  if (segment.walk == Walk::kInputs) {
    place.input = at.step;
    place.output = middle_output(layer, at.step);
  }
  return place;
}

std::optional<Moment> moment_at(const Model& model, const Model& place_model, const Place& place) {
  if (place_model.index_of(place.layer) < 0 || model.index_of(place.layer) < 0) return std::nullopt;
  const LayerModel &from = place_model.layer(place.layer), &to = model.layer(place.layer);
  const bool same = from.output().extents == to.output().extents && from.input().extents == to.input().extents;
  for (std::size_t s = 0; same && s < model.timeline.segments.size(); ++s) {
    const TimelineSegment& segment = model.timeline.segments[s];
    if (model.layers[static_cast<std::size_t>(segment.stage)].name != place.layer || segment.walk == Walk::kPlain) continue;
    const Index step = segment.walk == Walk::kOutputs ? place.output : place.input;
    if (step >= 0 && step < segment.steps) return step_end(model.timeline, model.timeline.first_step(s) + step);
  }
  return std::nullopt;
}

std::optional<Moment> KeptPlace::carry(const Model& before, const Moment& moment, const Model& after) {
  const bool moved = !kept_ || !(moment == shown_);
  const Place place = moved ? place_of(before, moment) : place_;
  const std::optional<Moment> shown = moment_at(after, before, place);
  kept_ = shown.has_value();
  if (shown) {
    place_ = place;
    shown_ = *shown;
  }
  return shown;
}

}  // namespace convscope
