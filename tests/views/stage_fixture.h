// The shipped scenes with a device, and short ways to draw one of them and to read what the drawing says.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/catalog/catalog.h"
#include "app/views/view.h"

namespace convscope {

struct ShownSetting {
  std::string scene, mode;
  std::map<std::string, AttributeValue> parameters;
};

// For tests of every scene.
inline std::vector<std::string> shipped_ids() {
  const std::vector<Scene> scenes = load_scenes(CONVSCOPE_SOURCE_DIR "/assets/scenes").value();
  std::vector<std::string> ids;
  for (const Scene& scene : scenes) ids.push_back(scene.id);
  return ids;
}

inline std::vector<Index> numbers(std::initializer_list<Index> list) { return list; }

class Stage : public ::testing::Test {
 protected:
  Stage()
      : catalog_(Catalog::load(std::string(CONVSCOPE_SOURCE_DIR) + "/assets").value()),
        device_(make_device(DeviceChoice::kCpu).value()),
        photographs_(catalog_.assets + "/images") {}

  std::shared_ptr<const Model> model(const ShownSetting& setting) {
    state_ = {};
    state_.scene = setting.scene;
    state_.mode = setting.mode;
    state_.parameters = setting.parameters;
    auto result = evaluate(catalog_.scenes, state_, *device_, photographs_);
    EXPECT_TRUE(result.ok()) << setting.scene << ": " << (result.ok() ? "" : result.error().message);
    return result.ok() ? *result : nullptr;
  }

  // Every mode of a scene as it opens.
  std::vector<ShownSetting> modes_of(const std::string& id) const {
    const Scene& scene = **find_scene(catalog_.scenes, id);
    if (scene.modes.empty()) return {{scene.id, "", {}}};
    std::vector<ShownSetting> all;
    for (const std::string& mode : scene.modes) all.push_back({scene.id, mode, {}});
    return all;
  }

  DisplayList view(const Model& model, const Moment& moment, const std::string& language, double width, double height, const Theme& theme) {
    return build_view({model, state_, moment, {}, theme, catalog_.languages.at(language), *catalog_.fonts, width, height, {}});
  }

  Catalog catalog_;
  std::unique_ptr<Device> device_;
  Photographs photographs_;
  State state_;
};

inline std::string text_of(const TextItem& item) {
  std::string text;
  for (const TextRun& run : item.runs) text += run.text;
  return text;
}

inline bool says(const DisplayList& list, const std::string& wanted) {
  return std::any_of(list.items.begin(), list.items.end(), [&](const Item& item) {
    auto* text = std::get_if<TextItem>(&item);
    return text && text_of(*text) == wanted;
  });
}

inline bool mentions(const DisplayList& list, const std::string& part) {
  return std::any_of(list.items.begin(), list.items.end(), [&](const Item& item) {
    auto* text = std::get_if<TextItem>(&item);
    return text && text_of(*text).find(part) != std::string::npos;
  });
}

// The number is what a written line comes to in the end ("… = 13", "… = 13 correlated", "cell [2, 3]: 13"), or stands in the very cell of
// the output.
inline bool concludes(const DisplayList& list, const std::string& number, const Target& cell) {
  return std::any_of(list.items.begin(), list.items.end(), [&](const Item& item) {
    auto* text = std::get_if<TextItem>(&item);
    if (!text) return false;
    const std::string line = text_of(*text);
    for (const char* sign : {"=", ": "}) {
      const std::size_t last = line.rfind(sign);
      const std::size_t begin = last == std::string::npos ? last : line.find_first_not_of("=: ", last);
      if (begin == std::string::npos) continue;
      const std::string rest = line.substr(begin);
      if (rest == number || rest.rfind(number + " ", 0) == 0) return true;
    }
    return line == number && hit(list, text->at) == cell;
  });
}

}  // namespace convscope
