#ifndef PLAN_CPOSTGRES_SHIM_H
#define PLAN_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

#endif
