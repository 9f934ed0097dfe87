// What a panel asks for. Panels change nothing themselves: they queue, and the controller carries it out after the frame.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/export/export.h"
#include "app/handout/handout.h"
#include "app/panels/keys.h"
#include "app/session/state.h"

namespace convscope {

enum class Dialog { kNone, kExport, kOpen, kSave, kKeys, kPalette, kUnsaved, kCompare, kHandout };

namespace act {
struct Change {  // undo covers it; equal non-empty merge keys in a row are one step (a drag)
  std::function<void(State&)> edit;
  std::string merge;
  std::function<void(State&)> look = {};  // where one looks then, once the change was possible
};
struct Look { std::function<void(State&)> edit; };  // where one looks: no undo step
struct EndMerge {};                                 // a drag ended
struct Run { ActionId action; int number = 0; };    // as if its key were pressed
struct Open { std::string path; };                  // a session or an image, by content
struct Save { std::string path; };
struct StartExport { ExportRequest request; ThemeName theme; };
struct MakeHandout { bool of_lesson; };               // of the lesson that runs, else of the scene
struct StartHandout { std::string path; HandoutOptions options; };  // writes the one that was made
struct PauseExport { bool pause; };
struct CancelExport {};
struct Copy { std::string text; };                  // to the clipboard
struct Paste { std::string text; };                 // a layer as code
struct Toast { std::string text; bool warning; };
struct Show { Dialog dialog; };
struct Refuse { std::string attribute, message; };  // a value that no State can hold ("NaN" in a field): shown beside its control
struct Discard {};                                  // go on with what the unsaved question holds back (open, quit)
struct BeginLesson { std::string lesson; };         // its id, or the folder where it lies
struct LessonForward {};                            // as PgDn: from text to motion, on to the next step, or the answer
struct LessonBack {};                               // as PgUp
struct LessonGoTo { std::size_t step; };            // to the begin of a step, from 0
struct Vote { std::size_t choice; int hands; };     // hands for a choice, from 0; negative: taken away. Only while asked
struct Reveal {};                                   // the answer to what is asked
struct LeaveLesson {};                              // the state stays
struct DismissFaults {};                            // those of a lesson's files were read
}  // namespace act

using Action = std::variant<act::Change, act::Look, act::EndMerge, act::Run, act::Open, act::Save, act::StartExport, act::PauseExport,
                            act::CancelExport, act::Copy, act::Paste, act::Toast, act::Show, act::Refuse, act::Discard, act::BeginLesson,
                            act::LessonForward, act::LessonBack, act::LessonGoTo, act::Vote, act::Reveal,
                            act::LeaveLesson, act::DismissFaults, act::MakeHandout, act::StartHandout>;

class Actions {
 public:
  void add(Action action) { queue_.push_back(std::move(action)); }
  void change(std::function<void(State&)> edit, std::string merge = "") { add(act::Change{std::move(edit), std::move(merge)}); }
  void change_and_look(std::function<void(State&)> edit, std::function<void(State&)> look) {
    add(act::Change{std::move(edit), "", std::move(look)});
  }
  void look(std::function<void(State&)> edit) { add(act::Look{std::move(edit)}); }
  void run(ActionId action) { add(act::Run{action}); }
  void show(Dialog dialog) { add(act::Show{dialog}); }
  // Something on the screen changes by itself in so many seconds (a toast leaves, a caret blinks): draw again then.
  void wake_in(double seconds) { wake_ = wake_ < 0 || seconds < wake_ ? seconds : wake_; }
  double wake() const { return wake_; }  // < 0: nothing asked
  std::vector<Action> take() { wake_ = -1; return std::exchange(queue_, {}); }

 private:
  std::vector<Action> queue_;
  double wake_ = -1;
};

}  // namespace convscope
