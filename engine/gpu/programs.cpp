#include "engine/gpu/programs.h"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <algorithm>

namespace convscope {
namespace {

std::string log_of(GLuint object, bool is_program) {
  GLint length = 0;
  is_program ? glGetProgramiv(object, GL_INFO_LOG_LENGTH, &length) : glGetShaderiv(object, GL_INFO_LOG_LENGTH, &length);
  std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
  GLsizei written = 0;
  is_program ? glGetProgramInfoLog(object, length, &written, log.data()) : glGetShaderInfoLog(object, length, &written, log.data());
  log.resize(static_cast<std::size_t>(written));
  return log;
}

Error failed(const ShaderSource& source, const std::string& step, const std::string& log) {
  return {ErrorKind::kDevice, fmt::format("The shader {} does not {}:\n{}", source.name, step, explain_log(source, log)), ""};
}

Result<unsigned> build(const ShaderSource& source) {
  const std::string text = source.text();
  const char* pointer = text.c_str();
  GLuint shader = glCreateShader(GL_COMPUTE_SHADER);
  glShaderSource(shader, 1, &pointer, nullptr);
  glCompileShader(shader);
  GLint good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (!good) {
    Error error = failed(source, "compile", log_of(shader, false));
    glDeleteShader(shader);
    return error;
  }
  GLuint program = glCreateProgram();
  glAttachShader(program, shader);
  glLinkProgram(program);
  glDeleteShader(shader);  // lives on inside the program
  glGetProgramiv(program, GL_LINK_STATUS, &good);
  if (!good) {
    Error error = failed(source, "link", log_of(program, true));
    glDeleteProgram(program);
    return error;
  }
  glObjectLabel(GL_PROGRAM, program, -1, source.name.c_str());
  return program;
}

std::string key_of(const std::string& name, const Defines& defines) {
  std::string key = name;
  for (const auto& [define, value] : defines) key += "\n" + define + " " + value;
  return key;
}

}  // namespace

Programs::~Programs() {
  for (auto& [key, entry] : entries_) {
    if (entry.program) glDeleteProgram(entry.program);
  }
}

Programs::Times Programs::times_of(const std::vector<std::string>& files) const {
  Times times;
  for (const std::string& file : files) {
    std::error_code ignored;  // a missing file has the error's time, which differs from every good one
    times.push_back(std::filesystem::last_write_time(folder_ + "/" + file, ignored));
  }
  return times;
}

void Programs::compile(Entry& entry, const std::string& name, const Defines& defines) {
  // Of known files the times are taken before reading, so that a save in between is seen at the next use.
  if (entry.files.empty()) entry.files = {name};
  entry.times = times_of(entry.files);
  Result<ShaderSource> source = load_shader(folder_, name, defines);
  if (source && source->files != entry.files) {
    entry.files = source->files;
    entry.times = times_of(entry.files);
  }
  if (!source) {
    entry.fault = source.error();
    return;
  }
  Result<unsigned> program = build(*source);
  if (!program) {
    entry.fault = program.error();
    return;
  }
  if (entry.program) glDeleteProgram(entry.program);
  entry.program = *program;
  entry.fault = {};
  ++compiled_;
}

bool Programs::would_compile(const std::string& name, const Defines& defines) const {
  auto found = entries_.find(key_of(name, defines));
  return found == entries_.end() || (watch_ && found->second.times != times_of(found->second.files));
}

Result<unsigned> Programs::program(const std::string& name, const Defines& defines) {
  auto [found, fresh] = entries_.try_emplace(key_of(name, defines));
  Entry& entry = found->second;
  entry.used = ++calls_;
  if (fresh || (watch_ && entry.times != times_of(entry.files))) compile(entry, name, defines);
  if (!entry.program) return entry.fault;
  notice_ = entry.fault.message;
  return entry.program;
}

void Programs::keep_recent(std::size_t most) {
  while (entries_.size() > most) {
    auto oldest = std::min_element(entries_.begin(), entries_.end(), [](auto& a, auto& b) { return a.second.used < b.second.used; });
    if (oldest->second.program) glDeleteProgram(oldest->second.program);
    entries_.erase(oldest);
  }
}

}  // namespace convscope
