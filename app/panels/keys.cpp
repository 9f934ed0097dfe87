#include "app/panels/keys.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>

namespace convscope {
namespace {

constexpr bool kControl = true, kShift = true;

std::string key_name(int key) {
  if ((key >= GLFW_KEY_A && key <= GLFW_KEY_Z) || (key >= GLFW_KEY_0 && key <= GLFW_KEY_9)) return std::string(1, static_cast<char>(key));
  if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12) return "F" + std::to_string(key - GLFW_KEY_F1 + 1);
  switch (key) {
    case GLFW_KEY_SPACE: return "Space";
    case GLFW_KEY_LEFT: return "←";
    case GLFW_KEY_RIGHT: return "→";
    case GLFW_KEY_UP: return "↑";
    case GLFW_KEY_DOWN: return "↓";
    case GLFW_KEY_HOME: return "Home";
    case GLFW_KEY_END: return "End";
    case GLFW_KEY_PAGE_UP: return "PgUp";
    case GLFW_KEY_PAGE_DOWN: return "PgDn";
    case GLFW_KEY_ESCAPE: return "Esc";
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER: return "Enter";
    case GLFW_KEY_TAB: return "Tab";
    case GLFW_KEY_DELETE: return "Del";
    case GLFW_KEY_BACKSPACE: return "Backspace";
    case GLFW_KEY_EQUAL:
    case GLFW_KEY_KP_ADD: return "+";
    case GLFW_KEY_MINUS:
    case GLFW_KEY_KP_SUBTRACT: return "−";
    case GLFW_KEY_SLASH: return "?";
    case GLFW_KEY_BACKSLASH: return "\\";
    case GLFW_KEY_LEFT_BRACKET: return "[";
    case GLFW_KEY_RIGHT_BRACKET: return "]";
    default: return "";
  }
}

constexpr int kFar = 10;  // pixels

bool only_presenting(const KeyBinding& binding) {
  switch (binding.action) {
    case ActionId::kBlank:
    case ActionId::kNextStride:
    case ActionId::kNextPadding: return true;
    case ActionId::kTheme: return !binding.control;
    default: return false;
  }
}

// A screen that is presented has neither fields nor the keys of a lesson to spare.
bool never_presenting(const KeyBinding& binding) {
  return binding.action == ActionId::kEditWeights || binding.action == ActionId::kShowBefore;
}

bool means_something(const KeyBinding& binding, const KeyPlace& place) {
  return place.presenting ? !never_presenting(binding) : !only_presenting(binding);
}

bool is_there(ActionId action, const KeyPlace& place) {
  if (only_in_lesson(action)) return place.lesson;
  if (only_with_samples(action)) return place.samples;
  return !only_on_photograph(action) || place.photograph;
}

// What means something only in some places comes before what means something everywhere.
int precedence(ActionId action) { return only_in_lesson(action) ? 3 : only_with_samples(action) ? 2 : only_on_photograph(action) ? 1 : 0; }

}  // namespace

