#include <algorithm>
#include <filesystem>

#include "app/scenes/model.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

constexpr std::size_t kMostKept = 3;
constexpr const char* kEndings[] = {".jpg", ".png"};

}  // namespace

Result<std::shared_ptr<const Image>> Photographs::get(const std::string& name_or_path) {
  for (const auto& [name, image] : recent_)
    if (name == name_or_path) return image;
  std::string path = path_of(name_or_path);
  std::error_code failure;
  if (path.find_first_of("/.") == std::string::npos && !std::filesystem::exists(path, failure)) {
    std::string known;
    for (const std::string& name : shipped()) known += (known.empty() ? "" : ", ") + name;
    return refusal(ErrorKind::kUsage, "image", "no_such_photograph", "no photograph is called '{}'; shipped are {}", name_or_path, known);
  }
  Result<Image> image = read_image(path);
  if (!image) {
    Error error = image.error();
    error.attribute = "image";
    return error;
  }
  auto shared = std::make_shared<const Image>(std::move(image).value());
  recent_.insert(recent_.begin(), {name_or_path, shared});
  if (recent_.size() > kMostKept) recent_.pop_back();
  return shared;
}

std::string Photographs::path_of(const std::string& name_or_path) const {
  for (const char* ending : kEndings) {
    std::string shipped = folder_ + "/" + name_or_path + ending;
    std::error_code ignored;
    if (name_or_path.find('/') == std::string::npos && std::filesystem::exists(shipped, ignored)) return shipped;
  }
  return name_or_path;
}

std::vector<std::string> Photographs::shipped() const {
  std::vector<std::string> names;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, failure)) {
    std::string ending = entry.path().extension().string();
    if (std::any_of(std::begin(kEndings), std::end(kEndings), [&](const char* e) { return ending == e; }))
      names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace convscope
