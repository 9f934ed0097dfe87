// Runs the built program as a person does: arguments in, exit code and both outputs back.
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "support/temporary_folder.h"

namespace convscope {

struct ProgramRun {
  int code = -1;         // 128 + n when signal n ended it
  std::string out, err;
  long most_memory = 0;  // resident at its largest, KiB
};

struct RunOptions {
  std::string folder;                     // where it runs; "" = here
  std::string input = "/dev/null";        // its standard input
  std::string output;                     // its standard output; "" = kept
  rlim_t largest_file = RLIM_INFINITY;    // bytes
  std::vector<std::pair<std::string, std::string>> environment;  // set in addition
  std::vector<std::string> wrapper;       // a program that runs it, found on the PATH, with its arguments
};

[[noreturn]] inline void become_program(const std::vector<std::string>& arguments, const RunOptions& options, const std::string& out,
                                        const std::string& err) {
  auto redirect = [](const std::string& path, int flags, int to) {
    int from = ::open(path.c_str(), flags, 0600);
    if (from < 0 || ::dup2(from, to) < 0) ::_exit(126);
  };
  redirect(options.input, O_RDONLY, STDIN_FILENO);
  redirect(out, O_WRONLY | O_CREAT, STDOUT_FILENO);
  redirect(err, O_WRONLY | O_CREAT, STDERR_FILENO);
  if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(126);
  for (const auto& [name, value] : options.environment) ::setenv(name.c_str(), value.c_str(), 1);
  rlimit limit{options.largest_file, options.largest_file};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  std::vector<std::string> owned = options.wrapper;
  owned.push_back(CONVSCOPE_PROGRAM);
  owned.insert(owned.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& argument : owned) argv.push_back(argument.data());
  argv.push_back(nullptr);
  ::execvp(argv.front(), argv.data());
  ::_exit(127);
}

inline ProgramRun run_program(const std::vector<std::string>& arguments, const RunOptions& options = {}) {
  TemporaryFolder outputs;
  std::string out = options.output.empty() ? outputs.file("out") : options.output, err = outputs.file("err");
  pid_t child = ::fork();
  if (child == 0) become_program(arguments, options, out, err);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  ProgramRun run;
  run.most_memory = usage.ru_maxrss;
  run.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  run.out = options.output.empty() ? file_bytes(out) : "";
  run.err = file_bytes(err);
  return run;
}

// The one sentence on standard error, without "convscope: " and the newline; a failure when it is anything else.
inline std::string sentence(const ProgramRun& run) {
  const std::string start = "convscope: ";
  bool one = run.err.rfind(start, 0) == 0 && run.err.find('\n') == run.err.size() - 1;
  EXPECT_TRUE(one) << "standard error was: " << run.err;
  return one ? run.err.substr(start.size(), run.err.size() - start.size() - 1) : run.err;
}

}  // namespace convscope
