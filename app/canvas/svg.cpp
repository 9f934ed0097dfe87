// A display list as SVG text: one element an item, in order; text stays text; the same list always gives the same bytes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "app/canvas/base64.h"
#include "app/canvas/font_files.h"
#include "app/canvas/sinks.h"
#include "app/canvas/svg_fonts.h"

namespace convscope {
namespace {

// At most three decimals, none that say nothing.
std::string number(double value) {
  std::string text = fmt::format("{:.3f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string paint(const char* attribute, Color color) {
  if (color.a == 0) return fmt::format(" {}=\"none\"", attribute);
  std::string text = fmt::format(" {}=\"#{:02X}{:02X}{:02X}\"", attribute, color.r, color.g, color.b);
  if (color.a < 255) text += fmt::format(" {}-opacity=\"{}\"", attribute, number(color.a / 255.0));
  return text;
}

std::string stroked(const Stroke& stroke) {
  if (stroke.width <= 0 || stroke.color.a == 0) return "";
  std::string text = paint("stroke", stroke.color) + fmt::format(" stroke-width=\"{}\"", number(stroke.width));
  if (stroke.dash > 0) text += fmt::format(" stroke-dasharray=\"{} {}\"", number(stroke.dash), number(stroke.gap));
  return text;
}

std::string box_attributes(const Box& box) {
  return fmt::format(" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", number(box.x), number(box.y), number(box.w), number(box.h));
}

std::string pair(Point p) { return number(p.x) + " " + number(p.y); }

// The whole pixels that a source box touches, and where they lie on the page.
struct Crop {
  Pixels pixels;
  Box box;
};
Crop crop(const ImageItem& item) {
  const Pixels& all = *item.pixels;
  Box source = item.source.w > 0 ? item.source : Box{0, 0, double(all.width), double(all.height)};
  int left = std::clamp(int(std::floor(source.x)), 0, all.width), right = std::clamp(int(std::ceil(source.right())), left, all.width);
  int top = std::clamp(int(std::floor(source.y)), 0, all.height), bottom = std::clamp(int(std::ceil(source.bottom())), top, all.height);
  Crop out;
  out.pixels.width = right - left;
  out.pixels.height = bottom - top;
  for (int y = top; y < bottom; ++y) {
    auto begin = all.rgba.begin() + (static_cast<std::ptrdiff_t>(y) * all.width + left) * 4;
    out.pixels.rgba.insert(out.pixels.rgba.end(), begin, begin + std::ptrdiff_t{right - left} * 4);
  }
  double across = item.box.w / source.w, down = item.box.h / source.h;
  out.box = {item.box.x + (left - source.x) * across, item.box.y + (top - source.y) * down, (right - left) * across, (bottom - top) * down};
  return out;
}

class Writer {
 public:
  explicit Writer(const Fonts& fonts) : fonts_(fonts) {}

  void operator()(const RectItem& item) {
    out_ += "<rect" + box_attributes(item.box);
    if (item.radius > 0) out_ += fmt::format(" rx=\"{}\"", number(std::min({item.radius, item.box.w / 2, item.box.h / 2})));
    out_ += paint("fill", item.fill) + stroked(item.stroke) + "/>\n";
  }
  void operator()(const HatchItem& item) {
    std::string path;
    for (const Segment& line : hatch_lines(item)) path += fmt::format("M{}L{}", pair(line.from), pair(line.to));
    if (!path.empty()) out_ += fmt::format("<path d=\"{}\" fill=\"none\"{}/>\n", path, stroked(item.stroke));
  }
  void operator()(const PathItem& item) {
    if (item.points.empty()) return;
    std::string points;
    for (Point p : item.points) points += fmt::format("{}{},{}", points.empty() ? "" : " ", number(p.x), number(p.y));
    out_ += fmt::format("<{} points=\"{}\"{}{} stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\n",
                        item.closed ? "polygon" : "polyline", points, paint("fill", item.fill), stroked(item.stroke));
  }
  void operator()(const CurveItem& item) {
    out_ += fmt::format("<path d=\"M{}C{} {} {}\" fill=\"none\"{} stroke-linecap=\"round\"/>\n", pair(item.from), pair(item.control1),
                        pair(item.control2), pair(item.to), stroked(item.stroke));
  }
  void operator()(const CircleItem& item) {
    out_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}/>\n", number(item.center.x), number(item.center.y), number(item.radius),
                        paint("fill", item.fill), stroked(item.stroke));
  }
  void operator()(const TextItem& item);
  void operator()(const ImageItem& item);
  void operator()(const ClipItem& item) {
    end_clip();
    if (item.box.w < 0) return;
    out_ += open_clip(item.box);
    clipped_ = true;
  }
  std::string finish() {
    end_clip();
    return std::move(out_);
  }
  const SvgFonts& used_fonts() const { return used_; }

