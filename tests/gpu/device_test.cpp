// The devices: what is said when a shader breaks or the GPU goes, and that the numbers stay the same.
#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <cstddef>
#include <set>

#include "engine/gpu/divisor.h"
#include "engine/gpu/gpu_device.h"
#include "engine/gpu/pass.h"
#include "engine/gpu/programs.h"
#include "gpu/gpu_support.h"
#include "shaders/include/params.h"

namespace convscope {
namespace {

std::vector<float> on_cpu(const RandomConv2d& conv) {
  return device_of(DeviceChoice::kCpu)->run(*conv.layer, conv.tensors()).value().output.data;
}

DeviceOptions plain_in(const ShaderCopy& shaders) {
  DeviceOptions options;
  options.shader_folder = shaders.path();
  options.conv2d_form = Conv2dForm::kPlain;
  return options;
}

TEST(Device, NamesAreReadAndUnknownOnesAnsweredWithTheKnown) {
  EXPECT_EQ(parse_device("reference").value(), DeviceChoice::kReference);
  auto unknown = parse_device("cuda");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().message, "There is no device \"cuda\"; there are auto, gpu, cpu, reference.");
}

TEST(Device, ABrokenShaderIsToldWithItsNameItsLineAndTheSourceAround) {
  ShaderCopy shaders;
  shaders.replace("ops/conv2d.comp", "float sum = 0.0;", "flot sum = 0.0;");
  auto device = device_of(DeviceChoice::kGpu, plain_in(shaders));
  RandomConv2d conv = RandomConv2ds(1).next(Values::kWhole);
  auto result = device->run(*conv.layer, conv.tensors());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::kDevice);
  const std::string& message = result.error().message;
  EXPECT_EQ(message.find("The shader ops/conv2d.comp does not compile"), 0u) << message;
  EXPECT_NE(message.find("ops/conv2d.comp:"), std::string::npos) << message;
  EXPECT_NE(message.find("|   flot sum = 0.0;"), std::string::npos) << message;
}

TEST(Device, AFaultInAnIncludeIsToldAtTheInclude) {
  ShaderCopy shaders;
  shaders.replace("include/item.glsl", "return int(group", "return it(group");
  RandomConv2d conv = RandomConv2ds(1).next(Values::kWhole);
  auto result = device_of(DeviceChoice::kGpu, plain_in(shaders))->run(*conv.layer, conv.tensors());
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find("include/item.glsl:7"), std::string::npos) << result.error().message;
}

TEST(Device, WithoutAGoodShaderAutoComputesOnTheCpuAndSaysWhy) {
  ShaderCopy shaders;
  shaders.replace("ops/conv2d.comp", "float sum = 0.0;", "flot sum = 0.0;");
  RandomConv2d conv = RandomConv2ds(2).next(Values::kWhole);
  auto result = device_of(DeviceChoice::kAuto, plain_in(shaders))->run(*conv.layer, conv.tensors());
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->device, "cpu");
  EXPECT_EQ(result->fallback, "The shader ops/conv2d.comp does not compile:");
  EXPECT_EQ(result->output.data, on_cpu(conv));
}

TEST(Device, AChangedShaderIsUsedAndABrokenChangeKeepsTheLastGoodOne) {
  ShaderCopy shaders;
  auto device = device_of(DeviceChoice::kGpu, plain_in(shaders));
  RandomConv2d conv = RandomConv2ds(3).next(Values::kWhole);
  std::vector<float> right = on_cpu(conv);
  EXPECT_EQ(device->run(*conv.layer, conv.tensors()).value().output.data, right);

  shaders.replace("ops/conv2d.comp", "output_cells[cell] = sum;", "output_cells[cell] = sum + 1.0;");
  std::vector<float> more = right;
  for (float& value : more) value += 1;
  auto changed = device->run(*conv.layer, conv.tensors());
  EXPECT_EQ(changed.value().output.data, more);
  EXPECT_EQ(changed->notice, "");

  shaders.replace("ops/conv2d.comp", "output_cells[cell] = sum + 1.0;", "output_cells[cell] = some;");
  auto broken = device->run(*conv.layer, conv.tensors());
  EXPECT_EQ(broken.value().output.data, more);
  EXPECT_NE(broken->notice.find("output_cells[cell] = some;"), std::string::npos) << broken->notice;

  shaders.replace("ops/conv2d.comp", "output_cells[cell] = some;", "output_cells[cell] = sum;");
  auto mended = device->run(*conv.layer, conv.tensors());
  EXPECT_EQ(mended.value().output.data, right);
  EXPECT_EQ(mended->notice, "");
}

