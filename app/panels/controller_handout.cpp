// Hand-outs in the window: made of the scene or the lesson as it stands, written on a thread of their own.
#include "app/i18n/sentence.h"
#include "app/panels/controller.h"

namespace convscope {
namespace {

// The window's language where the lesson has it, else the first that it has.
std::string language_for(const Lesson& lesson, const std::string& wanted) {
  return lesson.texts.count(wanted) != 0 || lesson.texts.empty() ? wanted : lesson.texts.begin()->first;
}

}  // namespace

void Controller::make_handout(bool of_lesson) {
  HandoutMemory& memory = memory_.panels.handout;
  memory.of_lesson = of_lesson && lesson_.has_value();
  memory.made.reset();
  memory.fault.clear();
  if (!memory.of_lesson) {
    if (model_) memory.made = std::make_shared<const Handout>(scene_handout(catalog_, model_, state()));
    return;
  }
  const Lesson& lesson = *lesson_->lesson;
  Result<Handout> made = lesson_handout(catalog_, lesson, ground(), language_for(lesson, state().language));
  if (!made) memory.fault = sentence(words(), made.error());
  else memory.made = std::make_shared<const Handout>(*std::move(made));
}

void Controller::start_handout(const act::StartHandout& wish) {
  const std::shared_ptr<const Handout> made = memory_.panels.handout.made;
  if (made == nullptr) return;
  start_job(wish.path, [&catalog = catalog_, made, wish](ExportProgress& progress) {
    return write_handout(catalog, *made, wish.options, wish.path, progress);
  });
}

}  // namespace convscope
