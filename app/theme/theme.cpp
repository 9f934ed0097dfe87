#include "app/theme/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace convscope {
namespace {

Color ramp(const std::vector<Color>& stops, double t) {
  double place = std::clamp(t, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
  std::size_t i = std::min(static_cast<std::size_t>(place), stops.size() - 2);
  return mix(stops[i], stops[i + 1], place - static_cast<double>(i));
}

std::vector<Color> colors(std::initializer_list<const char*> hex) {
  std::vector<Color> out;
  for (const char* h : hex) out.push_back(parse_hex(h));
  return out;
}

Theme light() {
  Theme t;
  t.name = ThemeName::kLight;
  t.bg = parse_hex("#F4F5F7"); t.surface = parse_hex("#FFFFFF"); t.sunken = parse_hex("#EDEFF2"); t.line = parse_hex("#D9DEE5");
  t.ink = parse_hex("#171B21"); t.muted = parse_hex("#5A6472"); t.faint = parse_hex("#667180");
  t.accent = parse_hex("#1F2A3A"); t.on_accent = parse_hex("#FFFFFF");
  t.input = parse_hex("#006BA8"); t.weight = parse_hex("#A05A00"); t.output = parse_hex("#007457"); t.bias = parse_hex("#7B4EA3");
  t.gradient = parse_hex("#AD3F77"); t.warning = parse_hex("#C0392B");
  t.zero = parse_hex("#F7F8FA"); t.hatch = parse_hex("#C9D0DA"); t.select = parse_hex("#E8EEF6");
  return t;
}

Theme dark() {
  Theme t;
  t.name = ThemeName::kDark;
  t.bg = parse_hex("#12151A"); t.surface = parse_hex("#1A1F26"); t.sunken = parse_hex("#14181E"); t.line = parse_hex("#2D3541");
  t.ink = parse_hex("#E8ECF2"); t.muted = parse_hex("#9BA6B5"); t.faint = parse_hex("#8490A0");
  t.accent = parse_hex("#E8ECF2"); t.on_accent = parse_hex("#12151A");
  t.input = parse_hex("#5BB4EA"); t.weight = parse_hex("#F0B14A"); t.output = parse_hex("#3FC99D"); t.bias = parse_hex("#B99BEA");
  t.gradient = parse_hex("#E88BB9"); t.warning = parse_hex("#FF7B6B");
  t.zero = parse_hex("#1A1F26"); t.hatch = parse_hex("#3A4452"); t.select = parse_hex("#243042");
  return t;
}

Theme projector() {
  Theme t = light();
  t.name = ThemeName::kProjector;
  t.bg = t.surface = t.zero = parse_hex("#FFFFFF");
  t.sunken = parse_hex("#ECEEF1"); t.line = parse_hex("#9AA3AF"); t.ink = t.accent = parse_hex("#000000");
  t.muted = parse_hex("#2B333D"); t.faint = parse_hex("#3D4651");
  // 7 : 1 on white and on the sunken ground: a lamp takes half of it away.
  t.input = parse_hex("#004B78"); t.weight = parse_hex("#703F00"); t.output = parse_hex("#00533D"); t.bias = parse_hex("#5A2F80");
  t.gradient = parse_hex("#80204F"); t.warning = parse_hex("#8A1F14"); t.hatch = parse_hex("#8E98A5");
  return t;
}

Theme print() {
  Theme t = light();
  t.name = ThemeName::kPrint;
  t.bg = t.surface = t.zero = parse_hex("#FFFFFF");
  t.sunken = parse_hex("#F4F5F7"); t.hatch = parse_hex("#A9B2BE"); t.ink = t.accent = parse_hex("#000000");
  return t;
}

double luminance(Color c) {
  auto linear = [](double v) { v /= 255; return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

}  // namespace

Color Theme::role(Role role) const {
  switch (role) {
    case Role::kPlain: return ink;
    case Role::kMuted: return muted;
    case Role::kInput: return input;
    case Role::kWeight: return weight;
    case Role::kOutput: return output;
    case Role::kBias: return bias;
    case Role::kGradient: return gradient;
    case Role::kWarning: return warning;
  }
  return ink;
}

Theme make_theme(ThemeName name, double text_scale) {
  Theme t = name == ThemeName::kDark ? dark() : name == ThemeName::kPrint ? print() : name == ThemeName::kProjector ? projector() : light();
  t.text_scale = std::clamp(text_scale, 1.0, 2.5);
  return t;
}

const char* theme_text(ThemeName name) {
  constexpr std::array kNames = {"light", "dark", "print", "projector"};
  return kNames[static_cast<std::size_t>(name)];
}

Result<ThemeName> parse_theme(const std::string& name) {
  for (ThemeName theme : {ThemeName::kLight, ThemeName::kDark, ThemeName::kPrint, ThemeName::kProjector})
    if (name == theme_text(theme)) return theme;
  return Error{ErrorKind::kUsage, "unknown theme '" + name + "'; known are light, dark, print, projector", "theme"};
}

const std::vector<Color>& group_colors() {
  static const std::vector<Color> kColors =
      colors({"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7B4EA3", "#8A6D3B"});
  return kColors;
}

Color mix(Color a, Color b, double t) {
  auto one = [t](std::uint8_t x, std::uint8_t y) { return static_cast<std::uint8_t>(std::lround(x + (y - x) * t)); };
  return {one(a.r, b.r), one(a.g, b.g), one(a.b, b.b), one(a.a, b.a)};
}

Color with_alpha(Color c, double alpha) {
  c.a = static_cast<std::uint8_t>(std::lround(c.a * std::clamp(alpha, 0.0, 1.0)));
  return c;
}

Color cividis(double t) {
  static const std::vector<Color> kStops = colors({"#00204D", "#1D3A6C", "#44506B", "#666970", "#8A8678", "#B3A772", "#DBC761", "#FFEA46"});
  return ramp(kStops, t);
}

Color diverging(double t) {
  static const std::vector<Color> kStops = colors({"#2C5AA0", "#6E93C8", "#B7CBE5", "#F5F5F3", "#F0C3A8", "#DE8560", "#B4432B"});
  return ramp(kStops, t);
}

double contrast(Color a, Color b) {
  double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

Color ink_on(Color background) {
  constexpr double kLeast = 4.5;
  const Color dark_ink = parse_hex("#171B21"), light_ink = parse_hex("#FFFFFF");
  if (contrast(dark_ink, background) >= kLeast) return dark_ink;
  if (contrast(light_ink, background) >= kLeast) return light_ink;
  return parse_hex("#000000");  // in the middle greys only black is strong enough
}

Color parse_hex(const char* hex) {
  auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
  auto byte = [&](int i) { return static_cast<std::uint8_t>(digit(hex[i]) * 16 + digit(hex[i + 1])); };
  return {byte(1), byte(3), byte(5), 255};
}

}  // namespace convscope
