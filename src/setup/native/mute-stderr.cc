// Mutes stderr of this process while TensorFlow's library is loaded.
//
// The library writes log lines from its static initialisers, before any setting of its own is
// read, and a notebook should not open with them. Node cannot redirect a descriptor; this can.
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

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

NAPI_MODULE_INIT() {
  napi_value mute;
  napi_value restore;
  napi_create_function(env, "mute", NAPI_AUTO_LENGTH, Mute, nullptr, &mute);
  napi_create_function(env, "restore", NAPI_AUTO_LENGTH, Restore, nullptr, &restore);
  napi_set_named_property(env, exports, "mute", mute);
  napi_set_named_property(env, exports, "restore", restore);
  return exports;
}
