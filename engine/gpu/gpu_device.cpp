#include "engine/gpu/gpu_device.h"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <cstring>

#include "engine/gpu/conv2d_tile.h"

namespace convscope {
namespace {

constexpr unsigned kOutputBinding = 0;       // storage
constexpr unsigned kFirstInputBinding = 1;   // storage, and image units
constexpr unsigned kParametersBinding = 0;   // uniform
constexpr const char* kStorageLoadsDefine = "SSBO_LOADS";
constexpr double kLargeLayer = 4e6;          // products from which a baked program is worth its compilation

std::string shader_folder_of(const DeviceOptions& options) {
  if (!options.shader_folder.empty()) return options.shader_folder;
  const char* folder = std::getenv("CONVSCOPE_SHADERS");
  return folder && *folder ? folder : CONVSCOPE_SHADER_FOLDER;
}

int number_in_environment(const char* name) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : 0;
}

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

Error no_memory(const std::string& what, Index floats) {
  return {ErrorKind::kDevice, fmt::format("The GPU has no memory for the {} of {} values.", what, floats), ""};
}

}  // namespace

Result<std::unique_ptr<GpuDevice>> GpuDevice::make(const DeviceOptions& options) {
  Status allowed = compute_shaders_allowed();
  if (!allowed) return allowed.error();
  Result<std::unique_ptr<GlContext>> context = current_or_headless_context();
  if (!context) return context.error();
  Status here = compute_shaders_here();
  if (!here) return here.error();
  return std::unique_ptr<GpuDevice>(new GpuDevice(*std::move(context), options));
}

GpuDevice::GpuDevice(std::unique_ptr<GlContext> context, const DeviceOptions& options)
    : context_(std::move(context)), options_(options), limits_(gl_limits()), programs_(shader_folder_of(options), options.watch_shaders),
      lose_at_run_(number_in_environment("CONVSCOPE_LOSE_CONTEXT")) {
  glGenBuffers(1, &parameters_);
}

GpuDevice::~GpuDevice() { glDeleteBuffers(1, &parameters_); }

bool GpuDevice::fits_texture_buffers(const Pass& pass) const {
  Index floats_per_texel = pass.texels == TexelFormat::kFourFloats ? 4 : 1;
  for (const PassInput& input : pass.inputs) {
    if (input.floats / floats_per_texel > limits_.texture_buffer_texels) return false;
  }
  return true;
}

// What a shader reaches as storage lies in one block: the output always, the inputs when they are not images.
Status GpuDevice::fits_storage(const Pass& pass) const {
  Index largest = pass.output_rows * pass.row_pitch;
  bool storage_loads = !pass.defines.empty() && pass.defines.back().first == kStorageLoadsDefine;
  for (const PassInput& input : pass.inputs) largest = std::max(largest, storage_loads ? input.floats : 0);
  if (largest * static_cast<Index>(sizeof(float)) <= limits_.storage_block_bytes) return success();
  return Error{ErrorKind::kDevice, fmt::format("A tensor of {} values is larger than this GPU's largest block, {} values.", largest,
                                               limits_.storage_block_bytes / static_cast<Index>(sizeof(float))), ""};
}

Pass GpuDevice::pass_of(const Layer& layer, const TensorSet& tensors) const {
  Pass plain = plain_pass(layer, tensors);
  Conv2dForm form = options_.conv2d_form;
  bool tiled = form == Conv2dForm::kTiled || (form == Conv2dForm::kBest && static_cast<double>(layer.cost().macs) >= kLargeLayer);
  if (tiled && layer.gpu_plan().shader == "conv2d") {
    params::Conv2d conv = conv2d_parameters(layer.gpu_plan());
    std::optional<Pass> pass = tiled_pass(conv, plain.padding_value, tensors, choose_tile(conv));
    if (pass && fits_texture_buffers(*pass) && fits_storage(*pass)) return *std::move(pass);
  }
  return with_loads_that_fit(std::move(plain));
}

Pass GpuDevice::with_loads_that_fit(Pass plain) const {
  const bool storage = options_.conv2d_form == Conv2dForm::kStorageLoads || !fits_texture_buffers(plain);
  if (storage) plain.defines.emplace_back(kStorageLoadsDefine, "1");
  return plain;
}

Status GpuDevice::upload(const Pass& pass) {
  while (inputs_.size() < pass.inputs.size()) inputs_.push_back(std::make_unique<Buffer>(fmt::format("slot {}", inputs_.size())));
  for (std::size_t slot = 0; slot < pass.inputs.size(); ++slot) {
    const PassInput& input = pass.inputs[slot];
    Buffer& buffer = *inputs_[slot];
    if (!buffer.reserve(input.floats)) return no_memory("tensor", input.floats);
    if (input.floats > 0) {
      float* to = buffer.map_to_write(input.floats);
      if (!to) return no_memory("tensor", input.floats);
      input.arrange(to);
      buffer.unmap();
    }
    unsigned binding = kFirstInputBinding + static_cast<unsigned>(slot);
    buffer.bind_storage(binding);
    buffer.bind_image(binding, pass.texels);
  }
  Index floats = pass.output_rows * pass.row_pitch;
  if (!output_.reserve(floats)) return no_memory("output", floats);
  output_.bind_storage(kOutputBinding);
  return success();
}

