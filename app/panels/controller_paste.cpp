// A layer's code, pasted: read, put into the scene that shows it, and said what the scene cannot show.
#include <algorithm>

#include "app/i18n/sentence.h"
#include "app/panels/controller.h"
#include "app/panels/scene_facts.h"
#include "app/paste/paste.h"
#include "app/scenes/controls.h"

namespace convscope {
namespace {

constexpr const char* kPaste = "paste";  // one step of undo

}  // namespace

void Controller::paste(const std::string& code) {
  const Result<CodeLayer> layer = read_code(code);
  if (!layer) return toast(sentence(words(), layer.error()), true);
  const Result<Pasted> pasted = place_layer(catalog_.scenes, state(), *layer);
  if (!pasted) return toast(sentence(words(), pasted.error()), true);
  const Scene& scene = in_mode(**find_scene(catalog_.scenes, pasted->scene), pasted->mode);
  session_.end_merge();
  const bool allowed = change(
      [placed = *pasted, &scene](State& s) {
        if (s.scene != placed.scene) enter_scene(s, placed.scene);
        s.mode = placed.mode;
        for (const auto& [name, value] : placed.parameters) {
          if (const Control* control = find_control(scene, name)) set_parameter(s, *control, value);
        }
        s.pin = {};
      },
      kPaste, [dialect = layer->dialect](State& s) { s.dialect = dialect; });
  if (!allowed) return;  // the lesson that runs said why
  if (problem_) return toast(sentence(words(), *problem_), true);
  if (held_change_) return;  // given up; it is made with the next change
  show_stage(pasted->stage);
  session_.end_merge();
  toast(paste_sentence(words(), *layer, *pasted), !pasted->differences.empty() || !layer->remarks.empty());
}

// The playhead goes to where that stage plays, if another one does. One that only plays along with others is pinned, so that the panels
// tell of it.
void Controller::show_stage(const std::string& name) {
  const int stage = model_->index_of(name);
  if (stage < 0 || playing_layer(*model_, state()).name == name) return;
  const Timeline line = timeline();
  for (std::size_t i = 0; i < line.segments.size(); ++i) {
    if (line.segments[i].stage != stage) continue;
    session_.look([&](State& s) { s.moment = {line.first_step(i), 0, 0}; });
    return;
  }
  const Index cells = model_->layers[static_cast<std::size_t>(stage)].layer->output().count();
  const Index cell = std::min(line.place(state().moment.step).step, cells - 1);
  change([stage, cell](State& s) { s.pin = {TargetKind::kOutput, stage, cell}; }, kPaste);
}

}  // namespace convscope
