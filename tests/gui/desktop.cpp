#include "gui/desktop.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "gui/drop.h"

namespace convscope::tests {
namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(20);

bool wait_for(const std::function<bool()>& condition, int seconds = kPatience) {
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return true;
}

// Starts a program; `out` receives what it writes to file descriptor 3.
int start(const std::vector<std::string>& words, const std::vector<std::string>& environment, int out) {
  pid_t child = fork();
  if (child != 0) return child;
  if (out >= 0) dup2(out, 3);
  int nothing = open("/dev/null", O_WRONLY);
  dup2(nothing, 1);
  for (const std::string& entry : environment) putenv(const_cast<char*>(entry.c_str()));
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

bool has_program(const char* name) { return std::system((std::string("command -v ") + name + " >/dev/null 2>&1").c_str()) == 0; }

}  // namespace

std::string Shown::operator[](const std::string& name) const {
  auto found = facts.find(name);
  return found != facts.end() ? found->second : "";
}

std::optional<std::string> Desktop::missing() {
  for (const char* name : {"Xvfb", "xdotool", "xclip", "import"})
    if (!has_program(name)) return std::string(name) + " is not installed";
  if (!std::filesystem::exists(CONVSCOPE_PROGRAM)) return std::string(CONVSCOPE_PROGRAM) + " was not built";
  return std::nullopt;
}

Desktop::Desktop(int width, int height, const std::vector<std::string>& arguments) {
  std::string pattern = std::string(::testing::TempDir()) + "convscope_gui_XXXXXX";
  folder_ = mkdtemp(pattern.data());
  int ends[2];
  if (pipe(ends) != 0) return;
  std::string screen = std::to_string(width) + "x" + std::to_string(height) + "x24";
  server_ = start({"Xvfb", "-displayfd", "3", "-screen", "0", screen, "-nolisten", "tcp"}, {}, ends[1]);
  close(ends[1]);
  std::string number;  // it comes in pieces, a new line ends it
  for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';) number.push_back(c);
  close(ends[0]);
  EXPECT_FALSE(number.empty()) << "Xvfb did not start";
  display_ = ":" + number;
  start_program(arguments);
}

void Desktop::start_program(const std::vector<std::string>& arguments) {
  std::filesystem::remove(folder_ + "/dump.json");
  std::vector<std::string> words{CONVSCOPE_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  program_ = start(
      words, {"DISPLAY=" + display_, "HOME=" + folder_, "XDG_STATE_HOME=" + folder_ + "/state", "CONVSCOPE_DUMP=" + folder_ + "/dump.json"},
      -1);
  EXPECT_TRUE(reaches([](const Shown& s) { return !s.facts.empty(); })) << "the program drew no frame";
  xdotool("search --sync --onlyvisible --name ConvScope windowfocus");
}

Desktop::~Desktop() {
  stop(program_, SIGTERM);
  stop(server_, SIGTERM);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Desktop::stop(int& process, int signal) {
  if (process <= 0) return;
  kill(process, signal);
  waitpid(process, nullptr, 0);
  process = -1;
}

void Desktop::kill_program() { stop(program_, SIGKILL); }

Shown Desktop::shown() const {
  Shown shown;
  std::ifstream stream(folder_ + "/dump.json");
  nlohmann::json json = nlohmann::json::parse(stream, nullptr, false);
  if (!json.is_object()) return shown;
  for (const auto& [name, value] : json.items()) {
    if (value.is_string()) shown.facts[name] = value.get<std::string>();
    if (name == "boxes" && value.is_object())
      for (const auto& [box, numbers] : value.items()) shown.boxes[box] = {numbers[0], numbers[1], numbers[2], numbers[3]};
  }
  return shown;
}

bool Desktop::reaches(const std::function<bool(const Shown&)>& condition, int seconds) const {
  return wait_for([&] { return condition(shown()); }, seconds);
}

bool Desktop::shows(const std::string& fact, const std::string& value) const {
  bool reached = reaches([&](const Shown& s) { return s[fact] == value; });
  if (!reached) ADD_FAILURE() << fact << " is '" << shown()[fact] << "', not '" << value << "'";
  return reached;
}

Place Desktop::place(const std::string& name) {
  Shown last;
  bool there = reaches([&](const Shown& s) {
    last = s;
    return s.boxes.count(name) != 0;
  });
  EXPECT_TRUE(there) << "nothing is called " << name;
  return there ? last.boxes[name] : Place{};
}

void Desktop::xdotool(const std::string& command) const {
  int code = std::system(("DISPLAY=" + display_ + " LC_ALL=C.UTF-8 xdotool " + command + " >/dev/null").c_str());
  EXPECT_EQ(code, 0) << "xdotool " << command;
}

void Desktop::click(const std::string& name, int button, int times) {
  Place p = place(name);
  xdotool("mousemove " + std::to_string(p.x + p.w / 2) + " " + std::to_string(p.y + p.h / 2) + " click --repeat " + std::to_string(times) +
          " --delay 40 " + std::to_string(button));
}

void Desktop::drag(const std::string& from, double from_part, double to_part) {
  Place p = place(from);
  auto at = [&](double part) { return std::to_string(p.x + static_cast<int>(p.w * part)) + " " + std::to_string(p.y + p.h / 2); };
  xdotool("mousemove " + at(from_part) + " mousedown 1 mousemove " + at((from_part + to_part) / 2) + " mousemove " + at(to_part) +
          " mouseup 1");
}

void Desktop::rest_on(const std::string& name) {
  Place p = place(name);
  xdotool("mousemove " + std::to_string(p.x + p.w / 2) + " " + std::to_string(p.y + p.h / 2));
}

void Desktop::wheel(const std::string& name, int notches) { click(name, notches > 0 ? 4 : 5, std::abs(notches)); }

void Desktop::drop(const std::string& path) { EXPECT_TRUE(drop_file(display_, "ConvScope", path)) << path << " was not taken"; }

std::string Desktop::output_of(const std::string& command) const {
  std::string file = folder_ + "/output", content;
  if (std::system(("DISPLAY=" + display_ + " LC_ALL=C.UTF-8 timeout 5 " + command + " >" + file + " 2>/dev/null").c_str()) != 0) return "";
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string Desktop::clipboard(const std::string& target) const { return output_of("xclip -selection clipboard -o -t " + target); }

int Desktop::windows(const std::string& title) const {
  const std::string found = output_of("xdotool search --onlyvisible --name '" + title + "'");
  return static_cast<int>(std::count(found.begin(), found.end(), '\n'));
}

void Desktop::ask_to_close(const std::string& title) const {
  EXPECT_TRUE(tests::ask_to_close(display_, title)) << "no window is called " << title;
}

std::string Desktop::color(int x, int y) const {
  const std::string pixel = "1x1+" + std::to_string(x) + "+" + std::to_string(y);
  const std::string text = output_of("import -silent -window root -crop " + pixel + " -depth 8 txt:-");
  const std::size_t sign = text.rfind('#');
  return sign == std::string::npos ? "" : text.substr(sign, 7);
}

void Desktop::put_on_clipboard(const std::string& text) const {
  const std::string file = folder_ + "/to_clipboard";
  std::ofstream(file, std::ios::binary) << text;
  const std::string command = "DISPLAY=" + display_ + " xclip -selection clipboard -i " + file + " >/dev/null 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0) << "xclip did not take the text";
}

bool Desktop::ended() const {
  bool gone = wait_for([&] { return program_ <= 0 || waitpid(program_, nullptr, WNOHANG) == program_; });
  if (gone) program_ = -1;
  return gone;
}

bool Desktop::running() const {
  if (program_ > 0 && waitpid(program_, nullptr, WNOHANG) == program_) program_ = -1;
  return program_ > 0;
}

void Desktop::key(const std::string& keys) { xdotool("key " + keys); }
void Desktop::hold(const std::string& key) { xdotool("keydown " + key); }
void Desktop::let_go(const std::string& key) { xdotool("keyup " + key); }
void Desktop::type(const std::string& text) { xdotool("type --delay 30 '" + text + "'"); }

}  // namespace convscope::tests
