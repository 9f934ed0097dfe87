// The line under scene 5: one channel's products while it is filtered, then the channels' sums and the bias.
#include <algorithm>

#include "app/views/many_channels.h"

namespace convscope {

std::string channel_name(Index channel, Index channels) {
  constexpr const char* kNames[] = {"R", "G", "B"};
  return channels == 3 ? kNames[channel] : std::to_string(channel);
}

namespace {

std::vector<TextRun> channel_line(const Scene5& s, std::size_t position, std::size_t shown) {
  const Theme& t = s.pen.theme();
  Index channel = s.focus.step.channels[position];
  std::vector<TextRun> runs{
      {channel_name(static_cast<Index>(position), static_cast<Index>(s.focus.step.channels.size())) + "  =  ", t.muted}};
  std::size_t count = 0;
  int in = decimals_of(s.context.layer().input()), weight = decimals_of(s.context.layer().weight());
  for (const Term& term : s.focus.step.terms) {
    if (term.tap.channel != channel) continue;
    if (count++ >= shown) return runs;
    if (count > 1) runs.push_back({" + ", t.muted});
    runs.push_back({factor_text(term.data, in), term.tap.kind == TapKind::kPadding ? t.muted : t.input});
    runs.push_back({"·", t.muted});
    runs.push_back({factor_text(term.weight, weight), t.weight});
  }
  runs.push_back({"  =  ", t.muted});
  runs.push_back({number_text(s.focus.step.channel_sums[position], decimals_of(s.context.layer().output())), t.output});
  return runs;
}

// Where the products have no room: how many there are, and what they come to.
std::vector<TextRun> short_channel_line(const Scene5& s, std::size_t position, std::size_t terms, bool done) {
  const Theme& t = s.pen.theme();
  const auto channels = static_cast<Index>(s.focus.step.channels.size());
  std::vector<TextRun> runs{{channel_name(static_cast<Index>(position), channels) + "  =  ", t.muted},
                            {"Σ " + count_text(static_cast<Index>(terms)), t.muted}};
  if (!done) return runs;
  runs.push_back({"  =  ", t.muted});
  runs.push_back({number_text(s.focus.step.channel_sums[position], decimals_of(s.context.layer().output())), t.output});
  return runs;
}

std::vector<TextRun> merge_line(const Scene5& s, std::size_t most, bool lead) {
  const Theme& t = s.pen.theme();
  const GatherStep& step = s.focus.step;
  int decimals = decimals_of(s.context.layer().output());
  std::vector<TextRun> runs{
      {lead ? "output[" + std::to_string(step.position[2]) + ", " + std::to_string(step.position[3]) + "]  =  " : "", t.muted}};
  std::size_t count = step.channel_sums.size();
  for (std::size_t c = 0; c < std::min(most, count); ++c) {
    if (c) runs.push_back({" + ", t.muted});
    runs.push_back({factor_text(step.channel_sums[c], decimals), t.output});
  }
  if (count > most)
    runs.push_back({" + " + s.context.words.format("view.more_terms", {{"count", count_text(static_cast<Index>(count - most))}}), t.muted});
  if (step.bias && s.work.bias > 0) {
    runs.push_back({"  +  ", t.muted});
    runs.push_back({factor_text(*step.bias, decimals_of(s.context.layer().bias())), t.bias});
  }
  if (s.work.merge < 1 || (count == 1 && !step.bias)) return runs;  // one number is its own sum
  runs.push_back({"  =  ", t.muted});
  runs.push_back({number_text(s.work.bias > 0 ? step.result : step.sum, decimals), t.output});
  return runs;
}

}  // namespace

BarContent many_channels_bar(const Scene5& s) {
  const Words& words = s.context.words;
  BarContent content;
  content.line_size = 20;
  Index channels = static_cast<Index>(s.focus.step.channels.size());
  if (s.work.merge <= 0 && !s.work.filtered.empty()) {
    auto position = static_cast<std::size_t>(std::min(s.work.current, channels - 1));
    std::size_t terms = s.focus.step.terms.size() / std::max<std::size_t>(1, s.focus.step.channels.size());
    double share = s.work.filtered[position];
    std::size_t shown = share >= 1 ? terms + 1 : static_cast<std::size_t>(share * static_cast<double>(terms + 1));
    content.line = channel_line(s, position, shown);
    content.shorter = {short_channel_line(s, position, terms, share >= 1)};
    content.sentence = words("view.not_added_yet");
    content.legend = {{LegendMark::kWindow, words("legend.window")},
                      {LegendMark::kWaiting, words("legend.waits")},
                      {LegendMark::kEmpty, words("legend.not_yet")}};
    return content;
  }
  content.line = merge_line(s, 8, true);
  for (std::size_t most : {6, 4, 2}) content.shorter.push_back(merge_line(s, most, true));
  for (std::size_t most : {3, 1}) content.shorter.push_back(merge_line(s, most, false));
  Index parameters = s.context.layer().layer->cost().parameters / std::max<Index>(1, s.context.layer().output().extents[1]);
  content.sentence = words.format(
      s.focus.step.bias ? "view.parameters_one_filter" : "view.parameters_one_filter_no_bias",
      {{"channels", count_text(channels)},
       {"kernel", s.g.kernel[0] == s.g.kernel[1] ? std::to_string(s.g.kernel[0]) + "²" : shape_text({s.g.kernel[0], s.g.kernel[1]})},
       {"bias", s.focus.step.bias ? " + 1" : ""},
       {"parameters", count_text(parameters)}});
  content.legend = {{LegendMark::kWindow, words("legend.window")}};
  if (s.focus.step.bias) content.legend.push_back({LegendMark::kBias, words("legend.bias")});
  return content;
}

}  // namespace convscope
