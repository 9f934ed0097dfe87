// The tensors of the plain forms, as they lie in memory. CELLS(binding, Block, name) declares one: slot s of the operator stands at
// binding s + 1, the table of its plan (if it has one) after the slots. READ(name, i) is its i-th value. OUTPUT declares the output.
// SSBO_LOADS: for devices whose texture buffers are too small for the tensors.
#ifdef SSBO_LOADS
#define CELLS(at, Block, name) layout(std430, binding = at) readonly restrict buffer Block { float name[]; };
#define READ(name, i) name[i]
#else
#define CELLS(at, Block, name) layout(r32f, binding = at) readonly restrict uniform imageBuffer name;
#define READ(name, i) imageLoad(name, i).x
#endif
#define OUTPUT layout(std430, binding = 0) writeonly restrict buffer Output { float output_cells[]; };
