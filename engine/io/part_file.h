// Where a file or a folder of files grows before it takes its name. A part whose maker was killed leaves nothing where the file
// system can hold a file without a name (O_TMPFILE); elsewhere it is hidden beside its target, and a lock tells a living maker's part.
// No call of the system gives a nameless file the name of one that is there: to replace it, the part is hidden from its linking to its
// renaming, two calls after another. A kill between them leaves it to remove_dead_parts.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/io/file_handle.h"

namespace convscope {

enum class PartPlace {
  kBest,    // without a name where that is possible
  kHidden,  // beside the target, as where it is not
};

class PartFile {
 public:
  // Refuses a target that could not be replaced: a folder, a device, a file or folder that may not be written. A link's file is replaced.
  static Result<PartFile> beside(const std::string& target, PartPlace place = PartPlace::kBest);
  PartFile(PartFile&& other) noexcept;
  PartFile& operator=(PartFile&&) = delete;
  ~PartFile();  // removes what was not kept

  // Open for reading and writing. Another program reaches the file by inheriting it and opening /proc/self/fd/<number>.
  int descriptor() const { return handle_.get(); }
  // Flushed to the disk, then renamed to the target, whose permissions it takes.
  Status keep();

 private:
  friend Status keep_all(std::vector<PartFile>& parts);
  PartFile(FileHandle handle, std::string hidden, std::string target, std::string named);
  Status flush();
  int take_hidden_name();
  Status replace_target();
  void undo_replacing();
  FileHandle handle_;
  std::string hidden_;          // its path; "": it has no name yet
  bool swapped_ = false;        // the target is the part, and hidden_ the file that was there
  bool fresh_ = false;          // the target is the part, and nothing was there
  std::string target_, named_;  // where it goes, and how the person called that
};

// Keeps all of them, or none: each is flushed and has a name before the first is renamed, and where a renaming fails the targets before
// it get back what they were (as far as the file system can exchange two files).
Status keep_all(std::vector<PartFile>& parts);

// A hidden folder, gone with all its files unless it was renamed.
class PartFolder {
 public:
  // `named` is what messages call it.
  static Result<PartFolder> inside(const std::string& folder, const std::string& named);
  PartFolder(PartFolder&& other) noexcept;
  PartFolder& operator=(PartFolder&&) = delete;
  ~PartFolder();

  const std::string& path() const { return path_; }
  // Everything in it is on the disk when this returns. 0, or errno.
  int flush() const;
  // Gives it the name of a folder that is not there yet.
  Status rename_to(const std::string& target);

 private:
  PartFolder(FileHandle handle, std::string path, std::string named);
  FileHandle handle_;
  std::string path_, named_;
};

// Removes the hidden parts of a folder whose makers are no more.
void remove_dead_parts(const std::string& folder);
// "." for a bare name.
std::string folder_of(const std::string& path);

}  // namespace convscope
