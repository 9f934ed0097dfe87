// A lesson's files in a temporary folder, and what a lesson stands on: the shipped scenes, a device, the photographs.
#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/i18n/sentence.h"
#include "app/lessons/check.h"
#include "app/lessons/starter.h"
#include "support/temporary_folder.h"

namespace convscope {

inline const std::string kAssets = CONVSCOPE_SOURCE_DIR "/assets";

inline std::string without_quoted(std::string words, const std::string& open, const std::string& close) {
  for (std::size_t from = words.find(open); from != std::string::npos; from = words.find(open, from)) {
    const std::size_t to = words.find(close, from + open.size());
    if (to == std::string::npos) return words;
    words.erase(from, to + close.size() - from);
  }
  return words;
}
inline bool has_two_latin_words(const std::string& words) {
  const auto letter = [&](std::size_t at) { return at < words.size() && std::isalpha(static_cast<unsigned char>(words[at])); };
  for (std::size_t at = 2; at < words.size(); ++at)
    if (words[at] == ' ' && letter(at - 2) && letter(at - 1) && letter(at + 1) && letter(at + 2)) return true;
  return false;
}

// A fault is said in Chinese too: its place, then a sentence without English but for names, quotations and what a parser says.
inline void expect_chinese(const Error& fault) {
  static const Words kWords = Words::load("zh", {kAssets + "/languages/errors.zh.json"}).value();
  const std::string told = sentence(kWords, fault);
  EXPECT_EQ(told.rfind(fault.place, 0), 0u) << told;
  EXPECT_FALSE(fault.key.empty()) << fault.message;
  std::string words = told.substr(std::min(fault.place.size(), told.size()));
  for (const auto& [open, close] : {std::pair<std::string, std::string>{"\"", "\""}, {"“", "”"}, {"（", "）"}})
    words = without_quoted(words, open, close);
  EXPECT_FALSE(has_two_latin_words(words)) << told;
  EXPECT_TRUE(std::any_of(words.begin(), words.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE3; })) << told;
}

class LessonTest : public testing::Test {
 protected:
  LessonTest() : scenes_(load_scenes(kAssets + "/scenes").value()), device_(make_device(DeviceChoice::kCpu).value()) {
    std::filesystem::create_directory(lesson());
    for (const auto& [name, text] : starter_files()) files_[name] = text;
  }

  LessonGround ground() { return {scenes_, *device_, photographs_}; }
  std::string lesson() const { return folder_.file("mine"); }
  std::string path(const std::string& file) const { return lesson() + "/" + file; }

  // In a file of the lesson, `from` (which stands there once or more) becomes `to`.
  void change(const std::string& file, const std::string& from, const std::string& to) {
    std::string& text = files_[file];
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  }
  void write() const {
    for (const auto& [name, text] : files_) folder_.write("mine/" + name, text);
  }
  // "manifest.json:12" of what stands there.
  std::string place(const std::string& file, const std::string& words) const {
    const std::string& text = files_.at(file);
    const std::size_t at = text.find(words);
    EXPECT_NE(at, std::string::npos) << words;
    return file + ":" + std::to_string(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1);
  }
  // All faults, without the folder.
  std::vector<std::string> faults() {
    write();
    std::vector<std::string> found;
    for (const Error& each : check_lesson(lesson(), ground())) {
      EXPECT_EQ(each.kind, ErrorKind::kFile);
      EXPECT_EQ(each.message.rfind(lesson() + "/", 0), 0u) << each.message;
      expect_chinese(each);
      found.push_back(each.message.substr(std::min(each.message.size(), lesson().size() + 1)));
    }
    return found;
  }
  // The only fault, which must stand at `where` and say `what`.
  void expect_fault(const std::string& where, const std::string& what) {
    const std::vector<std::string> found = faults();
    ASSERT_EQ(found.size(), 1u) << testing::PrintToString(found);
    EXPECT_EQ(found.front().rfind(where + ": ", 0), 0u) << found.front() << "\n is not at " << where;
    EXPECT_NE(found.front().find(what), std::string::npos) << found.front();
  }

  TemporaryFolder folder_;
  std::map<std::string, std::string> files_;
  std::vector<Scene> scenes_;
  std::unique_ptr<Device> device_;
  Photographs photographs_{kAssets + "/images"};
};

}  // namespace convscope
