// Size formulas and padding maps of one axis, against counting by hand and by brute force.
#include "engine/ops/axis.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace convscope {
namespace {

// Every small axis that `check` accepts, with its mode.
template <class Use>
int for_every_small_axis(const Use& use) {
  int used = 0;
  for (Index input : {1, 2, 3, 5, 8}) {
    for (Index kernel : {1, 2, 3, 4}) {
      for (Index stride : {1, 2, 3}) {
        for (Index dilation : {1, 2, 3}) {
          for (Index sides = 0; sides < 16; ++sides) {
            for (int mode = 0; mode < 5; ++mode) {
              const Axis axis{"wide", input, kernel, stride, dilation, sides % 4, sides / 4, static_cast<PaddingMode>(mode)};
              if (!check(axis).ok()) continue;
              use(axis);
              ++used;
            }
          }
        }
      }
    }
  }
  return used;
}

std::string text(const Axis& a) {
  return "input " + std::to_string(a.input) + " kernel " + std::to_string(a.kernel) + " stride " + std::to_string(a.stride) + " dilation " +
         std::to_string(a.dilation) + " padding " + std::to_string(a.begin) + "," + std::to_string(a.end) + " " +
         padding_mode_names()[static_cast<std::size_t>(a.mode)];
}

TEST(Axis, OutputSizeIsTheNumberOfWindowsThatFit) {
  const int used = for_every_small_axis([](const Axis& axis) {
    Index windows = 0;
    Index beyond = 0;
    for (Index start = -axis.begin; start + axis.span() <= axis.input + axis.end; start += axis.stride) {
      ++windows;
      beyond = start + axis.span();
    }
    EXPECT_EQ(axis.output(), windows) << text(axis);
    EXPECT_EQ(axis.unreached(), axis.input + axis.end - beyond) << text(axis);
  });
  EXPECT_GT(used, 2000);
}

TEST(Axis, ThePaddedLineIsWalkedAsEachModeSays) {
  // Walks outward from the border one place at a time, as each mode is explained on a board.
  for_every_small_axis([](const Axis& axis) {
    for (Index at = -axis.begin; at < axis.input + axis.end; ++at) {
      const bool outside = at < 0 || at >= axis.input;
      if (!outside) {
        EXPECT_EQ(axis.source(at), at) << text(axis);
        continue;
      }
      const Index steps = at < 0 ? -at : at - (axis.input - 1);  // places beyond the border cell
      const Index border = at < 0 ? 0 : axis.input - 1, other = axis.input - 1 - border, inward = at < 0 ? 1 : -1;
      std::optional<Index> expected;
      if (axis.mode == PaddingMode::kReflect) expected = border + inward * steps;
      if (axis.mode == PaddingMode::kReplicate) expected = border;
      if (axis.mode == PaddingMode::kCircular) expected = other - inward * (steps - 1);
      EXPECT_EQ(axis.source(at), expected) << text(axis) << " at " << at;
    }
  });
}

TEST(Axis, PlacesAndReadersAgreeWithAScanOfTheWholeLine) {
  for_every_small_axis([](const Axis& axis) {
    for (Index index = 0; index < axis.input; ++index) {
      std::vector<Index> places, scanned;
      for (const PlaceRange& range : axis.places_of(index)) {
        for (Index at = range.first; at <= range.last; ++at) places.push_back(at);
      }
      for (Index at = -axis.begin; at < axis.input + axis.end; ++at) {
        if (axis.source(at) == index) scanned.push_back(at);
      }
      EXPECT_EQ(places, scanned) << text(axis) << " index " << index;
      std::set<Index> readers;
      for (Index position = 0; position < axis.output(); ++position) {
        for (Index element = 0; element < axis.kernel; ++element) {
          if (axis.source(axis.reads(position, element)) == index) readers.insert(position);
        }
      }
      EXPECT_EQ(axis.outputs_reading(index), std::vector<Index>(readers.begin(), readers.end())) << text(axis) << " index " << index;
    }
  });
}

TEST(Axis, SourcesAndElementsAgreeWithAScanOfEveryWindow) {
  for_every_small_axis([](const Axis& axis) {
    std::vector<std::set<Index>> elements(static_cast<std::size_t>(axis.input));
    for (Index position = 0; position < axis.output(); ++position) {
      std::set<Index> sources;
      for (Index element = 0; element < axis.kernel; ++element) {
        const std::optional<Index> source = axis.source(axis.reads(position, element));
        if (!source) continue;
        sources.insert(*source);
        elements[static_cast<std::size_t>(*source)].insert(element);
      }
      EXPECT_EQ(axis.sources_of(position), std::vector<Index>(sources.begin(), sources.end())) << text(axis) << " position " << position;
    }
    for (Index index = 0; index < axis.input; ++index) {
      const std::set<Index>& met = elements[static_cast<std::size_t>(index)];
      EXPECT_EQ(axis.elements_meeting(index), std::vector<Index>(met.begin(), met.end())) << text(axis) << " index " << index;
    }
  });
}

TEST(TransposedAxis, IsWhatTurnsTheWindowsOfAnAxisRound) {
  for_every_small_axis([](const Axis& axis) {
    const TransposedAxis back = transpose_of(axis);
    EXPECT_EQ(back.output(), axis.input) << text(axis);
    for (Index place = -axis.begin; place < axis.input + axis.end; ++place) {
      for (Index element = 0; element < axis.kernel; ++element) {
        std::optional<Index> window;  // whose element reads the place
        for (Index position = 0; position < axis.output(); ++position) {
          if (axis.reads(position, element) == place) window = position;
        }
        EXPECT_EQ(back.source(back.reads(place, element)), window) << text(axis) << " place " << place << " element " << element;
      }
    }
  });
}

TEST(TransposedAxis, ReadersAreThoseThatAScanFinds) {
  for (Index stride : {1, 2, 3}) {
    for (Index dilation : {1, 2, 3}) {
      for (Index begin = 0; begin < 4; ++begin) {
        const TransposedAxis axis{"wide", 4, 3, stride, dilation, begin, 1, std::max(stride, dilation) - 1};
        if (!check(axis).ok()) continue;
        for (Index index = 0; index < axis.input; ++index) {
          std::vector<Index> scanned;
          for (Index position = 0; position < axis.output(); ++position) {
            bool reads = false;
            for (Index element = 0; element < axis.kernel; ++element) reads = reads || axis.source(axis.reads(position, element)) == index;
            if (reads) scanned.push_back(position);
          }
          EXPECT_EQ(axis.outputs_reading(index), scanned) << "stride " << stride << " dilation " << dilation << " begin " << begin;
        }
      }
    }
  }
}

TEST(Axis, NamesWhatDoesNotFit) {
  Axis axis{"wide", 9, 5, 1, 3, 0, 0, PaddingMode::kZeros};
  EXPECT_EQ(check(axis).error().message, "kernel 5 with dilation 3 spans 13, the input is 9 wide");
  axis.begin = 4;
  EXPECT_TRUE(check(axis).ok());
  EXPECT_EQ(axis.output(), 1);
  axis.kernel = 0;
  EXPECT_EQ(check(axis).error().message, "the kernel is 0 wide, it must be at least 1");
}

}  // namespace
}  // namespace convscope
