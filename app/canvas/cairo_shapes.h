// The shapes of a display list on a Cairo surface of any kind; text is the sink's own (pictures of glyphs, or PDF fonts).
#pragma once

#include <cairo.h>

#include "app/canvas/display_list.h"

namespace convscope {

void set_source(cairo_t* cairo, Color color);
void draw_shape(cairo_t* cairo, const RectItem& item);
void draw_shape(cairo_t* cairo, const HatchItem& item);
void draw_shape(cairo_t* cairo, const PathItem& item);
void draw_shape(cairo_t* cairo, const CurveItem& item);
void draw_shape(cairo_t* cairo, const CircleItem& item);
void draw_shape(cairo_t* cairo, const ImageItem& item);

// A Cairo surface holding premultiplied pixels of a part of a picture.
cairo_surface_t* surface_of(const Pixels& pixels, int left, int top, int width, int height);

}  // namespace convscope
