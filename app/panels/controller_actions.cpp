// What the keys, the palette and the buttons run: one function per family of actions.
#include <algorithm>

#include "app/canvas/sinks.h"
#include "app/panels/clipboard.h"
#include "app/panels/comparing.h"
#include "app/panels/controller.h"
#include "app/panels/playback.h"
#include "app/panels/scene_facts.h"
#include "app/scenes/controls.h"
#include "app/views/view.h"

namespace convscope {
namespace {

constexpr double kLargestText = 2.5, kTextStep = 0.1;
constexpr double kDividerStep = 0.05;
constexpr double kCopyWidth = 1280, kCopyHeight = 720, kCopyScale = 2;

ThemeName next_theme(ThemeName theme) {
  switch (theme) {
    case ThemeName::kLight: return ThemeName::kDark;
    case ThemeName::kDark: return ThemeName::kProjector;
    case ThemeName::kProjector: return ThemeName::kPrint;
    case ThemeName::kPrint: break;
  }
  return ThemeName::kLight;
}

// Rows of a tensor's plane, tab between values, as spreadsheets take them.
std::string table_text(const Tensor& tensor, Index plane) {
  int rank = tensor.extents.rank();
  Index w = rank > 0 ? tensor.extents[rank - 1] : 1, h = rank > 1 ? tensor.extents[rank - 2] : 1;
  std::string text;
  for (Index i = 0; i < h * w && plane * h * w + i < tensor.count(); ++i) {
    char number[32];
    std::snprintf(number, sizeof number, "%.9g", static_cast<double>(tensor[plane * h * w + i]));
    text += number;
    text += (i + 1) % w == 0 ? '\n' : '\t';
  }
  return text;
}

}  // namespace

void Controller::run(ActionId action, int number) {
  transport(action);
  looks(action);
  files(action);
  photograph(action, number);
  comparing(action);
  lesson_keys(action, number);
  pointing(action);
  if (action == ActionId::kEscape) escape();
  if (action == ActionId::kUndo && held_change_) {
    held_change_.reset();
  } else if (action == ActionId::kUndo || action == ActionId::kRedo) {
    const std::optional<LessonRun> before = state().lesson;
    action == ActionId::kUndo ? session_.undo() : session_.redo();
    if (auto done = evaluate_now(); !done) problem_ = done.error();
    else problem_.reset();
    follow_undo(before);
  }
  if (action == ActionId::kNextStride) next_number("stride");
  if (action == ActionId::kNextPadding) next_number("padding");
  if (action == ActionId::kChoose) choose_offer(number);
  if (action == ActionId::kResetAll) reset_all();
  if (action == ActionId::kAskMe) practise(number);
  if (action == ActionId::kNextSample) choose_sample(1);
  if (action == ActionId::kPreviousSample) choose_sample(-1);
  follow_lesson();
}

void Controller::let_go(ActionId action) {
  if (action == ActionId::kSpotlight) release_spotlight(memory_.panels.pointer.spotlight, now_);
  if (action == ActionId::kShowBefore && state().show_before) session_.look([](State& s) { s.show_before = false; });
}

// The next number of the control that the layer takes, around to the smallest; the same on every axis.
void Controller::next_number(const std::string& name) {
  const Control* control = find_control(*model_->scene, name);
  const auto* standard = control != nullptr ? std::get_if<std::vector<Index>>(&control->value) : nullptr;
  if (control == nullptr || control->type == AttributeType::kChoice) return;
  const auto* now = std::get_if<std::vector<Index>>(find_parameter(*model_->scene, state(), name));
  std::size_t count = standard != nullptr && !standard->empty() ? standard->size() : 1;
  Index number = now != nullptr && !now->empty() ? now->front() : control->minimum - control->step;
  for (Index tries = (control->maximum - control->minimum) / control->step; tries >= 0; --tries) {
    number = number + control->step > control->maximum ? control->minimum : number + control->step;
    change([control = *control, count, number](State& s) { set_parameter(s, control, std::vector<Index>(count, number)); }, "");
    if (!problem_ || held_change_) return;
  }
}

// The filter of that number where the scene has filters to choose from, else the preset.
void Controller::choose_offer(int number) {
  const Scene& scene = *model_->scene;
  auto index = static_cast<std::size_t>(number - 1);
  if (const Control* filter = find_control(scene, "filter")) {
    if (index >= filter->choices.size()) return;
    change([control = *filter, choice = filter->choices[index]](State& s) { set_parameter(s, control, choice); }, "");
  } else if (index < scene.presets.size()) {
    change([scene = model_->scene, index](State& s) { apply_preset(s, *scene, scene->presets[index].parameters); }, "");
  }
}

void Controller::transport(ActionId action) {
  const bool moves = action <= ActionId::kEnd;
  if (moves && lesson_ && lesson_->held) return;
  if (action == ActionId::kPlay && show_answer_again()) return;
  Timeline line = timeline();
  Moment moment = state().moment;
  const Extents& out = playing_layer(*model_, state()).output().extents;
  int rank = out.rank();
  Index w = rank > 0 ? out[rank - 1] : 1, h = rank > 1 ? out[rank - 2] : 1, c = rank > 2 ? out[rank - 3] : 1;
  auto jump = [&](const Moment& to) {
    session_.look([&](State& s) {
      s.moment = to;
      s.playing = false;
    });
  };
  switch (action) {
    case ActionId::kPlay:
      session_.look([&](State& s) {
        s.playing = !s.playing;
        if (s.playing && s.moment == step_end(line, line.steps() - 1)) s.moment = {0, 0, 0};
      });
      break;
    case ActionId::kPhaseForward: jump(next_phase(line, moment)); break;
    case ActionId::kPhaseBack: jump(previous_phase(line, moment)); break;
    case ActionId::kStepForward: jump(moved_by_steps(line, moment, 1)); break;
    case ActionId::kStepBack: jump(moved_by_steps(line, moment, -1)); break;
    case ActionId::kRowForward: jump(clamped(line, {next_row(moment.step, w, h * w, c, line.steps()), moment.phase, 1})); break;
    case ActionId::kRowBack: jump(clamped(line, {previous_row(moment.step, w, h * w, c), moment.phase, 1})); break;
    case ActionId::kStart: jump({0, 0, 0}); break;
    case ActionId::kEnd: jump(step_end(line, line.steps() - 1)); break;
    case ActionId::kFaster: session_.look([](State& s) { s.speed = faster(s.speed); }); break;
    case ActionId::kSlower: session_.look([](State& s) { s.speed = slower(s.speed); }); break;
    case ActionId::kLoop: session_.look([](State& s) { s.loop = !s.loop; }); break;
    default: break;
  }
}

void Controller::looks(ActionId action) {
  auto look = [&](const std::function<void(State&)>& edit) { session_.look(edit); };
  switch (action) {
    case ActionId::kPresent: present(!state().presenting); break;
    case ActionId::kBlank: blank_ = !blank_; break;
    case ActionId::kTheme: look([](State& s) { s.theme = next_theme(s.theme); }); break;
    case ActionId::kLanguage:
      look([&](State& s) {
        auto next = catalog_.languages.upper_bound(s.language);
        s.language = next != catalog_.languages.end() ? next->first : catalog_.languages.begin()->first;
      });
      break;
    case ActionId::kTextLarger: look([](State& s) { s.text_scale = std::min(kLargestText, s.text_scale + kTextStep); }); break;
    case ActionId::kTextSmaller: look([](State& s) { s.text_scale = std::max(1.0, s.text_scale - kTextStep); }); break;
    case ActionId::kTextNormal: look([](State& s) { s.text_scale = 1; }); break;
    case ActionId::kFit: look([](State& s) { s.viewport = {}; }); break;
    case ActionId::kLeftPanel: look([](State& s) { s.left_open = !s.left_open; }); break;
    case ActionId::kRightPanel: look([](State& s) { s.right_open = !s.right_open; }); break;
    case ActionId::kReduceMotion: look([](State& s) { s.reduce_motion = !s.reduce_motion; }); break;
    case ActionId::kFullScreen: wishes_.toggle_full_screen = true; break;
    default: break;
  }
}

void Controller::files(ActionId action) {
  auto toggle = [&](Dialog dialog) { show(memory_.dialog == dialog ? Dialog::kNone : dialog); };
  switch (action) {
    case ActionId::kOpen: toggle(Dialog::kOpen); break;
    case ActionId::kSave: session_.path().empty() ? toggle(Dialog::kSave) : save(session_.path()); break;
    case ActionId::kSaveAs: toggle(Dialog::kSave); break;
    case ActionId::kExport: toggle(Dialog::kExport); break;
    case ActionId::kHandout: toggle(Dialog::kHandout); break;
    case ActionId::kHelp: toggle(Dialog::kKeys); break;
    case ActionId::kPalette: toggle(Dialog::kPalette); break;
    case ActionId::kCopy: copy(); break;
    case ActionId::kCopyCode: copy_code(); break;
    case ActionId::kPaste: wishes_.paste = true; break;
    case ActionId::kQuit:
      // Work that was never saved comes back by itself; changes to a saved file are asked about.
      session_.path().empty() ? go_on({}) : ask_or_go_on({});
      break;
    default: break;
  }
}

void Controller::comparing(ActionId action) {
  if (action == ActionId::kCompare) show(memory_.dialog == Dialog::kCompare ? Dialog::kNone : Dialog::kCompare);
  const std::shared_ptr<const Comparison> both = model_->comparison;
  if (!both) return;
  if (action == ActionId::kSwapSides) change([both](State& s) { swap_sides(s, *both); }, "");
  if (action == ActionId::kOtherSide) session_.look([](State& s) { s.on_other = !s.on_other; });
  if (action == ActionId::kLargeDifference) memory_.panels.compare.enlarge = true;
}

void Controller::pointing(ActionId action) {
  PointerMemory& pointer = memory_.panels.pointer;
  switch (action) {
    case ActionId::kSpotlight: press_spotlight(pointer.spotlight, now_); break;
    case ActionId::kPen: pointer.marks.pen = !pointer.marks.pen; break;
    case ActionId::kClearMarks: pointer.marks.strokes.clear(); break;
    case ActionId::kNotes: wishes_.toggle_notes = true; break;
    default: break;
  }
}

void Controller::photograph(ActionId action, int number) {
  if (!model_->scene->on_image) return;
  auto divide = [&](double by) {
    change([by](State& s) { s.divider = std::clamp(s.divider + by, 0.0, 1.0); }, "divider");
  };
  switch (action) {
    case ActionId::kWindowLeft: move_window(-number, 0); break;
    case ActionId::kWindowRight: move_window(number, 0); break;
    case ActionId::kWindowUp: move_window(0, -number); break;
    case ActionId::kWindowDown: move_window(0, number); break;
    case ActionId::kDividerLeft: divide(-kDividerStep); break;
    case ActionId::kDividerRight: divide(kDividerStep); break;
    case ActionId::kShowBefore: session_.look([](State& s) { s.show_before = true; }); break;
    case ActionId::kEditWeights:
      if (state().pin.kind != TargetKind::kWeight)
        change([stage = model_->playing(state().moment)](State& s) { s.pin = {TargetKind::kWeight, stage, 0}; }, "");
      session_.look([](State& s) { s.right_open = true; });
      memory_.panels.cell.focus = cells_may_change(lesson());
      break;
    default: break;
  }
}

// A pinned pixel moves itself; else the playhead.
void Controller::move_window(Index right, Index down) {
  const Timeline line = timeline();
  const StepPlace place = line.place(state().moment.step);
  const TimelineSegment& segment = line.segments[place.segment];
  const LayerModel& layer = playing_layer(*model_, state());
  const Extents &in = layer.input().extents, &out = layer.output().extents;
  if (segment.walk != Walk::kOutputs || out.rank() != 4) return;
  const Target& pin = state().pin;
  bool same_size = in.rank() == 4 && in[2] == out[2] && in[3] == out[3];
  bool pinned = pin.stage == segment.stage && (pin.kind == TargetKind::kOutput || (pin.kind == TargetKind::kInput && same_size));
  Index to = moved_in_plane(pinned ? pin.index : place.step, out[3], out[2], right, down);
  if (pinned) {
    change([to](State& s) { s.pin.index = to; }, "window");
    return;
  }
  session_.look([&](State& s) {
    s.moment = step_end(line, line.first_step(place.segment) + to);
    s.playing = false;
  });
}

// Its offset is then typed in the panel; a screen that is presented has no fields.
void Controller::choose_sample(Index by) {
  const auto sample = model_->comparison ? std::nullopt : next_sample(*model_, state(), by);
  if (!sample) return;
  if (!change([pin = *sample](State& s) { s.pin = pin; }, "pin.walk") || state().presenting) return;
  session_.look([](State& s) { s.right_open = true; });
  memory_.panels.cell.focus = cells_may_change(lesson());
}

// What was drawn by hand belongs to where it was drawn.
void Controller::present(bool presenting) {
  session_.look([presenting](State& s) {
    s.presenting = presenting;
    s.viewport = {};
  });
  memory_.panels.pointer.marks.strokes.clear();
  blank_ = false;
}

void Controller::escape() {
  PointerMemory& pointer = memory_.panels.pointer;
  if (memory_.dialog != Dialog::kNone) {
    show(Dialog::kNone);
  } else if (memory_.panels.sidebar.active) {
    memory_.panels.sidebar.active = false;
  } else if (pointer.marks.pen || !pointer.marks.strokes.empty()) {
    pointer.marks = {};
  } else if (pointer.spotlight.on) {
    pointer.spotlight.on = false;
  } else if (blank_) {
    blank_ = false;
  } else if (state().presenting) {
    present(false);
  } else if (!state().pin.none()) {
    change([](State& s) { s.pin = {}; }, "");
  } else if (escape_lesson()) {
    return;
  } else if (const std::shared_ptr<const Comparison> both = model_->comparison) {
    change([both](State& s) { leave_comparison(s, *both); }, "", [](State& s) { s.left_open = true; });
  }
}

void Controller::copy_code() {
  if (!model_->comparison && !model_->scene->shows_layer) return toast(words()("toast.no_code"));
  wishes_.clipboard = shown_code();
  toast(words()("toast.copied_code"));
}

// Of the layer that the panels tell of: of a comparison, that of the side they show.
std::string Controller::shown_code() const {
  const std::shared_ptr<const Comparison> both = model_->comparison;
  if (!both) return told_layer(*model_, state()).layer->code(state().dialect);
  return both->side(state().on_other).compared().layer->code(state().dialect);
}

// What is pinned as numbers; else the frame as a picture, or its output as numbers where no program takes pictures.
void Controller::copy() {
  const std::shared_ptr<const Comparison> both = model_->comparison;
  const bool of_other = both && state().pin.stage >= kOtherStages;
  const Model& model = both ? *both->side(of_other).model : *model_;
  const Target pin = both ? side_target(*both, state().pin, of_other) : state().pin;
  auto pinned = model.tensors.find(tensor_of(model, pin));
  const Tensor* tensor = pinned != model.tensors.end() ? &pinned->second : &model.last().output();
  auto copy_values = [&](Index plane) {
    wishes_.clipboard = table_text(*tensor, plane);
    toast(words()("toast.copied_values"));
  };
  int rank = tensor->extents.rank();
  Index plane = rank > 1 ? tensor->extents[rank - 1] * tensor->extents[rank - 2] : std::max<Index>(1, tensor->count());
  if (pinned != model.tensors.end() && pin.index >= 0 && pin.index < tensor->count()) return copy_values(pin.index / plane);
  Theme theme = make_theme(state().theme, state().text_scale);
  DisplayList list =
      build_view({*model_, state(), shown_moment(state()), {}, theme, words(), *catalog_.fonts, kCopyWidth, kCopyHeight, {}});
  Pixels pixels =
      rasterize(list, *catalog_.fonts, static_cast<int>(kCopyWidth * kCopyScale), static_cast<int>(kCopyHeight * kCopyScale), kCopyScale);
  auto png = png_bytes(pixels);
  if (png && copy_png(*png)) return toast(words()("toast.copied_frame"));
  copy_values(0);
}

}  // namespace convscope
