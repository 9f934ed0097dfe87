// Shared by the GPU's tests: devices of a given form, environment variables for one test, a changed copy of the shaders.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "engine/gpu/device.h"
#include "gpu/random_conv2d.h"
#include "support/temporary_folder.h"

namespace convscope {

inline std::unique_ptr<Device> device_of(DeviceChoice choice, const DeviceOptions& options = {}) {
  auto device = make_device(choice, options);
  EXPECT_TRUE(device.ok()) << (device.ok() ? "" : device.error().message);
  return device.ok() ? *std::move(device) : nullptr;
}

inline std::unique_ptr<Device> gpu_of(Conv2dForm form) {
  DeviceOptions options;
  options.conv2d_form = form;
  return device_of(DeviceChoice::kGpu, options);
}

class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  ~Environment() { ::unsetenv(name_); }

 private:
  const char* name_;
};

class ShaderCopy {
 public:
  ShaderCopy() { std::filesystem::copy(CONVSCOPE_SOURCE_DIR "/shaders", folder_.path(), std::filesystem::copy_options::recursive); }
  const std::string& path() const { return folder_.path(); }
  // Puts `to` where `from` stands, once; the file's time moves on by a second so that the change is seen at once.
  void replace(const std::string& file, const std::string& from, const std::string& to) {
    std::string text = file_bytes(folder_.file(file));
    std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file << " has no " << from;
    auto time = std::filesystem::last_write_time(folder_.file(file));
    folder_.write(file, text.replace(at, from.size(), to));
    std::filesystem::last_write_time(folder_.file(file), time + std::chrono::seconds(1));
  }

 private:
  TemporaryFolder folder_;
};

inline std::unique_ptr<Device> gpu_of(Conv2dForm form, const ShaderCopy& shaders) {
  DeviceOptions options;
  options.conv2d_form = form;
  options.shader_folder = shaders.path();
  return device_of(DeviceChoice::kGpu, options);
}

// Whether one of so many layers from next(i) comes out wrong, as is_right(layer, output) finds.
template <class Next, class IsRight>
bool comes_out_wrong(Device& device, int tries, const Next& next, const IsRight& is_right) {
  for (int i = 0; i < tries; ++i) {
    const auto conv = next(i);
    auto result = device.run(*conv.layer, conv.tensors());
    EXPECT_TRUE(result.ok()) << result.error().message;
    if (result.ok() && !is_right(conv, result->output)) return true;
  }
  return false;
}

}  // namespace convscope
