//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Shows the thread sanitizer the contended half of Swift's Mutex, for scripts/check-sanitize.
//
// The uncontended half is compiled into its users and so instrumented. A contended lock is handed over by the
// kernel (FUTEX_LOCK_PI) from within libswiftSynchronization, which is not: without what is said here, whatever
// such a lock protects looks like a race. The library is preloaded; the two functions stand before those of
// the same names, do what they do, and say that the lock was taken or will be given up.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT_CALL __attribute__((swiftcall))
#define SWIFT_SELF __attribute__((swift_context))

// Absent in processes that are not sanitized, which are preloaded too.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

// Synchronization._MutexHandle._lockSlow(UInt32) and ._unlockSlow(), mangled.
#define LOCK_NAME "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK_NAME "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT_CALL void lock_function(uint32_t thread, SWIFT_SELF void *handle);
typedef SWIFT_CALL void unlock_function(SWIFT_SELF void *handle);

lock_function lock_contended __asm__(LOCK_NAME);
unlock_function unlock_contended __asm__(UNLOCK_NAME);

SWIFT_CALL void lock_contended(uint32_t thread, SWIFT_SELF void *handle) {
    ((lock_function *)dlsym(RTLD_NEXT, LOCK_NAME))(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT_CALL void unlock_contended(SWIFT_SELF void *handle) {
    if (__tsan_release) __tsan_release(handle);
    ((unlock_function *)dlsym(RTLD_NEXT, UNLOCK_NAME))(handle);
}
