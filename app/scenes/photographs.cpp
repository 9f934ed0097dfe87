#include <algorithm>
#include <filesystem>

#include "app/scenes/model.h"
#include "engine/base/all_cores.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

constexpr std::size_t kMostKept = 3;
constexpr const char* kEndings[] = {".jpg", ".png"};

// So many pixels of a longer row that pixel `at` of a shorter one covers, and from where on.
struct Covered {
  int from, to;
};

Covered covered(int at, int length, int whole) {
  const auto wide = static_cast<std::int64_t>(whole);
  const int from = static_cast<int>(at * wide / length);
  return {from, std::max(from + 1, static_cast<int>((at + 1) * wide / length))};
}

Image made_smaller(const Image& image, Index longest_side) {
  const int longer = std::max(image.width, image.height);
  const auto size = [&](int side) { return std::max(1, static_cast<int>(side * longest_side / longer)); };
  Image small{size(image.width), size(image.height), image.channels, {}};
  small.pixels.resize(static_cast<std::size_t>(small.width) * static_cast<std::size_t>(small.height) *
                      static_cast<std::size_t>(small.channels));
  const auto row_of = [&](int y) {
    const Covered rows = covered(y, small.height, image.height);
    for (int x = 0; x < small.width; ++x) {
      const Covered columns = covered(x, small.width, image.width);
      for (int channel = 0; channel < image.channels; ++channel) {
        std::int64_t sum = 0;
        for (int from_y = rows.from; from_y < rows.to; ++from_y)
          for (int from_x = columns.from; from_x < columns.to; ++from_x)
            sum += image.pixels[(static_cast<std::size_t>(from_y) * static_cast<std::size_t>(image.width) +
                                 static_cast<std::size_t>(from_x)) * static_cast<std::size_t>(image.channels) +
                                static_cast<std::size_t>(channel)];
        const std::int64_t cells = static_cast<std::int64_t>(rows.to - rows.from) * (columns.to - columns.from);
        small.pixels[(static_cast<std::size_t>(y) * static_cast<std::size_t>(small.width) + static_cast<std::size_t>(x)) *
                         static_cast<std::size_t>(image.channels) +
                     static_cast<std::size_t>(channel)] = static_cast<std::uint8_t>((sum + cells / 2) / cells);
      }
    }
  };
  on_all_cores(small.height, [&](std::int64_t y) { row_of(static_cast<int>(y)); }, {});
  return small;
}

}  // namespace

Result<std::shared_ptr<const Image>> Photographs::get(const std::string& name_or_path, Index longest_side) {
  Result<std::shared_ptr<const Image>> whole = get(name_or_path);
  if (!whole || longest_side <= 0 || std::max((*whole)->width, (*whole)->height) <= longest_side) return whole;
  const std::string name = name_or_path + " @ " + std::to_string(longest_side);
  for (const Smaller& each : smaller_)
    if (each.name == name && each.whole == *whole) return each.image;
  smaller_.insert(smaller_.begin(), {name, *whole, std::make_shared<const Image>(made_smaller(**whole, longest_side))});
  if (smaller_.size() > kMostKept) smaller_.pop_back();
  return smaller_.front().image;
}

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
