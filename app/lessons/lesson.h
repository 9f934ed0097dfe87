// A lesson is a folder: manifest.json says what each step shows, asks and waits for; <language>.md says it in words.
// A step starts at a state of its own, whatever the person did before: steps are walked through in both directions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/lessons/text.h"
#include "app/scenes/scene.h"
#include "app/session/state.h"
#include "engine/base/result.h"

namespace convscope {

inline constexpr int kLessonVersion = 1;
inline constexpr const char* kManifest = "manifest.json";

// A place on a scene's timeline. Steps are counted from 1, as the transport shows them.
struct Mark {
  std::string segment;        // "": of the whole timeline
  std::optional<Index> step;  // nothing: the first
  std::string phase;          // "": the end of the step. A phase that is repeated for every channel: its first
  int line = 0;
};

enum class WaitKind {
  kParameter,  // a parameter has a value, or one within a range
  kOutput,     // the last axes of a stage's output have these sizes
  kReached,    // the playhead came to a mark
  kPinned,     // a cell of a kind is pinned
  kEdited,     // a cell of a tensor was changed by hand
  kMode,       // the scene is seen in this mode
};

// What a step waits for; all conditions of a step together complete it.
struct WaitCondition {
  WaitKind kind = WaitKind::kParameter;
  std::string name;                    // of the parameter, the stage, the tensor, the kind of cell, the mode
  std::optional<AttributeValue> is;    // kParameter: this value; one number stands for all axes
  std::optional<double> from, to;      // or all its numbers from, to
  std::vector<Index> shape;            // kOutput
  Mark mark;                           // kReached
  int line = 0;
};

enum class QuestionKind { kOutputSize, kCellValue, kReachingInputs, kReceptiveField, kParameters, kMultiplications, kPicture };
// As a manifest says them, in the enum's order: "output_size", …
const std::vector<std::string>& question_kind_words();

// What a step asks. The answers are computed (question.h), never written down.
struct QuestionSource {
  QuestionKind kind = QuestionKind::kOutputSize;
  std::string stage;              // "": the layer that plays at the step's moment
  std::vector<Index> cell;        // of its output; empty: chosen by the seed
  std::string tensor;             // of receptive fields and reaching inputs: seen from this tensor; "": the first that the stage reads
  std::uint32_t seed = 1;
  int line = 0;
};

// One thing that is set, and where that stands.
struct Setting {
  std::string name;
  AttributeValue value;
  int line = 0;
};

struct LessonStep {
  std::string id;
  std::string scene;              // "": goes on with scene, mode, image and settings of the step before
  std::string session;            // or a session's file in the lesson's folder
  std::string mode, image;        // "": the scene's first, the scene's own
  std::vector<Setting> set;
  std::optional<Mark> at;         // nothing: where the scene opens
  bool play = false;              // it moves from there once the text was read
  std::optional<std::vector<Setting>> touch;  // names of what may be changed: controls, "cells", "mode"; nothing: everything
  std::vector<WaitCondition> wait;
  std::optional<QuestionSource> question;
  int line = 0;
  std::map<std::string, int> lines;  // of its keys
  int line_of(const std::string& key) const;
};

struct Lesson {
  std::string folder, id;         // the folder's name
  int number = 0;                 // its place among the lessons
  int minutes = 0;                // how long a lecturer takes; 0: not said
  bool practice = false;          // made on the spot (practice.h): its steps begin with their question
  std::vector<std::string> languages;
  int languages_line = 0;
  std::vector<LessonStep> steps;
  std::map<std::string, LessonText> texts;  // by language
  std::string manifest() const { return folder + "/" + kManifest; }
};

// An error's message begins with file and line: "lessons/stride/manifest.json:12: steps[1].set: …".
// Without its texts. The error is the first of `faults`: each step that cannot be read is one.
Result<Lesson> read_manifest(const std::string& folder, std::vector<Error>* faults = nullptr);
Result<Lesson> load_lesson(const std::string& folder);    // with all of them
// The words of one of its languages. A file that is missing is a fault of the manifest.
Result<LessonText> load_text(const Lesson& lesson, const std::string& language);
// Whether a lesson lies in this folder, good or bad.
bool is_lesson_folder(const std::string& path);
// The lessons of several folders of lessons, by number and name; a folder that is not there has none. What cannot be read is left out
// and told in `faults`.
std::vector<Lesson> load_lessons(const std::vector<std::string>& folders, std::vector<Error>& faults);
// Where lessons are: those shipped, and those that a person dropped into $XDG_DATA_HOME/convscope/lessons (~/.local/share/…).
std::vector<std::string> lesson_folders(const std::string& assets);

// A fault with its line of a file, as a lesson's author reads it.
Error lesson_fault(const std::string& file, int line, Error fault);

// The state in which a step starts (without its moment, which needs the model). Refuses scenes, modes, parameters and values that there
// are not. Where one looks (language, theme, …) is taken from `look`.
Result<State> start_of(const Lesson& lesson, std::size_t step, const std::vector<Scene>& scenes, const State& look = {});
// Refuses what lies beyond the end of the timeline or names what it has not.
Result<Moment> moment_of(const Mark& mark, const Timeline& timeline);

}  // namespace convscope
