// Between the session and the window: carries out what panels and keys asked for, keeps the model of the state up to date,
// plays, saves by itself, exports. Draws nothing and knows no window but for the wishes in `WindowWishes`.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "app/catalog/catalog.h"
#include "app/lessons/check.h"
#include "app/panels/actions.h"
#include "app/panels/export_job.h"
#include "app/panels/lesson_shelf.h"
#include "app/panels/lesson_shown.h"
#include "app/panels/lesson_watch.h"
#include "app/panels/memory.h"
#include "app/panels/playback.h"
#include "app/panels/thumbnails.h"
#include "app/panels/ui.h"
#include "app/scenes/place.h"
#include "app/session/recovery.h"
#include "app/session/session.h"

namespace convscope {

inline constexpr double kExportInterval = 0.1;  // seconds: how often the progress of an export is looked at

struct WindowWishes {  // what the window does for the controller, after the frame
  std::optional<std::string> clipboard;
  bool paste = false;  // what is on the clipboard comes back as act::Paste
  bool toggle_full_screen = false;
  bool toggle_notes = false;  // the window with the notes
  bool close = false;
};

inline constexpr std::uint32_t kPracticeSeeds = 10000;  // seeds that are easily written down

class Controller {
 public:
  // The first state must be possible; the error says why it is not.
  static Result<std::unique_ptr<Controller>> create(const Catalog& catalog, State first, std::unique_ptr<Device> device);

  const Catalog& catalog() const { return catalog_; }
  const Session& session() const { return session_; }
  const State& state() const { return session_.state(); }
  const Model& model() const { return *model_; }
  const Error* problem() const { return problem_ ? &*problem_ : nullptr; }
  const Words& words() const;
  const ExportStatus& exporting() const { return exporting_; }
  const SessionFacts& facts() const { return facts_; }
  const LessonShelf& shelf() const { return shelf_; }
  const LessonShown* lesson() const { return lesson_ ? &*lesson_ : nullptr; }
  const std::vector<Error>& lesson_faults() const { return lesson_faults_; }
  Memory& memory() { return memory_; }
  bool blank() const { return blank_; }
  // When the presentation that runs began, on the clock of advance().
  std::optional<double> presenting_since() const { return presenting_since_; }
  const std::vector<std::string>& exported() const { return exported_; }

  // Restores the session that was left behind and keeps this one there; `folder` holds the list of recent files too.
  void keep_in(const std::string& folder);
  void open_file(const std::string& path);
  void perform(const Action& action);
  void run(ActionId action, int number = 0);
  void let_go(ActionId action);  // of its key
  // Playback, export progress, autosave, toasts. True when something on the screen moved.
  bool advance(double seconds, double now);
  bool moving() const { return state().playing; }
  // True while a change is computed, which may be given up (DeviceOptions::cancelled): it is then held back, and made together with the
  // next change or by make_held_changes(). True when there was one to make.
  bool may_give_up() const { return may_give_up_; }
  bool make_held_changes();
  // Seconds until something happens by itself; negative: nothing will.
  double next_event(double now) const;
  // Waits for what is made beside the frames (thumbnails): for pictures of the window.
  void finish_loading();
  void shut_down();
  WindowWishes take_wishes() { return std::exchange(wishes_, {}); }

