// A lesson in the session: every place in it is part of the state, so undo walks through steps as through any change.
#include <algorithm>

#include "app/i18n/sentence.h"
#include "app/lessons/check.h"
#include "app/lessons/practice.h"
#include "app/lessons/run.h"
#include "app/lessons/wait.h"
#include "app/panels/comparing.h"
#include "app/panels/controller.h"
#include "app/panels/lesson_words.h"

namespace convscope {
namespace {

constexpr double kLeaveSeconds = 4;  // in which the second Escape leaves

// What the step sets; where one looks, and in which lesson one is, stays.
void stand_at(State& state, const State& start) {
  const std::optional<LessonRun> run = state.lesson;
  take_work(state, start);
  state.lesson = run;
}

// The parameters that stand elsewhere than before.
std::vector<std::string> changed_parameters(const State& before, const State& after) {
  std::vector<std::string> names;
  auto note = [&](const State& from, const State& to) {
    for (const auto& [name, value] : from.parameters) {
      auto there = to.parameters.find(name);
      const bool same = there != to.parameters.end() && there->second == value;
      if (!same && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  };
  note(before, after);
  note(after, before);
  return names;
}

bool touches_only_what_may_be(const LessonStep& step, const State& before, const State& after) {
  if (!step.touch) return true;
  if (before.scene != after.scene || before.other != after.other) return false;
  if (before.mode != after.mode && !may_touch(step, "mode")) return false;
  if (before.edits != after.edits && !may_touch(step, "cells")) return false;
  if (before.image != after.image && !may_touch(step, "image")) return false;
  const std::vector<std::string> names = changed_parameters(before, after);
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) { return may_touch(step, name); });
}

// What names things that there are not, in any step.
std::vector<Error> faults_of(const Lesson& lesson, const std::vector<Scene>& scenes) {
  std::vector<Error> faults;
  for (std::size_t i = 0; i < lesson.steps.size(); ++i)
    if (Result<State> start = start_of(lesson, i, scenes); !start) faults.push_back(start.error());
  return faults;
}

// Where the step of that id stands; of one that is gone, the nearest that is left.
std::size_t place_of(const Lesson& lesson, const std::string& id, std::size_t otherwise) {
  for (std::size_t i = 0; i < lesson.steps.size(); ++i)
    if (lesson.steps[i].id == id) return i;
  return std::min(otherwise, lesson.steps.size() - 1);
}

bool asks_of_a_cell(const LessonStep& step) {
  return step.question && (step.question->kind == QuestionKind::kCellValue || step.question->kind == QuestionKind::kReachingInputs);
}

bool same_mark(const std::optional<Mark>& a, const std::optional<Mark>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->segment == b->segment && a->step == b->step && a->phase == b->phase;
}

}  // namespace

LessonGround Controller::ground() { return {catalog_.scenes, *device_, photographs_}; }

void Controller::lesson_actions(const Action& action) {
  if (auto* b = std::get_if<act::BeginLesson>(&action)) return begin_lesson_of(b->lesson);
  if (std::holds_alternative<act::DismissFaults>(action)) return lesson_faults_.clear();
  if (!lesson_) return;
  const Lesson& lesson = *lesson_->lesson;
  const LessonRun& run = lesson_->run;
  if (std::holds_alternative<act::LessonForward>(action)) {
    LessonRun next = forward(run, lesson, lesson_->complete);
    const bool done_before = next.stage == RunStage::kWaiting && run.stage != RunStage::kWaiting && lesson_->complete;
    walk_to(done_before ? forward(next, lesson, true) : next);
  } else if (std::holds_alternative<act::LessonBack>(action)) {
    walk(back(run, lesson), lesson_->lesson);
  } else if (auto* g = std::get_if<act::LessonGoTo>(&action)) {
    if (g->step < lesson.steps.size()) walk(go_to(run, lesson, g->step), lesson_->lesson);
  } else if (auto* v = std::get_if<act::Vote>(&action)) {
    if (lesson_->question) walk_to(vote(run, *lesson_->question, v->choice, v->hands));
  } else if (std::holds_alternative<act::Reveal>(action)) {
    walk_to(reveal(run));
  } else if (std::holds_alternative<act::LeaveLesson>(action)) {
    change([](State& s) { s.lesson.reset(); }, "");
  }
}

void Controller::lesson_keys(ActionId action, int number) {
  if (!lesson_) return;
  const bool asked = lesson_->run.stage == RunStage::kAsked;
  const auto choice = static_cast<std::size_t>(std::max(0, number - 1));
  switch (action) {
    case ActionId::kLessonForward: return lesson_actions(act::LessonForward{});
    case ActionId::kLessonBack: return lesson_actions(act::LessonBack{});
    case ActionId::kReveal: return lesson_actions(act::Reveal{});
    case ActionId::kTakeHand: return lesson_actions(act::Vote{choice, -1});
    case ActionId::kLessonDigit: return asked ? lesson_actions(act::Vote{choice, 1}) : lesson_actions(act::LessonGoTo{choice});
    default: return;
  }
}

void Controller::begin_lesson_of(const std::string& name) {
  lesson_faults_.clear();
  Result<LessonShelf::Entry> lesson = shelf_.find(name);
  if (!lesson) return lesson_faults_.push_back(lesson.error());
  lesson_faults_ = faults_of(**lesson, catalog_.scenes);
  if (!lesson_faults_.empty()) return;
  LessonRun run = begin_lesson(**lesson);
  run.lesson = shelf_.name_of(*lesson);
  walk(run, *lesson);
}

void Controller::walk_to(const LessonRun& run) {
  if (lesson_ && run != lesson_->run) walk(run, lesson_->lesson);
}

void Controller::walk(const LessonRun& run, const LessonShelf::Entry& lesson) {
  const bool counts = run.stage == RunStage::kAsked && lesson_ && lesson_->run.stage == run.stage;  // hands
  std::optional<State> start;
  if (run.stage == RunStage::kText || (lesson->practice && run.stage == RunStage::kAsked && !counts)) {
    Result<State> begin = start_of(*lesson, run.step, catalog_.scenes, state());
    if (!begin) return lesson_faults_.assign(1, begin.error());
    start = std::move(begin).value();
  }
  const auto edit = [run, start](State& s) {
    if (start) stand_at(s, *start);
    s.lesson = run;
  };
  const auto look = [this, run, lesson](State& s) { stand_in(s, run, *lesson); };
  walking_ = true;
  counts ? change(edit, "") : change(edit, "", look);
  walking_ = false;
  if (held_change_ || !problem_) return check_marks(run, *lesson);
  // The file says what is impossible: told with its line, in place of the step.
  problem_.reset();
  memory_.toasts.clear();
  if (Result<StepStart> opened = open_step(*lesson, run.step, ground(), state()); !opened) lesson_faults_.assign(1, opened.error());
}

void Controller::check_marks(const LessonRun& run, const Lesson& lesson) {
  const std::optional<Mark>& at = lesson.steps[run.step].at;
  if (!at || run.stage != RunStage::kText || held_change_) return;
  if (Result<Moment> moment = moment_of(*at, model_->timeline); !moment)
    lesson_faults_.assign(1, lesson_fault(lesson.manifest(), at->line, moment.error()));
}

// Where the step starts on the timeline of the model that is shown; of a mark that is not there: where the scene opens.
Moment Controller::mark_of(const LessonStep& step) const {
  Moment mark = opening_moment(*model_->scene, *model_);
  if (step.at)
    if (Result<Moment> moment = moment_of(*step.at, model_->timeline)) mark = *moment;
  return mark;
}

// Text first: the stage stands at the step's mark until it is read; an answer is played: a cell's from the
// beginning of its step, a size's from the first.
void Controller::stand_in(State& state, const LessonRun& run, const Lesson& lesson) const {
  const LessonStep& step = lesson.steps[run.step];
  const Moment mark = mark_of(step);
  const Timeline& line = model_->timeline;
  state.playing = false;
  switch (run.stage) {
    case RunStage::kText:
      state.viewport = {};
      state.on_other = false;
      state.moment = mark;
      break;
    case RunStage::kMoving:
      if (!step.play) break;
      state.moment = mark == step_end(line, line.steps() - 1) ? Moment{0, 0, 0} : mark;
      state.playing = true;
      break;
    case RunStage::kAsked: state.moment = mark; break;
    case RunStage::kRevealed:
      state.moment = {asks_of_a_cell(step) ? mark.step : 0, 0, 0};
      state.playing = true;
      break;
    case RunStage::kWaiting:
    case RunStage::kOver: break;
  }
}

// What a person asked for is made impossible again when the step does not allow it. True: it was.
bool Controller::refuse_untouchable(const State& before) {
  if (!lesson_ || walking_ || state().lesson != before.lesson || lesson_->run.stage == RunStage::kOver) return false;
  if (lesson_->held ? same_settings(before, state()) : touches_only_what_may_be(lesson_->step(), before, state())) return false;
  session_.refuse();
  session_.look([&](State& s) { s = before; });
  toast(lesson_->held ? words()("lesson.held") : touch_text(words(), lesson_->step()), false);
  return true;
}

// What the step that was just entered asks, and of which settings; without a question nothing.
void Controller::ask_of_step() {
  const Lesson& lesson = *lesson_->lesson;
  const LessonStep& step = lesson_->step();
  if (!step.question) return;
  Result<State> begin = start_of(lesson, lesson_->run.step, catalog_.scenes, state());
  const bool there = begin && same_settings(*begin, evaluated_);  // the model is known
  Result<StepStart> start = there ? Result<StepStart>(StepStart{*begin, model_}) : open_step(lesson, lesson_->run.step, ground(), state());
  if (!start) return lesson_faults_.assign(1, start.error());
  lesson_->start = start->state;
  const Moment moment = there ? mark_of(step) : start->state.moment;
  Result<Question> question = make_question(*start->model, *step.question, moment);
  if (question) lesson_->question = *question;
  else lesson_faults_.assign(1, lesson_fault(lesson.manifest(), step.question->line, question.error()));
}

// What is shown of the lesson belongs to the state; a state that came from a file may name a lesson that is gone.
void Controller::follow_lesson() {
  if (followed_ == session_.version() && followed_model_ == model_) return;
  followed_ = session_.version();
  followed_model_ = model_;
  if (!state().lesson) return lesson_.reset();
  LessonShelf::Entry lesson = lesson_ && lesson_->run.lesson == state().lesson->lesson ? lesson_->lesson : nullptr;
  if (!lesson) {
    Result<LessonShelf::Entry> found = shelf_.find(state().lesson->lesson);
    if (!found) {
      if (state().lesson->lesson != kPracticeLesson) toast(sentence(words(), found.error()), true);
      session_.look([](State& s) { s.lesson.reset(); });
      return lesson_.reset();
    }
    lesson = *found;
  }
  show_lesson(lesson);
}

void Controller::show_lesson(const LessonShelf::Entry& lesson) {
  LessonRun run = *state().lesson;
  run.step = std::min(run.step, lesson->steps.size() - 1);
  const bool same_step = lesson_ && lesson_->lesson == lesson && lesson_->run.step == run.step;
  if (!same_step) {
    lesson_ = LessonShown{lesson, run};
    ask_of_step();
  }
  LessonShown& shown = *lesson_;
  const LessonStep& step = shown.step();
  const bool was_asked = same_step && shown.run.stage == RunStage::kAsked;
  if (run.stage != RunStage::kRevealed) shown.shown = 0;
  else if (!same_step || was_asked) shown.shown = was_asked && state().playing ? 0 : 1;
  shown.run = run;
  auto text = lesson->texts.find(state().language);
  shown.text = text != lesson->texts.end() ? &text->second : lesson->texts.empty() ? nullptr : &lesson->texts.begin()->second;
  shown.section = shown.text != nullptr ? shown.text->find(step.id) : nullptr;
  shown.held = is_held(run, *lesson);
  shown.as_asked = !step.question || (shown.start && same_settings(*shown.start, state()));
  shown.fulfilled.clear();
  for (const WaitCondition& each : step.wait) shown.fulfilled.push_back(is_fulfilled(each, state(), *model_));
  const bool was_complete = shown.complete;
  shown.complete = std::find(shown.fulfilled.begin(), shown.fulfilled.end(), false) == shown.fulfilled.end();
  if (!shown.complete || step.wait.empty()) shown.completed_at = -1;
  else if (same_step && !was_complete) shown.completed_at = now_;
}

// Undo and redo bring the steps back; the stage goes to where they stand.
void Controller::follow_undo(const std::optional<LessonRun>& before) {
  const std::optional<LessonRun>& now = state().lesson;
  follow_lesson();
  if (!lesson_ || (before && before->step == now->step && before->stage == now->stage)) return;
  session_.look([this](State& s) {
    stand_in(s, lesson_->run, *lesson_->lesson);
    s.playing = false;
  });
}

// The files of the lesson that runs are its author's, who changes them meanwhile. True: they were read again, or have a fault now.
bool Controller::read_lesson_again() {
  if (!lesson_ || lesson_->lesson->practice || held_change_ || !watch_.changed(lesson_->lesson->folder, now_)) return false;
  const LessonShelf::Entry before = lesson_->lesson;
  Result<Lesson> read = load_lesson(before->folder);
  lesson_faults_ = read ? faults_of(*read, catalog_.scenes) : std::vector<Error>{read.error()};
  if (!lesson_faults_.empty()) return true;  // the last good one stays
  const auto fresh = std::make_shared<const Lesson>(std::move(read).value());
  shelf_.replace(before, fresh);
  const std::size_t old_step = lesson_->run.step, step = place_of(*fresh, before->steps[old_step].id, old_step);
  Result<State> was = start_of(*before, old_step, catalog_.scenes, state()), is = start_of(*fresh, step, catalog_.scenes, state());
  const bool as_it_was = was && is && same_settings(*was, *is) && same_mark(before->steps[old_step].at, fresh->steps[step].at);
  LessonRun run = lesson_->run;
  run.step = step;
  lesson_ = LessonShown{fresh, run};
  if (as_it_was) session_.look([run](State& s) { s.lesson = run; });
  else walk({run.lesson, step, RunStage::kText, {}}, fresh);
  followed_ = 0;
  follow_lesson();
  if (!held_change_) ask_of_step();
  toast(words()("lesson.read_again"));
  return true;
}

// Back to what the scene begins with; in a lesson to what the step begins with.
void Controller::reset_all() {
  if (state().on_other && model_->comparison)  // of the side that the panels tell of
    return perform(for_other(act::Run{ActionId::kResetAll}, model_->comparison));
  State start;
  if (lesson_) {
    Result<State> begin = start_of(*lesson_->lesson, lesson_->run.step, catalog_.scenes, state());
    if (!begin || begin->scene != state().scene) return;
    start = std::move(begin).value();
  }
  change([start](State& s) {
    s.parameters = start.parameters;
    s.edits = start.edits;
    s.image = start.image;
  }, "");
}

// True when a lesson is left, or asked about.
bool Controller::escape_lesson() {
  if (!lesson_) return false;
  if (now_ <= leave_until_) {
    leave_until_ = -1;
    memory_.toasts.clear();
    lesson_actions(act::LeaveLesson{});
  } else {
    leave_until_ = now_ + kLeaveSeconds;
    toast(words()("lesson.escape_again"));
  }
  return true;
}

}  // namespace convscope
