// The window that a layer says it has is the one its taps read, and a layer that reads through one says so: no list names them.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

#include "engine/ops/window_step.h"
#include "support/stored_cases.h"

namespace convscope {
namespace {

constexpr int kFirstOfSpace = 2;

// The cells of slot 0 that an output cell reads, as ranges along the axes of space; nothing: none.
std::optional<std::vector<PlaceRange>> cells_read(const StoredCase& c, Index cell) {
  std::vector<Tap> taps;
  c.layer->taps_to(cell, c.tensors(), taps);
  std::optional<std::vector<PlaceRange>> read;
  const Extents& from = c.layer->shapes()[0];
  for (const Tap& tap : taps) {
    if (tap.data.slot != 0 || tap.kind != TapKind::kCell) continue;
    const Cell place = cell_of(from, tap.data.index);
    std::vector<PlaceRange> own;
    for (auto axis = static_cast<std::size_t>(kFirstOfSpace); axis < static_cast<std::size_t>(from.rank()); ++axis)
      own.push_back({place[axis], place[axis]});
    if (!read) read = own;
    for (std::size_t axis = 0; axis < own.size(); ++axis) {
      (*read)[axis].first = std::min((*read)[axis].first, own[axis].first);
      (*read)[axis].last = std::max((*read)[axis].last, own[axis].last);
    }
  }
  return read;
}

// Copies in the padding are seen at their place there, which is not where their cell lies.
bool copies(const StoredCase& c) {
  const Attributes& attributes = c.layer->attributes();
  return attributes.has("padding_mode") && attributes.word("padding_mode") != "zeros" && attributes.word("padding_mode") != "constant";
}

// Whether all that is read lies in the window, and some cell reads both its ends.
void expect_the_window(const StoredCase& c, const WindowSteps& steps) {
  const Extents &from = c.layer->shapes()[0], &to = c.layer->output();
  ASSERT_EQ(steps.size(), static_cast<std::size_t>(to.rank() - kFirstOfSpace)) << c.name;
  for (Index cell = 0; cell < to.count(); ++cell) {
    const auto read = cells_read(c, cell);
    if (!read) continue;
    for (std::size_t axis = 0; axis < steps.size(); ++axis) {
      const Index position = cell_of(to, cell)[axis + kFirstOfSpace], last = from[static_cast<int>(axis) + kFirstOfSpace] - 1;
      const std::optional<PlaceRange> said = steps[axis].reads({position, position});
      const std::string place = c.name + " cell " + std::to_string(cell) + " axis " + std::to_string(axis);
      ASSERT_TRUE(said) << place;
      ASSERT_LE(said->first, (*read)[axis].first) << place;
      ASSERT_GE(said->last, (*read)[axis].last) << place;
      if (c.layer->op() == "interpolate" || said->first < 0 || said->last > last) continue;  // shares of 0 are not read
      ASSERT_EQ(*said, (*read)[axis]) << place;
    }
  }
}

bool reads_its_own_place(const StoredCase& c) {
  const Extents &from = c.layer->shapes()[0], &to = c.layer->output();
  if (from.rank() != to.rank() || to.rank() <= kFirstOfSpace) return false;
  for (Index cell = 0; cell < to.count(); ++cell) {
    const auto read = cells_read(c, cell);
    if (!read) return false;
    for (std::size_t axis = 0; axis < read->size(); ++axis) {
      const Index position = cell_of(to, cell)[axis + kFirstOfSpace];
      if (!((*read)[axis] == PlaceRange{position, position})) return false;
    }
  }
  return true;
}

struct Seen {
  int with_space = 0, with_windows = 0, own_place = 0;
};

std::map<std::string, Seen> every_operator_seen() {
  std::map<std::string, Seen> seen;
  for (const std::string& family : stored_families()) {
    for (const StoredCase& c : load_stored_cases(family)) {
      Seen& op = seen[c.layer->op()];
      const WindowSteps steps = windows_of(*c.layer, 0);
      if (c.layer->shapes()[0].rank() <= kFirstOfSpace || c.layer->output().rank() <= kFirstOfSpace) continue;
      ++op.with_space;
      if (reads_its_own_place(c)) ++op.own_place;
      if (steps.empty()) continue;
      ++op.with_windows;
      if (!copies(c)) expect_the_window(c, steps);
    }
  }
  return seen;
}

TEST(Windows, AreWhatTheTapsRead) {
  const std::map<std::string, Seen> seen = every_operator_seen();
  for (const char* op : {"conv1d", "conv3d", "convolve", "conv_transpose2d", "conv2d_input_grad", "max_pool2d", "avg_pool3d", "interpolate",
                         "global_avg_pool2d", "relu", "batch_norm", "channel_shuffle", "dropout", "add", "cat"}) {
    EXPECT_GE(seen.at(op).with_windows, 3) << op;
  }
}

TEST(Windows, AnOperatorWhoseCellsReadTheirOwnPlaceSaysSo) {
  for (const auto& [op, seen] : every_operator_seen()) {
    if (seen.with_space == 0 || seen.own_place < seen.with_space) continue;
    EXPECT_EQ(seen.with_windows, seen.with_space) << op << " has no window, and so no receptive field; see SeesThroughWindow";
  }
}

TEST(Windows, WhatFollowsTheDataHasNone) {
  for (const char* family : {"deformable", "unpooling"}) {
    for (const StoredCase& c : load_stored_cases(family)) EXPECT_TRUE(windows_of(*c.layer, 0).empty()) << c.name;
  }
}

}  // namespace
}  // namespace convscope
