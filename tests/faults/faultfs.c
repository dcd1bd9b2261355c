/* A layer under a program that notes every change of files below FAULTFS_ROOT and can make one of them fail.
 *
 * FAULTFS_LOG   where the changes are noted, in order (see powercut.py for the format)
 * FAULTFS_FAIL  operation:part-of-path:number:errno:count - from the number-th (1, 2, ...) such operation on a path
 *               that contains the part, count operations fail with errno (count 0: all of them from then on)
 *
 * Built by the tests with the system's C compiler and loaded with LD_PRELOAD. Linux only.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CREATE = 1, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MKDIR, FAILED };
enum { MAX_FD = 4096, MAX_PATH = 4096 };

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char root[MAX_PATH], fail_op[16], fail_part[256];
static char *paths[MAX_FD];
static int log_fd = -1, fail_errno, fail_at, fail_count, seen;

__attribute__((constructor)) static void start(void) {
    const char *where = getenv("FAULTFS_ROOT"), *log = getenv("FAULTFS_LOG"), *fail = getenv("FAULTFS_FAIL");
    if (where != NULL) snprintf(root, sizeof root, "%s/", where);
    if (log != NULL) log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fail != NULL) sscanf(fail, "%15[^:]:%255[^:]:%d:%d:%d", fail_op, fail_part, &fail_at, &fail_errno, &fail_count);
}

static int watched(const char *path) {
    size_t length = strlen(root);
    return length > 1 && path != NULL && (strncmp(path, root, length) == 0 || (strlen(path) == length - 1 && strncmp(path, root, length - 1) == 0));
}

static const char *path_of(int fd) { return fd >= 0 && fd < MAX_FD ? paths[fd] : NULL; }

static void note(uint8_t op, uint64_t inode, uint64_t offset, const char *path, const char *other, const void *data, uint32_t size) {
    uint32_t first = path ? (uint32_t)strlen(path) : 0, second = other ? (uint32_t)strlen(other) : 0;
    size_t total = 1 + 8 + 8 + 4 + 4 + 4 + first + second + size, at = 0;
    char *record = malloc(total);
    if (log_fd < 0 || record == NULL) { free(record); return; }
#define PUT(pointer, bytes) do { memcpy(record + at, (pointer), (bytes)); at += (bytes); } while (0)
    PUT(&op, 1); PUT(&inode, 8); PUT(&offset, 8); PUT(&first, 4); PUT(&second, 4); PUT(&size, 4);
    if (first) PUT(path, first);
    if (second) PUT(other, second);
    if (size) PUT(data, size);
    if (syscall(SYS_write, log_fd, record, total) != (long)total) abort();
    free(record);
}

/* 1 if this operation is the one that must fail; errno is set. */
static int fails(const char *op, const char *path) {
    if (fail_at == 0 || path == NULL || strcmp(op, fail_op) != 0 || strstr(path, fail_part) == NULL) return 0;
    seen++;
    if (seen < fail_at || (fail_count != 0 && seen >= fail_at + fail_count)) return 0;
    note(FAILED, 0, 0, path, op, NULL, 0);
    errno = fail_errno;
    return 1;
}

static uint64_t inode_of(int fd) {
    struct stat info;
    return fstat(fd, &info) == 0 ? (uint64_t)info.st_ino : 0;
}

static int open_watched(int dir, const char *path, int flags, mode_t mode) {
    if (!watched(path)) return (int)syscall(SYS_openat, dir, path, flags, mode);
    pthread_mutex_lock(&lock);
    int fd = -1, existed = access(path, F_OK) == 0;
    if (!fails("open", path)) fd = (int)syscall(SYS_openat, dir, path, flags, mode);
    if (fd >= 0 && fd < MAX_FD) {
        free(paths[fd]);
        paths[fd] = strdup(path);
        if (!existed) note(CREATE, inode_of(fd), 0, path, NULL, NULL, 0);
        else if (flags & O_TRUNC) note(TRUNCATE, inode_of(fd), 0, path, NULL, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }
int open(const char *path, int flags, ...) { MODE return open_watched(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return open_watched(AT_FDCWD, path, flags, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE return open_watched(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE return open_watched(dir, path, flags, mode); }

int close(int fd) {
    pthread_mutex_lock(&lock);
    if (fd >= 0 && fd < MAX_FD && paths[fd] != NULL) { free(paths[fd]); paths[fd] = NULL; }
    int result = (int)syscall(SYS_close, fd);
    pthread_mutex_unlock(&lock);
    return result;
}

static ssize_t put(int fd, const void *data, size_t size, off_t offset, int positioned) {
    if (path_of(fd) == NULL) return positioned ? syscall(SYS_pwrite64, fd, data, size, offset) : syscall(SYS_write, fd, data, size);
    pthread_mutex_lock(&lock);
    ssize_t result = -1;
    if (!fails("write", path_of(fd))) {
        if (!positioned) {
            struct stat info;
            int append = fcntl(fd, F_GETFL) & O_APPEND;
            offset = append && fstat(fd, &info) == 0 ? info.st_size : lseek(fd, 0, SEEK_CUR);
        }
        result = positioned ? syscall(SYS_pwrite64, fd, data, size, offset) : syscall(SYS_write, fd, data, size);
        if (result > 0) note(WRITE, inode_of(fd), (uint64_t)offset, path_of(fd), NULL, data, (uint32_t)result);
    }
    pthread_mutex_unlock(&lock);
    return result;
}
ssize_t write(int fd, const void *data, size_t size) { return put(fd, data, size, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return put(fd, data, size, offset, 1); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) { return put(fd, data, size, offset, 1); }

static int cut(int fd, off_t size) {
    pthread_mutex_lock(&lock);
    int result = fails("truncate", path_of(fd)) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
    if (result == 0 && path_of(fd) != NULL) note(TRUNCATE, inode_of(fd), (uint64_t)size, path_of(fd), NULL, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static int synced(int fd, long call) {
    pthread_mutex_lock(&lock);
    int result = fails("fsync", path_of(fd)) ? -1 : (int)syscall(call, fd);
    if (result == 0 && path_of(fd) != NULL) note(SYNC, inode_of(fd), 0, path_of(fd), NULL, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int moved(int from_dir, const char *from, int to_dir, const char *to) {
    pthread_mutex_lock(&lock);
    int result = watched(to) && fails("rename", to) ? -1 : (int)syscall(SYS_renameat, from_dir, from, to_dir, to);
    if (result == 0 && watched(to)) note(RENAME, 0, 0, from, to, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}
int rename(const char *from, const char *to) { return moved(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int from_dir, const char *from, int to_dir, const char *to) { return moved(from_dir, from, to_dir, to); }

static int removed(int dir, const char *path, int flags) {
    pthread_mutex_lock(&lock);
    int result = watched(path) && fails("unlink", path) ? -1 : (int)syscall(SYS_unlinkat, dir, path, flags);
    if (result == 0 && watched(path)) note(UNLINK, 0, 0, path, NULL, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int dir, const char *path, int flags) { return removed(dir, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int made(int dir, const char *path, mode_t mode) {
    pthread_mutex_lock(&lock);
    struct stat info;
    int result = watched(path) && fails("mkdir", path) ? -1 : (int)syscall(SYS_mkdirat, dir, path, mode);
    if (result == 0 && watched(path) && stat(path, &info) == 0) note(MKDIR, (uint64_t)info.st_ino, 0, path, NULL, NULL, 0);
    pthread_mutex_unlock(&lock);
    return result;
}
int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int dir, const char *path, mode_t mode) { return made(dir, path, mode); }