 private:
  struct HeldBack {  // what waits for the answer to the unsaved question
    std::string open;  // a session's path; "" = quit
  };
  Controller(const Catalog& catalog, State first, std::unique_ptr<Device> device);
  // The edit owns what it needs: it may be held back and made after this frame.
  // `look` is done once the change was possible.
  // False: the lesson that runs does not let it be changed, and said so.
  bool change(const std::function<void(State&)>& edit, const std::string& merge, const std::function<void(State&)>& look = {});
  // Plays the segment that shows a change, where there is one. After each frame: whether it is over.
  void replay_change(const State& before, const Model& old);
  void follow_replay(const Moment& from);
  bool evaluate_or_refuse();
  Status evaluate_now();
  bool compute_again();
  void look(const std::function<void(State&)>& edit);
  void toast(std::string text, bool warning = false);
  void transport(ActionId action);
  void looks(ActionId action);
  void files(ActionId action);
  void comparing(ActionId action);
  void pointing(ActionId action);
  void reset_all();
  void photograph(ActionId action, int number);
  void move_window(Index right, Index down);
  void choose_sample(Index by);
  void copy();
  void copy_code();
  void paste(const std::string& code);
  void show_stage(const std::string& name);
  std::string shown_code() const;
  void open_now(const std::string& path);
  void save(const std::string& path);
  void show(Dialog dialog);
  void ask_or_go_on(HeldBack what);
  void go_on(const HeldBack& what);
  void choose_offer(int number);
  void next_number(const std::string& control);
  void start_export(const act::StartExport& wish);
  void start_job(const std::string& path, std::function<Status(ExportProgress&)> work);  // unless one runs
  void make_handout(bool of_lesson);  // controller_exports.cpp
  void start_handout(const act::StartHandout& wish);
  bool follow_export();
  bool show_thumbnails();
  void escape();
  // Lessons: controller_lessons.cpp.
  LessonGround ground();
  void lesson_actions(const Action& action);
  void lesson_keys(ActionId action, int number);
  void begin_lesson_of(const std::string& name);
  void walk_to(const LessonRun& run);
  void walk(const LessonRun& run, const LessonShelf::Entry& lesson);
  void check_marks(const LessonRun& run, const Lesson& lesson);
  Moment mark_of(const LessonStep& step) const;
  void stand_in(State& state, const LessonRun& run, const Lesson& lesson) const;
  bool refuse_untouchable(const State& before);
  void ask_of_step();
  void follow_lesson();
  void show_lesson(const LessonShelf::Entry& lesson);
  void follow_undo(const std::optional<LessonRun>& before);
  bool escape_lesson();
  bool read_lesson_again();
  // Questions: controller_questions.cpp.
  bool show_answer(double seconds);
  bool show_answer_again();
  void practise(int seed);  // 0: the next one
  void present(bool presenting);
  void remember_file(const std::string& path);
  Timeline timeline() const;

  const Catalog& catalog_;
  Session session_;
  std::unique_ptr<Device> device_;
  Photographs photographs_;
  Thumbnails thumbnails_;
  std::shared_ptr<const Model> model_;
  State evaluated_;  // the state the model belongs to
  KeptPlace kept_place_;
  struct Replay {
    std::shared_ptr<const Model> model;  // whose timeline it is on
    std::size_t segment = 0;
    Moment back;           // where one was
    bool playing = false;  // then
  };
  std::optional<Replay> replay_;
  Played rest_;      // how long the playhead has rested where it is
  std::optional<Error> problem_;
  Memory memory_;
  ExportStatus exporting_;
  SessionFacts facts_;
  std::unique_ptr<ExportJob> job_;
  std::unique_ptr<Recovery> recovery_;
  std::string folder_;         // of the recovery and the recent files
  std::vector<std::string> exported_;
  WindowWishes wishes_;
  std::optional<act::Change> held_change_;  // given up while it was computed
  bool may_give_up_ = false;
  std::optional<HeldBack> held_back_;  // only while the unsaved question, or the dialog that saves, is open
  bool blank_ = false;
  LessonShelf shelf_;
  std::optional<LessonShown> lesson_;
  std::vector<Error> lesson_faults_;
  std::uint64_t followed_ = 0;  // the session's version that lesson_ belongs to
  std::shared_ptr<const Model> followed_model_;
  LessonWatch watch_;
  bool walking_ = false;        // the change that is made is a step's own
  std::uint32_t practice_seed_ = std::random_device{}() % kPracticeSeeds;  // of the next questions
  double leave_until_ = -1;     // Escape leaves the lesson until then
  std::optional<double> presenting_since_;
  double now_ = 0, export_started_ = 0, export_shown_ = 0;
};

}  // namespace convscope
