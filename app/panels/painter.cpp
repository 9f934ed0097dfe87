#include "app/panels/painter.h"

#include <epoxy/gl.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "app/canvas/font_files.h"
#include "app/panels/field_font.h"
#include "app/panels/glyph_texture.h"

namespace convscope {
namespace {

constexpr double kNoText = 1e9;
constexpr int kFramesKept = 240;  // a texture that was not drawn for so many frames is freed

struct Texture {
  unsigned name = 0;
  std::weak_ptr<const Pixels> pixels;
  int last_frame = 0;
};

ImU32 packed(Color c) { return IM_COL32(c.r, c.g, c.b, c.a); }
ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

unsigned upload(const Pixels& pixels) {
  unsigned name = 0;
  glGenTextures(1, &name);
  glBindTexture(GL_TEXTURE_2D, name);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, pixels.width, pixels.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels.rgba.data());
  glGenerateMipmap(GL_TEXTURE_2D);  // smaller than its pixels an image is averaged; larger, pixels stay square
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return name;
}

// Where a display list lies on the window.
struct Placement {
  Point origin;
  double zoom = 1;
  Point operator()(Point p) const { return {origin.x + p.x * zoom, origin.y + p.y * zoom}; }
  Box operator()(const Box& b) const { return {origin.x + b.x * zoom, origin.y + b.y * zoom, b.w * zoom, b.h * zoom}; }
  Stroke operator()(Stroke s) const { return {s.color, s.width * zoom, s.dash * zoom, s.gap * zoom}; }
};

bool overlaps(const Box& a, const Box& b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }

}  // namespace

struct Painter::Parts {
  std::shared_ptr<const Fonts> fonts;
  std::unique_ptr<GlyphTexture> glyphs;
  std::unique_ptr<FieldFont> field_font;
  std::map<const Pixels*, Texture> textures;
  ImDrawList* list = nullptr;
  double scale = 1, smallest_text = kNoText;
  int frame = 0;

  double snap(double v) const { return std::round(v * scale) / scale; }
  // The middle of a line so that its edges lie on whole pixels.
  double snap_line(double v, double width) const {
    double pixels = std::max(1.0, std::round(width * scale));
    bool odd = std::fmod(pixels, 2.0) > 0.5;
    return odd ? (std::floor(v * scale) + 0.5) / scale : snap(v);
  }
};

