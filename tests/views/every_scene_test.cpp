// Every scene's stage, whatever its file says: no text leaves it, overlaps another, is too small or pale, in both languages, at several
// sizes and text sizes, in every mode, preset and stretch of its timeline; what the picture says at the end of a step is what the engine
// computed.
#include "views/lettering.h"
#include "views/stage_fixture.h"

#include "app/views/kit.h"

namespace convscope {
namespace {

// Beside every mode and preset: settings at which a stage once went wrong, or that stand at an end.
std::vector<ShownSetting> special_settings() {
  return {
          {"one_channel", "", {{"input", numbers({5, 7})}, {"kernel", numbers({3})}, {"padding", numbers({1})}, {"stride", numbers({2})}}},
          {"one_channel", "", {{"input", numbers({12})}, {"dilation", numbers({2})}}},
          {"padding", "", {{"padding", numbers({1, 0, 2, 3})}, {"padding_mode", std::string("circular")}}},
          {"padding", "", {{"padding", numbers({0})}, {"input", numbers({9, 6})}, {"padding_mode", std::string("zeros")}}},
          {"stride", "", {{"stride", numbers({1})}, {"input", numbers({6})}}},
          {"stride", "", {{"stride", numbers({4, 5})}, {"input", numbers({13, 16})}, {"kernel", numbers({2, 3})}}},
          {"stride", "", {{"stride", numbers({1})}, {"input", numbers({9, 12})}, {"kernel", numbers({7})}, {"padding", numbers({2})}}},
          {"many_channels", "", {{"channels", numbers({5})}, {"kernel", numbers({2})}, {"padding", numbers({1})}}},
          {"many_channels", "", {{"channels", numbers({1})}, {"bias", false}}},
          {"many_channels", "", {{"channels", numbers({17})}, {"input", numbers({5, 4})}}},
          {"many_filters", "table", {{"batch", numbers({5})}, {"filters", numbers({7})}}},
          {"photo_filters", "", {{"filter", std::string("gaussian")}, {"gaussian_size", numbers({9})}, {"grey", false}}}};
}

// The middle of every stretch: at the end of each of its phases and half-way through; and how it begins.
std::vector<Moment> telling_moments(const Timeline& timeline) {
  std::vector<Moment> moments;
  for (std::size_t s = 0; s < timeline.segments.size(); ++s) {
    const Index first = timeline.first_step(s), middle = first + timeline.segments[s].steps / 2;
    moments.push_back({first, 0, 0.4});
    for (int phase = 0; phase < static_cast<int>(timeline.segments[s].phases.size()); ++phase)
      moments.insert(moments.end(), {Moment{middle, phase, 0.5}, Moment{middle, phase, 1}});
  }
  return moments;
}

// Modes that explain with an example of their own, whose numbers the engine computed as well.
bool tells_of_an_example(const ShownSetting& setting) { return setting.mode == "connections"; }

class EveryScene : public Stage, public testing::WithParamInterface<std::string> {
 protected:
  std::vector<ShownSetting> modes() const { return modes_of(GetParam()); }
  std::vector<ShownSetting> presets() const {
    std::vector<ShownSetting> all;
    for (const ShownSetting& opening : modes())
      for (const Preset& preset : in_mode(**find_scene(catalog_.scenes, GetParam()), opening.mode).presets)
        all.push_back({opening.scene, opening.mode, preset.parameters});
    for (const ShownSetting& special : special_settings())
      if (special.scene == GetParam()) all.push_back(special);
    return all;
  }
  void expect_legible(const ShownSetting& setting, const std::vector<double>& scales) {
    constexpr double kSizes[][2] = {{744, 536}, {928, 700}, {1280, 720}};
    auto m = model(setting);
    ASSERT_NE(m, nullptr);
    for (double scale : scales)
      for (const Moment& moment : telling_moments(m->timeline))
        for (const auto& size : kSizes)
          for (const char* language : {"en", "zh"}) {
            std::string where = setting.scene + " " + setting.mode + " " + m->first().layer->code(CodeDialect::kPyTorch) + " " +
                                std::to_string(static_cast<int>(size[0])) + " " + language + " ×" + std::to_string(scale).substr(0, 3) +
                                " step " + std::to_string(moment.step) + " phase " + std::to_string(moment.phase);
            Theme theme = make_theme(ThemeName::kLight, scale);
            expect_well_set(view(*m, moment, language, size[0], size[1], theme), *catalog_.fonts, scale, where);
          }
  }
};

TEST_P(EveryScene, CanBeReadAtAnyTextSizeInEveryMode) {
  for (const ShownSetting& setting : modes()) expect_legible(setting, {1.0, 1.5, 2.5});
}

TEST_P(EveryScene, CanBeReadWithEveryPreset) {
  for (const ShownSetting& setting : presets()) expect_legible(setting, {1.0, 1.5, 2.5});
}

TEST_P(EveryScene, HasTextThatStandsOutFromItsGroundInEveryTheme) {
  constexpr double kLeast = 4.5, kStrong = 7;  // WCAG 2.1, level AA; AAA before a projector
  for (const ShownSetting& setting : modes()) {
    auto m = model(setting);
    ASSERT_NE(m, nullptr);
    for (ThemeName name : {ThemeName::kLight, ThemeName::kDark, ThemeName::kPrint, ThemeName::kProjector})
      for (const Moment& moment : telling_moments(m->timeline)) {
        if (moment.progress < 1) continue;  // what appears is paler on its way
        Theme theme = make_theme(name);
        const Contrast lowest = lowest_contrast(view(*m, moment, "en", 1280, 720, theme));
        EXPECT_GE(lowest.ratio, name == ThemeName::kProjector ? kStrong : kLeast)
            << setting.scene << " " << setting.mode << " theme " << static_cast<int>(name) << " step " << moment.step
                                        << ": '" << lowest.text << "' has " << lowest.ratio;
      }
  }
}

TEST_P(EveryScene, SaysAtTheEndOfAStepWhatTheEngineComputed) {
  constexpr Index kLooks = 24;  // steps of a stretch that are looked at
  Theme theme = make_theme(ThemeName::kLight);
  for (const ShownSetting& setting : modes()) {
    auto m = model(setting);
    ASSERT_NE(m, nullptr);
    for (std::size_t s = 0; s < m->timeline.segments.size(); ++s) {
      const TimelineSegment& segment = m->timeline.segments[s];
      const LayerModel& layer = m->layers[static_cast<std::size_t>(segment.stage)];
      if (segment.walk != Walk::kOutputs || tells_of_an_example(setting)) continue;
      const int decimals = std::max(decimals_of(layer.weight(), 1), 0);
      for (Index i = 0; i < std::min(kLooks, segment.steps); ++i) {
        const Index step = segment.steps <= kLooks ? i : i * (segment.steps - 1) / (kLooks - 1);
        EXPECT_DOUBLE_EQ(static_cast<float>(layer.trace().gather(step).result), layer.output()[step]) << setting.scene << " step " << step;
        DisplayList list = view(*m, step_end(m->timeline, m->timeline.first_step(s) + step), "en", 1280, 720, theme);
        const Target cell{TargetKind::kOutput, segment.stage, step};
        const std::string wanted = number_text(layer.output()[step], decimals_of(layer.output()));
        const bool pictured = m->pictures.count(layer.name) > 0;  // a photograph's sums may have no more decimals than their weights
        EXPECT_TRUE(concludes(list, wanted, cell) || (pictured && concludes(list, number_text(layer.output()[step], decimals), cell)))
            << setting.scene << " " << setting.mode << " " << layer.name << " step " << step << " does not say " << wanted;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Scenes, EveryScene, testing::ValuesIn(shipped_ids()), [](const auto& each) { return each.param; });

}  // namespace
}  // namespace convscope
