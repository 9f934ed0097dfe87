#include "engine/gpu/gpu_worker.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "engine/gpu/gpu_device.h"

namespace convscope {
namespace {

constexpr double kLongestWait = 60;  // seconds; more is a driver that hangs
constexpr double kAskEvery = 0.005;  // seconds, whether to stop

// The layer once more, with zeros for tensors: what is compiled and tried after the asker has gone on.
struct Rehearsal {
  std::shared_ptr<const Layer> layer;
  std::vector<Tensor> zeros;
  TensorSet tensors;
};

std::optional<Rehearsal> rehearsal_of(const Layer& layer) {
  Result<const Operator*> op = find_operator(layer.op());
  if (!op) return std::nullopt;
  Result<std::shared_ptr<const Layer>> again = (*op)->layer(layer.attributes(), layer.shapes());
  if (!again) return std::nullopt;
  Rehearsal rehearsal{*again, {}, {}};
  rehearsal.zeros.reserve(layer.shapes().size());
  for (const Extents& shape : layer.shapes()) {
    rehearsal.zeros.emplace_back(shape.rank() == 0 ? Tensor() : Tensor(shape));
    rehearsal.tensors.push_back(shape.rank() == 0 ? nullptr : &rehearsal.zeros.back());
  }
  return rehearsal;
}

}  // namespace

Result<std::unique_ptr<GpuWorker>> GpuWorker::start(const DeviceOptions& options) {
  std::unique_ptr<GpuWorker> worker(new GpuWorker());
  worker->cancelled_ = options.cancelled;
  worker->thread_ = std::thread([&made = *worker, options] { made.work(options); });
  std::unique_lock lock(worker->mutex_);
  worker->changed_.wait(lock, [&] { return worker->started_.has_value(); });
  if (!*worker->started_) {
    Error error = worker->started_->error();
    lock.unlock();
    return error;
  }
  lock.unlock();
  return Result<std::unique_ptr<GpuWorker>>(std::move(worker));
}

GpuWorker::~GpuWorker() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool GpuWorker::compiling() const {
  std::lock_guard lock(mutex_);
  return phase_ == Phase::kCompiling;
}

std::optional<Result<RunResult>> GpuWorker::run(Run compute, const Layer& layer, const TensorSet& tensors, double patience) {
  std::unique_lock lock(mutex_);
  const Job job{compute, &layer, &tensors};
  if (phase_ == Phase::kCompiling) {
    const Waited others = patience >= kForever ? wait_for_programs(lock, patience) : Waited::kTimeOut;
    if (others == Waited::kStopped) return Result<RunResult>(computation_stopped());
    if (others == Waited::kTimeOut) return std::nullopt;
  }
  std::optional<Result<RunResult>> given = ask(job, lock);
  if (given || patience <= 0) return given;
  // Declined: its programs are being compiled.
  const Waited own = wait_for_programs(lock, patience);
  if (own == Waited::kStopped) return Result<RunResult>(computation_stopped());
  return own == Waited::kReady ? ask(job, lock) : std::nullopt;
}

GpuWorker::Waited GpuWorker::wait_for(std::unique_lock<std::mutex>& lock, double seconds, const std::function<bool()>& ready) {
  using Clock = std::chrono::steady_clock;
  auto in = [](double from_now) {
    return Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(from_now));
  };
  const auto end = in(seconds);
  while (true) {
    lock.unlock();
    const bool stopped = cancelled_ && cancelled_();
    lock.lock();
    if (stopped) return Waited::kStopped;
    if (changed_.wait_until(lock, cancelled_ ? std::min(in(kAskEvery), end) : end, ready)) return Waited::kReady;
    if (Clock::now() >= end) return Waited::kTimeOut;
  }
}

std::optional<Result<RunResult>> GpuWorker::ask(const Job& job, std::unique_lock<std::mutex>& lock) {
  job_ = job;
  phase_ = Phase::kAsked;
  give_up_ = false;
  changed_.notify_all();
  auto answered = [&] { return answer_.has_value(); };
  const bool stopped = wait_for(lock, kForever, answered) == Waited::kStopped;
  if (stopped) {
    give_up_ = true;
    changed_.wait(lock, answered);
  }
  std::optional<Result<RunResult>> given = std::move(*answer_);
  answer_.reset();
  if (stopped) return Result<RunResult>(computation_stopped());  // even if it was done by then
  return given;
}

GpuWorker::Waited GpuWorker::wait_for_programs(std::unique_lock<std::mutex>& lock, double seconds) {
  return wait_for(lock, std::min(seconds, kLongestWait), [&] { return phase_ == Phase::kIdle; });
}

void GpuWorker::wait_until_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return phase_ == Phase::kIdle; });
}

void GpuWorker::answer(std::optional<Result<RunResult>> answer, Phase phase) {
  std::lock_guard lock(mutex_);
  job_.reset();
  answer_ = std::move(answer);
  phase_ = phase;
  changed_.notify_all();
}

void GpuWorker::serve(GpuDevice& gpu) {
  const bool winners = job_->run == &Device::run_winners;
  if (gpu.would_compile(*job_->layer, *job_->tensors, winners)) {
    const Run compute = job_->run;
    const std::optional<Rehearsal> rehearsal = rehearsal_of(*job_->layer);
    answer(std::nullopt, Phase::kCompiling);
    // A failure is kept by the program and told by the next run. Whoever asked may be gone: it goes on, or the first part of a later run
    // would wait for the driver to finish the programs, and could not be stopped.
    rehearsing_ = true;
    gpu.rehearse(true);
    if (rehearsal) static_cast<void>((gpu.*compute)(*rehearsal->layer, rehearsal->tensors));
    gpu.rehearse(false);
    rehearsing_ = false;
    std::lock_guard lock(mutex_);
    phase_ = Phase::kIdle;
    changed_.notify_all();
    return;
  }
  Result<RunResult> result = (gpu.*(job_->run))(*job_->layer, *job_->tensors);
  lost_ = gpu.lost();
  answer(std::move(result), Phase::kIdle);
}

void GpuWorker::work(const DeviceOptions& options) {
  DeviceOptions mine = options;
  mine.cancelled = [this] { return stop_ || (give_up_ && !rehearsing_); };
  Result<std::unique_ptr<GpuDevice>> gpu = GpuDevice::make(mine);
  {
    std::lock_guard lock(mutex_);
    if (gpu) name_ = (*gpu)->name();
    started_ = gpu ? success() : Status(gpu.error());
    changed_.notify_all();
  }
  if (!gpu) return;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stop_ || phase_ == Phase::kAsked; });
      if (stop_) return;
    }
    serve(**gpu);
  }
}

}  // namespace convscope
