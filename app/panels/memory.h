// What the panels remember between frames that no session keeps: open dialogs, half-typed text, unfolded sections.
#pragma once

#include <string>
#include <vector>

#include "app/panels/actions.h"

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
};

struct Memory {
  Dialog dialog = Dialog::kNone;
  FieldDraft draft;
  std::vector<ToastNote> toasts;
};

}  // namespace convscope
