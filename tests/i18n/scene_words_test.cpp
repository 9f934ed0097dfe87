// The catalog as it is shipped: every text that a scene can ask for is there in every language.
#include <gtest/gtest.h>

#include "app/catalog/catalog.h"
#include "app/scenes/model.h"

namespace convscope {
namespace {

class SceneWords : public testing::Test {
 protected:
  void expect(const std::string& key) {
    for (const auto& [code, words] : catalog_.languages) EXPECT_TRUE(words.has(key)) << code << " lacks " << key;
  }
  Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
};

TEST_F(SceneWords, AreThereForEveryPartThatExplainsAScene) {
  for (const Scene& scene : catalog_.scenes) {
    expect("group." + scene.group);
    for (const char* part : {"title", "subtitle", "what", "why", "try", "used", "mistake"}) expect("scene." + scene.id + "." + part);
    for (const std::string& mode : scene.modes) expect("mode." + scene.id + "." + mode);
  }
}

TEST_F(SceneWords, AreThereForEveryControlChoicePresetPhaseAndSegment) {
  auto expect_all = [&](const Scene& scene) {
    for (const Control& control : scene.controls) {
      expect("parameter." + control.name);
      expect("parameter." + control.name + ".pytorch");
      for (const std::string& choice : control.choices) expect("choice." + control.name + "." + choice);
    }
    for (const Preset& preset : scene.presets) expect("preset." + preset.id);
    for (const PhaseSpec& phase : scene.phases) expect("phase." + phase.name);
    for (const SegmentSource& segment : scene.timeline) {
      if (scene.timeline.size() > 1) expect("segment." + scene.id + "." + segment.name);
      for (const PhaseSpec& phase : segment.phases) expect("phase." + phase.name);
    }
  };
  for (const Scene& scene : catalog_.scenes) {
    expect_all(scene);
    for (const Scene& variant : scene.variants) expect_all(variant);
  }
}

TEST_F(SceneWords, NameEveryShippedPhotograph) {
  const std::vector<std::string> names = Photographs(catalog_.assets + "/images").shipped();
  EXPECT_GE(names.size(), 4u);
  for (const std::string& name : names) expect("choice.image." + name);
}

TEST_F(SceneWords, AreWrittenInTheirOwnLanguage) {
  const Words &english = catalog_.languages.at("en"), &chinese = catalog_.languages.at("zh");
  for (const Scene& scene : catalog_.scenes) {
    for (const char* part : {"what", "why", "try", "used", "mistake"}) {
      const std::string key = "scene." + scene.id + "." + part;
      EXPECT_NE(english(key), chinese(key)) << key;
      EXPECT_NE(chinese(key).find("。"), std::string::npos) << key;
      EXPECT_EQ(english(key).find("。"), std::string::npos) << key;
    }
  }
}

}  // namespace
}  // namespace convscope
