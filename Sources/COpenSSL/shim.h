#ifndef PLAN_COPENSSL_SHIM_H
#define PLAN_COPENSSL_SHIM_H

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>

// A macro of C's: names the host in the handshake, for servers that have several certificates.
static inline long plan_ssl_set_server_name(SSL *ssl, const char *name) { return SSL_set_tlsext_host_name(ssl, name); }

#endif
