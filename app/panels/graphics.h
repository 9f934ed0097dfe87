// Dear ImGui with our look, its OpenGL back end and the painter, over whatever GL context is current: a window's or a headless one.
#pragma once

#include <memory>
#include <vector>

#include "app/canvas/display_list.h"
#include "app/canvas/fonts.h"
#include "app/panels/painter.h"
#include "app/theme/theme.h"
#include "engine/base/result.h"

namespace convscope {

struct Surface {
  int width = 0, height = 0;  // framebuffer pixels
  double scale = 1;           // pixels per logical pixel
  bool operator==(const Surface&) const = default;
  Box logical() const { return {0, 0, width / scale, height / scale}; }
};

class Graphics {
 public:
  enum class Into { kWindow, kPicture };  // the context's own framebuffer, or one that read() reads
  // Needs a current context of OpenGL 3.3 or later: what computes needs more, what draws does not. The error names the version found.
  static Result<std::unique_ptr<Graphics>> create(std::shared_ptr<const Fonts> fonts, Into into);
  ~Graphics();
  Graphics(const Graphics&) = delete;
  Graphics& operator=(const Graphics&) = delete;

  Painter& painter() { return *painter_; }
  // Between these two, widgets are drawn.
  void begin_frame(const Surface& surface, const Theme& theme, double seconds);
  // Renders everything, on the theme's ground.
  void end_frame();
  // Renders what lies in these boxes (logical pixels), on `ground`; the rest stays as the frame before left it.
  void end_frame(const std::vector<Box>& parts, Color ground);
  // A software renderer's back buffer is the same one after a swap, and there filling pixels is what costs.
  bool keeps_picture() const { return keeps_picture_; }
  Pixels read() const;

 private:
  explicit Graphics(Into into) : into_(into) {}
  void resize(const Surface& surface);
  void clear(const Box& box, Color color) const;

  Into into_;
  bool keeps_picture_ = false;
  std::unique_ptr<Painter> painter_;
  Surface surface_;
  Color ground_;
  unsigned framebuffer_ = 0, color_ = 0;  // 0: the window's
};

}  // namespace convscope
