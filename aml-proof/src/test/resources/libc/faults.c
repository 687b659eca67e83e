/*
 * A library to be preloaded: one call to libc on a path below a directory fails or is cut short.
 *
 *   AML_FAULT_UNDER    the directory; only calls on what is below it count
 *   AML_FAULT_PROGRAM  the name of the program that is disturbed; the shell that starts it is not
 *   AML_FAULT_AT       the number of the call that is struck, from 1; 0 for none
 *   AML_FAULT_ERRNO    the error of that call; 0 halves what it reads or writes
 *   AML_FAULT_LOG      a file for one line a call: its number, its name, its path; a line "struck" follows the call that was
 */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define SHORT (-1)
#define PATHS 4096

static const char *under;
static size_t under_length;
static long at;
static int error;
static int log_fd = -1;
static atomic_long calls;

__attribute__((constructor)) static void prepare(void) {
  const char *program = getenv("AML_FAULT_PROGRAM");
  const char *log = getenv("AML_FAULT_LOG");
  if (!program || strcmp(program, program_invocation_short_name) != 0) return;
  at = atol(getenv("AML_FAULT_AT") ?: "0");
  error = atoi(getenv("AML_FAULT_ERRNO") ?: "0");
  if (log) log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  under = getenv("AML_FAULT_UNDER");
  under_length = under ? strlen(under) : 0;
}

static int is_under(const char *path) {
  return strncmp(path, under, under_length) == 0 && (path[under_length] == '/' || path[under_length] == 0);
}

static int path_of_fd(int fd, char *out) {
  char link[40];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  long n = syscall(SYS_readlinkat, AT_FDCWD, link, out, PATHS - 1);
  if (n <= 0) return 0;
  out[n] = 0;
  return out[0] == '/';
}

static int path_at(int dir, const char *path, char *out) {
  if (!path) return 0;
  if (path[0] == '/') return snprintf(out, PATHS, "%s", path) < PATHS;
  char base[PATHS];
  if (dir == AT_FDCWD) {
    if (syscall(SYS_getcwd, base, sizeof base) <= 0) return 0;
  } else if (!path_of_fd(dir, base)) {
    return 0;
  }
  return snprintf(out, PATHS, "%s/%s", base, path) < PATHS;
}

/* Counts a call. Returns 0 if it is to go on, SHORT, or the error that it is to fail with. */
static int counted(const char *name, const char *path) {
  if (!is_under(path)) return 0;
  long number = atomic_fetch_add(&calls, 1) + 1;
  char line[PATHS + 64];
  if (log_fd >= 0) {
    int n = snprintf(line, sizeof line, "%ld %s %s\n%s", number, name, path, number == at ? "struck\n" : "");
    if (n > 0 && n < (int)sizeof line) syscall(SYS_write, log_fd, line, n);
  }
  return number != at ? 0 : error ? error : SHORT;
}

static int strikes_path(const char *name, int dir, const char *path) {
  char full[PATHS];
  int kept = errno;
  int struck = under && path_at(dir, path, full) ? counted(name, full) : 0;
  errno = kept;
  return struck;
}

static int strikes_fd(const char *name, int fd) {
  char full[PATHS];
  int kept = errno;
  int struck = under && path_of_fd(fd, full) ? counted(name, full) : 0;
  errno = kept;
  return struck;
}

#define REAL(result, name, ...) \
  static result (*real)(__VA_ARGS__); \
  if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#define FAIL_IF(struck, failed) \
  do { \
    int e = (struck); \
    if (e) { \
      errno = e == SHORT ? EIO : e; \
      return failed; \
    } \
  } while (0)

