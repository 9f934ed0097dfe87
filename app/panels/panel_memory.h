// What the panels and dialogs remember between frames, one record each; Memory holds them. Nothing of it is saved.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/handout/handout.h"
#include "app/panels/export_plan.h"
#include "app/panels/file_list.h"
#include "app/panels/first_steps.h"
#include "app/panels/pointer_tools.h"
#include "app/panels/time_left.h"
#include "engine/base/result.h"

namespace convscope {

struct SidebarMemory {
  std::string seen_scene;  // the one last scrolled to
  bool lessons = false;    // it lists the lessons, not the scenes
  bool active = false;     // it is walked by keys
  std::string at;          // the row the keys stand on: "scene.padding", "preset.strides"
};

struct ParameterMemory {
  std::map<std::string, bool> linked;  // by control: one number for all axes; absent: linked when they are equal
};

struct CellMemory {
  std::string text;     // being typed
  std::string of;       // the cell it belongs to
  std::string refused;  // why what was typed is no value
  bool focus = false;
};

struct ExportMemory {
  bool open = false;
  ExportSettings settings;
  std::string suggested;  // the name and the range that were proposed: replaced while the person keeps them
  ExportRange proposed = ExportRange::kAll;
  TimeLeft left;
  bool started = false;  // an export was started since the program was: its outcome is told
  bool choosing_folder = false;
  std::string replaces;  // the file that the person was asked about; "" = no question
};

struct HandoutMemory {
  bool open = false;
  HandoutOptions options;
  bool of_lesson = false;
  std::shared_ptr<const Handout> made;  // null: none can be, `fault` says why
  std::string fault;
  std::shared_ptr<const Handout> laid_out;  // what `pages` are of
  HandoutOptions laid_out_with;
  std::vector<DisplayList> pages;
  int page = 0;
  std::string folder, name;
  std::string suggested;  // the name that was proposed
  bool choosing_folder = false, started = false;
  std::string replaces;  // the file that the person was asked about; "" = no question
};

struct FileMemory {
  bool open = false;
  std::string folder, name;
  std::string listed_folder;  // what `entries` lists
  Result<std::vector<FileEntry>> entries = std::vector<FileEntry>{};
  int chosen = -1;
  bool overwrite_question = false;
  std::string fault;  // why the name leads nowhere
};

struct PaletteMemory {
  bool open = false;
  std::string query;
  int chosen = 0;
  std::string begun;          // typed before it was open
  bool cursor_at_end = false; // until the field has the keyboard
};

struct CompareMemory {
  bool open = false;
  int chosen = 0;
  bool enlarge = false;  // the difference, or the whole stage again: asked of the stage
};

struct FirstStartMemory {
  bool showing = false;  // set by the shell at a first start
  bool begun = false;    // what follows holds the state it began with
  FirstSteps steps;
  bool was_playing = false;
  std::map<std::string, AttributeValue> parameters_then;
  double finished_at = -1;
};

struct LessonMemory {
  bool hide_hands = false; // until the answer is shown
  std::string seen_step;   // the one last scrolled to
  std::string read_step;   // whose text was scrolled to its begin
};

struct PointerMemory {
  Spotlight spotlight;
  Marks marks;
  std::vector<Point> path;  // of the pointer in this frame
};

struct PanelMemory {
  SidebarMemory sidebar;
  ParameterMemory parameters;
  CellMemory cell;
  ExportMemory exporting;
  HandoutMemory handout;
  FileMemory files;
  PaletteMemory palette;
  CompareMemory compare;
  LessonMemory lesson;
  FirstStartMemory first_start;
  PointerMemory pointer;
};

}  // namespace convscope
