convscope_room(engine/code
  SOURCES
    tokens.cpp syntax.cpp arguments.cpp signatures.cpp read_parts.cpp text_pieces.cpp
    read_torch.cpp read_torch_small.cpp torch_signatures.cpp read_keras.cpp read_lines.cpp
  USES engine/ops engine/base)
