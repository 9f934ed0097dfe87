// What the program shows, as data: the named boxes of the last frame and a few facts, written to the file that CONVSCOPE_DUMP names,
// so that a test can click by name and wait for a state instead of sleeping.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/canvas/display_list.h"

namespace convscope {

struct WrittenText {
  std::string text;
  Box box;      // of its letters, logical pixels
  Box visible;  // what the area it stands in shows of the window
};

class Probe {
 public:
  void begin_frame() { boxes_.clear(); facts_.clear(); texts_.clear(); }
  void place(const std::string& name, const Box& box) { if (enabled()) boxes_[name] = box; }
  void fact(const std::string& name, std::string value) { if (enabled()) facts_[name] = std::move(value); }
  bool enabled() const { return !file_.empty(); }
  void write_to(std::string file) { file_ = std::move(file); }
  // Keeps the texts of the panels, not of the stage, for tests that look for what is cut off or overlaps.
  void keep_texts() { keeps_texts_ = true; }
  bool keeps_texts() const { return keeps_texts_; }
  void wrote(WrittenText text) { texts_.push_back(std::move(text)); }
  const std::vector<WrittenText>& texts() const { return texts_; }
  // Replaces the file in one step; `scale` turns boxes into window pixels.
  void end_frame(double scale) const;

 private:
  std::string file_;
  std::map<std::string, Box> boxes_;
  std::map<std::string, std::string> facts_;
  std::vector<WrittenText> texts_;
  bool keeps_texts_ = false;
};

}  // namespace convscope
