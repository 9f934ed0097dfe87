convscope_room(engine/ops
  SOURCES
    attributes.cpp axis.cpp layer_base.cpp operator.cpp all_ops.cpp
    channel_shuffle.cpp
    conv2d.cpp conv2d_text.cpp
  USES engine/tensor engine/base)
