# The shaders, read at run time from this folder; params.h is read by C++ too.
convscope_room(shaders)
set(CONVSCOPE_SHADERS
  include/params.h include/item.glsl include/cells.glsl
  ops/channel_shuffle.comp
  ops/conv2d.comp ops/conv2d_tile.comp)
