// The GPU on a thread and a context of its own, so that who asks never waits for a compilation: a layer whose programs are not ready is
// declined and they are compiled meanwhile, tried on zeros of the layer's shapes, because drivers finish a program when it first runs.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine/gpu/device.h"

namespace convscope {

class GpuDevice;

class GpuWorker {
 public:
  using Run = Result<RunResult> (Device::*)(const Layer&, const TensorSet&);
  static constexpr double kForever = 1e9;  // seconds

  // Fails with kDevice when there is no context of its own with compute shaders.
  static Result<std::unique_ptr<GpuWorker>> start(const DeviceOptions& options);
  // Stops between two dispatches; waits for a compilation under way.
  ~GpuWorker();

  const std::string& name() const { return name_; }
  bool lost() const { return lost_; }
  bool compiling() const;
  // Nothing: the programs were not ready within `patience` seconds, or others are being compiled (for those only kForever waits).
  // While it waits it asks the options' `cancelled`, on this thread; true ends the run with kCancelled after the dispatch under way.
  // From one thread.
  std::optional<Result<RunResult>> run(Run compute, const Layer& layer, const TensorSet& tensors, double patience);
  void wait_until_idle();

 private:
  struct Job {
    Run run = nullptr;
    const Layer* layer = nullptr;
    const TensorSet* tensors = nullptr;
  };
  enum class Phase { kIdle, kAsked, kCompiling };

  GpuWorker() = default;
  enum class Waited { kReady, kTimeOut, kStopped };

  std::optional<Result<RunResult>> ask(const Job& job, std::unique_lock<std::mutex>& lock);
  Waited wait_for(std::unique_lock<std::mutex>& lock, double seconds, const std::function<bool()>& ready);
  Waited wait_for_programs(std::unique_lock<std::mutex>& lock, double seconds);
  void work(const DeviceOptions& options);
  void serve(GpuDevice& gpu);
  void answer(std::optional<Result<RunResult>> answer, Phase phase);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Phase phase_ = Phase::kIdle;
  std::optional<Job> job_;
  std::optional<std::optional<Result<RunResult>>> answer_;
  std::optional<Status> started_;
  std::string name_;
  bool lost_ = false;
  Cancelled cancelled_;
  std::atomic<bool> stop_ = false;     // everything
  std::atomic<bool> give_up_ = false;  // the job under way
  bool rehearsing_ = false;            // of the worker's thread
  std::thread thread_;
};

}  // namespace convscope
