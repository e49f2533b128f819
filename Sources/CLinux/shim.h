#ifndef PLAN_CLINUX_SHIM_H
#define PLAN_CLINUX_SHIM_H

/* What glibc declares only with _GNU_SOURCE, which Swift's importer does not define. */

#include <spawn.h>
#include <stddef.h>

extern int pipe2(int ends[2], int flags);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
extern int strfromd(char *text, size_t size, const char *format, double value);

/* POSIX_SPAWN_SETSID of <spawn.h>: the child leads a session of its own. */
static const short plan_spawn_setsid = 0x80;

#endif
