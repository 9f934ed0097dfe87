// Small pictures of photographs, made one after the other on a thread of their own, so that no frame waits for a file.
#pragma once

#include <future>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/canvas/display_list.h"
#include "engine/io/image.h"

namespace convscope {

inline constexpr int kThumbnailWidth = 160, kThumbnailHeight = 120;

// The middle of the image in the shape width : height, each pixel the mean of those it stands for. An image smaller than that
// gives a smaller picture of the same shape.
Pixels thumbnail_of(const Image& image, int width, int height);

class Thumbnails {
 public:
  Thumbnails() = default;
  ~Thumbnails();
  Thumbnails(const Thumbnails&) = delete;
  Thumbnails& operator=(const Thumbnails&) = delete;

  // Asks for the picture of a file under a name, once; a file that cannot be read has none.
  void want(const std::string& name, const std::string& path);
  bool asked(const std::string& name) const { return asked_.count(name) != 0; }
  // Takes what is made and begins the next. True when there is one more.
  bool poll();
  bool busy() const { return made_.valid() || !wanted_.empty(); }
  void wait() const;  // until the one being made is made
  const std::map<std::string, std::shared_ptr<const Pixels>>& ready() const { return ready_; }

 private:
  std::set<std::string> asked_;
  std::vector<std::pair<std::string, std::string>> wanted_;  // name, path
  std::string making_;
  std::future<std::shared_ptr<const Pixels>> made_;
  std::map<std::string, std::shared_ptr<const Pixels>> ready_;
};

}  // namespace convscope
