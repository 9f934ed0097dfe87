#include "app/handout/handout.h"

#include <fmt/format.h>

#include "app/canvas/sinks.h"
#include "engine/base/refusal.h"
#include "engine/io/atomic_file.h"
#include "engine/io/part_file.h"

namespace convscope {

Status check_handout(const std::string& path, const HandoutOptions& options) {
  if (!path.ends_with(".pdf") && !path.ends_with(".PDF"))
    return refusal(ErrorKind::kUsage, "output", "handout_ending", "a hand-out is a .pdf, not '{}'", path);
  if (options.per_page >= 2 && options.per_page <= 4) return success();
  return refusal(ErrorKind::kUsage, "per_page", "handout_per_page", "a page holds 2, 3 or 4 frames, not {}", options.per_page);
}

Status write_handout(const Catalog& catalog, const Handout& handout, const HandoutOptions& options, const std::string& path,
                     ExportProgress& progress) {
  if (Status fine = check_handout(path, options); !fine) return fine;
  const std::vector<DisplayList> pages = handout_pages(catalog, handout, options);
  progress.frames = static_cast<int>(pages.size());
  progress.frame = 0;
  Result<std::string> bytes = pdf_bytes(pages, *catalog.fonts, &progress.cancel);
  if (progress.cancel) return Error{ErrorKind::kCancelled, fmt::format("the hand-out '{}' was cancelled", path), ""};
  if (!bytes) return bytes.error();
  remove_dead_parts(folder_of(path));
  Status written = write_file_atomically(path, *bytes);
  if (written) progress.frame = progress.frames.load();
  return written;
}

}  // namespace convscope
