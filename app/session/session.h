// All mutable state behind one door: every change is a command, which gives undo, redo, autosave and tests.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/session/state.h"
#include "engine/base/result.h"

namespace convscope {

inline constexpr std::size_t kUndoLimit = 1000;  // steps

// Whether two states hold the same work: what undo covers, wherever one looks.
bool same_work(const State& a, const State& b);
// Takes over what undo covers; where one looks stays.
void take_work(State& into, const State& from);
// Whether two states have the same model: same scene, settings, cells and picture.
bool same_settings(const State& a, const State& b);

class Session {
 public:
  explicit Session(State initial) : state_(std::move(initial)) {}
  const State& state() const { return state_; }
  // Counts every change; the window redraws and the autosave writes when it moved on.
  std::uint64_t version() const { return version_; }

  // A change that undo covers. Calls with the same non-empty `merge` key directly after one another are one undo step (a drag).
  // An edit that changes nothing that undo covers makes no undo step.
  void change(const std::function<void(State&)>& edit, const std::string& merge = "");
  // A change of where one looks (playhead, zoom, theme): no undo step.
  void look(const std::function<void(State&)>& edit);
  // Puts the state back to the one before the last change without leaving a trace: it proved impossible.
  // What was changed by look() since then stays.
  void refuse();
  bool can_undo() const { return !past_.empty(); }
  bool can_redo() const { return !future_.empty(); }
  // Where one looks stays as it is.
  void undo();
  void redo();
  void end_merge() { merge_.clear(); }
  // Replaces everything (an opened file): undo starts anew.
  // `changed`: it holds work that its file does not (what a crash left behind).
  void open(State state, std::string path, bool changed = false);

  const std::string& path() const { return path_; }
  void saved(std::string path);
  bool unsaved() const { return changed_since_save_; }

 private:
  struct Before {  // everything that a change touches
    State state;
    std::vector<State> future;
    std::string merge;
    bool new_step = false;  // past_ grew by one
    bool changed_since_save = false;
  };

  void step(std::vector<State>& from, std::vector<State>& to);

  State state_;
  std::vector<State> past_, future_;
  std::optional<Before> before_;  // the last change, while it can be refused
  std::string merge_, path_;
  std::uint64_t version_ = 0;
  bool changed_since_save_ = false;
};

}  // namespace convscope
