#include "engine/io/atomic_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "support/temporary_folder.h"

namespace convscope {
namespace {

using Names = std::vector<std::string>;

TEST(AtomicFile, WritesTheBytesAndLeavesNothingElseInTheFolder) {
  TemporaryFolder folder;
  ASSERT_TRUE(write_file_atomically(folder.file("a.txt"), std::string("one\0two", 7)).ok());
  EXPECT_EQ(file_bytes(folder.file("a.txt")), std::string("one\0two", 7));
  EXPECT_EQ(folder.names(), Names{"a.txt"});
}

TEST(AtomicFile, ReplacesAnOlderFileAndKeepsItsPermissions) {
  TemporaryFolder folder;
  std::string path = folder.write("a.txt", "a much longer older text");
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  ASSERT_TRUE(write_file_atomically(path, "new").ok());
  EXPECT_EQ(file_bytes(path), "new");
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST(AtomicFile, FollowsALinkAndKeepsIt) {
  TemporaryFolder folder;
  std::string target = folder.write("target.txt", "old");
  std::filesystem::create_symlink(target, folder.file("link.txt"));
  ASSERT_TRUE(write_file_atomically(folder.file("link.txt"), "new").ok());
  EXPECT_TRUE(std::filesystem::is_symlink(folder.file("link.txt")));
  EXPECT_EQ(file_bytes(target), "new");
}

TEST(AtomicFile, TakesTheLongestNameThatAFileMayHave) {
  TemporaryFolder folder;
  std::string name(255, 'n');
  EXPECT_TRUE(write_file_atomically(folder.file(name), "x").ok());
  EXPECT_EQ(folder.names(), Names{name});
}

TEST(AtomicFile, NamesAFolderThatIsMissing) {
  TemporaryFolder folder;
  Status written = write_file_atomically(folder.file("missing/a.txt"), "x");
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().message, "cannot write '" + folder.file("missing/a.txt") + "': No such file or directory");
  EXPECT_EQ(written.error().kind, ErrorKind::kFile);
}

TEST(AtomicFile, RefusesToReplaceAFolder) {
  TemporaryFolder folder;
  Status written = write_file_atomically(folder.path(), "x");
  ASSERT_FALSE(written.ok());
  EXPECT_NE(written.error().message.find("Is a directory"), std::string::npos) << written.error().message;
}

TEST(AtomicFile, AFullDiskIsAnErrorThatSaysSo) {
  Status written = write_file_atomically("/dev/full", "x");
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().message, "cannot write '/dev/full': No space left on device");
}

// Runs in a process of its own: the limit and the signal belong to the process.
int write_under_a_size_limit(const std::string& path) {
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{100, 100};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  Status written = write_file_atomically(path, std::string(1000, 'x'));
  return !written.ok() && written.error().message.find("File too large") != std::string::npos ? 3 : 4;
}

TEST(AtomicFile, AFailureInTheMiddleKeepsTheOlderFileAndNoPart) {
  TemporaryFolder folder;
  std::string path = folder.write("a.txt", "old");
  EXPECT_EXIT(std::exit(write_under_a_size_limit(path)), testing::ExitedWithCode(3), "");
  EXPECT_EQ(file_bytes(path), "old");
  EXPECT_EQ(folder.names(), Names{"a.txt"});
}

TEST(ReadFile, RefusesAFileAboveTheLimitAndNamesBothSizes) {
  TemporaryFolder folder;
  std::string path = folder.write("a.bin", std::string(11, 'x'));
  EXPECT_EQ(read_file(path, 11).value(), std::string(11, 'x'));
  Result<std::string> bytes = read_file(path, 10);
  ASSERT_FALSE(bytes.ok());
  EXPECT_EQ(bytes.error().message, "cannot read '" + path + "': it has 11 bytes, the limit is 10 bytes");
}

TEST(ReadFile, RefusesAFolderAndAPipeWithoutWaiting) {
  TemporaryFolder folder;
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  EXPECT_NE(read_file(folder.path(), 10).error().message.find("Is a directory"), std::string::npos);
  EXPECT_NE(read_file(folder.file("pipe"), 10).error().message.find("not a regular file"), std::string::npos);
}

TEST(ByteText, UsesTheLargestUnitThatFits) {
  EXPECT_EQ(byte_text(12), "12 bytes");
  EXPECT_EQ(byte_text(3584), "3.5 KiB");
  EXPECT_EQ(byte_text(64u << 20), "64 MiB");
}

}  // namespace
}  // namespace convscope
