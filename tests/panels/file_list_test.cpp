#include "app/panels/file_list.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace convscope;
namespace files = std::filesystem;

namespace {

class FileList : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (files::temp_directory_path() / "convscope_files_XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { files::remove_all(folder_); }
  void put(const std::string& name, std::size_t bytes = 1) { std::ofstream(folder_ + "/" + name) << std::string(bytes, 'x'); }
  std::vector<std::string> names(const std::vector<std::string>& endings) {
    auto entries = list_folder(folder_, endings);
    std::vector<std::string> found;
    if (entries)
      for (const FileEntry& entry : *entries) found.push_back(entry.name);
    return found;
  }
  std::string folder_;
};

}  // namespace

TEST_F(FileList, PutsFoldersFirstAndNumbersInTheirOrder) {
  put("frame10.png");
  put("frame2.png");
  put("Apple.png");
  files::create_directory(folder_ + "/zebra");
  EXPECT_EQ(names({}), (std::vector<std::string>{"zebra", "Apple.png", "frame2.png", "frame10.png"}));
}

TEST_F(FileList, KeepsOnlyTheEndingsAskedForInAnyCaseAndAllFolders) {
  put("a.json");
  put("b.JSON");
  put("c.png");
  put(".hidden.json");
  files::create_directory(folder_ + "/sub");
  EXPECT_EQ(names({".json"}), (std::vector<std::string>{"sub", "a.json", "b.JSON"}));
}

TEST_F(FileList, AFileNamedLikeAnEndingAloneHasNone) { EXPECT_FALSE(has_ending(".json", {".json"})); }

TEST_F(FileList, AMissingFolderIsAnErrorThatNamesIt) {
  auto entries = list_folder(folder_ + "/nowhere", {});
  ASSERT_FALSE(entries.ok());
  EXPECT_EQ(entries.error().kind, ErrorKind::kFile);
  EXPECT_NE(entries.error().message.find("nowhere"), std::string::npos);
}

TEST_F(FileList, TellsTheSizeOfAFile) {
  put("a.png", 2500);
  auto entries = list_folder(folder_, {});
  ASSERT_TRUE(entries.ok());
  EXPECT_EQ(entries->front().bytes, 2500u);
  EXPECT_EQ(size_text(2500), "2.5 KB");
  EXPECT_EQ(size_text(999), "999 B");
  EXPECT_EQ(size_text(12'345'678), "12 MB");
  EXPECT_EQ(size_text(999'999), "1.0 MB");
}

TEST(Paths, AnEndingIsAppendedOnlyWhenItIsMissing) {
  EXPECT_EQ(with_ending("a", ".json"), "a.json");
  EXPECT_EQ(with_ending("a.JSON", ".json"), "a.JSON");
  EXPECT_EQ(with_ending("a.png", ".json"), "a.png.json");
}

TEST(Paths, AnAbsoluteNameStandsAloneAndDotsAreFollowed) {
  EXPECT_EQ(joined("/data/ada", "x.png"), "/data/ada/x.png");
  EXPECT_EQ(joined("/data/ada", "/tmp/x.png"), "/tmp/x.png");
  EXPECT_EQ(joined("/data/ada", "../bob/x.png"), "/data/bob/x.png");
  EXPECT_EQ(joined("/anywhere", "~/x.png"), joined(home_folder(), "x.png"));
}

TEST(Paths, TheRootIsItsOwnParent) {
  EXPECT_EQ(parent_folder("/"), "/");
  EXPECT_EQ(parent_folder("/data/ada"), "/data");
  EXPECT_EQ(parent_folder("/data/ada/"), "/data");
}

TEST(NaturalOrder, IgnoresCaseAndLeadingZeros) {
  EXPECT_TRUE(natural_less("a9", "A10"));
  EXPECT_FALSE(natural_less("a010", "a9"));
  EXPECT_FALSE(natural_less("a1", "a01"));
  EXPECT_TRUE(natural_less("frame", "frame1"));
}
