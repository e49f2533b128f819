#ifndef PLAN_CYAML_SHIM_H
#define PLAN_CYAML_SHIM_H

#include <yaml.h>

#endif
