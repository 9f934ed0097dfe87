#include "app/panels/graphics.h"

#include <epoxy/gl.h>
#include <imgui.h>
#include <backends/imgui_impl_opengl3.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/panels/field_font.h"
#include "app/panels/glyph_texture.h"
#include "app/panels/input_queue.h"

namespace convscope {
namespace {

// Of what is typed, at 100 %. ImGui counts a font's size from ascender to descender: 13.5 pixels of Inter are 16.3 there.
constexpr double kFieldText = 16.3;

ImVec4 as_vec4(Color c) { return {c.r / 255.0F, c.g / 255.0F, c.b / 255.0F, c.a / 255.0F}; }

void style(const Theme& theme) {
  ImGuiStyle& s = ImGui::GetStyle();
  s.WindowBorderSize = s.PopupBorderSize = s.ChildBorderSize = s.FrameBorderSize = 0;
  s.WindowRounding = s.FrameRounding = s.PopupRounding = 0;
  s.WindowPadding = s.ItemSpacing = {0, 0};
  s.WindowMinSize = {1, 1};
  s.AntiAliasedLinesUseTex = false;  // the shared texture holds no baked lines
  s.CircleTessellationMaxError = 0.15F;
  s.Colors[ImGuiCol_Text] = as_vec4(theme.ink);
  s.Colors[ImGuiCol_TextDisabled] = as_vec4(theme.faint);
  s.Colors[ImGuiCol_NavHighlight] = {0, 0, 0, 0};
  s.Colors[ImGuiCol_PopupBg] = s.Colors[ImGuiCol_WindowBg] = {0, 0, 0, 0};
}

}  // namespace

Result<std::unique_ptr<Graphics>> Graphics::create(std::shared_ptr<const Fonts> fonts, Into into) {
  int version = epoxy_gl_version();
  if (version < 33)
    return Error{ErrorKind::kDevice,
                 fmt::format("OpenGL 3.3 is needed to draw the window, this driver has {}.{}", version / 10, version % 10), ""};
  std::unique_ptr<Graphics> graphics(new Graphics(into));
  std::string renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  graphics->keeps_picture_ =
      into == Into::kPicture || renderer.find("llvmpipe") != std::string::npos || renderer.find("softpipe") != std::string::npos;
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.Fonts->Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
  io.Fonts->TexDesiredWidth = GlyphTexture::kSide;
  prepare_keyboard();
  graphics->painter_ = Painter::create(std::move(fonts));
  if (!ImGui_ImplOpenGL3_Init("#version 330")) return Error{ErrorKind::kDevice, "Dear ImGui's OpenGL back end did not start", ""};
  graphics->painter_->field_font().prepare(kFieldText, graphics->painter_->glyphs());
  ImGui_ImplOpenGL3_CreateDeviceObjects();
  ImGui_ImplOpenGL3_DestroyFontsTexture();  // ours holds its glyphs too
  return graphics;
}

Graphics::~Graphics() {
  glDeleteFramebuffers(1, &framebuffer_);
  glDeleteTextures(1, &color_);
  painter_.reset();
  if (ImGui::GetCurrentContext() == nullptr) return;
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

void Graphics::resize(const Surface& surface) {
  if (into_ == Into::kWindow || (framebuffer_ != 0 && surface.width == surface_.width && surface.height == surface_.height)) return;
  glDeleteFramebuffers(1, &framebuffer_);
  glDeleteTextures(1, &color_);
  glGenTextures(1, &color_);
  glBindTexture(GL_TEXTURE_2D, color_);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, surface.width, surface.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  glGenFramebuffers(1, &framebuffer_);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, color_, 0);
}

void Graphics::begin_frame(const Surface& surface, const Theme& theme, double seconds) {
  resize(surface);
  surface_ = surface;
  ground_ = theme.bg;
  painter_->field_font().prepare(std::round(kFieldText * theme.text_scale * surface.scale), painter_->glyphs());
  ImGuiIO& io = ImGui::GetIO();
  Box logical = surface.logical();
  io.DisplaySize = {static_cast<float>(logical.w), static_cast<float>(logical.h)};
  io.DisplayFramebufferScale = {static_cast<float>(surface.scale), static_cast<float>(surface.scale)};
  io.FontGlobalScale = static_cast<float>(1 / surface.scale);
  io.DeltaTime = static_cast<float>(std::clamp(seconds, 1e-4, 0.25));
  style(theme);
  painter_->begin_frame(surface.scale);
  ImGui_ImplOpenGL3_NewFrame();
  io.Fonts->SetTexID(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(painter_->glyphs().texture())));
  ImGui::NewFrame();
}

void Graphics::clear(const Box& box, Color color) const {
  double s = surface_.scale;
  int left = static_cast<int>(std::round(box.x * s)), right = static_cast<int>(std::round(box.right() * s));
  int top = static_cast<int>(std::round(box.y * s)), bottom = static_cast<int>(std::round(box.bottom() * s));
  glEnable(GL_SCISSOR_TEST);
  glScissor(left, surface_.height - bottom, right - left, bottom - top);
  glClearColor(color.r / 255.0F, color.g / 255.0F, color.b / 255.0F, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glDisable(GL_SCISSOR_TEST);
}

void Graphics::end_frame() {
  ImGui::Render();
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  clear(surface_.logical(), ground_);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Graphics::end_frame(const std::vector<Box>& parts, Color ground) {
  ImGui::Render();
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  ImDrawData& data = *ImGui::GetDrawData();
  double left = 1e9, top = 1e9, right = 0, bottom = 0;
  for (const Box& part : parts) {
    clear(part, ground);
    left = std::min(left, part.x), top = std::min(top, part.y);
    right = std::max(right, part.right()), bottom = std::max(bottom, part.bottom());
  }
  // Commands outside have an empty rectangle then, and are skipped. Between the parts nothing is drawn but the ground.
  for (int i = 0; i < data.CmdListsCount; ++i)
    for (ImDrawCmd& command : data.CmdLists[i]->CmdBuffer) {
      ImVec4& clip = command.ClipRect;
      clip.x = std::max(clip.x, static_cast<float>(left));
      clip.y = std::max(clip.y, static_cast<float>(top));
      clip.z = std::max(clip.x, std::min(clip.z, static_cast<float>(right)));
      clip.w = std::max(clip.y, std::min(clip.w, static_cast<float>(bottom)));
    }
  ImGui_ImplOpenGL3_RenderDrawData(&data);
}

Pixels Graphics::read() const {
  Pixels pixels{surface_.width, surface_.height, {}};
  auto stride = static_cast<std::size_t>(surface_.width) * 4;
  pixels.rgba.resize(stride * static_cast<std::size_t>(surface_.height));
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, surface_.width, surface_.height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.rgba.data());
  for (int y = 0; y < surface_.height / 2; ++y)  // GL's first row is the lowest
    std::swap_ranges(pixels.rgba.begin() + static_cast<std::ptrdiff_t>(stride) * y,
                     pixels.rgba.begin() + static_cast<std::ptrdiff_t>(stride) * (y + 1),
                     pixels.rgba.end() - static_cast<std::ptrdiff_t>(stride) * (y + 1));
  for (std::size_t i = 3; i < pixels.rgba.size(); i += 4) pixels.rgba[i] = 255;
  return pixels;
}

}  // namespace convscope