TEST(Device, WithoutComputeShadersAutoSaysSoAndGpuFails) {
  Environment disabled("CONVSCOPE_DISABLE_GPU", "1");
  RandomConv2d conv = RandomConv2ds(4).next(Values::kWhole);
  auto device = device_of(DeviceChoice::kAuto);
  auto result = device->run(*conv.layer, conv.tensors());
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(device->name(), "cpu");
  EXPECT_NE(result->fallback.find("no compute shaders"), std::string::npos) << result->fallback;
  EXPECT_EQ(result->output.data, on_cpu(conv));

  auto gpu = make_device(DeviceChoice::kGpu);
  ASSERT_FALSE(gpu.ok());
  EXPECT_TRUE(current_or_headless_context().ok()) << "pictures are still drawn";
  EXPECT_EQ(gpu.error().kind, ErrorKind::kDevice);
  EXPECT_EQ(exit_code(gpu.error().kind), 1);
}

TEST(Device, AContextThatIsCurrentIsUsedAndLeftCurrent) {
  auto window = current_or_headless_context();
  ASSERT_TRUE(window.ok()) << window.error().message;
  const EGLContext before = eglGetCurrentContext();
  RandomConv2d conv = RandomConv2ds(11).next(Values::kWhole);
  EXPECT_EQ(device_of(DeviceChoice::kGpu)->run(*conv.layer, conv.tensors()).value().output.data, on_cpu(conv));
  EXPECT_EQ(eglGetCurrentContext(), before);
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST(Device, ALostGpuLeavesTheSameNumbersFromTheCpu) {
  Environment lost("CONVSCOPE_LOSE_CONTEXT", "2");
  RandomConv2d conv = RandomConv2ds(5).next(Values::kWhole);
  auto device = device_of(DeviceChoice::kAuto);
  std::vector<std::string> devices, fallbacks;
  for (int run = 0; run < 3; ++run) {
    auto result = device->run(*conv.layer, conv.tensors());
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->output.data, on_cpu(conv));
    devices.push_back(result->device.substr(0, 3));
    fallbacks.push_back(result->fallback);
  }
  EXPECT_EQ(devices, (std::vector<std::string>{"gpu", "cpu", "cpu"}));
  EXPECT_EQ(fallbacks[0], "");
  EXPECT_EQ(fallbacks[1], "The GPU was lost: its driver reset it.");
  EXPECT_EQ(fallbacks[2], fallbacks[1]);
}

TEST(Device, ALostGpuIsAnErrorForWhoAskedForTheGpu) {
  Environment lost("CONVSCOPE_LOSE_CONTEXT", "1");
  RandomConv2d conv = RandomConv2ds(5).next(Values::kWhole);
  auto result = device_of(DeviceChoice::kGpu)->run(*conv.layer, conv.tensors());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::kDevice);
}

TEST(Device, AWidePaddingUnderALargeStrideIsComputedWithoutLayingItOut) {
  Tensor input({1, 1, 40, 40}, 1.0f), weight({1, 1, 1, 1}, 2.0f);
  Attributes attributes;
  attributes.set("padding", std::vector<Index>{10000});
  attributes.set("stride", std::vector<Index>{10000});
  auto layer = find_operator("conv2d").value()->layer(attributes, {input.extents, weight.extents, Extents()});
  ASSERT_TRUE(layer.ok()) << layer.error().message;
  DeviceOptions options;
  options.conv2d_form = Conv2dForm::kTiled;
  for (DeviceChoice choice : {DeviceChoice::kGpu, DeviceChoice::kCpu}) {
    auto result = device_of(choice, options)->run(**layer, {&input, &weight, nullptr});
    ASSERT_TRUE(result.ok()) << result.error().message;
    EXPECT_EQ(result->output.data, (std::vector<float>{0, 0, 0, 0, 2, 0, 0, 0, 0}));
  }
}

