// Whatever a person turns, in whatever scene, mode and order, points at and looks at: it is computed or refused in one sentence, and the
// stage draws it. Seeded, so that a failure can be repeated.
#include <random>

#include "views/stage_fixture.h"

namespace convscope {
namespace {

class Chance {
 public:
  explicit Chance(std::uint32_t seed) : engine_(seed) {}
  Index number(Index low, Index high) { return std::uniform_int_distribution<Index>(low, high)(engine_); }
  bool one_in(Index many) { return number(1, many) == 1; }
  double share() { return static_cast<double>(number(0, 1000)) / 1000; }

 private:
  std::mt19937 engine_;
};

// Large layers say nothing that small ones do not, and take long on the definition's device.
Index size_of(Chance& chance, const Control& control) {
  return chance.number(control.minimum, std::min<Index>(control.maximum, control.minimum + 11));
}

AttributeValue any_value(Chance& chance, const Control& control) {
  auto choice = [&] { return control.choices[static_cast<std::size_t>(chance.number(0, static_cast<Index>(control.choices.size()) - 1))]; };
  switch (control.type) {
    case AttributeType::kFlag: return chance.one_in(2);
    case AttributeType::kNumber:
      return static_cast<double>(control.minimum) + chance.share() * static_cast<double>(control.maximum - control.minimum);
    case AttributeType::kChoice: return control.choices.empty() ? control.value : AttributeValue{choice()};
    default: break;
  }
  if (!control.choices.empty() && chance.one_in(3)) return choice();
  const int counts[] = {1, control.type == AttributeType::kPerAxis ? control.axes : 1, control.type == AttributeType::kPadding ? 4 : 1};
  std::vector<Index> numbers(static_cast<std::size_t>(counts[chance.number(0, 2)]));
  for (Index& number : numbers) number = size_of(chance, control);
  return numbers;
}

Target any_target(Chance& chance, const Model& model) {
  constexpr TargetKind kKinds[] = {TargetKind::kNone,   TargetKind::kInput,  TargetKind::kWeight, TargetKind::kBias, TargetKind::kOutput,
                                   TargetKind::kOffset, TargetKind::kMask, TargetKind::kPreset};
  const int stage = static_cast<int>(chance.number(0, static_cast<Index>(model.layers.size()) - 1));
  const Index cells = model.layers[static_cast<std::size_t>(stage)].output().count();
  return {kKinds[chance.number(0, 7)], stage, chance.number(-1, 2 * cells)};  // also beyond the tensor: it may just have shrunk
}

class AnyParameters : public Stage, public testing::WithParamInterface<std::string> {};

TEST_P(AnyParameters, AreComputedOrRefusedAndDrawn) {
  constexpr int kTries = 40;
  const Scene& scene = **find_scene(catalog_.scenes, GetParam());
  Chance chance(static_cast<std::uint32_t>(scene.number));
  int drawn = 0;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    state_ = {};
    state_.scene = scene.id;
    const auto modes = static_cast<Index>(scene.modes.size());
    if (modes > 0) state_.mode = scene.modes[static_cast<std::size_t>(chance.number(0, modes - 1))];
    const Scene& variant = in_mode(scene, state_.mode);
    if (variant.on_image && !chance.one_in(5)) continue;  // whole photographs take long on the CPU
    for (const Control& control : variant.controls)
      if (chance.one_in(2)) state_.parameters[control.name] = any_value(chance, control);
    auto made = evaluate(catalog_.scenes, state_, *device_, photographs_);
    if (!made) {
      EXPECT_FALSE(made.error().message.empty());
      EXPECT_TRUE(made.error().kind == ErrorKind::kImpossible || made.error().kind == ErrorKind::kMemory)
          << "attempt " << attempt << ": " << made.error().message;
      continue;
    }
    ++drawn;
    const Model& model = **made;
    for (int look = 0; look < 4; ++look) {
      const Index step = chance.number(0, model.timeline.steps() - 1);
      const int phase = static_cast<int>(chance.number(0, static_cast<Index>(model.timeline.phases(step).size()) - 1));
      state_.pin = chance.one_in(3) ? any_target(chance, model) : Target{};
      state_.presenting = chance.one_in(4);
      const double width = static_cast<double>(chance.number(320, 1900)), height = static_cast<double>(chance.number(200, 1060));
      const Theme theme = make_theme(static_cast<ThemeName>(chance.number(0, 3)), 1 + 1.5 * chance.share());
      const Target hover = chance.one_in(2) ? any_target(chance, model) : Target{};
      const Words& words = catalog_.languages.at(chance.one_in(2) ? "en" : "zh");
      const Moment moment{step, phase, chance.share()};
      const DisplayList list = build_view({model, state_, moment, hover, theme, words, *catalog_.fonts, width, height, {}});
      EXPECT_FALSE(list.items.empty()) << "attempt " << attempt;
    }
  }
  EXPECT_GE(drawn, 2) << "too few of the tries could be computed to say anything";
}

INSTANTIATE_TEST_SUITE_P(Scenes, AnyParameters, testing::ValuesIn(shipped_ids()), [](const auto& each) { return each.param; });

}  // namespace
}  // namespace convscope
