#include "app/export/installed.h"

#include "app/views/needs.h"

namespace convscope {

Result<Catalog> load_installed() {
  Result<std::string> assets = find_assets();
  if (!assets) return assets.error();
  Result<Catalog> catalog = Catalog::load(*assets);
  if (!catalog) return catalog.error();
  if (Status fits = check_views(catalog->scenes); !fits) return fits.error();
  return catalog;
}

}  // namespace convscope
