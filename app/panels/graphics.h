// Dear ImGui with our look, its OpenGL back end and the painter, over whatever GL context is current: a window's or a headless one.
// Pictures are drawn into a framebuffer of their own, so that a frame may redraw a part and keep the rest.
#pragma once

#include <memory>

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
  // Needs a current context of OpenGL 4.3 or later; the error names the version found.
  static Result<std::unique_ptr<Graphics>> create(std::shared_ptr<const Fonts> fonts);
  ~Graphics();
  Graphics(const Graphics&) = delete;
  Graphics& operator=(const Graphics&) = delete;

  Painter& painter() { return *painter_; }
  // Between these two, widgets are drawn.
  void begin_frame(const Surface& surface, const Theme& theme, double seconds);
  // Renders into the kept picture: all of it, or only what lies in `part` (logical; w = 0: all).
  void end_frame(const Box& part = {});
  void show() const;     // copies the kept picture to the default framebuffer
  Pixels read() const;   // the kept picture

 private:
  explicit Graphics(std::shared_ptr<const Fonts> fonts) : fonts_(std::move(fonts)) {}
  void build_fonts(double pixels);
  void resize(const Surface& surface);

  std::shared_ptr<const Fonts> fonts_;
  std::unique_ptr<Painter> painter_;
  Surface surface_;
  Color ground_;
  double font_pixels_ = 0;
  unsigned framebuffer_ = 0, color_ = 0;
};

}  // namespace convscope
