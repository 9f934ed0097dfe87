// convscope sheet -o scenes.png : every scene's stage, small, on one page with its number and title.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/canvas/sinks.h"
#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/cli/stage.h"
#include "app/export/installed.h"
#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

constexpr double kStageWidth = 1040, kStageHeight = 700;  // logical pixels that a stage is laid out for
constexpr double kGap = 16, kTitle = 26;

struct Options {
  StageOptions stage;
  int columns = 5;
  double width = 400;  // of a small stage
};

struct Card {
  std::string title;
  std::shared_ptr<const Pixels> pixels;
};

// Half-way through, where there is something to see; on a photograph where it opens.
Moment telling_moment(const Model& model) {
  if (model.scene->on_image) return opening_moment(*model.scene, model);
  return step_end(model.timeline, model.timeline.steps() / 2);
}

Result<Card> card_of(const Options& options, const Scene& scene) {
  StageOptions one = options.stage;
  one.subject = scene.id;
  Result<Stage> stage = open_stage(one);
  if (!stage) return stage.error();
  const Words& words = stage->catalog.words(stage->state.language);
  const Theme theme = make_theme(stage->state.theme);
  const Moment moment = telling_moment(*stage->model);
  DisplayList list = build_view(
      {*stage->model, stage->state, moment, {}, theme, words, *stage->catalog.fonts, kStageWidth, kStageHeight, stage->view});
  const double scale = options.width / kStageWidth;
  const int height = static_cast<int>(kStageHeight * scale);
  auto pixels = std::make_shared<Pixels>(rasterize(list, *stage->catalog.fonts, static_cast<int>(options.width), height, scale));
  return Card{std::to_string(scene.number) + "  " + words("scene." + scene.id + ".title"), pixels};
}

DisplayList lay_out(const std::vector<Card>& cards, const Options& options, const Theme& theme) {
  DisplayList page;
  const double height = cards.front().pixels->height;
  const int columns = std::min(options.columns, static_cast<int>(cards.size()));
  const int rows = (static_cast<int>(cards.size()) + columns - 1) / columns;
  page.width = kGap + columns * (options.width + kGap);
  page.height = kGap + rows * (height + kTitle + kGap);
  page.background = theme.bg;
  for (int i = 0; i < static_cast<int>(cards.size()); ++i) {
    const Card& card = cards[static_cast<std::size_t>(i)];
    const double x = kGap + (i % columns) * (options.width + kGap), y = kGap + (i / columns) * (height + kTitle + kGap);
    TextItem title{{x, y + kTitle / 2}, 14, Face::kWords, Weight::kSemiBold, Anchor::kStart, {{card.title, theme.ink}}, {}};
    page.items.push_back(title);
    const Box box{x, y + kTitle, options.width, height};
    page.items.push_back(ImageItem{box, card.pixels, {}, {}});
    page.items.push_back(RectItem{box, {0, 0, 0, 0}, {theme.line, 1}, 4, {}});
  }
  return page;
}

Status write_sheet(const Options& options) {
  if (!options.stage.output.ends_with(".png"))
    return Error{ErrorKind::kUsage, "a sheet is a .png, not '" + options.stage.output + "'", "output"};
  Result<Catalog> catalog = load_installed();
  if (!catalog) return catalog.error();
  std::vector<Card> cards;
  for (const Scene& scene : catalog->scenes) {
    Result<Card> card = card_of(options, scene);
    if (!card) return card.error();
    cards.push_back(std::move(card).value());
  }
  Result<ThemeName> theme = parse_theme(options.stage.theme.empty() ? "light" : options.stage.theme);
  if (!theme) return theme.error();
  const DisplayList page = lay_out(cards, options, make_theme(*theme));
  Result<std::string> png =
      png_bytes(rasterize(page, *catalog->fonts, static_cast<int>(page.width), static_cast<int>(page.height), 1));
  if (!png) return png.error();
  return write_file_atomically(options.stage.output, *png);
}

}  // namespace

void add_sheet(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("sheet", "Every scene's stage, small, on one page");
  auto options = std::make_shared<Options>();
  command->add_option("--lang", options->stage.language, "en or zh");
  command->add_option("--theme", options->stage.theme, "light, dark, print or projector");
  command->add_option("--columns", options->columns, "stages beside each other")->check(CLI::Range(1, 10));
  command->add_option("--width", options->width, "pixels of a small stage")->check(CLI::Range(100.0, 1000.0));
  command->add_option("--device", options->stage.device, "auto, gpu, cpu or reference");
  command->add_option("-o,--output", options->stage.output, "the picture, a .png")->required();
  command->callback([options, &exit] {
    if (auto done = write_sheet(*options); !done) fail(done.error(), exit);
  });
}

}  // namespace convscope
