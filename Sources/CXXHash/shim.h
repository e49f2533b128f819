#ifndef PLAN_CXXHASH_SHIM_H
#define PLAN_CXXHASH_SHIM_H

#include <xxhash.h>

// XXH3 is stable since 0.8.0.
#if XXH_VERSION_NUMBER < 800
#error "libxxhash 0.8 or later is needed"
#endif

#endif
