#include "app/panels/lesson_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/lessons/run.h"
#include "app/lessons/wait.h"

namespace convscope {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// A label within a sentence: "Stride" becomes "stride", "RGB" stays.
std::string within_sentence(std::string label) {
  if (label.size() > 1 && label[0] >= 'A' && label[0] <= 'Z' && is_lower(label[1])) label[0] = static_cast<char>(label[0] - 'A' + 'a');
  return label;
}

std::string label_of(const Words& words, const std::string& name) {
  if (name == "cells" || name == "mode") return words("lesson.touch." + name);
  const std::string key = "parameter." + name;
  return words.has(key) ? within_sentence(words(key)) : name;
}

std::string value_text(const Words& words, const std::string& name, const AttributeValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return words(*flag ? "lesson.on" : "lesson.off");
  if (const auto* word = std::get_if<std::string>(&value)) {
    const std::string key = "choice." + name + "." + *word;
    return words.has(key) ? words(key) : *word;
  }
  if (const auto* numbers = std::get_if<std::vector<Index>>(&value)) return fmt::format("{}", fmt::join(*numbers, " × "));
  return attribute_text(value);
}

std::string parameter_text(const Words& words, const WaitCondition& wait) {
  const std::string what = label_of(words, wait.name);
  if (wait.is) return words.format("lesson.wait.is", {{"what", what}, {"value", value_text(words, wait.name, *wait.is)}});
  const std::string from = fmt::format("{:g}", wait.from.value_or(0)), to = fmt::format("{:g}", wait.to.value_or(0));
  if (wait.from && wait.to) return words.format("lesson.wait.within", {{"what", what}, {"from", from}, {"to", to}});
  if (wait.from) return words.format("lesson.wait.at_least", {{"what", what}, {"from", from}});
  return words.format("lesson.wait.at_most", {{"what", what}, {"to", to}});
}

std::string output_text(const Words& words, const WaitCondition& wait) {
  const std::string size = fmt::format("{}", fmt::join(wait.shape, " × "));
  const std::string layer = "compare.layer." + wait.name;
  if (wait.name == "output" || !words.has(layer)) return words.format("lesson.wait.output", {{"size", size}});
  return words.format("lesson.wait.output_of", {{"layer", words(layer)}, {"size", size}});
}

std::string reached_text(const Words& words, const Scene& scene, const Mark& mark) {
  const std::string step = mark.step ? std::to_string(*mark.step) : "1", part = "segment." + scene.id + "." + mark.segment;
  if (mark.segment.empty() || !words.has(part)) return words.format("lesson.wait.reached", {{"step", step}});
  return words.format("lesson.wait.reached_in", {{"part", words(part)}, {"step", step}});
}

std::string edited_text(const Words& words, const std::string& tensor) {
  const std::string key = "lesson.tensor." + tensor;
  return words.has(key) ? words.format("lesson.wait.edited", {{"tensor", words(key)}}) : words("lesson.wait.edited_any");
}

// The first thing that is not fulfilled yet.
std::string next_wait(const Words& words, const Scene& scene, const LessonShown& shown) {
  const std::vector<WaitCondition>& waits = shown.step().wait;
  for (std::size_t i = 0; i < waits.size() && i < shown.fulfilled.size(); ++i)
    if (!shown.fulfilled[i]) return wait_text(words, scene, waits[i]);
  return "";
}

const char* text_key(const LessonStep& step) {
  if (step.play) return "lesson.now.read_then_play";
  if (step.question) return "lesson.now.read_then_ask";
  return step.wait.empty() ? "lesson.now.read_then_explore" : "lesson.now.read_then_do";
}

}  // namespace

std::string wait_text(const Words& words, const Scene& scene, const WaitCondition& wait) {
  switch (wait.kind) {
    case WaitKind::kParameter: return parameter_text(words, wait);
    case WaitKind::kOutput: return output_text(words, wait);
    case WaitKind::kReached: return reached_text(words, scene, wait.mark);
    case WaitKind::kPinned: return words("lesson.wait.pinned_" + wait.name);
    case WaitKind::kEdited: return edited_text(words, wait.name);
    case WaitKind::kMode: {
      const std::string key = "mode." + scene.id + "." + wait.name;
      return words.format("lesson.wait.mode", {{"mode", words.has(key) ? words(key) : wait.name}});
    }
  }
  return "";
}

std::string touch_text(const Words& words, const LessonStep& step) {
  if (!step.touch) return words("lesson.touch.everything");
  if (step.touch->empty()) return words("lesson.touch.nothing");
  std::string names;
  for (const Setting& each : *step.touch) names += (names.empty() ? "" : words("lesson.between")) + label_of(words, each.name);
  return words.format("lesson.touch.only", {{"names", names}});
}

std::string lock_reason(const Words& words, const LessonShown* shown, const std::string& what) {
  if (shown == nullptr || shown->run.stage == RunStage::kOver) return "";
  if (shown->held) return words("lesson.held");
  return may_touch(shown->step(), what) ? "" : touch_text(words, shown->step());
}

std::string guidance(const Words& words, const Scene& scene, const LessonShown& shown) {
  switch (shown.run.stage) {
    case RunStage::kText: return words(text_key(shown.step()));
    case RunStage::kMoving: return words(shown.step().play ? "lesson.now.watch" : "lesson.now.explore");
    case RunStage::kWaiting:
      if (shown.complete) return words("lesson.now.done");
      return words.format("lesson.now.do", {{"what", next_wait(words, scene, shown)}});
    case RunStage::kAsked: return words("lesson.now.asked");
    case RunStage::kRevealed: return words("lesson.now.revealed");
    case RunStage::kOver: return words("lesson.now.over");
  }
  return "";
}

MarkedRuns first_sentence(const LessonShown& shown) {
  if (shown.section == nullptr || shown.section->paragraphs.empty()) return {};
  std::string_view paragraph = shown.section->paragraphs.front();
  if (constexpr std::string_view kDot = "• "; paragraph.starts_with(kDot)) paragraph.remove_prefix(kDot.size());
  const MarkedRuns runs = marked_runs(paragraph);
  const std::string text = without_marks(paragraph);
  std::size_t end = text.size();
  for (const std::string mark : {". ", "? ", "! ", ": ", "。", "？", "！", "："}) {
    const std::size_t at = text.find(mark);
    if (at != std::string::npos) end = std::min(end, at + (mark.back() == ' ' ? mark.size() - 1 : mark.size()));
  }
  return first_bytes(runs, end);
}

std::string common_mistake(const Words& words, const LessonShown& shown) {
  if (!shown.question) return "";
  const std::optional<std::size_t> mistake = most_frequent_mistake(shown.run, *shown.question);
  if (!mistake) return "";
  const Choice& wrong = shown.question->choices[*mistake];
  const int said = shown.run.votes[*mistake];
  return words.format(said == 1 ? "question.said_one" : "question.said",
                      {{"count", std::to_string(said)}, {"choice", choice_text(wrong, words)}, {"reason", reason(wrong, words)}});
}

}  // namespace convscope
