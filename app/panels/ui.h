// What every panel gets: all that is shown (to read), where to draw, and the queue of what the person asked for.
// A panel is `void draw_x(Ui&, Box)` in a file of its own; it draws inside its box and changes no state.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/canvas/display_list.h"
#include "app/catalog/catalog.h"
#include "app/i18n/words.h"
#include "app/panels/actions.h"
#include "app/panels/lesson_shelf.h"
#include "app/panels/lesson_shown.h"
#include "app/panels/memory.h"
#include "app/panels/painter.h"
#include "app/panels/probe.h"
#include "app/scenes/model.h"
#include "app/session/state.h"
#include "app/theme/theme.h"

namespace convscope {

struct ExportStatus {   // of the running or last export
  bool running = false, paused = false;
  int frame = 0, frames = 0;
  double seconds = 0;   // since it started
  std::string path;     // being written, or last written
  std::string failure;  // of the last one; empty when it went well
};

struct SessionFacts {
  std::string path;     // "" = never saved
  bool unsaved = false, can_undo = false, can_redo = false;
  std::vector<std::string> recent;       // files, newest first
  std::vector<std::string> photographs;  // names of the shipped ones
  std::map<std::string, std::shared_ptr<const Pixels>> thumbnails;  // of photographs, by name or path; they come one by one
};

struct Ui {
  const Catalog& catalog;
  const State& state;
  const Model* model;      // of the last possible state; null only while there is none
  const Error* problem;    // why the last change was refused; `attribute` names its control. Null when all is well
  const Theme& theme;
  const Words& words;
  Painter& painter;
  Actions& actions;
  Memory& memory;
  Probe& probe;
  const SessionFacts& session;
  const ExportStatus& exporting;
  const LessonShelf& shelf;
  const LessonShown* lesson;  // that runs; null: none
  const std::vector<Error>& lesson_faults;  // of the files of a lesson that cannot be given as it stands
  double now = 0;          // seconds, for what fades; not for the playhead
  Box window;              // the whole window, logical pixels
  std::string given{};     // the tensor that another variant gives; "": all are the scene's own

  Ui with_theme(const Theme& other) const {
    return {catalog, state, model, problem, other, words, painter, actions, memory, probe, session, exporting, shelf, lesson,
            lesson_faults, now, window, given};
  }
  double scaled(double size) const { return size * theme.text_scale; }  // text sizes and what must grow with text
  const std::string& word(std::string_view key) const { return words(key); }
};

}  // namespace convscope
