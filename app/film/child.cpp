// Its standard input is a socket: writing to one that is no longer read is an error code, never a signal.
#include "app/film/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "engine/io/file_handle.h"

extern char** environ;

namespace convscope {
namespace {

constexpr int kPatienceMs = 20;  // between two looks at `stop`

Error cannot_start(const std::string& program, int cause) {
  if (cause == ENOENT)
    return Error{ErrorKind::kProgram, "the program " + program + " is not installed (nothing of that name on PATH)", ""};
  return Error{ErrorKind::kProgram, "the program " + program + " cannot be started: " + std::generic_category().message(cause), ""};
}

// A file in memory, without a name, gone when closed.
int nameless_file() { return ::memfd_create("convscope", MFD_CLOEXEC); }

// Holds `bytes`, to be read from its beginning. −1 with errno when that cannot be.
int file_of(std::string_view bytes) {
  FileHandle file(nameless_file());
  if (!file.open()) return -1;
  if (::write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) return -1;
  return ::lseek(file.get(), 0, SEEK_SET) == 0 ? file.release() : -1;
}

// posix_spawn's two records, freed together.
struct SpawnPlan {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  SpawnPlan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setpgroup(&attributes, 0);  // Ctrl+C at a terminal reaches us alone: we end the program
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  void connect(int from, int to) { posix_spawn_file_actions_adddup2(&actions, from, to); }
};

// Descriptors of ours under numbers above those a program is given, so that connecting one cannot overwrite another.
class Lifted {
 public:
  // `descriptor` < 0: nothing is connected.
  void add(SpawnPlan& plan, int descriptor, int to) {
    if (descriptor < 0) return;
    FileHandle& copy = copies_.emplace_back(::fcntl(descriptor, F_DUPFD_CLOEXEC, 10));
    if (!copy.open()) cause_ = errno;
    plan.connect(copy.get(), to);
  }
  int cause() const { return cause_; }

 private:
  std::vector<FileHandle> copies_;
  int cause_ = 0;
};

}  // namespace

Result<Child> Child::start(const std::vector<std::string>& arguments, const ChildFiles& files) {
  int pair[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return cannot_start(arguments[0], errno);
  FileHandle ours(pair[0]), theirs(pair[1]), errors(nameless_file()), output(files.keep_output ? nameless_file() : -1);
  FileHandle nowhere(::open("/dev/null", O_RDWR | O_CLOEXEC)), extra(files.extra.empty() ? -1 : file_of(files.extra));
  if (!errors.open() || !nowhere.open() || (files.keep_output && !output.open()) || (!files.extra.empty() && !extra.open()))
    return cannot_start(arguments[0], errno);

  SpawnPlan plan;
  Lifted lifted;
  lifted.add(plan, theirs.get(), STDIN_FILENO);
  lifted.add(plan, files.keep_output ? output.get() : nowhere.get(), STDOUT_FILENO);
  lifted.add(plan, errors.get(), STDERR_FILENO);
  lifted.add(plan, extra.get(), kChildExtra);
  lifted.add(plan, files.file, kChildFile);
  if (lifted.cause() != 0) return cannot_start(arguments[0], lifted.cause());
  std::vector<char*> words;
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  Child child;
  int cause = ::posix_spawnp(&child.process_, arguments[0].c_str(), &plan.actions, &plan.attributes, words.data(), environ);
  if (cause != 0) {
    child.process_ = -1;
    return cannot_start(arguments[0], cause);
  }
  child.input_ = ours.release();
  child.errors_ = errors.release();
  child.output_ = output.release();
  return child;
}

Child::Child(Child&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      input_(std::exchange(other.input_, -1)),
      output_(std::exchange(other.output_, -1)),
      errors_(std::exchange(other.errors_, -1)) {}

Child::~Child() {
  end_now();
  for (int descriptor : {input_, output_, errors_})
    if (descriptor >= 0) ::close(descriptor);
}

// A large program takes its time to go (its memory is given back page by page); nobody waits for that.
void Child::end_now() {
  if (process_ <= 0) return;
  ::kill(process_, SIGKILL);
  auto reap = [process = std::exchange(process_, -1)] {
    while (::waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
    }
  };
  try {
    std::thread(reap).detach();
  } catch (const std::system_error&) {  // no thread to be had
    reap();
  }
}

bool Child::feed(const void* bytes, std::size_t count, const std::function<bool()>& stop) {
  const char* at = static_cast<const char*>(bytes);
  while (count > 0) {
    if (stop()) return false;
    ssize_t sent = ::send(input_, at, count, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      at += sent;
      count -= static_cast<std::size_t>(sent);
    } else if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      pollfd wait{input_, POLLOUT, 0};
      ::poll(&wait, 1, kPatienceMs);
    } else if (sent == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

int Child::finish(const std::function<bool()>& stop) {
  if (input_ >= 0) ::close(std::exchange(input_, -1));
  while (process_ > 0) {
    int status = 0;
    pid_t ended = ::waitpid(process_, &status, WNOHANG);
    if (ended == process_) {
      process_ = -1;
      return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    if (ended < 0 && errno != EINTR) break;
    if (stop()) break;
    ::poll(nullptr, 0, 5);
  }
  end_now();
  return -1;
}

namespace {

std::string whole_file(int descriptor) {
  std::string text;
  char block[4096];
  off_t at = 0;
  for (ssize_t got; descriptor >= 0 && (got = ::pread(descriptor, block, sizeof block, at)) > 0; at += got)
    text.append(block, static_cast<std::size_t>(got));
  return text;
}

}  // namespace

std::string Child::output() const { return whole_file(output_); }
std::string Child::errors() const { return whole_file(errors_); }

}  // namespace convscope
