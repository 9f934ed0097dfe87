#include "app/session/recovery.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "app/session/file.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

Session session_with_scene(const std::string& scene) {
  Session session{State{}};
  session.change([&](State& state) { state.scene = scene; });
  return session;
}

std::unique_ptr<Recovery> opened(const std::string& folder) {
  auto recovery = Recovery::open(folder);
  EXPECT_TRUE(recovery.ok()) << recovery.error().message;
  return std::move(recovery).value();
}

TEST(Recovery, FindsTheSessionOfAProgramThatWasKilled) {
  TemporaryFolder folder;
  pid_t child = ::fork();
  if (child == 0) {
    auto recovery = Recovery::open(folder.path());
    Session session{State{}};
    session.open(State{}, "/home/me/lecture.json");
    session.change([](State& state) { state.scene = "stride"; });
    (*recovery)->keep(session, 0);
    (void)(*recovery)->flush();
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));

  auto recovery = opened(folder.path());
  std::optional<Recovered> recovered = recovery->left_behind();
  ASSERT_TRUE(recovered.has_value());
  EXPECT_EQ(recovered->state.scene, "stride");
  EXPECT_EQ(recovered->path, "/home/me/lecture.json");
  EXPECT_FALSE(recovery->left_behind().has_value()) << "it is offered once";
}

TEST(Recovery, ACleanExitLeavesNothing) {
  TemporaryFolder folder;
  {
    auto recovery = opened(folder.path());
    recovery->keep(session_with_scene("stride"), 0);
    recovery->clean_exit();
  }
  EXPECT_TRUE(folder.names().empty());
  EXPECT_FALSE(opened(folder.path())->left_behind().has_value());
}

TEST(Recovery, DoesNotTakeTheSessionOfAProgramThatStillRuns) {
  TemporaryFolder folder;
  auto first = opened(folder.path());
  first->keep(session_with_scene("stride"), 0);
  ASSERT_TRUE(first->flush().ok());
  auto second = opened(folder.path());
  EXPECT_FALSE(second->left_behind().has_value());
}

TEST(Recovery, WritesAtMostEveryTwoSecondsAndOnlyWhenSomethingChanged) {
  TemporaryFolder folder;
  auto recovery = opened(folder.path());
  Session session = session_with_scene("a");
  auto kept_scene = [&] {
    EXPECT_TRUE(recovery->flush().ok());
    return load_session(folder.file("autosave-0.json")).value().scene;
  };
  EXPECT_TRUE(recovery->due(session).has_value());
  recovery->keep(session, 100);
  EXPECT_EQ(kept_scene(), "a");
  EXPECT_FALSE(recovery->due(session).has_value());
  session.change([](State& state) { state.scene = "b"; });
  recovery->keep(session, 101.5);
  EXPECT_EQ(kept_scene(), "a");
  EXPECT_EQ(recovery->due(session), 102.0);
  recovery->keep(session, 102);
  EXPECT_EQ(kept_scene(), "b");
}

TEST(Recovery, AnUnreadableAutosaveIsPassedOver) {
  TemporaryFolder folder;
  folder.write("autosave-3.json", "{ broken");
  EXPECT_FALSE(opened(folder.path())->left_behind().has_value());
}

TEST(Recovery, WhatAKillLeftOfAnAutosaveIsRemovedAtTheNextStart) {
  TemporaryFolder folder;
  std::string part = folder.write(".convscope-1-0.part", "half an autosave");
  (void)opened(folder.path());
  EXPECT_FALSE(std::filesystem::exists(part));
}

TEST(Recovery, AFolderThatCannotBeMadeIsAnErrorThatNamesIt) {
  TemporaryFolder folder;
  std::string file = folder.write("file", "x");
  auto recovery = Recovery::open(file + "/convscope");
  ASSERT_FALSE(recovery.ok());
  EXPECT_NE(recovery.error().message.find(file + "/convscope"), std::string::npos) << recovery.error().message;
}

TEST(StateFolder, FollowsXdgStateHomeThenHome) {
  ::setenv("XDG_STATE_HOME", "/somewhere/state", 1);
  EXPECT_EQ(state_folder().value(), "/somewhere/state/convscope");
  ::unsetenv("XDG_STATE_HOME");
  ::setenv("HOME", "/home/me", 1);
  EXPECT_EQ(state_folder().value(), "/home/me/.local/state/convscope");
  ::unsetenv("HOME");
  EXPECT_FALSE(state_folder().ok());
}

TEST(RecentFiles, TheNewestIsFirstEachIsThereOnceAndMissingOnesAreLeftOut) {
  TemporaryFolder folder;
  std::string a = folder.write("a.json", ""), b = folder.write("b.json", ""), c = folder.write("c.json", "");
  EXPECT_TRUE(recent_files(folder.path()).empty());
  for (const std::string& file : {a, b, c, a}) ASSERT_TRUE(add_recent_file(folder.path(), file).ok());
  EXPECT_EQ(recent_files(folder.path()), (std::vector<std::string>{a, c, b}));
  std::filesystem::remove(c);
  EXPECT_EQ(recent_files(folder.path()), (std::vector<std::string>{a, b}));
}

TEST(RecentFiles, KeepsTen) {
  TemporaryFolder folder;
  for (int i = 0; i < 12; ++i) ASSERT_TRUE(add_recent_file(folder.path(), folder.write(std::to_string(i) + ".json", "")).ok());
  std::vector<std::string> files = recent_files(folder.path());
  ASSERT_EQ(files.size(), 10u);
  EXPECT_EQ(files.front(), folder.file("11.json"));
  EXPECT_EQ(files.back(), folder.file("2.json"));
}

}  // namespace
}  // namespace convscope
