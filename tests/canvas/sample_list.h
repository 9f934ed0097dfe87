// A display list made by hand with every primitive and every option that sinks treat differently.
#pragma once

#include <memory>

#include "app/canvas/display_list.h"
#include "app/canvas/fonts.h"

namespace convscope::tests {

inline std::shared_ptr<const Fonts> shipped_fonts() {
  return Fonts::load(std::string(CONVSCOPE_SOURCE_DIR) + "/assets/fonts").value();
}

inline constexpr Color kInk{23, 27, 33, 255}, kBlue{0, 107, 168, 255}, kAmber{163, 92, 0, 255}, kGreen{0, 119, 90, 255};
inline constexpr Color kPale{197, 222, 236, 255}, kLine{201, 208, 218, 255}, kNone{0, 0, 0, 0};

inline std::shared_ptr<const Pixels> four_pixels() {
  Pixels pixels{2, 2, {255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 128}};
  return std::make_shared<Pixels>(std::move(pixels));
}

inline DisplayList sample_list() {
  DisplayList list;
  list.width = 480;
  list.height = 270;
  list.background = {255, 255, 255, 255};
  auto add = [&list](Item item) { list.items.push_back(std::move(item)); };
  for (int i = 0; i < 4; ++i) {
    Box cell{24.0 + 38 * i, 24, 36, 36};
    add(RectItem{cell, kPale, {}, 3, {TargetKind::kInput, 0, i}});
    add(TextItem{cell.center(), 15, Face::kNumbers, Weight::kMedium, Anchor::kMiddle, {{std::to_string(3 * i + 1), kInk}}, {}});
  }
  add(RectItem{{62, 24, 74, 36}, {0, 107, 168, 26}, {kBlue, 2.5, 0, 0}, 5, {}});
  add(HatchItem{{24, 64, 36, 36}, {kLine, 1, 0, 0}, 9});
  add(RectItem{{62, 64, 36, 36}, kNone, {kAmber, 1.2, 4, 3}, 3, {}});
  add(CurveItem{{180, 42}, {220, 42}, {220, 120}, {260, 120}, {kGreen, 2, 0, 0}});
  add(PathItem{{{270, 120}, {260, 115}, {260, 125}}, true, kGreen, {}, {TargetKind::kOutput, 1, 7}});
  add(PathItem{{{110, 70}, {140, 95}, {170, 70}}, false, kNone, {kAmber, 1.5, 5, 4}, {}});
  add(CircleItem{{290, 42}, 14, kNone, {kBlue, 2, 0, 0}, {TargetKind::kControl, 0, 2}});
  add(CircleItem{{290, 42}, 5, kAmber, {}, {}});
  add(ImageItem{{330, 24, 60, 60}, four_pixels(), {}, {TargetKind::kInput, 0, -1}});
  add(ImageItem{{400, 24, 60, 60}, four_pixels(), {0.5, 0, 1, 2}, {}});
  add(ClipItem{{24, 112, 120, 24}});
  add(TextItem{{24, 124}, 17, Face::kWords, Weight::kSemiBold, Anchor::kStart, {{"clipped on the right-hand side", kInk}}, {}});
  add(ClipItem{{0, 0, -1, -1}});
  add(RectItem{{16, 150, 448, 60}, {237, 239, 242, 255}, {}, 6, {}});
  add(TextItem{{32, 172},
               20,
               Face::kNumbers,
               Weight::kMedium,
               Anchor::kStart,
               {{"output[1, 1]  =  ", kInk},
                {"9", kBlue},
                {"·", kInk},
                {"1", kAmber},
                {" + ", kInk},
                {"−3", kBlue},
                {"·", kInk},
                {"2", kAmber},
                {"  =  ", kInk},
                {"3", kGreen}},
               {}});
  add(TextItem{
      {32, 196}, 13, Face::kWords, Weight::kRegular, Anchor::kStart, {{"Size: ⌊(4 + 2·2 − 3) / 1⌋ + 1 = 6, <all> & \"any\"", kInk}}, {}});
  add(TextItem{{464, 232}, 14, Face::kWords, Weight::kRegular, Anchor::kEnd, {{"卷积核在输入上滑动，每一步得到一个数。", kInk}}, {}});
  add(TextItem{{464, 254}, 14, Face::kWords, Weight::kBold, Anchor::kEnd, {{"填充 padding ", kInk}, {"2 → 6 × 6", kGreen}}, {}});
  return list;
}

}  // namespace convscope::tests
