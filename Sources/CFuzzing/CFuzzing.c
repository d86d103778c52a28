//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#include "CFuzzing.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// The address sanitizer's own functions; null in a process without it.
extern int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void *, size_t),
                                                     void (*free_hook)(const volatile void *))
    __attribute__((weak));
extern size_t __sanitizer_get_allocated_size(const volatile void *) __attribute__((weak));

// libFuzzer's entry for programs that have a `main` of their own; null where it is not linked.
extern int LLVMFuzzerRunDriver(int *argument_count, char ***arguments,
                               int (*run)(const uint8_t *, size_t)) __attribute__((weak));

int cfuzzing_run_guided(int argument_count, char **arguments, int (*run)(const uint8_t *, size_t)) {
    if (!LLVMFuzzerRunDriver) return -1;
    return LLVMFuzzerRunDriver(&argument_count, &arguments, run);
}

static atomic_long current_byte_count;
static atomic_long peak_byte_count;
static long base_byte_count;

static void count_malloc(const volatile void *pointer, size_t byte_count) {
    (void)pointer;
    long now = atomic_fetch_add(&current_byte_count, (long)byte_count) + (long)byte_count;
    long peak = atomic_load(&peak_byte_count);
    while (now > peak && !atomic_compare_exchange_weak(&peak_byte_count, &peak, now)) {
    }
}

static void count_free(const volatile void *pointer) {
    if (pointer) atomic_fetch_sub(&current_byte_count, (long)__sanitizer_get_allocated_size(pointer));
}

int cfuzzing_count_allocations(void) {
    static int is_counting;
    if (!__sanitizer_install_malloc_and_free_hooks || !__sanitizer_get_allocated_size) return 0;
    // Installed again they would count everything twice.
    if (!is_counting) is_counting = __sanitizer_install_malloc_and_free_hooks(count_malloc, count_free) != 0;
    return is_counting;
}

void cfuzzing_begin_allocations(void) {
    base_byte_count = atomic_load(&current_byte_count);
    atomic_store(&peak_byte_count, base_byte_count);
}

size_t cfuzzing_peak_allocation(void) {
    return (size_t)(atomic_load(&peak_byte_count) - base_byte_count);
}

static const char *crash_path;
static const char *crash_note;
static unsigned crash_second_limit;
static const uint8_t *volatile input_bytes;
static volatile size_t input_byte_count;

// Only what a signal handler may call.
static void write_all(int descriptor, const void *bytes, size_t count) {
    const char *rest = bytes;
    while (count > 0) {
        ssize_t written = write(descriptor, rest, count);
        if (written <= 0) return;
        rest += written;
        count -= (size_t)written;
    }
}

static void save_input(int number) {
    signal(number, SIG_DFL);
    if (input_bytes) {
        int file = open(crash_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        if (file >= 0) {
            write_all(file, input_bytes, input_byte_count);
            close(file);
        }
        write_all(STDERR_FILENO, crash_note, strlen(crash_note));
    }
    raise(number);
}

void cfuzzing_catch_crashes(const char *path, const char *note, unsigned second_limit) {
    // What was printed before must not be lost with the process.
    setvbuf(stdout, NULL, _IOLBF, 0);
    crash_path = path;
    crash_note = note;
    crash_second_limit = second_limit;
    // A stack of its own, since the other may be what is full.
    static char stack[1 << 16];
    stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&alternative, NULL);
    const int signals[] = {SIGABRT, SIGALRM, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};
    for (size_t index = 0; index < sizeof signals / sizeof *signals; index++) {
        struct sigaction action = {.sa_handler = save_input, .sa_flags = SA_ONSTACK};
        sigemptyset(&action.sa_mask);
        sigaction(signals[index], &action, NULL);
    }
}

void cfuzzing_set_input(const uint8_t *bytes, size_t count) {
    input_bytes = bytes;
    input_byte_count = count;
    if (crash_second_limit) alarm(bytes ? crash_second_limit : 0);
}
