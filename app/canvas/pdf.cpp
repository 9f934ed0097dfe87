// Display lists as PDF: a page each, text as text in embedded subsets of the shipped fonts.
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo.h>

#include <map>
#include <vector>

#include "app/canvas/cairo_shapes.h"
#include "app/canvas/font_files.h"
#include "app/canvas/sinks.h"

namespace convscope {
namespace {

constexpr cairo_user_data_key_t kFaceKey{};
constexpr double kPointsPerPixel = 0.75;  // 96 logical pixels and 72 points an inch

// Cairo may keep a face after the page is done, so the face owns all that it stands on.
struct OwnedFace {
  std::string bytes;
  FT_Library library = nullptr;
  FT_Face face = nullptr;
};

void destroy_face(void* pointer) {
  auto* owned = static_cast<OwnedFace*>(pointer);
  if (owned->face != nullptr) FT_Done_Face(owned->face);
  if (owned->library != nullptr) FT_Done_FreeType(owned->library);
  delete owned;
}

cairo_font_face_t* open_face(const FontFile& file) {
  auto* owned = new OwnedFace{file.bytes};
  auto* bytes = reinterpret_cast<const FT_Byte*>(owned->bytes.data());
  CONVSCOPE_CHECK_EQ(FT_Init_FreeType(&owned->library), 0);
  CONVSCOPE_CHECK_EQ(FT_New_Memory_Face(owned->library, bytes, static_cast<FT_Long>(owned->bytes.size()), 0, &owned->face), 0);
  cairo_font_face_t* face = cairo_ft_font_face_create_for_ft_face(owned->face, FT_LOAD_NO_HINTING);
  if (cairo_font_face_set_user_data(face, &kFaceKey, owned, destroy_face) != CAIRO_STATUS_SUCCESS) destroy_face(owned);
  return face;
}

class Page {
 public:
  Page(cairo_surface_t* surface, const Fonts& fonts) : cairo_(cairo_create(surface)), fonts_(fonts) {
    cairo_scale(cairo_, kPointsPerPixel, kPointsPerPixel);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cairo_, options);
    cairo_font_options_destroy(options);
  }
  ~Page() {
    for (auto& [file, face] : faces_) cairo_font_face_destroy(face);
    cairo_destroy(cairo_);
  }
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  void clear(Color background) {
    if (background.a == 0) return;
    set_source(cairo_, background);
    cairo_paint(cairo_);
  }
  // What follows stands on the next page.
  void turn() {
    cairo_reset_clip(cairo_);
    cairo_show_page(cairo_);
  }
  template <class Shape>
  void operator()(const Shape& shape) {
    draw_shape(cairo_, shape);
  }
  void operator()(const ClipItem& item) {
    cairo_reset_clip(cairo_);
    if (item.box.w < 0) return;
    cairo_rectangle(cairo_, item.box.x, item.box.y, item.box.w, item.box.h);
    cairo_clip(cairo_);
  }
  void operator()(const TextItem& item);

 private:
  void show(int file, std::string_view text, const std::vector<cairo_glyph_t>& glyphs, const std::vector<cairo_text_cluster_t>& clusters,
            double size);

  cairo_t* cairo_;
  const Fonts& fonts_;
  std::map<int, cairo_font_face_t*> faces_;
};

// A run is cut where its font file changes; each piece keeps its own characters, so that a reader can select them.
void Page::operator()(const TextItem& item) {
  double x = text_start(item, fonts_), y = item.at.y + kBaselineBelowMiddle * item.size;
  for (const TextRun& run : item.runs) {
    set_source(cairo_, run.color);
    std::string_view rest = run.text;
    while (!rest.empty()) {
      const char* begin = rest.data();
      int file = -1;
      std::vector<cairo_glyph_t> glyphs;
      std::vector<cairo_text_cluster_t> clusters;
      while (!rest.empty()) {
        std::string_view after = rest;
        const Glyph& glyph = fonts_.files().glyph(take_code_point(after), item.face, item.weight);
        if (file >= 0 && glyph.file != file) break;
        file = glyph.file;
        glyphs.push_back({glyph.index, x, y});
        clusters.push_back({static_cast<int>(after.data() - rest.data()), 1});
        x += glyph.advance * item.size;
        rest = after;
      }
      show(file, {begin, static_cast<std::size_t>(rest.data() - begin)}, glyphs, clusters, item.size);
    }
  }
}

void Page::show(int file, std::string_view text, const std::vector<cairo_glyph_t>& glyphs,
                const std::vector<cairo_text_cluster_t>& clusters, double size) {
  auto [place, fresh] = faces_.try_emplace(file, nullptr);
  if (fresh) place->second = open_face(fonts_.files().all()[static_cast<std::size_t>(file)]);
  cairo_set_font_face(cairo_, place->second);
  cairo_set_font_size(cairo_, size);
  cairo_show_text_glyphs(cairo_, text.data(), static_cast<int>(text.size()), glyphs.data(), static_cast<int>(glyphs.size()),
                         clusters.data(), static_cast<int>(clusters.size()), static_cast<cairo_text_cluster_flags_t>(0));
}

cairo_status_t append(void* text, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Result<std::string> pdf_bytes(const DisplayList& list, const Fonts& fonts) { return pdf_bytes(std::vector<DisplayList>{list}, fonts); }

Result<std::string> pdf_bytes(const std::vector<DisplayList>& pages, const Fonts& fonts, StopFlag stop) {
  std::string bytes;
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(append, &bytes, 1, 1);
  // The date would make two equal pages differ.
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
  cairo_surface_set_fallback_resolution(surface, 300, 300);
  bool stopped = false;
  {
    Page page(surface, fonts);
    for (const DisplayList& list : pages) {
      stopped = stopped || (stop != nullptr && *stop);
      if (stopped) break;
      cairo_pdf_surface_set_size(surface, list.width * kPointsPerPixel, list.height * kPointsPerPixel);
      page.clear(list.background);
      for (const Item& item : list.items) std::visit(page, item);
      page.turn();
    }
  }
  cairo_surface_finish(surface);
  cairo_status_t status = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  if (stopped) return Error{ErrorKind::kCancelled, "making the PDF was cancelled", ""};
  if (status != CAIRO_STATUS_SUCCESS)
    return Error{ErrorKind::kMemory, std::string("cannot make the PDF: ") + cairo_status_to_string(status), ""};
  return bytes;
}

}  // namespace convscope
