#include "app/lessons/starter.h"

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>

#include "app/lessons/lesson.h"
#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

constexpr const char* kStarterManifest = R"({
 "lesson": 1,
 "number": 100,
 "minutes": 10,
 "languages": ["en", "zh"],
 "steps": [
  {
   "id": "look",
   "scene": "stride",
   "set": {"input": 6, "kernel": 3, "stride": 1},
   "at": {"step": 1},
   "play": true,
   "touch": []
  },
  {
   "id": "guess",
   "set": {"stride": 2},
   "question": {"kind": "output_size", "stage": "output"}
  },
  {
   "id": "try_it",
   "touch": ["stride", "padding"],
   "wait": [{"output": "output", "shape": [3, 3]}]
  }
 ]
}
)";

constexpr const char* kStarterEnglish = R"(# My lesson

What the lesson is about, in a sentence or two.

## What one sees first {#look}

A kernel of 3 × 3 slides over an input of 6 × 6, one cell at a time.

> Notes for the lecturer begin with ">". Only the second screen shows them.

## How large is it? {#guess}

Now the window moves by two cells. How large is the output?

## Try it yourself {#try_it}

Make the output 3 × 3. The step is done when the output has this size.
)";

constexpr const char* kStarterChinese = R"(# 我的课程

用一两句话说明这一课讲什么。

## 先看一看 {#look}

3 × 3 的卷积核在 6 × 6 的输入上滑动，每次移动一格。

> 以“>”开头的行是给讲课人的备注，只在第二块屏幕上显示。

## 输出有多大？ {#guess}

现在窗口每次移动两格。输出有多大？

## 自己动手 {#try_it}

把输出变成 3 × 3。输出达到这个尺寸，这一步就完成了。
)";

}  // namespace

std::vector<std::pair<std::string, std::string>> starter_files() {
  return {{kManifest, kStarterManifest}, {"en.md", kStarterEnglish}, {"zh.md", kStarterChinese}};
}

Status write_starter(const std::string& folder) {
  const std::string name = std::filesystem::path(folder).filename().string();
  if (!is_id(name))
    return Error{ErrorKind::kUsage, fmt::format("a lesson's name has small letters, digits and _, this is '{}'", name), "name"};
  std::error_code failure;
  if (std::filesystem::exists(folder, failure)) return Error{ErrorKind::kFile, fmt::format("'{}' is there already", folder), ""};
  if (!std::filesystem::create_directory(folder, failure))
    return Error{ErrorKind::kFile, fmt::format("cannot make the folder '{}': {}", folder, failure.message()), ""};
  for (const auto& [file, text] : starter_files()) {
    Status written = write_file_atomically(folder + "/" + file, text);
    if (written) continue;
    std::filesystem::remove_all(folder, failure);  // it was made here: whole or not at all
    return written;
  }
  return success();
}

}  // namespace convscope