const std::vector<KeyBinding>& key_bindings() {
  static const std::vector<KeyBinding> kBindings = {
      {ActionId::kPlay, GLFW_KEY_SPACE, false, false, "action.play"},
      {ActionId::kPhaseForward, GLFW_KEY_RIGHT, false, false, "action.phase_forward"},
      {ActionId::kPhaseBack, GLFW_KEY_LEFT, false, false, "action.phase_back"},
      {ActionId::kStepForward, GLFW_KEY_RIGHT, false, kShift, "action.step_forward"},
      {ActionId::kStepBack, GLFW_KEY_LEFT, false, kShift, "action.step_back"},
      {ActionId::kRowForward, GLFW_KEY_RIGHT, kControl, false, "action.row_forward"},
      {ActionId::kRowBack, GLFW_KEY_LEFT, kControl, false, "action.row_back"},
      {ActionId::kStart, GLFW_KEY_HOME, false, false, "action.start"},
      {ActionId::kEnd, GLFW_KEY_END, false, false, "action.end"},
      {ActionId::kFaster, GLFW_KEY_EQUAL, false, false, "action.faster"},
      {ActionId::kFaster, GLFW_KEY_EQUAL, false, kShift, "action.faster"},
      {ActionId::kFaster, GLFW_KEY_KP_ADD, false, false, "action.faster"},
      {ActionId::kSlower, GLFW_KEY_MINUS, false, false, "action.slower"},
      {ActionId::kSlower, GLFW_KEY_KP_SUBTRACT, false, false, "action.slower"},
      {ActionId::kLoop, GLFW_KEY_L, false, false, "action.loop"},
      {ActionId::kPhaseForward, GLFW_KEY_PAGE_DOWN, false, false, "action.phase_forward"},
      {ActionId::kPhaseBack, GLFW_KEY_PAGE_UP, false, false, "action.phase_back"},
      {ActionId::kUndo, GLFW_KEY_Z, kControl, false, "action.undo"},
      {ActionId::kRedo, GLFW_KEY_Z, kControl, kShift, "action.redo"},
      {ActionId::kRedo, GLFW_KEY_Y, kControl, false, "action.redo"},
      {ActionId::kResetAll, 0, false, false, "action.reset_all"},
      {ActionId::kPalette, GLFW_KEY_K, kControl, false, "action.palette"},
      {ActionId::kOpen, GLFW_KEY_O, kControl, false, "action.open"},
      {ActionId::kSave, GLFW_KEY_S, kControl, false, "action.save"},
      {ActionId::kSaveAs, GLFW_KEY_S, kControl, kShift, "action.save_as"},
      {ActionId::kExport, GLFW_KEY_E, kControl, false, "action.export"},
      {ActionId::kHandout, GLFW_KEY_P, kControl, false, "action.handout"},
      {ActionId::kCopy, GLFW_KEY_C, kControl, false, "action.copy"},
      {ActionId::kCopyCode, GLFW_KEY_C, kControl, kShift, "action.copy_code"},
      {ActionId::kPaste, GLFW_KEY_V, kControl, false, "action.paste"},
      {ActionId::kPresent, GLFW_KEY_F5, false, false, "action.present"},
      {ActionId::kFullScreen, GLFW_KEY_F11, false, false, "action.full_screen"},
      {ActionId::kBlank, GLFW_KEY_B, false, false, "action.blank"},
      {ActionId::kSpotlight, GLFW_KEY_O, false, false, "action.spotlight"},
      {ActionId::kPen, GLFW_KEY_M, false, false, "action.pen"},
      {ActionId::kClearMarks, GLFW_KEY_DELETE, false, false, "action.clear_marks"},
      {ActionId::kClearMarks, GLFW_KEY_BACKSPACE, false, false, "action.clear_marks"},
      {ActionId::kNotes, GLFW_KEY_N, false, false, "action.notes"},
      {ActionId::kNextStride, GLFW_KEY_S, false, false, "action.next_stride"},
      {ActionId::kNextPadding, GLFW_KEY_P, false, false, "action.next_padding"},
      {ActionId::kChoose, GLFW_KEY_1, false, false, "action.choose", 1},
      {ActionId::kChoose, GLFW_KEY_2, false, false, "action.choose", 2},
      {ActionId::kChoose, GLFW_KEY_3, false, false, "action.choose", 3},
      {ActionId::kChoose, GLFW_KEY_4, false, false, "action.choose", 4},
      {ActionId::kChoose, GLFW_KEY_5, false, false, "action.choose", 5},
      {ActionId::kChoose, GLFW_KEY_6, false, false, "action.choose", 6},
      {ActionId::kChoose, GLFW_KEY_7, false, false, "action.choose", 7},
      {ActionId::kChoose, GLFW_KEY_8, false, false, "action.choose", 8},
      {ActionId::kChoose, GLFW_KEY_9, false, false, "action.choose", 9},
      {ActionId::kAskMe, GLFW_KEY_Q, false, false, "action.ask_me"},
      {ActionId::kCompare, GLFW_KEY_C, false, false, "action.compare"},
      {ActionId::kSwapSides, GLFW_KEY_X, false, false, "action.swap_sides"},
      {ActionId::kOtherSide, GLFW_KEY_TAB, false, false, "action.other_side"},
      {ActionId::kOtherSide, GLFW_KEY_A, false, false, "action.other_side"},
      {ActionId::kLargeDifference, GLFW_KEY_D, false, false, "action.large_difference"},
      {ActionId::kNextSample, GLFW_KEY_TAB, false, false, "action.next_sample"},
      {ActionId::kPreviousSample, GLFW_KEY_TAB, false, kShift, "action.previous_sample"},
      {ActionId::kFit, GLFW_KEY_0, kControl, false, "action.fit"},
      {ActionId::kTheme, GLFW_KEY_T, kControl, false, "action.theme"},
      {ActionId::kTheme, GLFW_KEY_T, false, false, "action.theme"},
      {ActionId::kLanguage, GLFW_KEY_L, kControl, false, "action.language"},
      {ActionId::kTextLarger, GLFW_KEY_EQUAL, kControl, false, "action.text_larger"},
      {ActionId::kTextLarger, GLFW_KEY_EQUAL, kControl, kShift, "action.text_larger"},
      {ActionId::kTextLarger, GLFW_KEY_KP_ADD, kControl, false, "action.text_larger"},
      {ActionId::kTextSmaller, GLFW_KEY_MINUS, kControl, false, "action.text_smaller"},
      {ActionId::kTextSmaller, GLFW_KEY_KP_SUBTRACT, kControl, false, "action.text_smaller"},
      {ActionId::kTextNormal, 0, false, false, "action.text_normal"},
      {ActionId::kReduceMotion, 0, false, false, "action.reduce_motion"},
      {ActionId::kLeftPanel, GLFW_KEY_LEFT_BRACKET, false, false, "action.left_panel"},
      {ActionId::kRightPanel, GLFW_KEY_RIGHT_BRACKET, false, false, "action.right_panel"},
      {ActionId::kHelp, GLFW_KEY_F1, false, false, "action.help"},
      {ActionId::kHelp, GLFW_KEY_SLASH, false, kShift, "action.help"},
      {ActionId::kEscape, GLFW_KEY_ESCAPE, false, false, "action.escape"},
      {ActionId::kQuit, GLFW_KEY_Q, kControl, false, "action.quit"},
      {ActionId::kWindowLeft, GLFW_KEY_LEFT, false, false, "action.window", 1},
      {ActionId::kWindowRight, GLFW_KEY_RIGHT, false, false, "action.window", 1},
      {ActionId::kWindowUp, GLFW_KEY_UP, false, false, "action.window", 1},
      {ActionId::kWindowDown, GLFW_KEY_DOWN, false, false, "action.window", 1},
      {ActionId::kWindowLeft, GLFW_KEY_LEFT, kControl, false, "action.window_far", kFar},
      {ActionId::kWindowRight, GLFW_KEY_RIGHT, kControl, false, "action.window_far", kFar},
      {ActionId::kWindowUp, GLFW_KEY_UP, kControl, false, "action.window_far", kFar},
      {ActionId::kWindowDown, GLFW_KEY_DOWN, kControl, false, "action.window_far", kFar},
      {ActionId::kDividerLeft, GLFW_KEY_LEFT_BRACKET, false, false, "action.divider"},
      {ActionId::kDividerRight, GLFW_KEY_RIGHT_BRACKET, false, false, "action.divider"},
      {ActionId::kShowBefore, GLFW_KEY_B, false, false, "action.show_before"},
      {ActionId::kEditWeights, GLFW_KEY_W, false, false, "action.edit_weights"},
      {ActionId::kLessonForward, GLFW_KEY_PAGE_DOWN, false, false, "action.lesson_forward"},
      {ActionId::kLessonBack, GLFW_KEY_PAGE_UP, false, false, "action.lesson_back"},
      {ActionId::kLessonDigit, GLFW_KEY_1, false, false, "action.lesson_digit", 1},
      {ActionId::kLessonDigit, GLFW_KEY_2, false, false, "action.lesson_digit", 2},
      {ActionId::kLessonDigit, GLFW_KEY_3, false, false, "action.lesson_digit", 3},
      {ActionId::kLessonDigit, GLFW_KEY_4, false, false, "action.lesson_digit", 4},
      {ActionId::kLessonDigit, GLFW_KEY_5, false, false, "action.lesson_digit", 5},
      {ActionId::kLessonDigit, GLFW_KEY_6, false, false, "action.lesson_digit", 6},
      {ActionId::kLessonDigit, GLFW_KEY_7, false, false, "action.lesson_digit", 7},
      {ActionId::kLessonDigit, GLFW_KEY_8, false, false, "action.lesson_digit", 8},
      {ActionId::kLessonDigit, GLFW_KEY_9, false, false, "action.lesson_digit", 9},
      {ActionId::kTakeHand, GLFW_KEY_1, false, kShift, "action.take_hand", 1},
      {ActionId::kTakeHand, GLFW_KEY_2, false, kShift, "action.take_hand", 2},
      {ActionId::kTakeHand, GLFW_KEY_3, false, kShift, "action.take_hand", 3},
      {ActionId::kTakeHand, GLFW_KEY_4, false, kShift, "action.take_hand", 4},
      {ActionId::kReveal, GLFW_KEY_ENTER, false, false, "action.reveal"},
      {ActionId::kReveal, GLFW_KEY_KP_ENTER, false, false, "action.reveal"},
  };
  return kBindings;
}

