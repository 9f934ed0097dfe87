// Design tokens: colours of four themes, type sizes, radii, spacing. Roles, never decoration.
#pragma once

#include <string>
#include <vector>

#include "app/canvas/display_list.h"
#include "engine/base/result.h"
#include "engine/ops/text.h"

namespace convscope {

enum class ThemeName { kLight, kDark, kPrint, kProjector };

struct Theme {
  ThemeName name = ThemeName::kLight;
  Color bg, surface, sunken, line, ink, muted, faint, accent, on_accent;
  Color input, weight, output, bias, gradient, warning, zero, hatch, select;
  double text_scale = 1.0;  // 1.0 to 2.5

  Color role(Role role) const;
};

Theme make_theme(ThemeName name, double text_scale = 1.0);
Result<ThemeName> parse_theme(const std::string& name);  // light, dark, print, projector
const char* theme_text(ThemeName name);

// Sizes at 100 %. Nothing is drawn below kSmallestText · text_scale.
inline constexpr double kTitleSize = 24, kHeadingSize = 17, kBodySize = 14, kLabelSize = 13, kSmallSize = 12, kSmallestText = 11.5;
inline constexpr double kCardRadius = 8, kButtonRadius = 6, kCellRadius = 3, kSpace = 8;

const std::vector<Color>& group_colors();  // Okabe–Ito and two
Color mix(Color a, Color b, double t);
Color with_alpha(Color c, double alpha);
Color cividis(double t);    // 0..1, magnitudes
Color diverging(double t);  // 0..1, 0.5 = zero
double contrast(Color a, Color b);
Color ink_on(Color background);  // dark or light ink, whichever contrasts more
Color parse_hex(const char* hex);  // "#RRGGBB"

}  // namespace convscope