TEST(Device, NewSizesAndWeightsNeverCompileAgain) {
  const BakedConv2d baked{3, 3, 1, 1, 1, 1, 9};
  for (Conv2dForm form : {Conv2dForm::kPlain, Conv2dForm::kTiled}) {
    DeviceOptions options;
    options.conv2d_form = form;
    auto device = GpuDevice::make(options);
    ASSERT_TRUE(device.ok()) << device.error().message;
    RandomConv2ds convs(7);
    std::set<bool> single;  // a tile of filters that read one plane has no loop
    for (int run = 0; run < 12; ++run) {
      RandomConv2d conv = convs.next(Values::kWhole, baked);
      if (conv.layer->output()[3] <= 4) continue;  // a row within one texel has a narrower tile
      ASSERT_TRUE((*device)->run(*conv.layer, conv.tensors()).ok()) << conv.text;
      single.insert(form == Conv2dForm::kTiled && conv.weight.extents[1] == 1);
    }
    EXPECT_EQ((*device)->compiled_programs(), static_cast<int>(single.size()));
  }
}

TEST(Device, AProductAndAShiftDivideEveryNumberExactly) {
  const std::int64_t most = (std::int64_t{1} << 31) - 1;
  for (std::int64_t number : {1L, 2L, 3L, 5L, 7L, 64L, 641L, 65535L, 65536L, 65537L, 1000003L, (1L << 30) - 1, (1L << 30) + 1, most}) {
    const Divisor made = divisor(static_cast<std::int32_t>(number));
    for (std::int64_t multiple : {std::int64_t{0}, std::int64_t{1}, std::int64_t{2}, std::int64_t{12345}, most / number}) {
      for (std::int64_t at = multiple * number - 1; at <= multiple * number + 1; ++at) {
        if (at < 0 || at > most) continue;
        const std::uint64_t product = static_cast<std::uint64_t>(2 * at) * static_cast<std::uint32_t>(made.inverse);
        ASSERT_EQ(static_cast<std::int64_t>(product >> 32 >> made.shift), at / number) << at << " / " << number;
      }
    }
  }
}

TEST(Device, LongLinesOfGroupsAreFoldedOverTheAxes) {
  for (Index items : {Index{1}, Index{64}, Index{65}, Index{65535} * 64, Index{65535} * 64 + 1, (Index{1} << 31) - 1}) {
    GroupCounts groups = fold_groups(items, 65535);
    Index room = Index{groups.x} * groups.y * groups.z * 64;
    EXPECT_GE(room, items);
    EXPECT_LE(std::max({groups.x, groups.y, groups.z}), 65535u) << items;
  }
}

TEST(Device, ALineFoldedOverThreeAxesComputesEveryCellOnce) {
  auto device = GpuDevice::make({});
  ASSERT_TRUE(device.ok()) << device.error().message;
  GlLimits limits = (*device)->limits();
  limits.groups_per_axis = 3;
  (*device)->pretend(limits);
  RandomConv2ds convs(8);
  for (int run = 0; run < 20; ++run) {
    RandomConv2d conv = convs.next(Values::kWhole);
    EXPECT_EQ((*device)->run(*conv.layer, conv.tensors()).value().output.data, on_cpu(conv)) << conv.text;
  }
}

TEST(Device, TensorsBeyondTheTextureBuffersAreReadAsStorageAndBeyondThatRefused) {
  auto device = GpuDevice::make({});
  ASSERT_TRUE(device.ok()) << device.error().message;
  GlLimits limits = (*device)->limits();
  limits.texture_buffer_texels = 8;
  (*device)->pretend(limits);
  RandomConv2d conv = RandomConv2ds(12).next(Values::kWhole);
  EXPECT_EQ((*device)->run(*conv.layer, conv.tensors()).value().output.data, on_cpu(conv)) << conv.text;

  limits.storage_block_bytes = 32;
  (*device)->pretend(limits);
  auto refused = (*device)->run(*conv.layer, conv.tensors());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kDevice);
  EXPECT_NE(refused.error().message.find("8 values"), std::string::npos) << refused.error().message;
}

