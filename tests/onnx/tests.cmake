convscope_test(onnx_tests SOURCES onnx/onnx_test.cpp onnx/onnx_model.cpp USES engine/gpu)
