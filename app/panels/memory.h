// What the panels remember between frames that no session keeps: open dialogs, half-typed text, unfolded sections.
#pragma once

#include <string>
#include <vector>

#include "app/panels/actions.h"
#include "app/panels/input_queue.h"
#include "app/panels/panel_memory.h"

namespace convscope {

struct ToastNote {
  std::string text;
  bool warning = false;
  double until = 0;  // on Ui::now's clock
};

struct FieldDraft {  // the one field that is being typed into
  std::string name;
  std::string text;
  bool fresh = false;  // takes the focus in its first frame
  bool wait = false;   // the focus is on its way
};

struct NumberDrag {  // the number that is being dragged, and where it started
  std::string name;
  double from = 0;
};

struct HoverRest {  // the control the pointer rests on, for its tooltip
  std::string name;
  double since = 0;
  bool seen = false;  // in this frame
  bool tip = false;   // it has a tooltip, which comes or stands there
};

struct WheelMemory {  // what the mouse wheel turns: what it began over, until the pointer moves or the wheel rests
  std::string owner;
  Point pointer;
  double last = -1;   // turn, on Ui::now's clock
  double parts = 0;   // of a step, from wheels that turn finely
};

struct Memory {
  Dialog dialog = Dialog::kNone;
  FieldDraft draft;
  NumberDrag drag;
  HoverRest rest;
  WheelMemory wheel;
  std::vector<KeyPress> keys;   // pressed in this frame, for dialogs that walk by keys
  std::string text;             // typed in this frame
  bool escape_pressed = false;  // in this frame
  bool typing = false;          // the keyboard is a text field's in this frame: it has it, or is taking it
  bool field_active = false;    // a text field had the caret in this frame, or asked for it
  PanelMemory panels;
  std::vector<ToastNote> toasts;
};

}  // namespace convscope
