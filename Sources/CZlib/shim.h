#ifndef PLAN_CZLIB_SHIM_H
#define PLAN_CZLIB_SHIM_H

#include <zlib.h>

// A macro of C's: compares the version of the header with that of the library.
static inline int plan_deflate_init(z_stream *stream, int level, int window_bits) {
    return deflateInit2(stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}

#endif