Painter::Painter(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Painter::~Painter() {
  for (auto& [pixels, texture] : parts_->textures) glDeleteTextures(1, &texture.name);
}

std::unique_ptr<Painter> Painter::create(std::shared_ptr<const Fonts> fonts) {
  auto parts = std::make_unique<Parts>();
  parts->fonts = fonts;
  parts->glyphs = std::make_unique<GlyphTexture>(fonts);
  parts->field_font = std::make_unique<FieldFont>(std::move(fonts));
  return std::unique_ptr<Painter>(new Painter(std::move(parts)));
}

GlyphTexture& Painter::glyphs() { return *parts_->glyphs; }
FieldFont& Painter::field_font() { return *parts_->field_font; }
const Fonts& Painter::fonts() const { return *parts_->fonts; }
double Painter::scale() const { return parts_->scale; }
void Painter::target(ImDrawList* list) { parts_->list = list; }
ImDrawList* Painter::target() const { return parts_->list; }

void Painter::begin_frame(double scale) {
  Parts& p = *parts_;
  p.scale = scale;
  p.smallest_text = kNoText;
  ++p.frame;
  p.glyphs->begin_frame();
  for (auto it = p.textures.begin(); it != p.textures.end();) {
    bool gone = it->second.pixels.expired() || p.frame - it->second.last_frame > kFramesKept;
    if (gone) glDeleteTextures(1, &it->second.name);
    it = gone ? p.textures.erase(it) : std::next(it);
  }
}

double Painter::smallest_text() const { return parts_->smallest_text; }
bool Painter::incomplete() const { return parts_->glyphs->overflowed() || parts_->field_font->incomplete(); }

void Painter::rect(const Box& box, Color fill, const Stroke& stroke, double radius) {
  Parts& p = *parts_;
  if (fill.a != 0) {
    Point a{p.snap(box.x), p.snap(box.y)}, b{p.snap(box.right()), p.snap(box.bottom())};
    // A thin bar must not vanish between two pixels.
    if (b.x <= a.x) b.x = a.x + 1 / p.scale;
    if (b.y <= a.y) b.y = a.y + 1 / p.scale;
    p.list->AddRectFilled(vec(a), vec(b), packed(fill), static_cast<float>(radius));
  }
  if (stroke.width <= 0 || stroke.color.a == 0) return;
  Point a{p.snap_line(box.x, stroke.width), p.snap_line(box.y, stroke.width)};
  Point b{p.snap_line(box.right(), stroke.width), p.snap_line(box.bottom(), stroke.width)};
  if (stroke.dash > 0) {
    path({a, {b.x, a.y}, b, {a.x, b.y}}, true, {0, 0, 0, 0}, stroke);
    return;
  }
  float width = static_cast<float>(std::max(stroke.width, 1 / p.scale));
  p.list->PathRect(vec(a), vec(b), static_cast<float>(radius));
  p.list->PathStroke(packed(stroke.color), ImDrawFlags_Closed, width);
}

void Painter::line(Point from, Point to, const Stroke& stroke) {
  Parts& p = *parts_;
  if (stroke.width <= 0 || stroke.color.a == 0) return;
  if (from.x == to.x) from.x = to.x = p.snap_line(from.x, stroke.width);
  if (from.y == to.y) from.y = to.y = p.snap_line(from.y, stroke.width);
  float width = static_cast<float>(std::max(stroke.width, 1 / p.scale));
  double length = std::hypot(to.x - from.x, to.y - from.y), period = stroke.dash + stroke.gap;
  auto straight = [&](Point a, Point b) {
    p.list->PathLineTo(vec(a));
    p.list->PathLineTo(vec(b));
    p.list->PathStroke(packed(stroke.color), 0, width);
  };
  if (stroke.dash <= 0 || period < 0.5) {
    straight(from, to);
    return;
  }
  auto at = [&](double s) { return Point{from.x + (to.x - from.x) * s / length, from.y + (to.y - from.y) * s / length}; };
  for (double s = 0; s < length; s += period) straight(at(s), at(std::min(length, s + stroke.dash)));
}

void Painter::path(const std::vector<Point>& points, bool closed, Color fill, const Stroke& stroke) {
  Parts& p = *parts_;
  if (points.size() < 2) return;
  if (fill.a != 0 && points.size() > 2) {
    // ImGui softens edges inwards only of clockwise polygons.
    double area = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Point &a = points[i], &b = points[(i + 1) % points.size()];
      area += a.x * b.y - b.x * a.y;
    }
    for (std::size_t i = 0; i < points.size(); ++i) p.list->PathLineTo(vec(points[area >= 0 ? i : points.size() - 1 - i]));
    p.list->PathFillConvex(packed(fill));
  }
  if (stroke.width <= 0 || stroke.color.a == 0) return;
  if (stroke.dash > 0) {
    for (std::size_t i = 0; i + (closed ? 0 : 1) < points.size(); ++i) line(points[i], points[(i + 1) % points.size()], stroke);
    return;
  }
  for (Point q : points) p.list->PathLineTo(vec(q));
  p.list->PathStroke(packed(stroke.color), closed ? ImDrawFlags_Closed : 0, static_cast<float>(std::max(stroke.width, 1 / p.scale)));
}

void Painter::curve(const CurveItem& curve) {
  if (curve.stroke.width <= 0 || curve.stroke.color.a == 0) return;
  if (curve.stroke.dash <= 0) {
    parts_->list->AddBezierCubic(vec(curve.from), vec(curve.control1), vec(curve.control2), vec(curve.to), packed(curve.stroke.color),
                                 static_cast<float>(curve.stroke.width));
    return;
  }
  constexpr int kPieces = 48;
  double dash = curve.stroke.dash, period = dash + curve.stroke.gap, walked = 0;
  Stroke solid{curve.stroke.color, curve.stroke.width, 0, 0};
  Point last = curve.from;
  for (int i = 1; i <= kPieces; ++i) {
    double t = static_cast<double>(i) / kPieces, u = 1 - t;
    double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    Point next{a * curve.from.x + b * curve.control1.x + c * curve.control2.x + d * curve.to.x,
               a * curve.from.y + b * curve.control1.y + c * curve.control2.y + d * curve.to.y};
    if (std::fmod(walked, period) < dash) line(last, next, solid);
    walked += std::hypot(next.x - last.x, next.y - last.y);
    last = next;
  }
}

