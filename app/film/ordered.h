// Makes things on all cores and hands them over in order, never holding more than a few.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace convscope {

// make(i) runs on worker threads for i = 0 … count − 1; next() gives the things in order. `stop` is asked often and ends all early.
template <class Thing>
class Ordered {
 public:
  Ordered(int count, std::function<Thing(int)> make, std::function<bool()> stop)
      : count_(count), make_(std::move(make)), stop_(std::move(stop)) {
    int workers = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, std::max(1, count));
    ahead_ = 2 * workers;
    for (int i = 0; i < workers; ++i) workers_.emplace_back([this] { work(); });
  }
  ~Ordered() {
    {
      std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    for (std::thread& worker : workers_) worker.join();
  }
  Ordered(const Ordered&) = delete;
  Ordered& operator=(const Ordered&) = delete;

  // The next thing; none when stopped or when all were taken.
  std::optional<Thing> next() {
    std::unique_lock lock(mutex_);
    while (taken_ < count_ && !ready_.count(taken_)) {
      if (stop_()) return std::nullopt;
      changed_.wait_for(lock, std::chrono::milliseconds(20));
    }
    if (taken_ >= count_ || stop_()) return std::nullopt;
    auto place = ready_.find(taken_);
    Thing thing = std::move(place->second);
    ready_.erase(place);
    ++taken_;
    changed_.notify_all();
    return thing;
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return ended_ || (begun_ < count_ && begun_ < taken_ + ahead_) || begun_ >= count_; });
      if (ended_ || begun_ >= count_) return;
      int mine = begun_++;
      lock.unlock();
      Thing thing = make_(mine);
      lock.lock();
      ready_.emplace(mine, std::move(thing));
      changed_.notify_all();
    }
  }

  int count_, ahead_ = 2, begun_ = 0, taken_ = 0;
  bool ended_ = false;
  std::function<Thing(int)> make_;
  std::function<bool()> stop_;
  std::map<int, Thing> ready_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::thread> workers_;
};

}  // namespace convscope
