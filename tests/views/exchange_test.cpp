// Signal and kernel of the one-dimensional convolution change places, and the kernel turns over, before the first step.
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

// In a window of 1280 × 720 with both panels open: weights of one lane, row by row from the top.
TEST_F(Exchange, TheKernelIsSeenToTurnOverAboveAndBelowTheSignalInTheDefaultWindow) {
  made_ = model({"convolution", "", {}});
  const auto weights = [&](const std::string& lane, double progress) {
    const DisplayList list = view(*made_, {0, 0, progress}, "en", 744, 536, make_theme(ThemeName::kLight));
    EXPECT_TRUE(says(list, "kernel g") && says(list, "turned around") && says(list, "as it is"));
    std::map<std::pair<double, double>, std::string> found;
    for (const Item& item : list.items)
      if (auto* text = std::get_if<TextItem>(&item))
        if (const Target cell = hit(list, text->at); cell.kind == TargetKind::kWeight && cell.stage == made_->index_of(lane))
          found[{text->at.y, text->at.x}] = text_of(*text);
    Texts texts;
    for (const auto& [place, text] : found) texts.push_back(text);
    return texts;
  };
  const Texts still{"0.0", "1.0", "0.5", "0.0", "1.0", "0.5"}, copied{"0.0", "1.0", "0.5", "0.0", "1.0", "0.5", "0.0", "1.0", "0.5"};
  EXPECT_EQ(weights("convolution", 0), still) << "as it is written, also below the signal";
  EXPECT_EQ(weights("convolution", 0.7), (Texts{"0.0", "1.0", "0.5"})) << "what moves carries no numbers";
  EXPECT_EQ(weights("convolution", 1), (Texts{"0.0", "1.0", "0.5", "0.5", "1.0", "0.0", "0.5", "1.0", "0.0"}));
  EXPECT_EQ(weights("correlation", 0), still);
  EXPECT_EQ(weights("correlation", 0.7), still);
  EXPECT_EQ(weights("correlation", 1), copied);
}

}  // namespace
}  // namespace convscope
