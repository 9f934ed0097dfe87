#include "app/session/session.h"

namespace convscope {
void take_work(State& into, const State& from) {
  into.scene = from.scene;
  into.mode = from.mode;
  into.parameters = from.parameters;
  into.edits = from.edits;
  into.image = from.image;
  into.pin = from.pin;
  into.divider = from.divider;
  into.other = from.other;
  into.lesson = from.lesson;
}

bool same_settings(const State& a, const State& b) {
  return a.scene == b.scene && a.mode == b.mode && a.parameters == b.parameters && a.edits == b.edits && a.image == b.image &&
         a.other == b.other;
}

bool same_work(const State& a, const State& b) {
  return a.scene == b.scene && a.mode == b.mode && a.parameters == b.parameters && a.edits == b.edits && a.image == b.image &&
         a.pin == b.pin && a.divider == b.divider && a.other == b.other && a.lesson == b.lesson;
}

void Session::change(const std::function<void(State&)>& edit, const std::string& merge) {
  State older = state_;
  edit(state_);
  ++version_;
  if (same_work(older, state_)) {
    before_.reset();
    return;
  }
  bool new_step = merge.empty() || merge != merge_;
  before_ = Before{older, std::move(future_), merge_, new_step, changed_since_save_};
  future_.clear();
  if (new_step) past_.push_back(std::move(older));
  if (past_.size() > kUndoLimit) past_.erase(past_.begin());
  merge_ = merge;
  changed_since_save_ = true;
}

void Session::look(const std::function<void(State&)>& edit) {
  edit(state_);
  ++version_;
}

void Session::refuse() {
  if (!before_) return;
  take_work(state_, before_->state);
  future_ = std::move(before_->future);
  if (before_->new_step) past_.pop_back();
  merge_ = before_->merge;
  changed_since_save_ = before_->changed_since_save;
  before_.reset();
  ++version_;
}

void Session::undo() { step(past_, future_); }

void Session::redo() { step(future_, past_); }

void Session::step(std::vector<State>& from, std::vector<State>& to) {
  if (from.empty()) return;
  to.push_back(state_);
  take_work(state_, from.back());
  from.pop_back();
  before_.reset();
  merge_.clear();
  changed_since_save_ = true;
  ++version_;
}

void Session::open(State state, std::string path, bool changed) {
  state_ = std::move(state);
  path_ = std::move(path);
  past_.clear();
  future_.clear();
  before_.reset();
  merge_.clear();
  changed_since_save_ = changed;
  ++version_;
}

void Session::saved(std::string path) {
  path_ = std::move(path);
  merge_.clear();
  before_.reset();
  changed_since_save_ = false;
}

}  // namespace convscope
