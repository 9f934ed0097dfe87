#include "app/views/kit.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/canvas/line_break.h"

namespace convscope {

int decimals_of(const Tensor& tensor, int most) {
  for (int decimals = 0; decimals < most; ++decimals) {
    double unit = std::pow(10.0, decimals);
    bool fits = std::all_of(tensor.data.begin(), tensor.data.end(), [unit](float v) {
      return std::abs(v * unit - std::round(v * unit)) < 1e-4 * std::max(1.0, std::abs(v * unit) * 1e-2);
    });
    if (fits) return decimals;
  }
  return most;
}

std::string number_text(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
  bool zero = text.find_first_not_of("0.") == std::string::npos;
  return value < 0 && !zero ? "\u2212" + text : text;
}

std::string factor_text(double value, int decimals) {
  std::string text = number_text(value, decimals);
  return text.rfind("\u2212", 0) == 0 ? "(" + text + ")" : text;
}

std::string percent_text(double share) { return number_text(100 * share, share > 0.99 && share < 1 - 1e-9 ? 1 : 0) + " %"; }

std::string count_text(Index value) {
  std::string digits = std::to_string(std::abs(value)), out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += "\u2009";
    out += digits[i];
  }
  return (value < 0 ? "\u2212" : "") + out;
}

std::string shape_text(std::initializer_list<Index> sizes) {
  std::string out;
  for (Index size : sizes) out += (out.empty() ? "" : " × ") + std::to_string(size);
  return out;
}

Box cut_top(Box& box, double height, double gap) {
  Box strip{box.x, box.y, box.w, height};
  box.y += height + gap;
  box.h -= height + gap;
  return strip;
}

Box cut_bottom(Box& box, double height, double gap) {
  Box strip{box.x, box.bottom() - height, box.w, height};
  box.h -= height + gap;
  return strip;
}

Box cut_left(Box& box, double width, double gap) {
  Box strip{box.x, box.y, width, box.h};
  box.x += width + gap;
  box.w -= width + gap;
  return strip;
}

Box cut_right(Box& box, double width, double gap) {
  Box strip{box.right() - width, box.y, width, box.h};
  box.w -= width + gap;
  return strip;
}

Box inset(Box box, double margin) { return {box.x + margin, box.y + margin, box.w - 2 * margin, box.h - 2 * margin}; }

double fit_cell(Box box, double rows, double columns, double most) {
  const double fits = std::min({most, box.h / std::max(1.0, rows), box.w / std::max(1.0, columns)});
  return fits < 2 ? std::max(1.0, fits) : std::floor(fits);  // below two pixels a plane is a picture, which needs no whole ones
}

// ---- pen: shapes ----------------------------------------------------------------------------------------------------------

Color Pen::pale(Role role, double strength) const { return mix(theme().surface, theme().role(role), strength); }

void Pen::rect(Box box, Color fill, double radius, Stroke stroke, Target target) {
  list_.items.push_back(RectItem{box, fill, stroke, radius, target});
}

void Pen::line(Point from, Point to, Stroke stroke) { path({from, to}, false, {0, 0, 0, 0}, stroke); }

void Pen::arrow(Point from, Point to, Color color, double width) {
  const double length = std::hypot(to.x - from.x, to.y - from.y), head = std::min(4 * width, length);
  if (length < 2 * width) return;
  const double ux = (to.x - from.x) / length, uy = (to.y - from.y) / length, half = head * 0.45;
  const Point neck{to.x - ux * head, to.y - uy * head};
  line(from, neck, {color, width});
  path({to, {neck.x - uy * half, neck.y + ux * half}, {neck.x + uy * half, neck.y - ux * half}}, true, color, {});
}

void Pen::link(Point from, Point to, Stroke stroke) {
  if (std::abs(from.y - to.y) < 0.5) return line(from, to, stroke);
  double middle = (from.x + to.x) / 2;
  list_.items.push_back(CurveItem{from, {middle, from.y}, {middle, to.y}, to, stroke});
}

void Pen::path(std::vector<Point> points, bool closed, Color fill, Stroke stroke) {
  list_.items.push_back(PathItem{std::move(points), closed, fill, stroke, {}});
}

void Pen::circle(Point center, double radius, Color fill, Stroke stroke, Target target) {
  list_.items.push_back(CircleItem{center, radius, fill, stroke, target});
}

void Pen::handle(Target target, DragAxis across, DragAxis down) {
  list_.handles.push_back({target, std::move(across), std::move(down)});
}

void Pen::image(Box box, std::shared_ptr<const Pixels> pixels, Box source, Target target) {
  list_.items.push_back(ImageItem{box, std::move(pixels), source, target});
}

void Pen::frame(Box box, Role role, double stroke, double alpha, double fill) {
  Color color = theme().role(role);
  if (fill > 0) rect(box, with_alpha(color, fill * alpha), 5);
  rect(box, {0, 0, 0, 0}, 5, {with_alpha(color, alpha), stroke});
}

void Pen::dashed_frame(Box box, Color color, double stroke) { rect(box, {0, 0, 0, 0}, 5, {color, stroke, 5, 4}); }

void Pen::mark_cross(Box box, Color color) {
  Box b = inset(box, box.w * 0.14);
  line({b.x, b.y}, {b.right(), b.bottom()}, {color, 1.6});
  line({b.right(), b.y}, {b.x, b.bottom()}, {color, 1.6});
}

// ---- pen: text ------------------------------------------------------------------------------------------------------------

double Pen::width(const std::string& text, Ink ink) const { return context_.fonts.width(text, type(ink.size), ink.face, ink.weight); }

