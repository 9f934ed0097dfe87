// The list of all keys, as a person opens and leaves it.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include "app/panels/keys.h"
#include "panels/whole_window.h"

namespace convscope {
namespace {

constexpr bool kDown = true, kShift = true;

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

class KeyList : public WholeWindow {
 protected:
  void open_in(const std::string& language) {
    State state;
    state.scene = "padding";
    state.language = language;
    open(state);
    if (!IsSkipped()) frontend_->probe().keep_texts();
  }
  void press(int key, bool shift = false) {
    frontend_->input().push(input::Key{key, kDown, false, false, shift, false});
    frontend_->input().push(input::Key{key, !kDown, false, false, shift, false});
    for (int frame = 0; frame < 4; ++frame) draw_frame({1920, 1080, 1});
  }
  // Everything that is written, lines as they are broken put together again.
  std::string written() {
    std::string all;
    for (const WrittenText& each : frontend_->probe().texts()) all += without_spaces(each.text);
    return all;
  }
  bool says(const std::string& wanted) { return written().find(without_spaces(wanted)) != std::string::npos; }
  void names_every_key_in(const std::string& language) {
    open_in(language);
    if (IsSkipped()) return;
    press(GLFW_KEY_F1);
    for (const KeyBinding& binding : key_bindings()) {
      if (binding.key == 0) continue;
      const std::string name = controller_->words()(binding.name);
      EXPECT_TRUE(says(name)) << name;
    }
  }
  std::string title() { return controller_->words()("keys.title"); }
};

TEST_F(KeyList, F1AndTheQuestionMarkOpenItAndEscapeLeavesIt) {
  open_in("en");
  if (IsSkipped()) return;
  press(GLFW_KEY_HOME);
  ASSERT_FALSE(says(title()));
  press(GLFW_KEY_F1);
  EXPECT_TRUE(says(title()));
  press(GLFW_KEY_ESCAPE);
  EXPECT_FALSE(says(title()));
  press(GLFW_KEY_SLASH, kShift);
  EXPECT_TRUE(says(title()));
}

TEST_F(KeyList, NamesEveryKeyThereIs) { names_every_key_in("en"); }
TEST_F(KeyList, NamesEveryKeyThereIsInChinese) { names_every_key_in("zh"); }

}  // namespace
}  // namespace convscope
