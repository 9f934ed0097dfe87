// Hand-outs: a scene's key frames or a lesson's steps on printed pages, several a page, with their words; questions with boxes to tick.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/catalog/catalog.h"
#include "app/export/export.h"
#include "app/lessons/check.h"
#include "app/lessons/lesson.h"
#include "app/lessons/question.h"
#include "app/scenes/model.h"

namespace convscope {

enum class Paper { kA4, kLetter };

struct HandoutOptions {
  int per_page = 3;  // frames: 2 above their words; 3 or 4 beside them, with lines for notes
  Paper paper = Paper::kA4;
  ThemeName theme = ThemeName::kPrint;
  bool answers = true;  // on a last page

  bool operator==(const HandoutOptions&) const = default;
};

// What a frame shows.
struct HandoutFigure {
  std::shared_ptr<const Model> model;
  State state;
  Moment moment;
  std::optional<Question> question = {};  // what it is about; its answer is held back
};

struct HandoutChoice {
  std::string text, reason;  // why it is wrong; "" of the right one
  std::shared_ptr<const Pixels> picture = {};  // what the text, a letter, names
};

// A frame with its words. A lesson's step or a scene's key frame.
struct HandoutPart {
  std::string number, title;
  HandoutFigure figure;
  std::vector<std::string> paragraphs;  // with inline marks
  std::vector<HandoutChoice> choices;  // of a question
};

struct Handout {
  std::string language;  // of its texts; the program's own words are in it where the catalogue has it
  std::string title, subtitle;
  std::vector<std::string> summary;  // with inline marks
  std::vector<FormulaLine> formula;  // the size formula of a scene's layer
  std::vector<HandoutPart> parts;    // at least one
};

// At most so many of a scene: where segments begin, the first step phase by phase, places along the way, the last step.
inline constexpr std::size_t kMostKeyFrames = 6;
std::vector<Moment> key_frames(const Timeline& timeline, std::size_t most = kMostKeyFrames);

Handout scene_handout(const Catalog& catalog, std::shared_ptr<const Model> model, const State& state);
// In a language that the lesson has. Refuses what open_step and make_question refuse, and languages it has not.
Result<Handout> lesson_handout(const Catalog& catalog, const Lesson& lesson, const LessonGround& ground, const std::string& language);

// Every page as a list of logical pixels, 96 an inch. Words are of 9 points or more, nothing in a figure is below 6.
std::vector<DisplayList> handout_pages(const Catalog& catalog, const Handout& handout, const HandoutOptions& options);
// A .pdf, whole or not at all. `progress` has the number of pages; its frame is that number at the end. Refuses (kUsage)
// other endings and other numbers of frames a page.
Status check_handout(const std::string& path, const HandoutOptions& options);
Status write_handout(const Catalog& catalog, const Handout& handout, const HandoutOptions& options, const std::string& path,
                     ExportProgress& progress);

}  // namespace convscope