 private:
  std::string open_clip(const Box& box) {
    ++clips_;
    return fmt::format("<clipPath id=\"clip{}\"><rect{}/></clipPath>\n<g clip-path=\"url(#clip{})\">\n", clips_, box_attributes(box),
                       clips_);
  }
  void end_clip() {
    if (clipped_) out_ += "</g>\n";
    clipped_ = false;
  }
  const Fonts& fonts_;
  SvgFonts used_;
  std::string out_;
  int clips_ = 0;
  bool clipped_ = false;
};

// Every run has the measured length wherever it is shown: with another font its letters are squeezed or stretched to it.
void Writer::operator()(const TextItem& item) {
  if (item.runs.empty()) return;
  constexpr std::array kAnchors = {"start", "middle", "end"};
  bool single = item.runs.size() == 1;
  double x = single ? item.at.x : text_start(item, fonts_);
  used_.add(item, fonts_.files());
  out_ += fmt::format(
      "<text x=\"{}\" y=\"{}\" font-family=\"{}\" font-size=\"{}\" font-weight=\"{}\" text-anchor=\"{}\" xml:space=\"preserve\"", number(x),
      number(item.at.y + kBaselineBelowMiddle * item.size), svg_family(item.face), number(item.size), svg_weight(item.weight),
      single ? kAnchors[static_cast<std::size_t>(item.anchor)] : "start");
  if (!single) out_ += ">";
  for (const TextRun& run : item.runs) {
    double width = fonts_.width(run.text, item.size, item.face, item.weight);
    if (!single) out_ += fmt::format("<tspan x=\"{}\"", number(x));
    if (width > 0) out_ += fmt::format(" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"", number(width));
    out_ += paint("fill", run.color) + ">" + escaped(run.text) + (single ? "" : "</tspan>");
    x += width;
  }
  out_ += "</text>\n";
}

void Writer::operator()(const ImageItem& item) {
  if (!item.pixels || item.box.w <= 0 || item.box.h <= 0) return;
  Crop part = crop(item);
  Result<std::string> png = png_bytes(part.pixels);
  if (!png) return;
  bool beyond = part.box.w > item.box.w + 1e-6 || part.box.h > item.box.h + 1e-6;
  if (beyond) out_ += open_clip(item.box);
  out_ += fmt::format(
      "<image{} preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\" "
      "href=\"data:image/png;base64,{}\"/>\n",
      box_attributes(part.box), base64(*png));
  if (beyond) out_ += "</g>\n";
}

}  // namespace

std::string svg_text(const DisplayList& list, const Fonts& fonts, double scale, SvgLetters letters) {
  Writer writer(fonts);
  for (const Item& item : list.items) std::visit(writer, item);
  std::string body = writer.finish(), width = number(list.width), height = number(list.height);
  std::string out = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">\n<style>",
                                number(list.width * scale), number(list.height * scale), width, height);
  if (letters == SvgLetters::kEmbedded) out += writer.used_fonts().css(fonts.files());
  out += "text{font-kerning:none;font-variant-ligatures:none;white-space:pre}</style>\n";
  if (list.background.a > 0) out += fmt::format("<rect width=\"{}\" height=\"{}\"{}/>\n", width, height, paint("fill", list.background));
  return out + body + "</svg>\n";
}

}  // namespace convscope
