// The place where a film grows: a hidden file beside its target, which takes the target's name once it is whole.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace convscope {

class PartFile {
 public:
  // Refuses a target that could not be replaced: a folder, a device, a file or folder that may not be written.
  static Result<PartFile> beside(const std::string& target);
  PartFile(PartFile&& other) noexcept;
  PartFile& operator=(PartFile&&) = delete;
  ~PartFile();  // removes what was not kept

  const std::string& path() const { return path_; }
  // Flushed to the disk and renamed to the target.
  Status keep();

 private:
  PartFile(std::string path, std::string target, std::string named) : path_(std::move(path)), target_(std::move(target)), named_(std::move(named)) {}
  std::string path_, target_, named_;
};

Error unwritable(const std::string& path, int cause);

}  // namespace convscope
