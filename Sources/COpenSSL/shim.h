#ifndef PLAN_COPENSSL_SHIM_H
#define PLAN_COPENSSL_SHIM_H

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#endif
