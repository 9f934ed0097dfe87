// Every scene in each of its modes is written from the command line in every format, in both languages.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "app/scenes/scene.h"
#include "film/program_output.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

std::vector<Scene> scenes() {
  auto all = load_scenes(CONVSCOPE_SOURCE_DIR "/assets/scenes");
  return all ? *all : std::vector<Scene>();
}

std::vector<std::string> scene_ids() {
  std::vector<std::string> ids;
  for (const Scene& scene : scenes()) ids.push_back(scene.id);
  return ids;
}

class SceneFiles : public testing::TestWithParam<std::string> {
 protected:
  SceneFiles() : scenes_(scenes()) {}
  const Scene& scene() const { return **find_scene(scenes_, GetParam()); }
  std::vector<std::string> modes() const { return scene().modes.empty() ? std::vector<std::string>{""} : scene().modes; }

  // What the program wrote, byte by byte.
  std::string written(const std::string& command, const std::string& mode, const std::string& options, const std::string& name) {
    const std::string file = folder_.file(name), setting = mode.empty() ? "" : " --set mode=" + mode;
    const std::string said = tests::program_output(std::string(CONVSCOPE_PROGRAM) + " " + command + " " + GetParam() + setting +
                                                   " --device cpu " + options + " -o " + file + " 2>&1; echo \" code $?\"");
    EXPECT_TRUE(said.ends_with(" code 0\n")) << command << setting << " " << options << "\n" << said;
    return file_bytes(file);
  }

  int frames_of(const std::string& name) const {
    return std::atoi(tests::program_output("ffprobe -v error -count_frames -select_streams v:0 "
                                           "-show_entries stream=nb_read_frames -of csv=p=0 " +
                                           folder_.file(name)).c_str());
  }

  std::vector<Scene> scenes_;
  TemporaryFolder folder_;
};

bool has_photograph(const Scene& scene) {
  return std::any_of(scene.tensors.begin(), scene.tensors.end(),
                     [](const auto& tensor) { return tensor.second.from.rfind("photograph", 0) == 0; });
}

TEST_P(SceneFiles, ArePicturesInThreeFormatsAndTwoLanguages) {
  for (const std::string& mode : modes()) {
    const std::string english = written("render", mode, "--size 640x360 --phase 0.5", "a.svg");
    const std::string chinese = written("render", mode, "--size 640x360 --phase 0.5 --lang zh --theme dark", "b.svg");
    EXPECT_NE(english.find("<text"), std::string::npos) << mode << ": text is text";
    EXPECT_NE(english, chinese) << mode;
    const bool all_vectors = english.find("<image") == std::string::npos;
    EXPECT_TRUE(all_vectors || has_photograph(in_mode(scene(), mode))) << mode << ": only photographs are pixels";
    const std::string png = written("render", mode, "--size 640x360", "c.png"), pdf = written("render", mode, "--size 640x360", "d.pdf");
    EXPECT_EQ(png.substr(16, 8), std::string("\0\0\x02\x80\0\0\x01\x68", 8)) << mode << ": 640 x 360";
    EXPECT_EQ(pdf.substr(0, 5), "%PDF-") << mode;
    EXPECT_NE(pdf.rfind("%%EOF"), std::string::npos) << mode << ": the page is whole";
  }
}

TEST_P(SceneFiles, AreFilms) {
  const std::string one_step = "--size 320x180 --steps 1:1 --fps 10 --seconds-per-step 0.4";
  EXPECT_EQ(written("export", modes().back(), one_step, "a.gif").substr(0, 6), "GIF89a");
  EXPECT_EQ(written("export", modes().front(), one_step + " --lang zh --theme dark", "b.mp4").substr(4, 4), "ftyp");
  EXPECT_GE(frames_of("a.gif"), 1) << "equal frames are one, shown for longer";
  EXPECT_EQ(frames_of("b.mp4"), 4);
}

INSTANTIATE_TEST_SUITE_P(Scenes, SceneFiles, testing::ValuesIn(scene_ids()), [](const auto& each) { return each.param; });

}  // namespace
}  // namespace convscope
