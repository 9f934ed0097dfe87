convscope_room(engine/ops
  SOURCES attributes.cpp axis.cpp operator.cpp conv2d.cpp conv2d_text.cpp all_ops.cpp
  USES engine/tensor engine/base)
