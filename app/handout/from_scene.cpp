#include "app/handout/handout.h"
#include "app/scenes/controls.h"

namespace convscope {
namespace {

// The phase's words, once for all channels: those that name one say which.
std::string phase_words(const Words& words, const TimelineSegment& segment, const Moment& moment) {
  if (segment.phases.empty()) return "";
  const std::size_t at = static_cast<std::size_t>(moment.phase);
  const std::string& name = segment.phases[at].name;
  Index channel = 0;
  for (std::size_t i = 0; i < at; ++i) channel += segment.phases[i].name == name ? 1 : 0;
  const std::string key = "phase." + name;
  return words.has(key) ? words.format(key, {{"channel", std::to_string(channel)}}) : "";
}

HandoutPart part_of(const Words& words, const std::shared_ptr<const Model>& model, const State& state, const Moment& moment) {
  const Timeline& timeline = model->timeline;
  const StepPlace place = timeline.place(moment.step);
  const TimelineSegment& segment = timeline.segments[place.segment];
  HandoutPart part;
  part.figure = {model, state, moment};
  part.title = words.format("handout.step", {{"step", std::to_string(moment.step + 1)}, {"steps", std::to_string(timeline.steps())}});
  const std::string key = "segment." + model->scene->id + "." + segment.name, phase = phase_words(words, segment, moment);
  std::string sentence;
  if (timeline.segments.size() > 1 && words.has(key)) sentence = words(key);
  if (!phase.empty()) sentence += (sentence.empty() ? "" : words("handout.then")) + phase;
  if (!sentence.empty()) part.paragraphs.push_back(sentence);
  return part;
}

}  // namespace

Handout scene_handout(const Catalog& catalog, std::shared_ptr<const Model> model, const State& state) {
  const Words& words = catalog.words(state.language);
  const std::string scene = "scene." + model->scene->id + ".";
  Handout handout;
  handout.language = state.language;
  handout.title = words(scene + "title");
  handout.subtitle = words(scene + "subtitle");
  for (const char* section : {"what", "why"}) {
    if (words.has(scene + section)) handout.summary.push_back(words(scene + section));
  }
  handout.formula = model->last().layer->formula();
  for (const Moment& moment : key_frames(model->timeline)) {
    handout.parts.push_back(part_of(words, model, state, moment));
    handout.parts.back().number = std::to_string(handout.parts.size());
  }
  return handout;
}

}  // namespace convscope
