// A person who tries everything: scenes, lessons, sliders, cells, keys, drags, sizes, at random but as hands would. The program must live
// on and keep an answer for whatever was asked. CONVSCOPE_WANDER=1800 is an hour's worth, for the sanitizers.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "gui/window_fixture.h"

namespace convscope::tests {
namespace {

int number_from(const char* variable, int otherwise) {
  const char* given = std::getenv(variable);
  return given ? std::atoi(given) : otherwise;
}

class Wanderer {
 public:
  Wanderer(Desktop& desktop, unsigned seed) : desktop_(desktop), chance_(seed) {}

  // One thing that a person might do next; what it was.
  std::string act() {
    const Shown shown = desktop_.shown();
    switch (below(10)) {
      case 0: return hands(scene(shown));
      case 1:
      case 2: return hands(press(shown));
      case 3:
      case 4: return hands(drag(shown));
      case 5: return hands(somewhere(shown) + " click " + (below(2) ? "4" : "5"));
      case 6: return hands(somewhere(shown) + " click --repeat 2 --delay 30 1");
      case 7: return below(8) ? hands(somewhere(shown)) : hands(resize());
      default: return hands("key " + keys());
    }
  }

 private:
  int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(chance_); }

  std::string hands(const std::string& command) {
    desktop_.xdotool(command);
    return command;
  }
  std::string at(const Place& place) {
    return "mousemove " + std::to_string(place.x + below(std::max(1, place.w))) + " " +
           std::to_string(place.y + below(std::max(1, place.h)));
  }
  Place any_box(const Shown& shown, const std::string& prefix) {
    std::vector<Place> found;
    for (const auto& [name, place] : shown.boxes)
      if (name.rfind(prefix, 0) == 0 && place.x >= 0 && place.y >= 0) found.push_back(place);
    if (found.empty()) return {400, 300, 200, 100};
    return found[static_cast<std::size_t>(below(static_cast<int>(found.size())))];
  }
  std::string scene(const Shown& shown) {
    if (below(3) == 0) return at(any_box(shown, "scene.")) + " click " + (below(2) ? "4" : "5");
    if (below(4) == 0) return at(any_box(shown, below(2) ? "lessons." : "sidebar.tab.")) + " click 1";
    return at(any_box(shown, below(3) ? "scene." : "mode.")) + " click 1";
  }
  std::string press(const Shown& shown) {
    static constexpr const char* kKinds[] = {"parameter.", "stage.", "transport.", "preset.", "question.", "compare.", ""};
    return at(any_box(shown, kKinds[below(7)])) + " click 1";
  }
  std::string drag(const Shown& shown) {
    const std::string from = at(any_box(shown, below(2) ? "parameter." : "stage."));
    const std::string by = "mousemove_relative -- " + std::to_string(below(200) - 100) + " " + std::to_string(below(80) - 40);
    return from + " mousedown 1 " + by + " " + by + " mouseup 1";
  }
  std::string somewhere(const Shown& shown) { return at(any_box(shown, "")); }
  std::string resize() {
    return "search --onlyvisible --name ConvScope windowsize %1 " + std::to_string(700 + below(580)) + " " +
           std::to_string(480 + below(240));
  }
  std::string keys() {
    static constexpr const char* kKeys[] = {
        "space",  "Right",  "Left",     "shift+Right", "shift+Left",   "ctrl+Right", "ctrl+Left", "Up",     "Down",  "Home",   "End",
        "ctrl+z", "ctrl+y", "ctrl+t",   "ctrl+l",      "ctrl+equal",   "ctrl+minus", "ctrl+0",    "F5",     "Escape", "Escape",
        "bracketleft",
        "b",      "s",      "p",        "l",           "bracketright", "1",          "2",         "3",      "F1",    "ctrl+k", "Tab",
        "Return", "ctrl+c", "ctrl+e",   "Delete",      "5",            "9",          "period",    "minus",  "w",     "slash",
        "ctrl+shift+c", "ctrl+v", "ctrl+p", "c", "x", "d", "n", "o", "m", "Next", "Next", "Next", "Prior"};
    return kKeys[below(static_cast<int>(std::size(kKeys)))];
  }

  Desktop& desktop_;
  std::mt19937 chance_;
};

TEST_F(Window, LivesThroughWhateverHandsDo) {
  Desktop& d = *desktop_;
  Wanderer wanderer(d, static_cast<unsigned>(number_from("CONVSCOPE_WANDER_SEED", 1)));
  std::string last;
  for (int i = 0; i < number_from("CONVSCOPE_WANDER", 120); ++i) {
    last += wanderer.act() + "\n";
    ASSERT_TRUE(d.running()) << "after\n" << last.substr(last.size() > 2000 ? last.size() - 2000 : 0);
  }
  d.key("Escape Escape Escape Escape");
  const std::string frame = d.shown()["frame"];
  d.key("ctrl+t");
  EXPECT_TRUE(d.reaches([&](const Shown& s) { return s["frame"] != frame; })) << "it does not answer any more";
  EXPECT_TRUE(d.running());
}

}  // namespace
}  // namespace convscope::tests