TEST(Device, OnlyTheProgramsUsedLastAreKeptAndTheOthersAreMadeAnew) {
  auto device = device_of(DeviceChoice::kGpu);  // its context is current
  Programs programs(CONVSCOPE_SOURCE_DIR "/shaders", false);
  auto program = [&programs](const char* name) { return programs.program("ops/relu.comp", {{"SHADER_relu", "1"}, {name, "1"}}).value(); };
  const GLuint first = program("FIRST"), second = program("SECOND"), third = program("THIRD");
  EXPECT_EQ(program("FIRST"), first);
  programs.keep_recent(2);
  EXPECT_TRUE(glIsProgram(first) && glIsProgram(third));
  EXPECT_FALSE(glIsProgram(second)) << "it was asked for least recently";
  EXPECT_TRUE(programs.would_compile("ops/relu.comp", {{"SHADER_relu", "1"}, {"SECOND", "1"}}));
  EXPECT_EQ(programs.compiled(), 3);
  EXPECT_TRUE(glIsProgram(program("SECOND")));
  EXPECT_EQ(program("THIRD"), third);
  EXPECT_EQ(programs.compiled(), 4);
}

TEST(Device, KeepsAsManyProgramsAsItIsToldAndComputesPassesOfMoreStepsAllTheSame) {
  const RandomConv2d conv = RandomConv2ds(64).next(Values::kWhole, {3, 3, 1, 1, 1, 1, 9});
  for (const auto& [kept, compiled] : {std::pair<std::size_t, int>{1, 6}, {4, 4}}) {
    DeviceOptions options;
    options.kept_programs = kept;
    options.conv2d_form = Conv2dForm::kPlain;
    auto plain = GpuDevice::make(options);
    options.conv2d_form = Conv2dForm::kWinograd;  // three steps
    auto winograd = GpuDevice::make(options);
    ASSERT_TRUE(plain.ok() && winograd.ok());
    for (int run = 0; run < 2; ++run) {
      EXPECT_EQ((*plain)->run(*conv.layer, conv.tensors()).value().output.data, on_cpu(conv));
      EXPECT_TRUE((*winograd)->run(*conv.layer, conv.tensors()).ok());
    }
    EXPECT_EQ((*plain)->compiled_programs() + (*winograd)->compiled_programs(), compiled) << kept;
  }
}

GLint offset_in(GLuint program, const char* name) {
  GLuint index = glGetProgramResourceIndex(program, GL_UNIFORM, name);
  const GLenum wanted = GL_OFFSET;
  GLint offset = -1;
  if (index != GL_INVALID_INDEX) glGetProgramResourceiv(program, GL_UNIFORM, index, 1, &wanted, 1, nullptr, &offset);
  return offset;
}

TEST(Device, ParametersLieWhereGlReadsThem) {
  auto device = device_of(DeviceChoice::kGpu);  // its context is current
  Programs programs(CONVSCOPE_SOURCE_DIR "/shaders", false);
  GLuint program = programs.program("ops/conv2d.comp", {{"SHADER_conv2d", "1"}}).value();
#define EXPECT_OFFSET(field) EXPECT_EQ(offset_in(program, #field), static_cast<GLint>(offsetof(params::Conv2d, field)))
  EXPECT_OFFSET(first_item);
  EXPECT_OFFSET(item_count);
  EXPECT_OFFSET(padding_value);
  EXPECT_OFFSET(input_channels);
  EXPECT_OFFSET(kernel_width);
  EXPECT_OFFSET(pad_left);
  EXPECT_OFFSET(padding_mode);
  EXPECT_OFFSET(has_bias);
#undef EXPECT_OFFSET
}

}  // namespace
}  // namespace convscope