void Painter::circle(Point center, double radius, Color fill, const Stroke& stroke) {
  if (fill.a != 0) parts_->list->AddCircleFilled(vec(center), static_cast<float>(radius), packed(fill));
  if (stroke.width > 0 && stroke.color.a != 0)
    parts_->list->AddCircle(vec(center), static_cast<float>(radius), packed(stroke.color), 0, static_cast<float>(stroke.width));
}

void Painter::hatch(const Box& box, const Stroke& stroke, double spacing) {
  if (spacing * parts_->scale < 1 || stroke.color.a == 0) return;
  ImU32 color = packed(stroke.color);
  float width = static_cast<float>(stroke.width);
  // The lines x + y = c, cut at the box.
  for (double c = spacing; c < box.w + box.h; c += spacing) {
    Point a{box.x + std::min(c, box.w), box.y + std::max(0.0, c - box.w)}, b{box.x + std::max(0.0, c - box.h), box.y + std::min(c, box.h)};
    parts_->list->PathLineTo(vec(a));
    parts_->list->PathLineTo(vec(b));
    parts_->list->PathStroke(color, 0, width);
  }
}

double Painter::text_width(std::string_view text, double size, Face face, Weight weight) {
  double width = 0;
  while (!text.empty()) width += parts_->glyphs->advance(take_code_point(text), face, weight);
  return width * size;
}

void Painter::text(const TextItem& item) {
  Parts& p = *parts_;
  p.smallest_text = std::min(p.smallest_text, item.size);
  double width = 0;
  if (item.anchor != Anchor::kStart)
    for (const TextRun& run : item.runs) width += text_width(run.text, item.size, item.face, item.weight);
  double x = item.at.x - (item.anchor == Anchor::kMiddle ? width / 2 : item.anchor == Anchor::kEnd ? width : 0);
  double pixels = item.size * p.scale, shown = std::min(pixels, GlyphTexture::kLargest), enlarge = pixels / shown;
  double baseline = std::round((item.at.y + item.size * 0.36) * p.scale);
  double pen = x * p.scale;
  for (const TextRun& run : item.runs) {
    ImU32 color = packed(run.color);
    for (std::string_view text = run.text; !text.empty();) {
      char32_t code = take_code_point(text);
      double whole = std::floor(pen * 4 + 0.5) / 4;
      int quarter = static_cast<int>((whole - std::floor(whole)) * 4);
      const PlacedGlyph& g = p.glyphs->glyph(code, item.face, item.weight, shown, quarter);
      if (g.width > 0) {
        double left = (std::floor(whole) + g.left * enlarge) / p.scale, top = (baseline + g.top * enlarge) / p.scale;
        ImVec2 a = vec({left, top}), b = vec({left + g.width * enlarge / p.scale, top + g.height * enlarge / p.scale});
        p.list->PrimReserve(6, 4);
        p.list->PrimRectUV(a, b, {g.u0, g.v0}, {g.u1, g.v1}, color);
      }
      pen += p.glyphs->advance(code, item.face, item.weight) * pixels;
    }
  }
}

void Painter::image(const Box& box, const std::shared_ptr<const Pixels>& pixels, const Box& source) {
  Parts& p = *parts_;
  if (pixels == nullptr || pixels->width <= 0 || pixels->height <= 0) return;
  Texture& texture = p.textures[pixels.get()];
  if (texture.name == 0 || texture.pixels.lock() != pixels) {
    if (texture.name != 0) glDeleteTextures(1, &texture.name);
    texture = {upload(*pixels), pixels, p.frame};
  }
  texture.last_frame = p.frame;
  Box part = source.w > 0 ? source : Box{0, 0, static_cast<double>(pixels->width), static_cast<double>(pixels->height)};
  Point uv0{part.x / pixels->width, part.y / pixels->height}, uv1{part.right() / pixels->width, part.bottom() / pixels->height};
  p.list->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(texture.name)), vec({p.snap(box.x), p.snap(box.y)}),
                   vec({p.snap(box.right()), p.snap(box.bottom())}), vec(uv0), vec(uv1));
}

