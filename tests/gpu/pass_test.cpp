// What the host path does around the shaders: work cut by time, stopping, inputs that are not laid out again, phases.
#include <algorithm>

#include "engine/gpu/conv_tile.h"
#include "engine/gpu/gpu_device.h"
#include "engine/gpu/pass.h"
#include "gpu/gpu_support.h"

namespace convscope {
namespace {

PassStep step_of(Index items, double work) {
  PassStep step;
  step.items = items;
  step.work = work;
  return step;
}

// The parts' sizes when `seconds_per_item` is what an item takes.
std::vector<Index> sizes(const PassStep& step, std::int64_t products, double seconds, double seconds_per_item) {
  PartCutter cutter(step, products, seconds);
  std::vector<Index> counts;
  Index expected = 0;
  while (cutter.more()) {
    const PassPart part = cutter.next();
    EXPECT_EQ(part.first, expected);
    expected += part.count;
    counts.push_back(part.count);
    cutter.took(static_cast<double>(part.count) * seconds_per_item);
  }
  EXPECT_EQ(expected, step.items);
  return counts;
}

TEST(PartCutter, WithoutATimeAllPartsAreAsLargeAsTheFirst) {
  EXPECT_EQ(sizes(step_of(300, 3000), 1000, 0, 1), (std::vector<Index>{128, 128, 44}));
  EXPECT_EQ(sizes(step_of(300, 3000), 3000, 0, 1), (std::vector<Index>{320 - 20}));
  EXPECT_EQ(sizes(step_of(0, 0), 1000, 0, 1), (std::vector<Index>{}));
}

TEST(PartCutter, PartsThatTakeLongShrinkToTheTimeAndShortOnesGrow) {
  const std::vector<Index> slow = sizes(step_of(10000, 10000), 5000, 0.016, 1e-4);
  EXPECT_GT(slow.front(), 160 * 4);
  for (std::size_t part = 1; part < slow.size(); ++part) EXPECT_LE(slow[part], 160);
  const std::vector<Index> quick = sizes(step_of(10000, 10000), 100, 0.016, 1e-9);
  EXPECT_EQ(quick[1], 2 * quick[0]);
  EXPECT_LT(quick.size(), 12u);
  const std::vector<Index> hopeless = sizes(step_of(300, 300), 1000, 0.016, 1);
  EXPECT_EQ(hopeless, (std::vector<Index>{300}));
}

TEST(Tile, KeepsNoMoreThanTheDeviceHasRegistersForAndCoversEveryKind) {
  for (Index outputs : {1, 2, 4, 13, 64}) {
    for (Index channels : {1, 3, 64}) {
      for (Index kernel : {1, 3, 5}) {
        TileWork work;
        work.output_channels = outputs;
        work.input_channels = channels;
        work.kernel_height = work.kernel_width = kernel;
        work.output_height = work.output_width = 56;
        for (int accumulators : {kHardwareAccumulators, kSoftwareAccumulators}) {
          const Tile tile = choose_tile(work, accumulators);
          EXPECT_LE(4 * tile.outputs * tile.rows * tile.texels, accumulators);
          EXPECT_GE(std::min({tile.outputs, tile.rows, tile.texels}), 1);
          EXPECT_TRUE(tile_fits(work, tile));
        }
      }
    }
  }
}

TEST(Device, ASmallerTileOfAGraphicsCardHasTheSameNumbers) {
  DeviceOptions options;
  options.conv2d_form = Conv2dForm::kTiled;
  auto device = GpuDevice::make(options);
  ASSERT_TRUE(device.ok()) << device.error().message;
  GlLimits limits = (*device)->limits();
  limits.exact_arithmetic = false;
  (*device)->pretend(limits);
  RandomConv2ds convs(33);
  for (int i = 0; i < 6; ++i) {
    const RandomConv2d conv = convs.next(Values::kWhole, i % 2 ? BakedConv2d{1, 1, 1, 1, 1, 1, 9} : BakedConv2d{3, 3, 1, 1, 1, 1, 9});
    EXPECT_EQ((*device)->run(*conv.layer, conv.tensors()).value().output.data,
              device_of(DeviceChoice::kCpu)->run(*conv.layer, conv.tensors()).value().output.data) << conv.text;
  }
}

TEST(Device, ARunStopsBetweenItsPartsAndTheNextRunIsRight) {
  RandomConv2d conv = RandomConv2ds(31).next(Values::kWhole);
  int asked = 0;
  bool stop = true;
  DeviceOptions options;
  options.conv2d_form = Conv2dForm::kPlain;
  options.products_per_dispatch = 64;
  options.seconds_per_dispatch = 0;
  const int stop_at = 5;  // after three tensors were laid out and one part was computed
  options.cancelled = [&] { return ++asked == stop_at && stop; };
  auto device = device_of(DeviceChoice::kGpu, options);
  auto stopped = device->run(*conv.layer, conv.tensors());
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(asked, stop_at) << "nothing is dispatched after the stop";
  stop = false;
  EXPECT_EQ(device->run(*conv.layer, conv.tensors()).value().output.data,
            device_of(DeviceChoice::kCpu)->run(*conv.layer, conv.tensors()).value().output.data);
}

TEST(Device, AnInputIsLaidOutAgainOnlyWhenItsNumbersOrItsLayoutChange) {
  for (Conv2dForm form : {Conv2dForm::kPlain, Conv2dForm::kTiled}) {
    DeviceOptions options;
    options.conv2d_form = form;
    auto device = GpuDevice::make(options);
    ASSERT_TRUE(device.ok()) << device.error().message;
    RandomConv2d conv = RandomConv2ds(32).next(Values::kWhole, {3, 3, 1, 1, 1, 1, 9});
    auto expect_right = [&](int laid_out, const char* when) {
      auto result = (*device)->run(*conv.layer, conv.tensors());
      ASSERT_TRUE(result.ok()) << result.error().message;
      EXPECT_EQ(result->output.data, device_of(DeviceChoice::kCpu)->run(*conv.layer, conv.tensors()).value().output.data) << when;
      EXPECT_EQ((*device)->laid_out(), laid_out) << when;
    };
    const int all = conv.bias.absent() ? 2 : 3;
    expect_right(all, "at first");
    expect_right(all, "again");
    conv.weight.data.back() += 1;
    expect_right(all + 1, "a weight changed");
    conv.input.data[conv.input.data.size() / 2] += 1;
    expect_right(all + 2, "an input cell changed");
    Tensor copy = conv.input;
    conv.input = copy;
    expect_right(all + 2, "the same numbers elsewhere");
  }
}

}  // namespace
}  // namespace convscope
