// One export on a thread of its own. The window asks it how far it is; leaving cancels and waits.
#pragma once

#include <functional>
#include <optional>
#include <thread>

#include "app/export/export.h"

namespace convscope {

class ExportJob {
 public:
  // `work` writes the file, obeying progress.cancel and progress.pause. It must own all that it reads.
  explicit ExportJob(std::function<Status(ExportProgress&)> work);
  ~ExportJob();
  ExportJob(const ExportJob&) = delete;
  ExportJob& operator=(const ExportJob&) = delete;

  int frame() const { return progress_.frame.load(); }
  int frames() const { return progress_.frames.load(); }
  bool paused() const { return progress_.pause.load(); }
  void set_paused(bool paused) { progress_.pause.store(paused); }
  void cancel();
  bool finished() const { return finished_.load(); }
  // The outcome; only once finished.
  const Status& outcome() const { return *outcome_; }

 private:
  ExportProgress progress_;
  std::optional<Status> outcome_;
  std::atomic<bool> finished_{false};
  std::thread thread_;
};

}  // namespace convscope
