// Showing an answer: it moves by time, then the layer's steps play; and practice, with questions drawn from the scene on the stage.
#include <algorithm>

#include "app/asked/asked.h"
#include "app/lessons/practice.h"
#include "app/lessons/run.h"
#include "app/i18n/sentence.h"
#include "app/panels/controller.h"

namespace convscope {

// True while the answer is being shown: the playhead waits for it.
bool Controller::show_answer(double seconds) {
  if (!lesson_ || !lesson_->shows_question() || lesson_->run.stage != RunStage::kRevealed || lesson_->shown >= 1) return false;
  const double whole = reveal_seconds(*model_, *lesson_->question);
  lesson_->shown = state().reduce_motion ? 1 : std::min(1.0, lesson_->shown + seconds * state().speed / whole);
  if (lesson_->shown < 1) return true;
  // How large the output is, its cells say one by one; every other answer stands there whole.
  const int stage = lesson_->question->stage;
  const std::vector<TimelineSegment>& segments = model_->timeline.segments;
  auto plays = [&](const TimelineSegment& segment) { return segment.stage == stage && segment.walk == Walk::kOutputs; };
  const auto segment = std::find_if(segments.begin(), segments.end(), plays);
  const bool steps = lesson_->question->kind == QuestionKind::kOutputSize && segment != segments.end();
  session_.look([&](State& s) {
    s.playing = steps;
    if (steps) s.moment = {model_->timeline.first_step(static_cast<std::size_t>(segment - segments.begin())), 0, 0};
  });
  return true;
}

// Space, once an answer has been shown and nothing moves: the same once more. True: it was.
bool Controller::show_answer_again() {
  if (!lesson_ || !lesson_->shows_question() || lesson_->run.stage != RunStage::kRevealed) return false;
  if (state().playing || lesson_->shown < 1) return false;
  lesson_->shown = 0;
  session_.look([](State& s) { s.playing = true; });
  return true;
}

// Questions about the scene as it stands, without what was changed by hand.
void Controller::practise(int seed) {
  if (lesson_ && lesson_->held) return;
  if (seed > 0) practice_seed_ = static_cast<std::uint32_t>(seed);
  State plain = state();
  plain.edits.clear();
  plain.other.reset();
  Result<std::shared_ptr<const Model>> model = evaluate(catalog_.scenes, plain, *device_, photographs_);
  if (!model) return toast(sentence(words(), model.error()), true);
  Result<Lesson> lesson = practice_lesson(**model, plain, practice_seed_, catalog_.languages);
  if (!lesson) return toast(words()("practice.none"));
  practice_seed_ = lesson->steps.back().question->seed + 1;
  lesson_faults_.clear();
  const LessonShelf::Entry entry = shelf_.keep(std::move(lesson).value());
  walk(begin_lesson(*entry), entry);
}

}  // namespace convscope
