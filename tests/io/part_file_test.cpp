// Parts of makers that were killed: none where the file system can hold a file without a name, else gone at the next look.
#include "engine/io/part_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "support/temporary_folder.h"

namespace convscope {
namespace {

using Names = std::vector<std::string>;

void put(const PartFile& part, const std::string& text) {
  ASSERT_EQ(::write(part.descriptor(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

// Runs in a process of its own, which ends as kill -9 ends it.
void die_with_half_a_file(const std::string& target, PartPlace place) {
  Result<PartFile> part = PartFile::beside(target, place);
  if (part) put(*part, "half");
  ::raise(SIGKILL);
}

void die_with_half_a_folder(const TemporaryFolder& folder) {
  Result<PartFolder> part = PartFolder::inside(folder.path(), "frames");
  if (part) std::ofstream(part->path() + "/1.png") << "half";
  ::raise(SIGKILL);
}

class PartFileIn : public testing::TestWithParam<PartPlace> {
 protected:
  TemporaryFolder folder_;
};

TEST_P(PartFileIn, TakesTheTargetsNameOnceItIsWhole) {
  for (const char* older : {"", "a much longer older text"}) {
    if (*older != 0) folder_.write("a.gif", older);
    Result<PartFile> part = PartFile::beside(folder_.file("a.gif"), GetParam());
    ASSERT_TRUE(part.ok());
    put(*part, "whole");
    EXPECT_EQ(file_bytes(folder_.file("a.gif")), older) << "before it is kept";
    ASSERT_TRUE(part->keep().ok());
    EXPECT_EQ(file_bytes(folder_.file("a.gif")), "whole");
  }
  EXPECT_EQ(folder_.names(), Names{"a.gif"});
}

TEST_P(PartFileIn, TakesThePermissionsOfTheOlderFile) {
  ASSERT_EQ(::chmod(folder_.write("a.gif", "older").c_str(), 0640), 0);
  ASSERT_TRUE(PartFile::beside(folder_.file("a.gif"), GetParam())->keep().ok());
  struct stat status {};
  ASSERT_EQ(::stat(folder_.file("a.gif").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

std::vector<PartFile> parts_of(const TemporaryFolder& folder, const Names& targets, PartPlace place) {
  std::vector<PartFile> parts;
  for (const std::string& target : targets) {
    parts.push_back(PartFile::beside(folder.file(target), place).value());
    put(parts.back(), "new " + target);
  }
  return parts;
}

TEST_P(PartFileIn, SeveralTakeTheirNamesTogether) {
  folder_.write("a", "older");
  std::vector<PartFile> parts = parts_of(folder_, {"a", "b"}, GetParam());
  ASSERT_TRUE(keep_all(parts).ok());
  EXPECT_EQ(file_bytes(folder_.file("a")), "new a");
  EXPECT_EQ(file_bytes(folder_.file("b")), "new b");
  EXPECT_EQ(folder_.names(), (Names{"a", "b"}));
}

TEST_P(PartFileIn, WhereOneOfSeveralCannotTakeItsNameNoneDoes) {
  folder_.write("a", "older");
  {
    std::vector<PartFile> parts = parts_of(folder_, {"a", "b", "c"}, GetParam());
    std::filesystem::create_directories(folder_.file("c/full"));  // in the meantime
    Status kept = keep_all(parts);
    ASSERT_FALSE(kept.ok());
    EXPECT_NE(kept.error().message.find("c'"), std::string::npos) << kept.error().message;
  }
  EXPECT_EQ(file_bytes(folder_.file("a")), "older");
  EXPECT_EQ(folder_.names(), (Names{"a", "c"}));
}

TEST_P(PartFileIn, WhatIsNotKeptIsGone) {
  {
    Result<PartFile> part = PartFile::beside(folder_.file("a.gif"), GetParam());
    ASSERT_TRUE(part.ok());
    put(*part, "half");
  }
  EXPECT_EQ(folder_.names(), Names{});
}

TEST_P(PartFileIn, AKilledMakersPartIsGoneAtTheNextLookAndALivingOnesStays) {
  folder_.write("mine.gif", "mine");
  EXPECT_EXIT(die_with_half_a_file(folder_.file("a.gif"), GetParam()), testing::KilledBySignal(SIGKILL), "");
  if (GetParam() == PartPlace::kHidden) {
    EXPECT_EQ(folder_.names().size(), 2u) << "so there is something to remove";
  }
  Result<PartFile> living = PartFile::beside(folder_.file("b.gif"), GetParam());
  ASSERT_TRUE(living.ok());
  put(*living, "whole");
  remove_dead_parts(folder_.path());
  ASSERT_TRUE(living->keep().ok());
  EXPECT_EQ(folder_.names(), (Names{"b.gif", "mine.gif"}));
}

TEST_P(PartFileIn, AFolderOrADeviceInThePlaceIsRefused) {
  EXPECT_EQ(PartFile::beside(folder_.path(), GetParam()).error().message, "cannot write '" + folder_.path() + "': Is a directory");
  EXPECT_EQ(PartFile::beside("/dev/null", GetParam()).error().message, "cannot write '/dev/null': it is not a regular file");
}

INSTANTIATE_TEST_SUITE_P(Places, PartFileIn, testing::Values(PartPlace::kBest, PartPlace::kHidden),
                         [](const auto& place) { return place.param == PartPlace::kBest ? "BestPlace" : "HiddenPlace"; });

// ext4, xfs, btrfs and tmpfs all can; elsewhere the hidden place is taken.
TEST(PartFile, AKillLeavesNothingWhereFilesNeedNoName) {
  TemporaryFolder folder;
  Result<PartFile> part = PartFile::beside(folder.file("a.gif"));
  ASSERT_TRUE(part.ok());
  if (!folder.names().empty()) GTEST_SKIP() << "the file system of " << folder.path() << " holds no file without a name";
  EXPECT_EXIT(die_with_half_a_file(folder.file("b.gif"), PartPlace::kBest), testing::KilledBySignal(SIGKILL), "");
  EXPECT_EQ(folder.names(), Names{});
}

TEST(PartFolder, AKilledMakersFolderIsGoneAtTheNextLookAndALivingOnesStays) {
  TemporaryFolder folder;
  EXPECT_EXIT(die_with_half_a_folder(folder), testing::KilledBySignal(SIGKILL), "");
  EXPECT_EQ(folder.names().size(), 1u) << "so there is something to remove";
  Result<PartFolder> living = PartFolder::inside(folder.path(), "frames");
  ASSERT_TRUE(living.ok());
  remove_dead_parts(folder.path());
  EXPECT_EQ(folder.names(), Names{std::filesystem::path(living->path()).filename().string()});
  ASSERT_TRUE(living->rename_to(folder.file("frames")).ok());
  EXPECT_EQ(folder.names(), Names{"frames"});
}

TEST(PartFolder, OnlyHiddenPartsAreRemoved) {
  TemporaryFolder folder;
  for (const char* name : {".convscope-notes", "convscope-1-0.part", ".other.part", "frames.part"}) folder.write(name, "mine");
  remove_dead_parts(folder.path());
  EXPECT_EQ(folder.names().size(), 4u);
}

}  // namespace
}  // namespace convscope
