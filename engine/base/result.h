// Result<T>: a value, or an Error whose sentence says what, where, and the values.
// Impossible arithmetic and failures of the world are answers, not exceptions.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/check.h"

namespace convscope {

enum class ErrorKind {
  kUsage,       // wrong use of the command line or an unknown name       -> exit code 2
  kImpossible,  // attributes and shapes that do not fit together         -> exit code 2
  kFile,        // a file that is missing, broken, too large, unwritable  -> exit code 1
  kMemory,      // would exceed the memory budget                         -> exit code 1
  kDevice,      // GL is missing, too old, lost, or a shader failed       -> exit code 1
  kProgram,     // another program (ffmpeg) is missing or failed          -> exit code 1
  kCancelled,   // a person stopped it                                    -> exit code 1
};

struct Error {
  ErrorKind kind = ErrorKind::kUsage;
  std::string message;    // one sentence in English, complete, for standard error and logs
  std::string attribute;  // the attribute it belongs to, when there is one ("stride"), so that it shows beside its control
  std::string key = {};   // names the sentence for other languages ("kernel_too_large"); empty: there is only the English one
  std::vector<std::string> values = {};  // what stands in the sentence, in its order
  std::string place = {};                // in a file, before the sentence in every language ("en.md:12: "); part of the message
  std::vector<Error> cause = {};         // the sentence that this one quotes: one at most; other languages name it {cause}
};

inline int exit_code(ErrorKind kind) { return kind == ErrorKind::kUsage || kind == ErrorKind::kImpossible ? 2 : 1; }

struct Unit {};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}       // NOLINT(google-explicit-constructor): `return value;`
  Result(Error error) : state_(std::move(error)) {}   // NOLINT(google-explicit-constructor): `return error;`

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }
  const T& value() const& { require(); return std::get<T>(state_); }
  T& value() & { require(); return std::get<T>(state_); }
  T&& value() && { require(); return std::get<T>(std::move(state_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }
  const Error& error() const { CONVSCOPE_CHECK(!ok(), "error() of a Result that holds a value"); return std::get<Error>(state_); }

 private:
  void require() const { CONVSCOPE_CHECK(ok(), std::get<Error>(state_).message); }
  std::variant<T, Error> state_;
};

using Status = Result<Unit>;
inline Status success() { return Unit{}; }

}  // namespace convscope