#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list more; \
    va_start(more, flags); \
    mode = va_arg(more, mode_t); \
    va_end(more); \
  }

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    MODE(flags) \
    REAL(int, name, const char *, int, ...); \
    FAIL_IF(strikes_path(flags & O_CREAT ? "create" : "open", AT_FDCWD, path), -1); \
    return real(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
  int name(int dir, const char *path, int flags, ...) { \
    MODE(flags) \
    REAL(int, name, int, const char *, int, ...); \
    FAIL_IF(strikes_path(flags & O_CREAT ? "create" : "open", dir, path), -1); \
    return real(dir, path, flags, mode); \
  }
OPENAT(openat)
OPENAT(openat64)

#define TRANSFER(name, told, pointer) \
  ssize_t name(int fd, pointer bytes, size_t count) { \
    REAL(ssize_t, name, int, pointer, size_t); \
    int struck = strikes_fd(told, fd); \
    if (struck == SHORT && count > 1) return real(fd, bytes, count / 2); \
    FAIL_IF(struck, -1); \
    return real(fd, bytes, count); \
  }
TRANSFER(read, "read", void *)
TRANSFER(write, "write", const void *)

#define TRANSFER_AT(name, told, pointer, offsets) \
  ssize_t name(int fd, pointer bytes, size_t count, offsets offset) { \
    REAL(ssize_t, name, int, pointer, size_t, offsets); \
    int struck = strikes_fd(told, fd); \
    if (struck == SHORT && count > 1) return real(fd, bytes, count / 2, offset); \
    FAIL_IF(struck, -1); \
    return real(fd, bytes, count, offset); \
  }
TRANSFER_AT(pread, "read", void *, off_t)
TRANSFER_AT(pread64, "read", void *, off64_t)
TRANSFER_AT(pwrite, "write", const void *, off_t)
TRANSFER_AT(pwrite64, "write", const void *, off64_t)

#define VECTOR(name, told) \
  ssize_t name(int fd, const struct iovec *parts, int count) { \
    REAL(ssize_t, name, int, const struct iovec *, int); \
    int struck = strikes_fd(told, fd); \
    if (struck == SHORT && count > 1) return real(fd, parts, count / 2); \
    FAIL_IF(struck, -1); \
    return real(fd, parts, count); \
  }
VECTOR(readv, "read")
VECTOR(writev, "write")

#define ON_FD(name) \
  int name(int fd) { \
    REAL(int, name, int); \
    FAIL_IF(strikes_fd(#name, fd), -1); \
    return real(fd); \
  }
ON_FD(fsync)
ON_FD(fdatasync)

/* The descriptor is gone whatever close says. */
int close(int fd) {
  REAL(int, close, int);
  int struck = strikes_fd("close", fd);
  int result = real(fd);
  FAIL_IF(struck, -1);
  return result;
}

#define ON_FD_WITH(name, told, argument) \
  int name(int fd, argument with) { \
    REAL(int, name, int, argument); \
    FAIL_IF(strikes_fd(told, fd), -1); \
    return real(fd, with); \
  }
ON_FD_WITH(ftruncate, "ftruncate", off_t)
ON_FD_WITH(ftruncate64, "ftruncate", off64_t)
ON_FD_WITH(fchmod, "chmod", mode_t)
ON_FD_WITH(futimens, "utimes", const struct timespec *)
ON_FD_WITH(futimes, "utimes", const struct timeval *)
ON_FD_WITH(fstat, "stat", struct stat *)
ON_FD_WITH(fstat64, "stat", struct stat64 *)

int fchown(int fd, uid_t user, gid_t group) {
  REAL(int, fchown, int, uid_t, gid_t);
  FAIL_IF(strikes_fd("chown", fd), -1);
  return real(fd, user, group);
}

#define ON_PATH(name) \
  int name(const char *path) { \
    REAL(int, name, const char *); \
    FAIL_IF(strikes_path(#name, AT_FDCWD, path), -1); \
    return real(path); \
  }
ON_PATH(unlink)
ON_PATH(rmdir)

#define ON_PATH_WITH(name, told, argument) \
  int name(const char *path, argument with) { \
    REAL(int, name, const char *, argument); \
    FAIL_IF(strikes_path(told, AT_FDCWD, path), -1); \
    return real(path, with); \
  }
ON_PATH_WITH(mkdir, "mkdir", mode_t)
ON_PATH_WITH(chmod, "chmod", mode_t)
ON_PATH_WITH(utimes, "utimes", const struct timeval *)
ON_PATH_WITH(lutimes, "utimes", const struct timeval *)
ON_PATH_WITH(link, "link", const char *)
ON_PATH_WITH(rename, "rename", const char *)
ON_PATH_WITH(stat, "stat", struct stat *)
ON_PATH_WITH(stat64, "stat", struct stat64 *)
ON_PATH_WITH(lstat, "stat", struct stat *)
ON_PATH_WITH(lstat64, "stat", struct stat64 *)

#define CHOWN(name) \
  int name(const char *path, uid_t user, gid_t group) { \
    REAL(int, name, const char *, uid_t, gid_t); \
    FAIL_IF(strikes_path("chown", AT_FDCWD, path), -1); \
    return real(path, user, group); \
  }
CHOWN(chown)
CHOWN(lchown)

int unlinkat(int dir, const char *path, int flags) {
  REAL(int, unlinkat, int, const char *, int);
  FAIL_IF(strikes_path(flags & AT_REMOVEDIR ? "rmdir" : "unlink", dir, path), -1);
  return real(dir, path, flags);
}

int mkdirat(int dir, const char *path, mode_t mode) {
  REAL(int, mkdirat, int, const char *, mode_t);
  FAIL_IF(strikes_path("mkdir", dir, path), -1);
  return real(dir, path, mode);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
  REAL(int, renameat, int, const char *, int, const char *);
  FAIL_IF(strikes_path("rename", from_dir, from), -1);
  return real(from_dir, from, to_dir, to);
}

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags) {
  REAL(int, linkat, int, const char *, int, const char *, int);
  FAIL_IF(strikes_path("link", from_dir, from), -1);
  return real(from_dir, from, to_dir, to, flags);
}

int utimensat(int dir, const char *path, const struct timespec times[2], int flags) {
  REAL(int, utimensat, int, const char *, const struct timespec *, int);
  FAIL_IF(path ? strikes_path("utimes", dir, path) : strikes_fd("utimes", dir), -1);
  return real(dir, path, times, flags);
}

#define FSTATAT(name, type) \
  int name(int dir, const char *path, type *out, int flags) { \
    REAL(int, name, int, const char *, type *, int); \
    FAIL_IF(path && path[0] ? strikes_path("stat", dir, path) : strikes_fd("stat", dir), -1); \
    return real(dir, path, out, flags); \
  }
FSTATAT(fstatat, struct stat)
FSTATAT(fstatat64, struct stat64)

int statx(int dir, const char *path, int flags, unsigned int mask, struct statx *out) {
  REAL(int, statx, int, const char *, int, unsigned int, struct statx *);
  FAIL_IF(path && path[0] ? strikes_path("stat", dir, path) : strikes_fd("stat", dir), -1);
  return real(dir, path, flags, mask, out);
}

DIR *opendir(const char *path) {
  REAL(DIR *, opendir, const char *);
  FAIL_IF(strikes_path("opendir", AT_FDCWD, path), NULL);
  return real(path);
}

DIR *fdopendir(int fd) {
  REAL(DIR *, fdopendir, int);
  FAIL_IF(strikes_fd("opendir", fd), NULL);
  return real(fd);
}

#define READDIR(name, type) \
  struct type *name(DIR *directory) { \
    REAL(struct type *, name, DIR *); \
    FAIL_IF(strikes_fd("readdir", dirfd(directory)), NULL); \
    return real(directory); \
  }
READDIR(readdir, dirent)
READDIR(readdir64, dirent64)
