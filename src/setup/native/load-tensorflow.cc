// Loads TensorFlow's library quietly, and while JavaScript goes on.
//
// The library writes log lines from its static initialisers, before any setting of its own is
// read, and a notebook should not open with them: Node cannot redirect a descriptor; this can.
// Its relocations and initialisers take a third of a second, which a second core can spare.
// And it says how freed memory is kept.
#include <dlfcn.h>
#include <fcntl.h>
#include <malloc.h>
#include <node_api.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <thread>

static int saved = -1;

static napi_value Mute(napi_env, napi_callback_info) {
  if (saved != -1) return nullptr;
  int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nothing == -1) return nullptr;
  saved = fcntl(2, F_DUPFD_CLOEXEC, 3);
  if (saved != -1) dup2(nothing, 2);
  close(nothing);
  return nullptr;
}

static napi_value Restore(napi_env, napi_callback_info) {
  if (saved == -1) return nullptr;
  dup2(saved, 2);
  close(saved);
  saved = -1;
  return nullptr;
}

// preload(path): opens a library in a thread. Whoever needs it later waits for the loader's lock;
// what goes wrong here goes wrong there again, with a message.
static napi_value Preload(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  size_t length = 0;
  if (count < 1 || napi_get_value_string_utf8(env, argument, nullptr, 0, &length) != napi_ok) {
    napi_throw_type_error(env, nullptr, "preload expects the path of a library");
    return nullptr;
  }
  std::string path(length, '\0');
  napi_get_value_string_utf8(env, argument, &path[0], length + 1, &length);
  std::thread([path] { dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL); }).detach();
  return nullptr;
}

// Arrays that are read from tensors are large and short-lived. By default glibc hands such memory back to
// the system as soon as it is free and takes it anew, page by page, for the next array: a hundred page
// faults for 400 kB. So up to 128 MB stay, unless the user has said otherwise.
static void KeepFreedMemory() {
#ifdef __GLIBC__
  if (getenv("MALLOC_MMAP_THRESHOLD_") != nullptr || getenv("MALLOC_TRIM_THRESHOLD_") != nullptr) return;
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
#endif
}

NAPI_MODULE_INIT() {
  KeepFreedMemory();
  const struct {
    const char *name;
    napi_callback call;
  } functions[] = {{"mute", Mute}, {"restore", Restore}, {"preload", Preload}};
  for (const auto &f : functions) {
    napi_value value;
    napi_create_function(env, f.name, NAPI_AUTO_LENGTH, f.call, nullptr, &value);
    napi_set_named_property(env, exports, f.name, value);
  }
  return exports;
}
