// A program run beside ours: fed through its standard input, its error words kept for the message. No shell is involved.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace convscope {

// What a program is given besides its standard input.
struct ChildFiles {
  std::string_view extra;    // bytes it can read from descriptor 3; empty: none
  int file = -1;             // an open file of ours that it finds as kChildFile; −1: none
  bool keep_output = false;  // what it writes to its standard output is kept
};
inline constexpr int kChildExtra = 3, kChildFile = 4;

class Child {
 public:
  // arguments[0] is looked up on PATH.
  static Result<Child> start(const std::vector<std::string>& arguments, const ChildFiles& files);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();  // ends the program at once if it still runs

  // False when the program no longer reads or `stop` said so.
  bool feed(const void* bytes, std::size_t count, const std::function<bool()>& stop);
  // Closes its input and waits. The exit code, or −1 when it was stopped or ended by a signal.
  int finish(const std::function<bool()>& stop);
  std::string output() const;
  std::string errors() const;

 private:
  Child() = default;
  void end_now();
  pid_t process_ = -1;
  int input_ = -1, output_ = -1, errors_ = -1;
};

}  // namespace convscope
