#include "app/panels/export_job.h"

namespace convscope {

ExportJob::ExportJob(std::function<Status(ExportProgress&)> work)
    : thread_([this, work = std::move(work)] {
        outcome_ = work(progress_);
        finished_.store(true);
      }) {}

ExportJob::~ExportJob() {
  cancel();
  thread_.join();
}

void ExportJob::cancel() {
  progress_.cancel.store(true);
  progress_.pause.store(false);
}

}  // namespace convscope