double Pen::width(const std::vector<TextRun>& runs, Ink ink) const {
  double sum = 0;
  for (const TextRun& run : runs) sum += width(run.text, ink);
  return sum;
}

void Pen::add(TextItem item, Importance importance) {
  if (importance != Importance::kNumber) labels_.push_back({list_.items.size(), importance});
  list_.items.push_back(std::move(item));
}

double Pen::text(Point at, const std::string& text, Ink ink, Color color, Target target) {
  add({at, type(ink.size), ink.face, ink.weight, ink.anchor, {{text, color}}, target}, ink.importance);
  return width(text, ink);
}

double Pen::runs(Point at, std::vector<TextRun> runs, Ink ink) {
  double w = width(runs, ink);
  add({at, type(ink.size), ink.face, ink.weight, ink.anchor, std::move(runs), {}}, ink.importance);
  return w;
}

namespace {

std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < text.size();) {
    auto lead = static_cast<unsigned char>(text[i]);
    std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    out.push_back(text.substr(i, length));
    i += length;
  }
  return out;
}

Ink look_of(const MarkedRun& run, Ink plain) {
  plain.weight = weight_of(run, plain.weight);
  plain.face = face_of(run, plain.face);
  return plain;
}

}  // namespace

namespace {

struct Lines {
  std::vector<std::string> texts{1};
  int last_pieces = 0;  // in the last one
};

Lines lines_of(const std::vector<std::string_view>& pieces, double room, const std::function<double(const std::string&)>& width) {
  Lines lines;
  for (const std::string_view piece : pieces) {
    std::string tried = lines.texts.back() + std::string(piece);
    while (!tried.empty() && tried.back() == ' ') tried.pop_back();
    if (!lines.texts.back().empty() && width(tried) > room) {
      lines.texts.emplace_back();
      lines.last_pieces = 0;
    }
    lines.texts.back() += piece;
    ++lines.last_pieces;
  }
  return lines;
}

}  // namespace

std::vector<std::string> Pen::wrapped(const std::string& text, Ink ink, double room) const {
  constexpr double kNarrower = 0.97, kNarrowest = 0.75;
  const std::vector<std::string_view> pieces = unbroken_pieces(text);
  const auto width_of = [&](const std::string& line) { return width(line, ink); };
  Lines lines = lines_of(pieces, room, width_of);
  // A last line of one short word or one character takes others with it, where as many lines do.
  const std::size_t count = lines.texts.size();
  if (count < 2 || lines.last_pieces > 1 || width_of(lines.texts.back()) > room / 3) return lines.texts;
  for (double less = room * kNarrower; less >= room * kNarrowest; less *= kNarrower) {
    Lines narrower = lines_of(pieces, less, width_of);
    if (narrower.texts.size() > count) break;
    if (narrower.last_pieces > 1) return narrower.texts;
  }
  return lines.texts;
}

std::vector<MarkedRuns> Pen::wrapped(const MarkedRuns& runs, Ink ink, double room) const {
  auto width_of = [&](const MarkedRun& run) { return width(run.text, look_of(run, ink)); };
  return marked_lines(runs, room, width_of);
}

double Pen::marked(Point start, const MarkedRuns& line, Ink ink, Color color) {
  double x = start.x;
  for (const MarkedRun& run : line) x += text({x, start.y}, run.text, look_of(run, ink), color);
  return x - start.x;
}

double Pen::paragraph(Box box, const std::string& content, Ink ink, Color color, double leading) {
  double step = type(ink.size) * leading, y = box.y + step / 2;
  double x = ink.anchor == Anchor::kStart ? box.x : ink.anchor == Anchor::kMiddle ? box.center().x : box.right();
  for (const std::string& line : wrapped(content, ink, box.w)) {
    text({x, y}, line, ink, color);
    y += step;
  }
  return y - step / 2 - box.y;
}

double Pen::fitted(Point at, std::string content, Ink ink, Color color, double room) {
  double w = width(content, ink);
  if (w > room) {
    ink.size = std::max(kSmallestText, ink.size * room / w);
    constexpr double kLess = 0.1;  // hinted glyphs are not as much narrower as they are smaller
    while (ink.size > kSmallestText && width(content, ink) > room) ink.size = std::max(kSmallestText, ink.size - kLess);
    std::vector<std::string> all = characters(content);
    while (all.size() > 1 && width(content, ink) > room) {
      all.pop_back();
      content.clear();
      for (const std::string& c : all) content += c;
      content += "…";
    }
  }
  return text(at, content, ink, color);
}

bool Pen::fits(const std::string& content, Ink ink, double room) const {
  ink.size = std::min(ink.size, kSmallestText);
  return width(content, ink) <= room;
}

double Pen::whole(Point at, const std::string& content, Ink ink, Color color, double room) {
  return fits(content, ink, room) ? fitted(at, content, ink, color, room) : 0;
}

double Pen::caption_height(Captions captions) const {
  return captions == Captions::kFull ? type(54) : captions == Captions::kNames ? type(32) : 0;
}

void Pen::caption(Point bottom_middle, const std::string& name, const std::string& shape, Role role, Captions captions) {
  if (captions == Captions::kNone) return;
  double y = bottom_middle.y - type(captions == Captions::kFull ? 43.5 : 18);
  text({bottom_middle.x, y}, name, {15, Weight::kSemiBold, Anchor::kMiddle}, theme().role(role));
  if (captions == Captions::kFull && !shape.empty())
    text({bottom_middle.x, y + type(19)}, shape, {12.5, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNote},
         theme().muted);
}

}  // namespace convscope
