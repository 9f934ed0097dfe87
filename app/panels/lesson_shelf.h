// The lessons there are, read once, and those that lie elsewhere, read when they are asked for. No window.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/lessons/lesson.h"
#include "engine/base/result.h"

namespace convscope {

class LessonShelf {
 public:
  explicit LessonShelf(const std::vector<std::string>& folders);
  using Entry = std::shared_ptr<const Lesson>;
  const std::vector<Entry>& lessons() const { return lessons_; }  // by number
  const std::vector<Error>& faults() const { return faults_; }    // of those that could not be read
  // By id, or by the folder of one that lies elsewhere. Refuses (kFile) ids that there are not, and folders without a lesson.
  Result<Entry> find(const std::string& name);
  // Takes the place of one that was read before.
  void replace(const Entry& before, const Entry& fresh);
  // Keeps a lesson that no folder holds, in place of one of the same id.
  Entry keep(Lesson lesson);
  // What a LessonRun calls it: its id, or its folder when it lies elsewhere.
  std::string name_of(const Entry& lesson) const;

 private:
  std::vector<Entry> lessons_, elsewhere_;
  Entry made_;  // on the spot
  std::vector<Error> faults_;
};

// The lesson's title in the language, else in the first it has, else its id.
const std::string& lesson_title(const Lesson& lesson, const std::string& language);

}  // namespace convscope
