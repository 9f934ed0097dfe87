// A display of its own with the real program on it: clicks by the names that the program's probe writes, and waits for states.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace convscope::tests {

inline constexpr int kPatience = 20;  // seconds in which the window must answer

struct Place {
  int x = 0, y = 0, w = 0, h = 0;
};

struct Shown {  // one written state
  std::map<std::string, std::string> facts;
  std::map<std::string, Place> boxes;
  std::string operator[](const std::string& name) const;
};

class Desktop {
 public:
  // Why such a test cannot run here (a program is missing); nothing when it can.
  static std::optional<std::string> missing();

  // Starts a display and the program with these arguments in an empty home.
  Desktop(int width, int height, const std::vector<std::string>& arguments);
  ~Desktop();
  Desktop(const Desktop&) = delete;
  Desktop& operator=(const Desktop&) = delete;

  const std::string& folder() const { return folder_; }
  // The last state the program wrote.
  Shown shown() const;
  // Waits until the state satisfies the condition; false after so many seconds.
  bool reaches(const std::function<bool(const Shown&)>& condition, int seconds = kPatience) const;
  bool shows(const std::string& fact, const std::string& value) const;

  Place place(const std::string& name);                                  // waits until it is there
  void click(const std::string& name, int button = 1, int times = 1);
  void drag(const std::string& from, double from_part, double to_part);  // along the box's width, 0 left to 1 right
  void wheel(const std::string& name, int notches);                      // up is positive
  void rest_on(const std::string& name);                                 // the pointer stays there
  void drop(const std::string& path);                                    // onto the window
  std::string clipboard(const std::string& target) const;                // what xclip finds there, as "text/plain"
  void put_on_clipboard(const std::string& text) const;
  bool ended() const;                                                    // the program closed by itself; waits for it
  bool running() const;                                                  // it still does, now
  void key(const std::string& keys);                                     // xdotool's names: "ctrl+z"
  void hold(const std::string& key);                                     // until it is let go
  void let_go(const std::string& key);
  void type(const std::string& text);
  void kill_program();                                                   // as a crash would
  void start_program(const std::vector<std::string>& arguments);         // again, in the same home
  int windows(const std::string& title) const;                           // so many have these words in their title
  void ask_to_close(const std::string& title) const;                     // as the cross in its frame does
  std::string color(int x, int y) const;                                 // of a pixel of the display: "#RRGGBB"
  void xdotool(const std::string& command) const;                        // anything else that hands can do, one command after the other

 private:
  std::string output_of(const std::string& command) const;  // with this display
  void stop(int& process, int signal);

  std::string folder_, display_;
  int server_ = -1;
  mutable int program_ = -1;
};

}  // namespace convscope::tests