void GpuDevice::set_parameters(const Pass& pass, const PassPart& part) {
  std::vector<std::int32_t> block = {static_cast<std::int32_t>(part.first), static_cast<std::int32_t>(part.count), 0, 0};
  std::memcpy(&block[2], &pass.padding_value, sizeof(float));
  block.insert(block.end(), pass.parameters.begin(), pass.parameters.end());
  glBindBuffer(GL_UNIFORM_BUFFER, parameters_);
  glBufferData(GL_UNIFORM_BUFFER, static_cast<GLsizeiptr>(block.size() * sizeof(std::int32_t)), block.data(), GL_STREAM_DRAW);
  glBindBuffer(GL_UNIFORM_BUFFER, 0);
  glBindBufferBase(GL_UNIFORM_BUFFER, kParametersBinding, parameters_);
}

double GpuDevice::dispatch(const Pass& pass, unsigned program) {
  glPushDebugGroup(GL_DEBUG_SOURCE_APPLICATION, 0, -1, pass.shader.c_str());
  glFinish();
  double begin = now();
  glUseProgram(program);
  for (const PassPart& part : parts_of(pass, options_.products_per_dispatch)) {
    set_parameters(pass, part);
    GroupCounts groups = fold_groups(part.count, limits_.groups_per_axis);
    glDispatchCompute(groups.x, groups.y, groups.z);
    glFlush();  // each part is a piece of work of its own, so that none runs into a time limit of the system
  }
  glMemoryBarrier(GL_SHADER_IMAGE_ACCESS_BARRIER_BIT | GL_SHADER_STORAGE_BARRIER_BIT | GL_CLIENT_MAPPED_BUFFER_BARRIER_BIT |
                  GL_BUFFER_UPDATE_BARRIER_BIT);
  glFinish();
  double seconds = now() - begin;
  glUseProgram(0);
  glPopDebugGroup();
  return seconds;
}

Result<Tensor> GpuDevice::read_back(const Pass& pass, const Extents& extents) {
  Index floats = pass.output_rows * pass.row_pitch;
  if (floats == 0) return Tensor(extents);
  const float* cells = output_.map_to_read(floats);
  if (!cells) return no_memory("output", floats);
  std::vector<float> values;
  if (pass.row_pitch == pass.row_length) {
    values.assign(cells, cells + floats);
  } else {
    values.reserve(static_cast<std::size_t>(pass.output_rows * pass.row_length));
    for (Index row = 0; row < pass.output_rows; ++row) {
      values.insert(values.end(), cells + row * pass.row_pitch, cells + row * pass.row_pitch + pass.row_length);
    }
  }
  output_.unmap();
  return Tensor(extents, std::move(values));
}

bool GpuDevice::context_was_lost() {
  if (lose_at_run_ > 0 && runs_ >= lose_at_run_) return true;
  bool can_tell = epoxy_gl_version() >= 45 || epoxy_has_gl_extension("GL_KHR_robustness");
  return can_tell && glGetGraphicsResetStatus() != GL_NO_ERROR;
}

Result<RunResult> GpuDevice::run_pass(const Pass& pass, const Extents& extents) {
  ++runs_;
  Status fits = fits_storage(pass);
  if (!fits) return fits.error();
  Result<unsigned> program = programs_.program(pass.shader, pass.defines);
  if (!program) return program.error();
  Status status = upload(pass);
  if (!status) return status.error();
  RunResult result;
  result.seconds = dispatch(pass, *program);
  lost_ = lost_ || context_was_lost();
  if (lost_) return Error{ErrorKind::kDevice, "The GPU was lost: its driver reset it.", ""};
  Result<Tensor> output = read_back(pass, extents);
  if (!output) return output.error();
  result.output = *std::move(output);
  result.device = name();
  result.notice = programs_.notice();
  return result;
}

Result<RunResult> GpuDevice::run(const Layer& layer, const TensorSet& tensors) {
  if (layer.gpu_plan().shader.empty()) return Error{ErrorKind::kDevice, fmt::format("{} has no shader.", layer.op()), ""};
  return run_pass(pass_of(layer, tensors), layer.output());
}

Result<RunResult> GpuDevice::run_winners(const Layer& layer, const TensorSet& tensors) {
  CONVSCOPE_CHECK(layer.names_winner(), layer.op() + " names no winners");
  Pass pass = plain_pass(layer, tensors);
  pass.defines.emplace_back("WINNERS", "1");
  return run_pass(with_loads_that_fit(std::move(pass)), layer.output());
}

}  // namespace convscope
