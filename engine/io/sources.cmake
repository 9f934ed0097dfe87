convscope_room(engine/io SOURCES atomic_file.cpp npy.cpp image.cpp USES engine/tensor)
