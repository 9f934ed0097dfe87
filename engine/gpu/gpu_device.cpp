#include "engine/gpu/gpu_device.h"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "engine/gpu/content_hash.h"
#include "engine/gpu/conv_tile.h"
#include "engine/gpu/forms.h"

namespace convscope {
namespace {

constexpr unsigned kParametersBinding = 0;   // uniform
constexpr const char* kStorageLoadsDefine = "SSBO_LOADS";

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

Defines defines_of(const Pass& pass, const PassStep& step) {
  Defines defines = step.defines;
  if (pass.storage_loads) defines.emplace_back(kStorageLoadsDefine, "1");
  return defines;
}

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
  Index largest = 0;
  for (const PassInput& input : pass.inputs) largest = std::max(largest, input.floats);
  for (Index floats : pass.scratch) largest = std::max(largest, floats);
  return largest / (pass.texels == TexelFormat::kFourFloats ? 4 : 1) <= limits_.texture_buffer_texels;
}

// What a shader reaches as storage lies in one block: the output and the scratch always, the inputs when they are not images.
Status GpuDevice::fits_storage(const Pass& pass) const {
  Index largest = pass.output_floats;
  for (Index floats : pass.scratch) largest = std::max(largest, floats);
  for (const PassInput& input : pass.inputs) largest = std::max(largest, pass.storage_loads ? input.floats : 0);
  if (largest * static_cast<Index>(sizeof(float)) <= limits_.storage_block_bytes) return success();
  return Error{ErrorKind::kDevice, fmt::format("A tensor of {} values is larger than this GPU's largest block, {} values.", largest,
                                               limits_.storage_block_bytes / static_cast<Index>(sizeof(float))), ""};
}

Result<std::vector<unsigned>> GpuDevice::compile(const Pass& pass) {
  std::vector<unsigned> made;
  notice_.clear();
  for (const PassStep& step : pass.steps) {
    Result<unsigned> program = programs_.program(step.shader, defines_of(pass, step));
    if (!program) return program.error();
    if (notice_.empty()) notice_ = programs_.notice();
    made.push_back(*program);
  }
  return made;
}

Status GpuDevice::lay_out(const PassInput& input, Laid& laid) {
  std::uint64_t made_of = 0;
  if (input.source) made_of = mix_hash(mix_hash(content_hash(*input.source), input.layout), static_cast<std::uint64_t>(input.floats)) | 1;
  if (made_of != 0 && made_of == laid.made_of) return success();
  laid.made_of = 0;
  if (!laid.buffer.reserve(input.floats)) return no_memory("tensor", input.floats);
  if (input.floats == 0) return success();
  float* to = laid.buffer.map_to_write(input.floats);
  if (!to) return no_memory("tensor", input.floats);
  input.arrange(to);
  laid.buffer.unmap();
  laid.made_of = made_of;
  ++laid_out_;
  return success();
}

Status GpuDevice::upload(const Pass& pass) {
  while (inputs_.size() < pass.inputs.size()) inputs_.push_back(std::make_unique<Laid>(fmt::format("slot {}", inputs_.size())));
  while (scratch_.size() < pass.scratch.size()) scratch_.push_back(std::make_unique<Buffer>(fmt::format("scratch {}", scratch_.size())));
  for (std::size_t slot = 0; slot < pass.inputs.size(); ++slot) {
    if (options_.cancelled && options_.cancelled()) return computation_stopped();
    Status laid = lay_out(pass.inputs[slot], *inputs_[slot]);
    if (!laid) return laid.error();
  }
  for (std::size_t at = 0; at < pass.scratch.size(); ++at) {
    if (!scratch_[at]->reserve(pass.scratch[at])) return no_memory("intermediate tensor", pass.scratch[at]);
  }
  if (!output_.reserve(pass.output_floats)) return no_memory("output", pass.output_floats);
  return success();
}

void GpuDevice::bind(const Pass& pass, const PassStep& step) const {
  const int first_scratch = kFirstPassInput + static_cast<int>(pass.inputs.size());
  auto buffer_of = [&](int at) -> const Buffer& {
    if (at == kPassOutput) return output_;
    return at < first_scratch ? inputs_[static_cast<std::size_t>(at - kFirstPassInput)]->buffer
                              : *scratch_[static_cast<std::size_t>(at - first_scratch)];
  };
  const int count = step.buffers.empty() ? first_scratch : static_cast<int>(step.buffers.size());
  for (int binding = 0; binding < count; ++binding) {
    const Buffer& buffer = buffer_of(step.buffers.empty() ? binding : step.buffers[static_cast<std::size_t>(binding)]);
    buffer.bind_storage(static_cast<unsigned>(binding));
    if (binding > 0) buffer.bind_image(static_cast<unsigned>(binding), pass.texels);
  }
}

void GpuDevice::set_parameters(const Pass& pass, const PassStep& step, const PassPart& part) {
  std::vector<std::int32_t> block = {static_cast<std::int32_t>(part.first), static_cast<std::int32_t>(part.count), 0, 0};
  std::memcpy(&block[2], &pass.padding_value, sizeof(float));
  block.insert(block.end(), step.parameters.begin(), step.parameters.end());
  glBindBuffer(GL_UNIFORM_BUFFER, parameters_);
  glBufferData(GL_UNIFORM_BUFFER, static_cast<GLsizeiptr>(block.size() * sizeof(std::int32_t)), block.data(), GL_STREAM_DRAW);
  glBindBuffer(GL_UNIFORM_BUFFER, 0);
  glBindBufferBase(GL_UNIFORM_BUFFER, kParametersBinding, parameters_);
}

// Waits for each part, so that its time says how large the next may be, none waits behind others, and a person can stop in between.
Status GpuDevice::dispatch_step(const Pass& pass, const PassStep& step) {
  bind(pass, step);
  PartCutter parts(step, options_.products_per_dispatch, options_.seconds_per_dispatch);
  while (parts.more()) {
    if (options_.cancelled && options_.cancelled()) return computation_stopped();
    const double begin = now();
    const PassPart part = parts.next();
    set_parameters(pass, step, part);
    const GroupCounts groups = fold_groups(part.count, limits_.groups_per_axis);
    glDispatchCompute(groups.x, groups.y, groups.z);
    if (parts.more()) glFinish();
    parts.took(now() - begin);
    if (rehearsing_) break;
  }
  glMemoryBarrier(GL_SHADER_IMAGE_ACCESS_BARRIER_BIT | GL_SHADER_STORAGE_BARRIER_BIT);
  return success();
}

Status GpuDevice::dispatch(const Pass& pass, const std::vector<unsigned>& programs, double& seconds) {
  glFinish();
  const double begin = now();
  Status done = success();
  for (std::size_t at = 0; done && at < pass.steps.size(); ++at) {
    glPushDebugGroup(GL_DEBUG_SOURCE_APPLICATION, 0, -1, pass.steps[at].shader.c_str());
    glUseProgram(programs[at]);
    done = dispatch_step(pass, pass.steps[at]);
    glPopDebugGroup();
  }
  glMemoryBarrier(GL_CLIENT_MAPPED_BUFFER_BARRIER_BIT | GL_BUFFER_UPDATE_BARRIER_BIT);
  glFinish();
  seconds = now() - begin;
  glUseProgram(0);
  return done;
}

Result<Tensor> GpuDevice::read_back(const Pass& pass, const Extents& extents) {
  if (pass.output_floats == 0) return Tensor(extents);
  const float* cells = output_.map_to_read(pass.output_floats);
  if (!cells) return no_memory("output", pass.output_floats);
  Tensor output(extents);
  pass.collect ? pass.collect(cells, output.data.data()) : static_cast<void>(std::copy_n(cells, output.count(), output.data.data()));
  output_.unmap();
  return output;
}

bool GpuDevice::context_was_lost() {
  if (lose_at_run_ > 0 && runs_ >= lose_at_run_) return true;
  bool can_tell = epoxy_gl_version() >= 45 || epoxy_has_gl_extension("GL_KHR_robustness");
  return can_tell && glGetGraphicsResetStatus() != GL_NO_ERROR;
}

Result<RunResult> GpuDevice::run_pass(const Pass& pass, const Extents& extents) {
  ++runs_;
  Status status = fits_storage(pass);
  if (!status) return status.error();
  Result<std::vector<unsigned>> programs = compile(pass);
  if (!programs) return programs.error();
  status = upload(pass);
  if (!status) return status.error();
  RunResult result;
  status = dispatch(pass, *programs, result.seconds);
  programs_.keep_recent(options_.kept_programs);
  lost_ = lost_ || context_was_lost();
  if (lost_) return Error{ErrorKind::kDevice, "The GPU was lost: its driver reset it.", ""};
  if (!status || rehearsing_) return status ? Result<RunResult>(std::move(result)) : status.error();
  Result<Tensor> output = read_back(pass, extents);
  if (!output) return output.error();
  result.output = *std::move(output);
  result.device = name();
  result.notice = notice_;
  return result;
}

Pass GpuDevice::pass_of(const Layer& layer, const TensorSet& tensors, bool winners) const {
  FormChoice choice{options_.conv2d_form, limits_.exact_arithmetic ? kSoftwareAccumulators : kHardwareAccumulators,
                    [this](const Pass& pass) { return fits_texture_buffers(pass) && fits_storage(pass).ok(); }};
  Pass pass = winners ? plain_pass(layer, tensors) : choose_pass(layer, tensors, choice);
  if (winners) pass.steps.front().defines.emplace_back("WINNERS", "1");
  pass.storage_loads = options_.conv2d_form == Conv2dForm::kStorageLoads || !fits_texture_buffers(pass);
  return pass;
}

bool GpuDevice::would_compile(const Layer& layer, const TensorSet& tensors, bool winners) const {
  if (layer.gpu_plan().shader.empty()) return false;
  const Pass pass = pass_of(layer, tensors, winners);
  return std::any_of(pass.steps.begin(), pass.steps.end(),
                     [&](const PassStep& step) { return programs_.would_compile(step.shader, defines_of(pass, step)); });
}

Result<RunResult> GpuDevice::run(const Layer& layer, const TensorSet& tensors) {
  if (layer.gpu_plan().shader.empty()) return Error{ErrorKind::kDevice, fmt::format("{} has no shader.", layer.op()), ""};
  Status data = layer.check_data(tensors);
  if (!data) return data.error();
  return run_pass(pass_of(layer, tensors, false), layer.output());
}

Result<RunResult> GpuDevice::run_winners(const Layer& layer, const TensorSet& tensors) {
  CONVSCOPE_CHECK(layer.names_winner(), layer.op() + " names no winners");
  Status names = winners_have_names(layer);
  if (!names) return names.error();
  Status data = layer.check_data(tensors);
  if (!data) return data.error();
  return run_pass(pass_of(layer, tensors, true), layer.output());
}

}  // namespace convscope
