#include "app/panels/thumbnails.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace convscope {
namespace {

std::shared_ptr<const Pixels> read_thumbnail(const std::string& path) {
  Result<Image> image = read_image(path);
  if (!image) return nullptr;
  return std::make_shared<const Pixels>(thumbnail_of(*image, kThumbnailWidth, kThumbnailHeight));
}

// The mean colour of the rows and columns [from, to) of the image.
std::array<std::uint8_t, 3> mean_of(const Image& image, int x_from, int x_to, int y_from, int y_to) {
  std::array<std::uint64_t, 3> sum{};
  for (int y = y_from; y < y_to; ++y)
    for (int x = x_from; x < x_to; ++x) {
      std::int64_t at = (static_cast<std::int64_t>(y) * image.width + x) * image.channels;
      const std::uint8_t* pixel = &image.pixels[static_cast<std::size_t>(at)];
      for (std::size_t c = 0; c < 3; ++c) sum[c] += pixel[image.channels >= 3 ? c : 0];
    }
  auto count = static_cast<std::uint64_t>(x_to - x_from) * static_cast<std::uint64_t>(y_to - y_from);
  std::array<std::uint8_t, 3> mean{};
  for (std::size_t c = 0; c < 3; ++c) mean[c] = static_cast<std::uint8_t>((sum[c] + count / 2) / count);
  return mean;
}

}  // namespace

Pixels thumbnail_of(const Image& image, int width, int height) {
  // The largest part of that shape, in the middle.
  int w = std::max(1, std::min(image.width, image.height * width / height));
  int h = std::max(1, std::min(image.height, image.width * height / width));
  int left = (image.width - w) / 2, top = (image.height - h) / 2;
  Pixels picture{std::min(width, w), std::min(height, h), {}};
  auto edge = [](int i, int pieces, int length) { return static_cast<int>(static_cast<std::int64_t>(i) * length / pieces); };
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      auto mean = mean_of(image, left + edge(x, picture.width, w), left + edge(x + 1, picture.width, w), top + edge(y, picture.height, h),
                          top + edge(y + 1, picture.height, h));
      picture.rgba.insert(picture.rgba.end(), {mean[0], mean[1], mean[2], 255});
    }
  return picture;
}

Thumbnails::~Thumbnails() {
  if (made_.valid()) made_.wait();
}

void Thumbnails::want(const std::string& name, const std::string& path) {
  if (asked_.insert(name).second) wanted_.emplace_back(name, path);
}

bool Thumbnails::poll() {
  bool more = false;
  if (made_.valid() && made_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    auto picture = made_.get();
    more = picture != nullptr;
    if (more) ready_[making_] = std::move(picture);
  }
  if (!made_.valid() && !wanted_.empty()) {
    making_ = wanted_.front().first;
    made_ = std::async(std::launch::async, read_thumbnail, wanted_.front().second);
    wanted_.erase(wanted_.begin());
  }
  return more;
}

void Thumbnails::wait() const {
  if (made_.valid()) made_.wait();
}

}  // namespace convscope
