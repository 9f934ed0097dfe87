// Signal and kernel of the one-dimensional convolution change places before the first step.
#include "app/views/kit.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

class Exchange : public Stage {
 protected:
  DisplayList draw(const std::string& roles, const Moment& moment) {
    made_ = model({"convolution", "", {{"roles", roles}}});
    return view(*made_, moment, "en", 1280, 720, make_theme(ThemeName::kLight));
  }
  // The numbers of one row of the page, from left to right, left of `middle` or right of it.
  std::vector<std::string> row(const DisplayList& list, double from, double to, bool right) const {
    std::map<double, std::string> found;
    for (const Item& item : list.items)
      if (auto* text = std::get_if<TextItem>(&item); text && text->at.y > from && text->at.y < to && (text->at.x > 640) == right)
        if (text_of(*text).find_first_not_of("0123456789.") == std::string::npos) found[text->at.x] = text_of(*text);
    std::vector<std::string> texts;
    for (const auto& [x, text] : found) texts.push_back(text);
    return texts;
  }
  std::vector<std::string> outputs(const DisplayList& list, bool right) const { return row(list, 500, 620, right); }
  std::shared_ptr<const Model> made_;
};

using Texts = std::vector<std::string>;

TEST_F(Exchange, AStepOfItsOwnShowsItOnlyWhereTheyHaveChangedPlaces) {
  draw("g_over_f", {0, 0, 0});
  EXPECT_EQ(made_->timeline.segments.front().name, "flip");
  draw("f_over_g", {0, 0, 0});
  EXPECT_EQ(made_->timeline.segments.front().name, "exchange");
  EXPECT_EQ(made_->timeline.segments.front().steps, 1);
}

TEST_F(Exchange, BeginsAsItWasAndEndsWithEachStripWhereTheOtherWas) {
  const DisplayList before = draw("f_over_g", {0, 0, 0}), after = draw("f_over_g", {0, 0, 1});
  EXPECT_TRUE(says(before, "kernel g") && says(before, "signal f"));
  EXPECT_TRUE(says(after, "kernel f") && says(after, "signal g"));
  EXPECT_EQ(row(before, 80, 160, false), (Texts{"0.0", "1.0", "0.5"}));
  EXPECT_EQ(row(after, 80, 160, false), (Texts{"1", "2", "3"}));
}

TEST_F(Exchange, ConvolutionKeepsItsOutputsAndThoseOfCorrelationAreMirrored) {
  const DisplayList before = draw("f_over_g", {0, 1, 0}), after = draw("f_over_g", {0, 1, 1});
  EXPECT_EQ(outputs(before, false), (Texts{"0.0", "1.0", "2.5", "4.0", "1.5"}));
  EXPECT_EQ(outputs(after, false), outputs(before, false));
  EXPECT_EQ(outputs(before, true), (Texts{"0.5", "2.0", "3.5", "3.0", "0.0"}));
  EXPECT_EQ(outputs(after, true), (Texts{"0.0", "3.0", "3.5", "2.0", "0.5"}));
  std::vector<std::string> computed;
  for (float value : made_->layer("correlation").output().data) computed.push_back(number_text(value, 1));
  EXPECT_EQ(outputs(after, true), computed) << "what the engine computes now";
  EXPECT_TRUE(says(after, "the same output") && says(after, "the output is mirrored"));
}

}  // namespace
}  // namespace convscope
