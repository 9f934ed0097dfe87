#include "app/panels/frontend.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/panels/header.h"
#include "app/panels/panels.h"
#include "app/panels/playback.h"
#include "app/panels/pointing.h"
#include "app/panels/scene_facts.h"
#include "app/panels/transport.h"
#include "app/panels/widgets.h"
#include "app/panels/window_facts.h"

namespace convscope {
namespace {

Box inset(const Box& b, double by) { return {b.x + by, b.y + by, std::max(1.0, b.w - 2 * by), std::max(1.0, b.h - 2 * by)}; }

constexpr int kLastPrintable = 255;  // of GLFW's key codes
constexpr int kQuietFrames = 3;       // then only what the playhead changes is drawn
constexpr double kLeastStage = 340;    // width at 100 %
constexpr double kCardEdge = 3;        // of a card's round corner that its inside must not touch
constexpr double kPanelSeconds = 0.2;
constexpr ImGuiWindowFlags kRoot = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                   ImGuiWindowFlags_NoScrollWithMouse;

// Keys that a text field needs for itself.
bool belongs_to_typing(const KeyPress& key) {
  if (key.key >= GLFW_KEY_F1 && key.key <= GLFW_KEY_F25) return false;
  if (key.key > kLastPrintable) return true;
  return !key.control || std::string("ACVXYZ").find(static_cast<char>(key.key)) != std::string::npos;
}

// What a model or a size does not tell of, but the picture depends on.
bool same_look(const State& a, const State& b) {
  return a.scene == b.scene && a.mode == b.mode && a.parameters == b.parameters && a.edits == b.edits && a.image == b.image &&
         a.pin == b.pin && shown_divider(a) == shown_divider(b) && a.language == b.language && a.presenting == b.presenting &&
         a.viewport == b.viewport && a.other == b.other && a.lesson == b.lesson;
}

// Where freehand marks can be drawn: on the stage; in a presentation on all but the transport.
Box pen_area(const Ui& ui, double left, double right) {
  const State& s = ui.state;
  if (s.presenting) return {0, 0, ui.window.w, lay_out_presentation(ui.window.w, ui.window.h, s.text_scale).stage.bottom()};
  return lay_out(ui.window.w, ui.window.h, {left, right, ui.theme.text_scale}).stage;
}

}  // namespace

std::uint64_t Frontend::stage_look() {
  const Session& session = controller_.session();
  if (session.version() != look_version_ || look_ == 0) {
    look_version_ = session.version();
    if (look_ == 0 || !same_look(looked_, session.state())) ++look_;
    looked_ = session.state();
  }
  return look_;
}

void Frontend::take_keys(const FrameInput& frame) {
  Memory& memory = controller_.memory();
  memory.keys = frame.keys;
  memory.text = frame.text;
  memory.escape_pressed = false;
  for (const KeyPress& key : frame.keys) {
    const State& state = controller_.state();
    const Model& model = controller_.model();
    const bool samples = !model.comparison && next_sample(model, state, 1).has_value();
    const KeyBinding* binding =
        binding_for(key.key, key.control, key.shift, {state.presenting, model.scene->on_image, controller_.lesson() != nullptr, samples});
    std::optional<ActionId> action;
    if (binding != nullptr) action = binding->action;
    if (action == ActionId::kEscape) memory.escape_pressed = true;
    bool open = memory.dialog != Dialog::kNone, escape = action == ActionId::kEscape;
    if (!action || (memory.typing && (escape ? !open : belongs_to_typing(key)))) continue;  // Escape only leaves the field
    // A dialog has the keyboard; it is left by Escape or by its own key.
    bool dialogs = escape || *action == ActionId::kPalette || *action == ActionId::kHelp || *action == ActionId::kExport ||
                   *action == ActionId::kHandout || *action == ActionId::kOpen;
    if (open && !dialogs) continue;
    // While the list of scenes is walked by keys, letters search; Space still plays.
    bool walked = memory.panels.sidebar.active && state.left_open && !state.presenting && !open;
    if (walked && !key.control && key.key <= kLastPrintable && key.key != GLFW_KEY_SPACE) continue;
    if (walked && (*action == ActionId::kWindowUp || *action == ActionId::kWindowDown)) continue;
    if (!key.repeat || !is_toggle(*action)) controller_.run(*action, binding->number);
  }
  for (ActionId held : {ActionId::kShowBefore, ActionId::kSpotlight})
    if (frame.unfocused || std::any_of(frame.released.begin(), frame.released.end(), [held](int key) { return is_key_of(held, key); }))
      controller_.let_go(held);
  for (const std::string& path : frame.dropped) controller_.open_file(path);
}

// Panels slide in and out; true while they move.
bool Frontend::move_panels(double seconds) {
  const State& s = controller_.state();
  bool moving = false;
  auto towards = [&](double& at, bool open) {
    double goal = open ? 1 : 0;
    if (at < 0 || s.reduce_motion) at = goal;
    double step = seconds / kPanelSeconds;
    at = at < goal ? std::min(goal, at + step) : std::max(goal, at - step);
    moving = moving || at != goal;
  };
  towards(left_, s.left_open && !s.presenting);
  towards(right_, s.right_open && !s.presenting);
  return moving;
}

// While nothing but the playhead moves, only the insides of the stage's and the transport's cards are drawn.
void Frontend::choose_parts(const FrameInput& frame, const Surface& surface, bool sliding) {
  const Memory& memory = controller_.memory();
  bool quiet = !frame.any && !sliding && !memory.typing && !memory.rest.tip;
  bool only_playhead = quiet && controller_.state().playing && surface == surface_ && memory.dialog == Dialog::kNone &&
                       memory.toasts.empty() && !memory.panels.first_start.showing;
  surface_ = surface;
  quiet_ = only_playhead ? quiet_ + 1 : 0;
  only_moving_ = quiet_ > kQuietFrames && graphics_.keeps_picture() && !moving_parts_.empty();
}

// Text that was made larger needs the room that the panels take; the person may open them again.
void Frontend::make_room_for_text(const Surface& surface) {
  const State& s = controller_.state();
  if (s.text_scale == text_scale_) return;
  bool larger = s.text_scale > text_scale_;
  text_scale_ = s.text_scale;
  Box window = surface.logical();
  auto stage_width = [&](bool left, bool right) {
    return lay_out(window.w, window.h, {left ? 1.0 : 0.0, right ? 1.0 : 0.0, s.text_scale}).stage.w;
  };
  double least = kLeastStage * s.text_scale;
  if (!larger || stage_width(s.left_open, s.right_open) >= least) return;
  bool right = s.right_open && stage_width(false, true) >= least;
  controller_.perform(act::Look{[right](State& state) {
    state.left_open = false;
    state.right_open = right;
  }});
}

Ui Frontend::ui_in(const Theme& theme, const Surface& surface, double now) {
  return {controller_.catalog(),
          controller_.state(),
          &controller_.model(),
          controller_.problem(),
          theme,
          controller_.words(),
          graphics_.painter(),
          actions_,
          controller_.memory(),
          probe_,
          controller_.facts(),
          controller_.exporting(),
          controller_.shelf(),
          controller_.lesson(),
          controller_.lesson_faults(),
          now,
          surface.logical()};
}

void Frontend::draw_sides(Ui& ui, const Layout& l) {
  const Theme& t = ui.theme;
  if (l.sidebar.w > 0) {
    ui.painter.rect({l.sidebar.x, 0, l.sidebar.w, ui.window.h}, t.surface);
    ui.painter.rect({l.sidebar.right(), 0, 1, ui.window.h}, t.line);
    draw_sidebar(ui, l.sidebar);
  }
  if (l.right.w > 0) {
    ui.painter.rect({l.right.x, 0, l.right.w, ui.window.h}, t.surface);
    ui.painter.rect({l.right.x, 0, 1, ui.window.h}, t.line);
    draw_right_panel(ui, l.right);
  }
}

void Frontend::draw_window(Ui& ui) {
  const Theme& t = ui.theme;
  Layout l = lay_out(ui.window.w, ui.window.h, {ease_out(left_), ease_out(right_), t.text_scale});
  draw_sides(ui, l);
  draw_header(ui, l.header, l.compact);
  if (!only_moving_) {
    card(ui, l.stage);
    card(ui, l.transport);
  }
  Box inner = inset(l.stage, kCardEdge);
  draw_stage(ui, inner, t, stage_, stage_look());
  place_targets(ui, inner, stage_);
  draw_transport(ui, l.transport, l);
  moving_parts_ = {inner, inset(l.transport, kCardEdge)};
  draw_first_steps(ui, l.stage);
  draw_step_done(ui, l.stage);
  draw_lesson_faults(ui, l.stage);
}

// The panels slide out, then the title and the large transport come in; the stage grows in one move meanwhile. Back the same way.
void Frontend::draw_between(Ui& ui) {
  const Theme& t = ui.theme;
  const State& s = controller_.state();
  const double width = ui.window.w, height = ui.window.h, part = ease_in_out(motion_.grown);
  const PresentationLayout goal = lay_out_presentation(width, height, s.text_scale);
  const Layout still = lay_out(width, height, {s.left_open ? 1.0 : 0.0, s.right_open ? 1.0 : 0.0, t.text_scale});
  moving_parts_.clear();
  ui.painter.rect(ui.window, mix(t.bg, t.surface, part));
  const Box stage = between(still.stage, goal.stage, part);
  ui.painter.rect(stage, t.surface, {with_alpha(t.line, 1 - part), 1, 0, 0}, kCardRadius);
  Theme large = t;
  large.text_scale = goal.text_scale;
  Ui presented = ui.with_theme(large);
  draw_coming_presentation(presented, 2 * part - 1, stage, stage_, stage_look());
  draw_sides(ui, lay_out(width, height, {ease_out(left_), ease_out(right_), t.text_scale}));
  const double leaves = 2 * part;
  if (leaves >= 1) return;
  Layout l = still;
  l.header.y -= leaves * l.header.bottom();
  l.transport.y += leaves * (height - l.transport.y);
  draw_header(ui, l.header, l.compact);
  card(ui, l.transport);
  draw_transport(ui, l.transport, l);
}

void Frontend::draw_everything(Ui& ui) {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin("window", nullptr, kRoot);
  ImGui::PopStyleVar();
  ui.painter.target(ImGui::GetWindowDrawList());
  const Box drawn_on = pen_area(ui, ease_out(left_), ease_out(right_));
  take_pointer(ui, drawn_on);
  if (controller_.state().presenting && controller_.blank()) {
    ui.painter.rect(ui.window, {0, 0, 0, 255});
    ImGui::SetMouseCursor(ImGuiMouseCursor_None);
    moving_parts_.clear();
  } else if (motion_.grown <= 0) {
    draw_window(ui);
  } else if (motion_.grown >= 1) {
    moving_parts_ = draw_presentation(ui, motion_, stage_, stage_look());
  } else {
    draw_between(ui);
  }
  if (draw_pointer_tools(ui, drawn_on)) moving_parts_.clear();  // they lie over everything
  draw_dialogs(ui);
  ImGui::End();
}

FrameOutcome Frontend::draw(const Surface& surface, double seconds, double now) {
  ++frames_;
  Memory& memory = controller_.memory();
  // A dialog that opened or closed since is drawn first: what follows belongs to what lies under the pointer then.
  FrameInput frame = memory.dialog == drawn_dialog_ ? input_.apply() : FrameInput{};
  take_keys(frame);
  drawn_dialog_ = memory.dialog;
  memory.panels.pointer.path = std::move(frame.path);
  make_room_for_text(surface);
  bool sliding = move_panels(seconds);
  const State& state = controller_.state();
  sliding = motion_.advance(state.presenting, frame.pointed, state.reduce_motion, seconds, now) || sliding;
  choose_parts(frame, surface, sliding);

  Theme theme = make_theme(state.theme, state.text_scale);
  if (motion_.grown >= 1) theme.text_scale = lay_out_presentation(surface.logical().w, surface.logical().h, state.text_scale).text_scale;
  graphics_.begin_frame(surface, theme, seconds);
  probe_.begin_frame();
  memory.rest.seen = memory.rest.tip = memory.field_active = false;
  Ui ui = ui_in(theme, surface, now);
  draw_everything(ui);
  if (!memory.rest.seen) memory.rest = {};
  memory.typing = ImGui::GetIO().WantTextInput || memory.field_active;
  only_moving_ ? graphics_.end_frame(moving_parts_, theme.surface) : graphics_.end_frame();

  FrameOutcome outcome;
  outcome.wake = actions_.wake();
  std::vector<Action> actions = actions_.take();
  for (const Action& action : actions) controller_.perform(action);
  if (!actions.empty()) quiet_ = 0;
  outcome.again = !actions.empty() || frame.any || sliding || stage_.hover_changed || !input_.empty() || graphics_.painter().incomplete();
  note_facts();
  probe_.end_frame(surface.scale);
  return outcome;
}

void Frontend::note_facts() {
  if (!probe_.enabled()) return;
  probe_.fact("frame", std::to_string(frames_));
  probe_.fact("window", fmt::format("{}x{}", surface_.width, surface_.height));
  probe_.fact("smallest_text", fmt::format("{:.2f}", graphics_.painter().smallest_text()));
  probe_.fact("grown", fmt::format("{:.3g}", motion_.grown));
  probe_.fact("transport_faded", fmt::format("{:.3g}", motion_.faded));
  probe_.fact("typing", ImGui::GetIO().WantTextInput ? "true" : "false");  // not before it can
  note_state(probe_, controller_.state());
  note_scene(probe_, controller_);
  note_dialogs(probe_, controller_);
}

}  // namespace convscope
