// One table: key → action → the key of its name in the language files. The keyboard, the help and the palette read it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace convscope {

enum class ActionId {
  kPlay, kPhaseForward, kPhaseBack, kStepForward, kStepBack, kRowForward, kRowBack, kStart, kEnd, kFaster, kSlower, kLoop,
  kUndo, kRedo, kOpen, kSave, kSaveAs, kExport, kHandout, kCopy, kHelp, kPresent, kFullScreen, kPalette, kEscape,
  kTheme, kLanguage, kTextLarger, kTextSmaller, kTextNormal, kFit, kLeftPanel, kRightPanel, kReduceMotion, kBlank,
  kCopyCode, kPaste, kResetAll, kQuit, kNextStride, kNextPadding, kChoose, kCompare, kSwapSides, kOtherSide,
  kSpotlight, kPen, kClearMarks, kNotes, kLargeDifference,
  kNextSample, kPreviousSample,
  kWindowLeft, kWindowRight, kWindowUp, kWindowDown, kDividerLeft, kDividerRight, kEditWeights, kShowBefore, kAskMe,
  kLessonForward, kLessonBack, kLessonDigit, kTakeHand, kReveal,
};

struct KeyBinding {
  ActionId action = ActionId::kPlay;
  int key = 0;  // GLFW's code; 0: no key, found in the palette
  bool control = false, shift = false;
  const char* name = "";  // words: "action.play"
  int number = 0;         // of what the action chooses; how many pixels the window moves
};

// Where the keyboard is: some keys mean something only there, or something else.
struct KeyPlace {
  bool presenting = false;
  bool photograph = false;  // the scene is on one
  bool lesson = false;      // one runs
  bool samples = false;     // the scene's kernel has sampling points to choose from
};

// In the order of the help; several bindings may share an action (the first is the one that is shown).
const std::vector<KeyBinding>& key_bindings();
// nullptr: nothing. A lesson's keys come first, then those of sampling points, then those of a photograph.
const KeyBinding* binding_for(int key, bool control, bool shift, const KeyPlace& place);
bool only_on_photograph(ActionId action);
bool only_in_lesson(ActionId action);
bool only_with_samples(ActionId action);
bool is_key_of(ActionId action, int key);  // whatever is held with it
bool is_toggle(ActionId action);  // a key that repeats while it is held does it once
bool is_enter(int key);
// "Ctrl+Shift+S", "Space", "F5"; empty when the action has no key.
std::string key_text(ActionId action);
std::string binding_text(const KeyBinding& binding);

}  // namespace convscope