const KeyBinding* binding_for(int key, bool control, bool shift, const KeyPlace& place) {
  const KeyBinding* found = nullptr;
  for (const KeyBinding& binding : key_bindings()) {
    if (binding.key == 0 || binding.key != key || binding.control != control || binding.shift != shift) continue;
    if (!means_something(binding, place) || !is_there(binding.action, place)) continue;
    if (found == nullptr || precedence(binding.action) >= precedence(found->action)) found = &binding;
  }
  return found;
}

bool only_on_photograph(ActionId action) { return action >= ActionId::kWindowLeft && action <= ActionId::kShowBefore; }
bool only_in_lesson(ActionId action) { return action >= ActionId::kLessonForward; }
bool only_with_samples(ActionId action) { return action == ActionId::kNextSample || action == ActionId::kPreviousSample; }

bool is_key_of(ActionId action, int key) {
  const std::vector<KeyBinding>& all = key_bindings();
  return std::any_of(all.begin(), all.end(), [&](const KeyBinding& binding) { return binding.action == action && binding.key == key; });
}

bool is_toggle(ActionId action) {
  switch (action) {
    case ActionId::kPresent:
    case ActionId::kFullScreen:
    case ActionId::kBlank:
    case ActionId::kSpotlight:
    case ActionId::kPen:
    case ActionId::kNotes:
    case ActionId::kOtherSide:
    case ActionId::kSwapSides:
    case ActionId::kLargeDifference: return true;
    default: return false;
  }
}

bool is_enter(int key) { return key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER; }

std::string binding_text(const KeyBinding& binding) {
  if (binding.key == 0) return "";
  bool question = binding.key == GLFW_KEY_SLASH;  // its shift is part of the sign
  return std::string(binding.control ? "Ctrl+" : "") + (binding.shift && !question ? "Shift+" : "") + key_name(binding.key);
}

std::string key_text(ActionId action) {
  for (const KeyBinding& binding : key_bindings())
    if (binding.action == action) return binding_text(binding);
  return "";
}

}  // namespace convscope
