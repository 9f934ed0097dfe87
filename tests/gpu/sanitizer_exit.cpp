// Under the sanitizers the GL driver stays loaded until the end: what it keeps until then is reachable, not leaked.
#if defined(__SANITIZE_ADDRESS__)
extern "C" int dlclose(void*) { return 0; }
#endif
