/** Programs in C that ask of the kernel what only native code can, for the tests of the walls. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Compiles a program that needs no library beside it. */
export function native(compiler: string, source: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-native-'));
  try {
    writeFileSync(join(folder, 'probe.c'), source);
    execFileSync(compiler, ['-static', '-o', join(folder, 'probe'), join(folder, 'probe.c')]);
    return readFileSync(join(folder, 'probe'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Steps over the walls of namespaces. */
export const wallsProbe = `#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>
int main(void) {
  printf("userns=%d ", unshare(CLONE_NEWUSER));
  printf("mount=%d ", mount("none", "/tmp", "tmpfs", 0, ""));
  printf("remount=%d ", mount("none", "/", 0, MS_REMOUNT | MS_BIND, 0));
  printf("chroot=%d", chroot("/tmp"));
  return 0;
}`;

/** What the filter of system calls refuses, each with the error's number; then what it allows. */
export const filterProbe = `#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
static void *thread(void *unused) { return unused; }
static void say(const char *name, long result) {
  printf("%s %s\\n", name, result >= 0 ? "ok" : errno == EPERM ? "EPERM" : errno == ENOSYS ? "ENOSYS" : "other");
}
int main(void) {
  int pair[2];
  pthread_t id;
  say("AF_INET", socket(AF_INET, SOCK_STREAM, 0));
  say("AF_INET6", socket(AF_INET6, SOCK_DGRAM, 0));
  say("AF_NETLINK", socket(AF_NETLINK, SOCK_RAW, 0));
  say("AF_PACKET", socket(AF_PACKET, SOCK_RAW, 0));
  say("AF_ALG", socket(38, SOCK_SEQPACKET, 0));
  say("AF_VSOCK", socket(40, SOCK_STREAM, 0));
  say("io_uring_setup", syscall(425, 1, 0));
  say("bpf", syscall(SYS_bpf, 0, 0, 0));
  say("keyctl", syscall(SYS_keyctl, 0, -3, 0));
  say("userfaultfd", syscall(SYS_userfaultfd, 0));
  say("perf_event_open", syscall(SYS_perf_event_open, 0, 0, -1, -1, 0));
  say("ptrace", ptrace(PTRACE_TRACEME, 0, 0, 0));
  say("process_vm_readv", syscall(SYS_process_vm_readv, getpid(), 0, 0, 0, 0, 0));
  say("unshare", unshare(CLONE_NEWUSER));
  say("clone", syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
  say("clone3", syscall(435, 0, 0));
  say("memfd_create", syscall(SYS_memfd_create, "x", 0));
  say("mq_open", syscall(SYS_mq_open, "x", O_CREAT | O_RDWR, 0666, 0));
  say("inotify", syscall(SYS_inotify_init1, 0));
  say("flock", syscall(SYS_flock, 1, 1));
  struct flock lock = {.l_type = F_RDLCK};
  say("F_SETLK", fcntl(1, F_SETLK, &lock));
  say("F_GETLK", fcntl(1, F_GETLK, &lock));
  say("F_OFD_SETLK", fcntl(1, 37, &lock));
  say("F_SETLEASE", fcntl(1, 1024, 0));
  say("F_GETFL", fcntl(1, F_GETFL));
  say("local socket", socket(AF_UNIX, SOCK_STREAM, 0));
  say("AF_UNIX", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  say("thread", -pthread_create(&id, 0, thread, 0));
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) _exit(0);
  say("fork", waitpid(child, 0, 0));
#ifdef __x86_64__
  fflush(stdout);
  say("x32", syscall(0x40000000 + SYS_getpid));
  fflush(stdout);
  child = fork();
  if (child == 0) {
    // getpid as a 32-bit program would ask for it
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  printf("32-bit %s\\n", WIFSIGNALED(status) ? "killed" : "ran");
#endif
  return 0;
}`;

/** What the probe says behind the filter; without sockets, no local one either. */
export const filterAnswers = ({ sockets = true } = {}): readonly string[] => [
  ...['AF_INET', 'AF_INET6', 'AF_NETLINK', 'AF_PACKET', 'AF_ALG', 'AF_VSOCK'].map(refused),
  'io_uring_setup ENOSYS',
  ...['bpf', 'keyctl', 'userfaultfd', 'perf_event_open', 'ptrace', 'process_vm_readv'].map(refused),
  ...['unshare', 'clone'].map(refused),
  'clone3 ENOSYS',
  'memfd_create ENOSYS',
  ...['mq_open ENOSYS', 'inotify ENOSYS'],
  ...['flock', 'F_SETLK', 'F_GETLK', 'F_OFD_SETLK', 'F_SETLEASE'].map(refused),
  'F_GETFL ok',
  sockets ? 'local socket ok' : refused('local socket'),
  ...['AF_UNIX ok', 'thread ok', 'fork ok'],
  ...(process.arch === 'x64' ? ['x32 ENOSYS', '32-bit killed'] : []),
];

function refused(name: string): string {
  return `${name} EPERM`;
}
