/** System calls that student code is refused, with their numbers on x86-64 and arm64. */

/** Numbers on x86-64 and arm64; `undefined` where that machine has no such call. */
export type SyscallNumbers = readonly [x64: number, arm64: number | undefined];

/** Answered as if the kernel were too old to have them: libraries then take their other way. */
export const unknownCalls = {
  // The flags of clone3 lie in memory that a filter cannot read; libc falls back to clone.
  clone3: [435, 435],
  // Opens files and sockets past any filter.
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  // Memory that no process's account shows as long as nobody maps it.
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
  msgget: [68, 186],
  semget: [64, 190],
  mq_open: [240, 180],
  // Sandboxes share the file system that they read: who looks at it, or locks it, is no message.
  inotify_init: [253, undefined],
  inotify_init1: [294, 26],
} as const satisfies Record<string, SyscallNumbers>;

/** Refused by EPERM. */
export const refusedCalls = {
  // other processes
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  // namespaces and the file system
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  statmount: [457, 457],
  listmount: [458, 458],
  open_tree_attr: [467, 467],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  fanotify_init: [300, 262],
  flock: [73, 32],
  // parts of the kernel with a history of holes
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  bpf: [321, 280],
  userfaultfd: [323, 282],
  perf_event_open: [298, 241],
  modify_ldt: [154, undefined],
  lookup_dcookie: [212, 18],
  // the machine itself
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  syslog: [103, 116],
  vhangup: [153, 58],
  iopl: [172, undefined],
  ioperm: [173, undefined],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  adjtimex: [159, 171],
  clock_adjtime: [305, 266],
} as const satisfies Record<string, SyscallNumbers>;

/** Calls that are refused for some arguments only. */
export const judgedCalls = {
  socket: [41, 198],
  socketpair: [53, 199],
  clone: [56, 220],
  ioctl: [16, 29],
  fcntl: [72, 25],
} as const satisfies Record<string, SyscallNumbers>;