// Two rings of triangles: a soft edge from clear to the colour, and from there to beyond the box.
void Painter::veil(Point center, double radius, Color color, const Box& box) {
  constexpr int kSides = 96;
  constexpr double kSoft = 1.15;  // the edge ends at so many radii
  const double far = 2 * std::hypot(box.w, box.h);
  const ImU32 clear = packed({color.r, color.g, color.b, 0}), full = packed(color);
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  ImDrawList& list = *parts_->list;
  push_clip(box);
  list.PrimReserve(kSides * 12, kSides * 3);
  const auto first = static_cast<ImDrawIdx>(list._VtxCurrentIdx);
  for (int i = 0; i < kSides; ++i) {
    const double angle = 2 * std::numbers::pi * i / kSides, x = std::cos(angle), y = std::sin(angle);
    list.PrimWriteVtx(vec({center.x + x * radius, center.y + y * radius}), white, clear);
    list.PrimWriteVtx(vec({center.x + x * radius * kSoft, center.y + y * radius * kSoft}), white, full);
    list.PrimWriteVtx(vec({center.x + x * far, center.y + y * far}), white, full);
  }
  for (int i = 0; i < kSides; ++i)
    for (int ring : {0, 1}) {
      const int here = 3 * i + ring, next = 3 * ((i + 1) % kSides) + ring;
      for (int corner : {here, here + 1, next + 1, here, next + 1, next}) list.PrimWriteIdx(static_cast<ImDrawIdx>(first + corner));
    }
  pop_clip();
}

void Painter::push_clip(const Box& box) {
  Parts& p = *parts_;
  p.list->PushClipRect(vec({p.snap(box.x), p.snap(box.y)}), vec({p.snap(box.right()), p.snap(box.bottom())}), true);
}
void Painter::pop_clip() { parts_->list->PopClipRect(); }

void Painter::draw(const DisplayList& list, Point origin, double zoom, const Box& clip) {
  Placement place{origin, zoom};
  push_clip(clip);
  bool clipped = false;
  for (const Item& item : list.items) {
    if (auto* r = std::get_if<RectItem>(&item)) {
      Box box = place(r->box);
      if (overlaps(box, clip)) rect(box, r->fill, place(r->stroke), r->radius * zoom);
    } else if (auto* h = std::get_if<HatchItem>(&item)) {
      Box box = place(h->box);
      if (overlaps(box, clip)) hatch(box, place(h->stroke), h->spacing * zoom);
    } else if (auto* t = std::get_if<TextItem>(&item)) {
      TextItem moved = *t;
      moved.at = place(t->at);
      moved.size = t->size * zoom;
      if (moved.at.y + moved.size > clip.y && moved.at.y - moved.size < clip.bottom()) text(moved);
    } else if (auto* s = std::get_if<PathItem>(&item)) {
      std::vector<Point> points;
      points.reserve(s->points.size());
      for (Point q : s->points) points.push_back(place(q));
      path(points, s->closed, s->fill, place(s->stroke));
    } else if (auto* c = std::get_if<CurveItem>(&item)) {
      curve({place(c->from), place(c->control1), place(c->control2), place(c->to), place(c->stroke)});
    } else if (auto* o = std::get_if<CircleItem>(&item)) {
      circle(place(o->center), o->radius * zoom, o->fill, place(o->stroke));
    } else if (auto* i = std::get_if<ImageItem>(&item)) {
      Box box = place(i->box);
      if (overlaps(box, clip)) image(box, i->pixels, i->source);
    } else if (auto* k = std::get_if<ClipItem>(&item)) {
      if (clipped) pop_clip();
      clipped = k->box.w >= 0;
      if (clipped) push_clip(place(k->box));
    }
  }
  if (clipped) pop_clip();
  pop_clip();
}

}  // namespace convscope
