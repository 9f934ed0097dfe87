#include "app/panels/lesson_shelf.h"

#include <algorithm>
#include <filesystem>

#include "engine/base/refusal.h"

namespace convscope {
namespace {

namespace fs = std::filesystem;

std::string whole_path(const std::string& folder) {
  std::error_code failure;
  const fs::path whole = fs::weakly_canonical(folder, failure);
  return failure ? folder : whole.string();
}

LessonShelf::Entry* find_in(std::vector<LessonShelf::Entry>& lessons, const std::string& folder) {
  auto found = std::find_if(lessons.begin(), lessons.end(), [&](const auto& each) { return whole_path(each->folder) == folder; });
  return found == lessons.end() ? nullptr : &*found;
}

}  // namespace

LessonShelf::LessonShelf(const std::vector<std::string>& folders) {
  for (Lesson& each : load_lessons(folders, faults_)) lessons_.push_back(std::make_shared<const Lesson>(std::move(each)));
}

Result<LessonShelf::Entry> LessonShelf::find(const std::string& name) {
  if (made_ && made_->id == name) return made_;
  for (const Entry& each : lessons_)
    if (each->id == name) return each;
  if (name.find('/') == std::string::npos)
    return refusal(ErrorKind::kFile, "", "lesson_unknown", "there is no lesson '{}' any more", name);
  const std::string folder = whole_path(name);
  for (std::vector<Entry>* list : {&lessons_, &elsewhere_})
    if (Entry* known = find_in(*list, folder)) return *known;
  if (!is_lesson_folder(folder))
    return refusal(ErrorKind::kFile, "", "lesson_folder_gone", "there is no lesson in the folder '{}'", folder);
  Result<Lesson> read = load_lesson(folder);
  if (!read) return read.error();
  return elsewhere_.emplace_back(std::make_shared<const Lesson>(std::move(read).value()));
}

void LessonShelf::replace(const Entry& before, const Entry& fresh) {
  for (std::vector<Entry>* list : {&lessons_, &elsewhere_}) std::replace(list->begin(), list->end(), before, fresh);
}

LessonShelf::Entry LessonShelf::keep(Lesson lesson) { return made_ = std::make_shared<const Lesson>(std::move(lesson)); }

std::string LessonShelf::name_of(const Entry& lesson) const {
  const bool shelved = std::find(lessons_.begin(), lessons_.end(), lesson) != lessons_.end();
  auto same_id = [&](const Entry& each) { return each->id == lesson->id; };
  const auto first = std::find_if(lessons_.begin(), lessons_.end(), same_id);
  return shelved && *first == lesson ? lesson->id : whole_path(lesson->folder);
}

const std::string& lesson_title(const Lesson& lesson, const std::string& language) {
  auto text = lesson.texts.find(language);
  if (text == lesson.texts.end()) text = lesson.texts.begin();
  return text == lesson.texts.end() ? lesson.id : text->second.title;
}

}  // namespace convscope
