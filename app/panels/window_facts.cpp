#include "app/panels/window_facts.h"

#include <fmt/format.h>

#include "app/panels/scene_facts.h"
#include "app/scenes/comparison.h"
#include "app/scenes/controls.h"

namespace convscope {
namespace {

const char* truth(bool value) { return value ? "true" : "false"; }
constexpr const char* kRunStages[] = {"text", "moving", "waiting", "asked", "revealed", "over"};

void note_lesson(Probe& probe, const std::optional<LessonRun>& run) {
  probe.fact("lesson", run ? run->lesson : "");
  if (!run) return;
  probe.fact("lesson.step", std::to_string(run->step));
  probe.fact("lesson.stage", kRunStages[static_cast<int>(run->stage)]);
  probe.fact("lesson.votes", fmt::format("{}", fmt::join(run->votes, ",")));
}

}  // namespace

void note_state(Probe& probe, const State& s) {
  probe.fact("scene", s.scene);
  probe.fact("mode", s.mode);
  probe.fact("image", s.image);
  note_lesson(probe, s.lesson);
  probe.fact("other", s.other ? s.other->scene : "");
  probe.fact("on_other", truth(s.on_other));
  probe.fact("step", std::to_string(s.moment.step));
  probe.fact("phase", std::to_string(s.moment.phase));
  probe.fact("playing", truth(s.playing));
  probe.fact("loop", truth(s.loop));
  probe.fact("language", s.language);
  probe.fact("theme", theme_text(s.theme));
  probe.fact("text_scale", fmt::format("{:.3g}", s.text_scale));
  probe.fact("presenting", truth(s.presenting));
  probe.fact("left_open", truth(s.left_open));
  probe.fact("zoom", std::to_string(s.viewport.zoom));
  probe.fact("divider", fmt::format("{:.3g}", shown_divider(s)));
  probe.fact("pin", fmt::format("{}.{}", static_cast<int>(s.pin.kind), s.pin.index));
  for (const auto& [name, value] : s.parameters) probe.fact("parameter." + name, attribute_text(value));
  if (s.other)
    for (const auto& [name, value] : s.other->parameters) probe.fact("other.parameter." + name, attribute_text(value));
}

void note_scene(Probe& probe, const Controller& controller) {
  const Scene& scene = *controller.model().scene;
  const State& state = controller.state();
  std::string controls, preset;
  for (const Control& control : scene.controls)
    if (concerns(scene, state, control)) controls += control.name + " ";
  for (const Preset& each : scene.presets)
    if (preset_is_on(scene, each, state)) preset = each.id;
  const Error* problem = controller.problem();
  probe.fact("controls", controls);
  probe.fact("preset", preset);
  probe.fact("problem", problem != nullptr ? problem->message : "");
  probe.fact("problem_attribute", problem != nullptr ? problem->attribute : "");
  probe.fact("output_shape", controller.model().last().output().extents.text("x"));
  probe.fact("device", controller.model().device);
  probe.fact("fallback", controller.model().fallback);
  probe.fact("blank", truth(controller.blank()));
  if (const Comparison* both = controller.model().comparison.get()) probe.fact("difference", fmt::format("{:.6g}", both->largest));
  probe.fact("thumbnails", std::to_string(controller.facts().thumbnails.size()));
}

void note_dialogs(Probe& probe, Controller& controller) {
  const Memory& memory = controller.memory();
  const PanelMemory& panels = memory.panels;
  probe.fact("spotlight", panels.pointer.spotlight.on ? fmt::format("{:.3g}", panels.pointer.spotlight.radius) : "");
  probe.fact("pen", truth(panels.pointer.marks.pen));
  probe.fact("marks", std::to_string(panels.pointer.marks.strokes.size()));
  const ExportStatus& exporting = controller.exporting();
  bool asks = panels.files.overwrite_question || !panels.exporting.replaces.empty();
  probe.fact("dialog", std::to_string(static_cast<int>(memory.dialog)));
  probe.fact("question", memory.dialog != Dialog::kNone && asks ? "overwrite" : "");
  probe.fact("palette.query", panels.palette.query);
  probe.fact("export", !exporting.running ? "none" : exporting.paused ? "paused" : "running");
  probe.fact("export.frame", std::to_string(exporting.frame));
  probe.fact("export.name", panels.exporting.settings.name);
  probe.fact("handout.pages", std::to_string(panels.handout.pages.size()));
  probe.fact("handout.page", std::to_string(panels.handout.page));
  probe.fact("exported", controller.exported().empty() ? "" : controller.exported().back());
  probe.fact("toast", memory.toasts.empty() ? "" : memory.toasts.back().text);
  probe.fact("path", controller.session().path());
  probe.fact("unsaved", truth(controller.session().unsaved()));
}

}  // namespace convscope
