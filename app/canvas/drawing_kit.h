// What one thread needs to draw: faces of the font files (FreeType's are not shareable) and the glyph pictures drawn so far.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace convscope {

class FontFiles;
class DrawingKit;

// Kits that no thread uses at the moment.
class KitPool {
 public:
  KitPool();
  ~KitPool();
  std::unique_ptr<DrawingKit> take(const FontFiles& files);
  void give_back(std::unique_ptr<DrawingKit> kit);

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<DrawingKit>> idle_;
};

}  // namespace convscope
