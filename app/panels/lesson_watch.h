// Whether the files of a lesson changed on the disk: looked at about once a second, only while the lesson runs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace convscope {

class LessonWatch {
 public:
  // `now` in seconds, on any clock that only grows. True: the folder's files are others than at the look before; a look at another
  // folder, or too soon after the last, is false.
  bool changed(const std::string& folder, double now);
  double due(double now) const;  // seconds until the next look

 private:
  using Stamps = std::map<std::string, std::pair<std::int64_t, std::uintmax_t>>;  // by file: when it was written, its bytes
  static Stamps stamps_of(const std::string& folder);

  std::string folder_;
  Stamps stamps_;
  double next_ = 0;
};

}  // namespace convscope
