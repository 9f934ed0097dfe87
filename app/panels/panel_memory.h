// What the panels and dialogs remember between frames, one record each; Memory holds them. Nothing of it is saved.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/panels/export_plan.h"
#include "app/panels/file_list.h"
#include "app/panels/first_steps.h"
#include "app/panels/time_left.h"
#include "engine/base/result.h"

namespace convscope {

struct SidebarMemory {
  std::string search;
  int chosen = 0;            // of the found scenes, by the arrow keys
  std::string seen_scene;    // the one last scrolled to
};

struct ParameterMemory {
  std::map<std::string, bool> linked;  // by control: one number for all axes; absent: linked when they are equal
  std::string refused_name;            // the control whose typed text was refused, and why
  std::string refused_sentence;
};

struct CellMemory {
  std::string text;          // being typed
  std::string of;            // the cell it belongs to
  std::string refused;       // why what was typed is no value
  bool focus = false;
};

struct ExportMemory {
  bool open = false;         // the settings below were made for the scene on the screen
  std::string scene;
  ExportSettings settings;
  TimeLeft left;
  double preview_step = 0;
  bool asked_overwrite = false;
  bool choosing_folder = false;
  std::string outcome;       // the path of the last export the result of which was shown
};

struct FileMemory {
  bool open = false;
  std::string folder, name;
  std::string listed_folder; // what `entries` lists
  Result<std::vector<FileEntry>> entries = std::vector<FileEntry>{};
  int chosen = -1;
  bool overwrite_question = false;
};

struct PaletteMemory {
  bool open = false;
  std::string query;
  int chosen = 0;
};

struct ToastMemory {
  std::string text;
  double width = 0;
};

struct FirstStartMemory {
  bool showing = false;      // set by the shell at a first start
  FirstSteps steps;
  std::string parameters_then; // what the person's doing is told from
  double finished_at = -1;
};

struct PanelMemory {
  SidebarMemory sidebar;
  ParameterMemory parameters;
  CellMemory cell;
  ExportMemory exporting;
  FileMemory files;
  PaletteMemory palette;
  FirstStartMemory first_start;
};

}  // namespace convscope
