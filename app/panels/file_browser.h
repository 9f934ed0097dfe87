// A folder, its entries, a name to type: what choosing a file or a folder needs, wherever a dialog asks for one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/panels/ui.h"

namespace convscope {

enum class BrowserPurpose { kOpen, kSave, kFolder };

struct BrowserAnswer {
  std::optional<std::string> chosen;  // the path; the dialog may close
  bool leave = false;
};

// Sets the memory up for a new question: where to begin, what to list, which name to propose.
void begin_browsing(FileMemory& memory, const std::string& folder, const std::string& name);
// Goes to a folder and lists what `purpose` lets one choose.
void go_to_folder(FileMemory& memory, const std::string& folder, BrowserPurpose purpose);
// What pressing Enter with this in the name field means: go to a folder, take a path, ask first, or a fault.
enum class NameMeaning { kGo, kTake, kAskOverwrite, kMissing, kNothing };
struct NameReading {
  NameMeaning meaning = NameMeaning::kNothing;
  std::string path;
};
NameReading read_name(const std::string& folder, const std::string& name, BrowserPurpose purpose);

// Draws inside a dialog that is already open, from `box.y` on.
BrowserAnswer draw_browser(Ui& ui, const Box& box, BrowserPurpose purpose);

}  // namespace convscope
