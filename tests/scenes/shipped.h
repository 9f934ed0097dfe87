// The shipped scenes, a device that computes by the definition, and short ways to set what a state holds.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/scenes/model.h"

namespace convscope {

inline AttributeValue list(std::vector<Index> numbers) { return AttributeValue{std::move(numbers)}; }
inline AttributeValue word(const std::string& text) { return AttributeValue{text}; }

class ShippedScenes : public testing::Test {
 protected:
  void SetUp() override {
    Result<std::vector<Scene>> scenes = load_scenes(CONVSCOPE_SOURCE_DIR "/assets/scenes");
    ASSERT_TRUE(scenes) << scenes.error().message;
    scenes_ = std::move(scenes).value();
    Result<std::unique_ptr<Device>> device = make_device(DeviceChoice::kReference);
    ASSERT_TRUE(device) << device.error().message;
    device_ = std::move(device).value();
  }

  static State state_of(const std::string& scene, std::map<std::string, AttributeValue> parameters = {}) {
    State state;
    state.scene = scene;
    state.parameters = std::move(parameters);
    return state;
  }
  Result<std::shared_ptr<const Model>> try_model(const State& state) { return evaluate(scenes_, state, *device_, photographs_); }
  std::shared_ptr<const Model> model(const State& state) {
    Result<std::shared_ptr<const Model>> made = try_model(state);
    EXPECT_TRUE(made) << made.error().message;
    return made ? *made : nullptr;
  }
  std::shared_ptr<const Model> model(const std::string& scene, std::map<std::string, AttributeValue> parameters = {}) {
    return model(state_of(scene, std::move(parameters)));
  }
  const Scene& scene(const std::string& id) { return **find_scene(scenes_, id); }
  // The control that a refused state is answered beside, and the sentence.
  Error refusal(const State& state) {
    Result<std::shared_ptr<const Model>> made = try_model(state);
    EXPECT_FALSE(made) << "it was computed";
    return made ? Error{} : made.error();
  }

  std::vector<Scene> scenes_;
  std::unique_ptr<Device> device_;
  Photographs photographs_{CONVSCOPE_SOURCE_DIR "/assets/images"};
};

inline std::vector<float> values(const Tensor& tensor) { return tensor.data; }

}  // namespace convscope
