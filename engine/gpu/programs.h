// Compute programs, one per shader and set of defines. The most recently used are kept; the others go between two passes.
// In development a changed file is compiled at its next use; when it fails, the last good program stays and the fault is told.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/gpu/shader_source.h"

namespace convscope {

class Programs {
 public:
  Programs(std::string folder, bool watch) : folder_(std::move(folder)), watch_(watch) {}
  Programs(const Programs&) = delete;
  Programs& operator=(const Programs&) = delete;
  ~Programs();

  // The GL name of the program. Fails with kDevice when there is no good one; the message has shader, log, place and source.
  Result<unsigned> program(const std::string& name, const Defines& defines);
  // Whether program() would compile: it is new, or its files have changed.
  bool would_compile(const std::string& name, const Defines& defines) const;
  // The fault of a changed shader whose last good program is in use; empty when all is well.
  const std::string& notice() const { return notice_; }
  int compiled() const { return compiled_; }  // how many programs were compiled so far
  // Deletes all but the `most` that were asked for last. Names that program() gave before are good until then.
  void keep_recent(std::size_t most);
  // After a lost context the names mean nothing.

 private:
  using Times = std::vector<std::filesystem::file_time_type>;
  struct Entry {
    unsigned program = 0;  // 0: none good yet
    std::vector<std::string> files;
    Times times;
    Error fault;           // of the last attempt; empty message: none
    std::uint64_t used = 0;  // when it was asked for last, counted in calls
  };
  Times times_of(const std::vector<std::string>& files) const;
  void compile(Entry& entry, const std::string& name, const Defines& defines);

  std::string folder_;
  bool watch_;
  std::map<std::string, Entry> entries_;
  std::string notice_;
  int compiled_ = 0;
  std::uint64_t calls_ = 0;
};

}  // namespace convscope
