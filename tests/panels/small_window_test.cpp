// Windows that are too small for all that a large one shows.
#include <algorithm>

#include "panels/whole_window.h"

namespace convscope {
namespace {

class SmallWindow : public WholeWindow {
 protected:
  void SetUp() override {
    State state;
    state.scene = "stride";
    state.reduce_motion = true;
    open(state);
    if (IsSkipped()) return;
    frontend_->probe().keep_texts();
    controller_->memory().panels.first_start.showing = true;
  }
  bool says(const std::string& wanted) {
    const std::vector<WrittenText>& texts = frontend_->probe().texts();
    return std::any_of(texts.begin(), texts.end(), [&](const WrittenText& each) { return each.text == wanted; });
  }
};

TEST_F(SmallWindow, TheHintOfAFirstStartGivesWayToTheListOfScenes) {
  const std::string hint = controller_->words()("first.title");
  draw_frame({1280, 720, 1});
  draw_frame({1280, 720, 1});
  EXPECT_TRUE(says(hint));
  draw_frame({640, 420, 1});
  draw_frame({640, 420, 1});
  EXPECT_FALSE(says(hint));
}

}  // namespace
}  // namespace convscope
