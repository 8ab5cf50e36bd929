/* sandbox.c -- what a converter may not do, and what a confined reader still may.
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two filters. Converters are programs of others, which open their fonts and libraries: a list of what is
 * forbidden. Our own reader has all it needs: a list of what is allowed (child_confine). */
#include "base/sandbox.h"

#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define DENY SCMP_ACT_ERRNO(EPERM)

static bool
add_all(scmp_filter_ctx f, uint32_t action, const char *const *names)
{
    for (; *names; names++) {
        int nr = seccomp_syscall_resolve_name(*names);
        /* a name this libseccomp does not know is one this kernel's programs hardly use */
        if (nr == __NR_SCMP_ERROR)
            continue;
        int rc = seccomp_rule_add(f, action, nr, 0);
        if (rc != 0 && rc != -EDOM)
            return false;
    }
    return true;
}

/* Changing or making files: refused by name here and by open flags below. */
static const char *const no_files[] = { "creat", "truncate", "ftruncate", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat",
                                        "symlink", "symlinkat", "mkdir", "mkdirat", "rmdir", "mknod", "mknodat", "chmod", "fchmod", "fchmodat", "chown",
                                        "fchown", "lchown", "fchownat", "utime", "utimes", "utimensat", "futimesat", "setxattr", "lsetxattr",
                                        "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "fallocate", NULL };
static const char *const no_net[] = { "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg",
                                      "recvfrom", "recvmsg", "recvmmsg", "setsockopt", "getsockopt", "shutdown", NULL };
static const char *const no_powers[] = { "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "mount", "umount2", "move_mount", "open_tree",
                                         "fsopen", "fsmount", "fsconfig", "fspick", "mount_setattr", "pivot_root", "chroot", "unshare", "setns",
                                         "keyctl", "add_key", "request_key", "bpf", "perf_event_open", "kexec_load", "kexec_file_load", "init_module",
                                         "finit_module", "delete_module", "reboot", "swapon", "swapoff", "acct", "quotactl", "syslog", "sethostname",
                                         "setdomainname", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "stime", "name_to_handle_at",
                                         "open_by_handle_at", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "iopl", "ioperm",
                                         "personality", "vhangup", "nfsservctl", "lookup_dcookie", "setsid", "setpgid", "tkill", "rt_sigqueueinfo",
                                         "rt_tgsigqueueinfo", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "sched_setaffinity", "msgget", "msgsnd",
                                         "msgrcv", "msgctl", "semget", "semop", "semctl", "shmget", "shmat", "shmctl", "mq_open", "mq_unlink",
                                         "fanotify_init", NULL };
/* Newer forms whose arguments a filter cannot see: "not there", and libc takes the older form. */
static const char *const no_new_forms[] = { "clone3", "openat2", NULL };

static bool
converter_rules(scmp_filter_ctx f)
{
    static const int write_flags[] = { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC };
    static const int spaces[] = { CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP };
    bool ok = add_all(f, DENY, no_files) && add_all(f, DENY, no_net) && add_all(f, DENY, no_powers) && add_all(f, SCMP_ACT_ERRNO(ENOSYS), no_new_forms);
    for (size_t i = 0; i < sizeof write_flags / sizeof *write_flags; i++) {
        uint64_t bit = (uint64_t)write_flags[i];
        ok = ok && seccomp_rule_add(f, DENY, SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, bit, bit)) == 0;
        ok = ok && seccomp_rule_add(f, DENY, SCMP_SYS(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, bit, bit)) == 0;
    }
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        uint64_t bit = (uint64_t)spaces[i];
        ok = ok && seccomp_rule_add(f, DENY, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, bit, bit)) == 0;
    }
    /* signals only to itself (abort), limits only of itself: under our own user it could reach the server */
    ok = ok && seccomp_rule_add(f, DENY, SCMP_SYS(kill), 1, SCMP_A0(SCMP_CMP_NE, SANDBOX_SELF, 0)) == 0;
    ok = ok && seccomp_rule_add(f, DENY, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_NE, SANDBOX_SELF, 0)) == 0;
    return ok && seccomp_rule_add(f, DENY, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_NE, 0, 0)) == 0;
}

/* libseccomp hands BPF only through a descriptor. */
static bool
export_bpf(scmp_filter_ctx f, Arena *mem, struct sock_fprog *out)
{
    int fd = memfd_create("filter", MFD_CLOEXEC);
    if (fd < 0)
        return false;
    bool        ok = seccomp_export_bpf(f, fd) == 0;
    struct stat st = { 0 };
    ok = ok && fstat(fd, &st) == 0 && st.st_size > 0;
    if (ok) {
        out->filter = arena_alloc(mem, (size_t)st.st_size);
        out->len = (unsigned short)((size_t)st.st_size / sizeof(struct sock_filter));
        ok = pread(fd, out->filter, (size_t)st.st_size, 0) == st.st_size;
    }
    close(fd);
    return ok;
}

bool
sandbox_filter(Arena *mem, struct sock_fprog *out)
{
    *out = (struct sock_fprog){ 0 };
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
    if (!f) {
        errno = ENOMEM;
        return false;
    }
    bool ok = converter_rules(f) && export_bpf(f, mem, out);
    seccomp_release(f);
    if (!ok)
        errno = EINVAL;
    return ok;
}

static const char *const may[] = { "read", "readv", "pread64", "preadv", "write", "writev", "pwrite64", "lseek", "close", "fstat", "munmap", "mremap",
                                   "brk", "madvise", "futex", "clock_gettime", "clock_getres", "gettimeofday", "time", "getrandom", "rt_sigreturn", "rt_sigaction",
                                   "rt_sigprocmask", "sigaltstack", "exit", "exit_group", "getpid", "gettid", "poll", "ppoll", "restart_syscall",
                                   "sched_yield", "nanosleep", "clock_nanosleep", "getrusage", "set_robust_list", "rseq", NULL };
static const char *const never[] = { "execve", "execveat", "socket", "connect", "bind", "ptrace", "process_vm_readv", "process_vm_writev", "mount",
                                     "unshare", "setns", "bpf", "keyctl", "userfaultfd", "io_uring_setup", "init_module", "finit_module", NULL };

static bool
confine_rules(scmp_filter_ctx f)
{
    uint64_t exec = PROT_EXEC;
    uint64_t self = (uint64_t)getpid();
    bool     ok = add_all(f, SCMP_ACT_ALLOW, may) && add_all(f, SCMP_ACT_KILL_PROCESS, never);
    /* memory, but none that could run */
    ok = ok && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, exec, 0)) == 0;
    ok = ok && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, exec, 0)) == 0;
    /* fstat of glibc 2.33 and later */
    ok = ok && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1, SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)) == 0;
    /* abort() */
    return ok && seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, self, 0)) == 0;
}

bool
child_confine(void)
{
    /* iconv loads a module at the first use of an encoding, which would be refused later; it stays loaded while a
     * converter is open. */
    static const char *const encodings[] = { "CP932", "UTF-16LE", "UTF-16BE", "UTF-16", "EUC-JP" };
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (iconv_open("UTF-8", encodings[i]) == (iconv_t)-1)
            return false;
    scmp_filter_ctx f = seccomp_init(DENY);
    if (!f)
        return false;
    bool ok = seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && confine_rules(f) && seccomp_load(f) == 0;
    seccomp_release(f);
    return ok;
}
