// Pictures, films and hand-outs: written on a thread of their own, looked at while they are.
#include "app/i18n/sentence.h"
#include "app/panels/controller.h"

namespace convscope {
namespace {

// The window's language where the lesson has it, else the first that it has.
std::string language_for(const Lesson& lesson, const std::string& wanted) {
  return lesson.texts.count(wanted) != 0 || lesson.texts.empty() ? wanted : lesson.texts.begin()->first;
}

}  // namespace

void Controller::start_export(const act::StartExport& wish) {
  State shown = state();
  shown.theme = wish.theme;
  start_job(wish.request.path, [&catalog = catalog_, model = model_, shown, request = wish.request](ExportProgress& progress) {
    return export_to_file(catalog, *model, shown, request, progress);
  });
}

void Controller::start_job(const std::string& path, std::function<Status(ExportProgress&)> work) {
  if (job_ != nullptr) return;
  exporting_ = {true, false, 0, 0, 0, path, ""};
  export_started_ = now_;
  job_ = std::make_unique<ExportJob>(std::move(work));
}

bool Controller::follow_export() {
  if (job_ == nullptr || (!job_->finished() && now_ - export_shown_ < kExportInterval)) return false;
  export_shown_ = now_;
  exporting_.frame = job_->frame();
  exporting_.frames = job_->frames();
  exporting_.paused = job_->paused();
  exporting_.seconds = now_ - export_started_;
  if (!job_->finished()) return true;
  exporting_.running = false;
  bool told_there = memory_.dialog == Dialog::kExport || memory_.dialog == Dialog::kHandout;  // at the dialog's foot
  if (const Status& outcome = job_->outcome(); !outcome) {
    bool cancelled = outcome.error().kind == ErrorKind::kCancelled;
    exporting_.failure = cancelled ? words()("toast.export_cancelled") : sentence(words(), outcome.error());
    if (!told_there) toast(exporting_.failure, !cancelled);
  } else {
    exported_.push_back(exporting_.path);
    if (!told_there) toast(words().format("toast.exported", {{"path", exporting_.path}}));
  }
  job_.reset();
  return true;
}

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
